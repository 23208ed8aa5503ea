/** A local HTTP server that speaks a channel's protocol. Goes away and comes back on the same port. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** `hang`: taken, but never answered. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly hang?: boolean;
}

export interface ChannelServer {
  readonly url: string;
  readonly requests: readonly Request[];
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startServer(answer: (request: Request) => Reply | Promise<Reply>): Promise<ChannelServer> {
  const requests: Request[] = [];
  let port = 0;
  let server: Server;
  const start = async (): Promise<void> => {
    server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => void chunks.push(chunk));
      req.on("end", () => {
        const { method = "GET", url = "/", headers } = req;
        const body = Buffer.concat(chunks).toString("utf8");
        const request = { method, url: new URL(url, `http://127.0.0.1:${port}`), headers, body };
        requests.push(request);
        void Promise.resolve(answer(request)).then(({ status = 200, headers: more = {}, body: said = {}, hang }) => {
          if (hang) return;
          const text = typeof said === "string" ? said : JSON.stringify(said);
          res.writeHead(status, { "content-type": "application/json; charset=utf-8", ...more }).end(text);
        });
      });
    });
    server.listen(port, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    ({ port } = server.address() as AddressInfo);
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    start,
  };
}

/** Answers in turn to what would be taken: each is used once, the rest are taken. */
export type Turns<T> = (to: string, nth: number) => T | undefined;

/** Counts tries by person. */
export function counter(): (to: string) => number {
  const tries = new Map<string, number>();
  return (to) => {
    const nth = (tries.get(to) ?? 0) + 1;
    tries.set(to, nth);
    return nth;
  };
}
