/** Whether a server can be connected to at all, where asking it anything would already be sending. */
import { connect } from "node:net";
import { proxiesIn, proxyFor } from "../../settings/proxy.js";

const WITHIN = 5_000;

/** Throws what went wrong. Where it is asked through a proxy, what can be tried is the proxy. */
export async function reached(address: string): Promise<void> {
  const server = new URL(address.replaceAll(/[{}]/g, ""));
  const proxy = proxyFor(server, proxiesIn());
  const { hostname, port, protocol } = proxy === null ? server : new URL(proxy);
  const host = hostname.replaceAll(/^\[|\]$/g, "");
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) });
    socket.setTimeout(WITHIN, () => socket.destroy(new Error(`no connection to ${host} within ${WITHIN / 1_000} s`)));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
