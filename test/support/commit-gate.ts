/**
 * A way to PostgreSQL on which one commit can be caught: before it (the transaction stays open, with its locks), or after it
 * (it holds, and whoever asked for it never hears so). Everything else passes.
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface CommitGate {
  /** The database as it is reached through the gate. */
  readonly url: string;
  /** Resolves once the next commit has been caught: held before the server has it, or its answer withheld after. */
  catchNext(when: "before" | "after"): Promise<void>;
  close(): Promise<void>;
}

const COMMIT = Buffer.from("COMMIT\0");
/** The server's answer to it. */
const COMMITTED = Buffer.from("COMMIT\0");

export async function startCommitGate(databaseUrl: string): Promise<CommitGate> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let wanted: { readonly when: "before" | "after"; readonly caught: () => void } | null = null;
  const server = createServer((client) => {
    const upstream = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    client.setNoDelay(true);
    /** A connection whose commit was caught passes nothing any more, and is not closed either. */
    let caught = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => undefined); // either end that breaks breaks the other
      socket.once("close", () => {
        open.delete(socket);
        if (!caught) other.destroy();
      });
      socket.on("data", (chunk) => {
        const looked = socket === client ? "before" : "after";
        if (!caught && wanted?.when === looked && chunk.includes(looked === "before" ? COMMIT : COMMITTED)) {
          caught = true;
          wanted.caught();
          wanted = null;
        }
        if (!caught) other.write(chunk);
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    catchNext: (when) =>
      new Promise((resolve) => {
        wanted = { when, caught: resolve };
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
