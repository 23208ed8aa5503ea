/** Whether a server can be connected to at all, where asking it anything would already be sending. */
import { connect } from "node:net";

const WITHIN = 5_000;

/** Throws what went wrong. */
export async function reached(address: string): Promise<void> {
  const { hostname, port, protocol } = new URL(address.replaceAll(/[{}]/g, ""));
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
