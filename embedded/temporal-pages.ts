/**
 * Temporal's own pages, behind a guard: its page server answers under any name, so that a page from elsewhere whose name was made to
 * point here could read every workflow. Here only this machine's names are answered, and only what was asked from these pages. The
 * page server itself listens where nobody can guess.
 */
import { randomInt } from "node:crypto";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isOwnHost, LOOPBACK } from "./ports.js";

export interface Pages {
  readonly port: number;
  stop(): Promise<void>;
}

/** Another address of this machine on every start. Linux has all of 127.0.0.0/8; elsewhere there is the one, and its port is random. */
export const hiddenAddress = (): string =>
  process.platform === "linux" ? `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}` : LOOPBACK;

/** Offers what `to` serves on a port of this machine. */
export async function guardPages(port: number, to: { readonly host: string; readonly port: number }): Promise<Pages> {
  const server = createServer((asked, answer) => {
    const refusal = refusalOf(asked);
    if (refusal !== null) {
      answer.writeHead(refusal.status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${refusal.why}\n`);
      return;
    }
    passOn(asked, answer, to);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusalOf({ headers }: IncomingMessage): { readonly status: number; readonly why: string } | null {
  if (!isOwnHost(headers.host))
    return {
      status: 421,
      why: "these pages are answered under this machine's own names only: http://127.0.0.1 with the port",
    };
  const { origin } = headers;
  const foreign = origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === headers.host);
  // A browser says so of every request that another site's page makes; following a link is none of these.
  const crossSite = headers["sec-fetch-site"] === "cross-site" && headers["sec-fetch-mode"] !== "navigate";
  return foreign || crossSite ? { status: 403, why: "another site's page may not ask here" } : null;
}

function passOn(
  asked: IncomingMessage,
  answer: ServerResponse,
  to: { readonly host: string; readonly port: number },
): void {
  const { method, url: path, headers } = asked;
  const passed = request({ ...to, method, path, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  passed.on("error", (error) => {
    if (answer.headersSent) answer.destroy();
    else
      answer
        .writeHead(502, { "Content-Type": "text/plain; charset=utf-8" })
        .end(`Temporal's pages do not answer: ${error.message}\n`);
  });
  answer.on("close", () => passed.destroy());
  asked.pipe(passed);
}
