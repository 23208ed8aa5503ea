/** Requests to an API process, so many at a time, each on a connection that stays open. */
import { Agent, get } from "node:http";

export interface Load {
  readonly milliseconds: readonly number[];
  readonly seconds: number;
  readonly bytes: number;
}

/** Asks for every path once, in order, `together` at a time, with an API token. Anything but 200 ends it with an error that shows the answer. */
export async function load(origin: string, paths: readonly string[], together: number, token: string): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  const milliseconds: number[] = [];
  let bytes = 0;
  const waiting = paths.values();
  const lane = async (): Promise<void> => {
    for (const path of waiting) {
      const since = performance.now();
      const size = await ask(`${origin}${path}`, agent, token);
      bytes += size;
      milliseconds.push(performance.now() - since);
    }
  };
  const since = performance.now();
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    agent.destroy();
  }
  return { milliseconds, seconds: (performance.now() - since) / 1_000, bytes };
}

/** Answers the bytes of the body as sent: browsers ask for compressed answers too. */
function ask(url: string, agent: Agent, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { "Accept-Encoding": "gzip", Authorization: `Bearer ${token}` } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve(body.length);
        else reject(new Error(`${url} answered ${response.statusCode}: ${body.toString("utf8").slice(0, 300)}`));
      });
    }).on("error", reject);
  });
}
