/** How the built page is served, and when it is built. */
import { readdirSync } from "node:fs";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { get, type IncomingMessage } from "node:http";
import express from "express";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentSecurityPolicy, pageIfBuilt, servePage } from "../../api/http/static.js";
import { FILING_POLICY } from "../../api/http/filing-page.js";
import { buildPage, PAGE_DIST } from "../../scripts/build-web.js";

let server: Server;
beforeAll(async () => {
  const { dist } = await buildPage();
  const app = express();
  app.use(servePage({ dist }));
  app.use((_req, res) => void res.status(404).json({ code: "unknownPath" }));
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => void server?.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** As sent: fetch would undo the coding. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }));
    }).on("error", reject);
  });
}

const BROWSER = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const assets = (): string[] => readdirSync(`${PAGE_DIST}/assets`);
const script = (): string => {
  const name = assets().find((one) => /^index-.*\.js$/.test(one));
  if (name === undefined) throw new Error("the build has no entry");
  return `/assets/${name}`;
};

describe("the page", () => {
  it("comes at its own addresses with a nonce of its own, and is never kept", async () => {
    const [first, second] = await Promise.all([ask("/"), ask("/plans/yimin-zhifu-r1/items/t07-works-2021%2Fv012")]);
    const nonces = [first, second].map(({ headers, body }) => {
      expect(headers["cache-control"]).toBe("no-store");
      const [, nonce = ""] = /nonce="([^"]+)"/.exec(body.toString()) ?? [];
      expect(headers["content-security-policy"]).toBe(contentSecurityPolicy(nonce));
      return nonce;
    });
    expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(nonces[0]).not.toBe(nonces[1]);
    const html = first.body.toString();
    expect(html).not.toContain("__CSP_NONCE__");
    // No script stands in the page itself.
    expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes(" src="))).toBe(true);
  });

  it("says in a browser that a mistyped address is none, and leaves programs to the API's answer", async () => {
    const browser = await ask("/nowhere", BROWSER);
    expect([browser.status, browser.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    for (const [path, headers] of [
      ["/nowhere", { Accept: "*/*" }],
      ["/api/v1/nowhere", BROWSER],
      ["/assets/gone-abc.js", BROWSER],
      ["/assets/..%2F..%2Fpackage.json", BROWSER],
      ["/.built-of", { Accept: "*/*" }],
    ] as const) {
      const answer = await ask(path, headers);
      expect([path, answer.status, answer.headers["content-type"]]).toEqual([
        path,
        404,
        "application/json; charset=utf-8",
      ]);
    }
  });
});

describe("hashed files", () => {
  it("are kept for ever, in the coding that the browser takes", async () => {
    const plain = await ask(script());
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    const small = await ask(script(), { "Accept-Encoding": "gzip, deflate, br" });
    expect([small.headers["content-encoding"], small.headers.vary]).toEqual(["br", "Accept-Encoding"]);
    expect(brotliDecompressSync(small.body).equals(plain.body)).toBe(true);
    const older = await ask(script(), { "Accept-Encoding": "gzip" });
    expect(older.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(older.body).equals(plain.body)).toBe(true);
  });

  it("stay below 250 kB of gzip before the first page is shown", async () => {
    const html = (await ask("/")).body.toString();
    const first = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
    const sizes = await Promise.all(
      first.map(async (path) => (await ask(path, { "Accept-Encoding": "gzip" })).body.length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`${first.length} files, ${Math.round(total / 1000)} kB of gzip`);
    expect(first.length).toBeGreaterThan(0);
    expect(total).toBeLessThan(250_000);
  });
});

it("gives the filing page its own policy without a nonce, and its worker fresh", async () => {
  const page = await ask("/filing/", BROWSER);
  expect([page.status, page.headers["content-security-policy"], page.headers["cache-control"]]).toEqual([
    200,
    FILING_POLICY,
    "no-store",
  ]);
  expect(FILING_POLICY).not.toContain("nonce");
  const moved = await ask("/filing", BROWSER);
  expect([moved.status, moved.headers.location]).toEqual([301, "/filing/"]);
  const worker = await ask("/filing/sw.js");
  expect([worker.headers["content-type"], worker.headers["cache-control"]]).toEqual([
    "text/javascript; charset=utf-8",
    "no-cache",
  ]);
  expect(worker.body.toString()).toContain("/filing/assets/");
  expect((await ask("/filing/manifest.webmanifest")).headers["content-type"]).toContain("application/manifest+json");
});

it("other files are asked for anew each time", async () => {
  const icon = await ask("/favicon.svg");
  expect([icon.status, icon.headers["cache-control"]]).toEqual([200, "no-cache"]);
  expect((await ask("/favicon.svg", { "If-None-Match": icon.headers.etag ?? "" })).status).toBe(304);
});

it("is built once for its sources, and says how where it is not", async () => {
  expect(await buildPage()).toEqual({ dist: PAGE_DIST, built: false });
  expect(pageIfBuilt({ dist: "/nowhere" })).toBeNull();
  expect(() => servePage({ dist: "/nowhere" })).toThrow(/npm run build/);
});
