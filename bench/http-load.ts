/** Requests to an API process, so many at a time, each on a connection that stays open. */
import { Pool } from "undici";

export interface Load {
  readonly milliseconds: readonly number[];
  readonly seconds: number;
  readonly bytes: number;
}

/** Asks for every path once, in order, `together` at a time, with an API token. Anything but 200 ends it with an error that shows the answer. */
export async function load(origin: string, paths: readonly string[], together: number, token: string): Promise<Load> {
  // Of Node's clients the one that takes least of the cores that it shares with what is measured.
  const connections = new Pool(origin, { connections: together, pipelining: 1 });
  const milliseconds: number[] = [];
  let bytes = 0;
  const waiting = paths.values();
  const lane = async (): Promise<void> => {
    for (const path of waiting) {
      const since = performance.now();
      bytes += await ask(connections, path, token);
      milliseconds.push(performance.now() - since);
    }
  };
  const since = performance.now();
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    await connections.destroy();
  }
  return { milliseconds, seconds: (performance.now() - since) / 1_000, bytes };
}

/** Answers the bytes of the body as sent: browsers ask for compressed answers too. */
function ask(connections: Pool, path: string, token: string): Promise<number> {
  const headers = { "accept-encoding": "gzip", authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const body: Buffer[] = [];
    let status = 0;
    connections.dispatch(
      { path, method: "GET", headers },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_, statusCode) => void (status = statusCode),
        onResponseData: (_, chunk) => void body.push(chunk),
        onResponseEnd: () => {
          if (status === 200) resolve(body.reduce((bytes, { length }) => bytes + length, 0));
          else reject(new Error(`${path} answered ${status}: ${Buffer.concat(body).toString("utf8").slice(0, 300)}`));
        },
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}
