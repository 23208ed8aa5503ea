/** The filing page as built and an API behind a line that can be made bad: the tests' door to whichever API (filing-api.ts). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { servePage } from "../../../api/http/static.js";
import { buildPage } from "../../../scripts/build-web.js";
import type { FilingApi } from "./filing-api.js";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly cookie: string;
  readonly headers: IncomingMessage["headers"];
}

/** What the line does to a request: lets it through, answers it itself (`true`), or loses the answer after it was dealt with. */
export type Line = (req: IncomingMessage, res: ServerResponse) => boolean | "loseAnswer";

export interface FilingSite {
  readonly base: string;
  /** Every request to the API, in order. */
  readonly seen: Seen[];
  /** The line from now on; none: it is good. */
  line: Line | null;
  /** Another built page from now on, as after an update. */
  serve(dist: string): void;
  /** Ends every connection and answers nobody, until `back`. */
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

export async function startFilingSite(api: FilingApi): Promise<FilingSite> {
  const { dist } = await buildPage();
  let page = pages(dist);
  let server: Server;
  let port = 0;
  const seen: Seen[] = [];
  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    const isApi = req.url?.startsWith("/api") === true;
    if (isApi)
      seen.push({
        method: req.method ?? "",
        path: req.url ?? "",
        cookie: req.headers.cookie ?? "",
        headers: req.headers,
      });
    const done = site.line?.(req, res) ?? false;
    if (done === true) return;
    if (done === "loseAnswer") loseAnswer(req, res);
    if (isApi) api.listener(req, res);
    else page(req, res);
  };
  const back = async (): Promise<void> => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  };
  const away = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  const site: FilingSite = {
    get base() {
      return `http://127.0.0.1:${port}`;
    },
    seen,
    line: null,
    serve: (other) => void (page = pages(other)),
    away,
    back,
    close: away,
  };
  await back();
  return site;
}

const pages = (dist: string): express.Express => {
  const app = express();
  app.disable("x-powered-by");
  app.use(servePage({ dist }));
  return app;
};

/** The API does what it was asked; nobody hears of it. */
function loseAnswer(req: IncomingMessage, res: ServerResponse): void {
  res.end = ((): ServerResponse => {
    req.socket.destroy();
    return res;
  }) as typeof res.end;
}

/** Whether a request brings a line: by itself, or among several. What meets an entry among several is found out by sending it alone. */
export const brings = ({ method, url = "" }: IncomingMessage, line: string): boolean =>
  (method === "PUT" && url.includes(`/parts/${line}%40`)) || (method === "POST" && url.endsWith("/parts"));

/** Answers as a network's sign-in page does: anything, with 200. */
export function captivePortal(res: ServerResponse): true {
  res.writeHead(200, { "Content-Type": "text/html" });
  res.end("<!doctype html><title>欢迎使用无线网络</title>");
  return true;
}

export function fails(res: ServerResponse, status: number, code: string | null): true {
  res.writeHead(status, { "Content-Type": "application/problem+json" });
  res.end(JSON.stringify(code === null ? {} : { code, title: code, detail: code, status }));
  return true;
}
