/** Health, readiness and everything that holds for any request. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Part } from "../../../api/app.js";
import { route } from "../../../api/serving/route.js";
import { ROUTES } from "../../../api/routes.js";
import { sleep, until } from "../../../embedded/wait.js";
import { openPool } from "../../../prisma/database/pool.js";
import { type Api, serve } from "../support.js";

// Nobody listens on port 1: what needs no database must answer without one.
const pool = openPool("postgresql://duban@127.0.0.1:1/none");
const well: Part = { name: "database", check: async () => {} };
const ill: Part = { name: "temporal", check: () => Promise.reject(new Error("connection refused")) };

/** What has come of the requests that devices send at once. */
const bulk = { now: 0, most: 0, done: 0, goOn: (): void => undefined };

/** Routes that only a test has: one takes a body, one breaks its own schema, one fails, one is for many devices at once. */
const ODD = [
  route({
    method: "get",
    path: "/bulk",
    tag: "operation",
    open: true,
    personal: true,
    bulk: true,
    summary: "bulk",
    response: z.strictObject({}),
    async handler() {
      bulk.most = Math.max(bulk.most, ++bulk.now);
      const { goOn } = bulk;
      await new Promise<void>((resolve) => {
        bulk.goOn = () => {
          goOn();
          resolve();
        };
      });
      bulk.now--;
      bulk.done++;
      return {};
    },
  }),
  route({
    method: "post",
    path: "/echo",
    tag: "operation",
    open: true,
    summary: "echo",
    body: z.strictObject({ text: z.string().max(5) }),
    response: z.strictObject({ text: z.string() }),
    handler: ({ body }) => body,
  }),
  route({
    method: "get",
    path: "/liar",
    tag: "operation",
    open: true,
    summary: "liar",
    response: z.strictObject({ count: z.int() }),
    handler: () => ({ count: "many", secret: "password" }) as never,
  }),
  route({
    method: "get",
    path: "/broken",
    tag: "operation",
    open: true,
    summary: "broken",
    response: z.strictObject({}),
    handler: () => {
      throw new Error("a secret place /etc/passwd");
    },
  }),
];

let api: Api;
beforeAll(async () => {
  api = await serve(pool, { parts: [well], routes: [...ROUTES, ...ODD] });
});
afterAll(async () => {
  await api.close();
  await pool.end();
});

const post = (path: string, body: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
  fetch(`${api.base}${path}`, { method: "POST", body, headers });

describe("requests that devices send at once", () => {
  it("are those that a filing page sends of itself, and none that a person waits for at a desk", () => {
    const visit = "/plans/{planId}/inspections/{round}/visits/{visit}";
    const paths = ROUTES.flatMap(({ bulk: isBulk, method, path }) => (isBulk ? [`${method} ${path}`] : []));
    expect(paths.toSorted()).toEqual([
      `get ${visit}/bundle`,
      `get ${visit}/receipt`,
      `post ${visit}/parts`,
      `post ${visit}/submit`,
      `post ${visit}/take-along`,
      `put ${visit}/parts/{key}`,
    ]);
  });

  it("are dealt with four at a time, others at once, and those whose sender has left not at all", async () => {
    const leaving = new AbortController();
    const settled: Promise<unknown>[] = [];
    const ask = (signal?: AbortSignal): void =>
      void settled.push(fetch(`${api.base}/api/v1/bulk`, signal ? { signal } : {}).catch(() => undefined));
    for (let no = 0; no < 4; no++) ask();
    await until("four to be dealt with", async () => (bulk.now === 4 ? true : undefined), {
      timeoutMs: 5_000,
    });
    for (let no = 0; no < 5; no++) ask();
    ask(leaving.signal);
    expect((await post("/api/v1/echo", JSON.stringify({ text: "hi" }))).status).toBe(200);
    expect(bulk.most).toBe(4);
    leaving.abort();
    // The server is to hear of it before that one's turn.
    await sleep(200);
    while (bulk.done < 9) {
      bulk.goOn();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(settled);
    expect(bulk).toMatchObject({ now: 0, most: 4, done: 9 });
  });
});

describe("the parts", () => {
  it("tells its health and version", async () => {
    expect(await api.json("/healthz")).toEqual({ ok: true });
    // Anybody may ask: what it runs on is not their business.
    expect(await api.json("/version")).toEqual({ name: "duban", version: "1.2.3" });
    expect(await api.json("/readyz")).toEqual({ ready: true, parts: [{ name: "database", ok: true }] });
  });

  it("names the part that is missing", async () => {
    const one = await serve(pool, { parts: [well, ill] });
    const response = await one.get("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      ready: false,
      parts: [
        { name: "database", ok: true },
        { name: "temporal", ok: false, problem: "connection refused" },
      ],
    });
    await one.close();
  });

  it("says that the database is away, in both languages, and goes on answering", async () => {
    expect(await api.problem("/api/v1/plans")).toMatchObject({
      type: "urn:duban:problem:databaseAway",
      code: "databaseAway",
      status: 503,
      part: "database",
      title: "数据库暂不可用",
    });
    expect(await api.problem("/api/v1/plans/x/lights", { "accept-language": "en-GB,en;q=0.9,zh;q=0.1" })).toMatchObject(
      {
        code: "databaseAway",
        title: "Database unavailable",
      },
    );
    expect((await api.get("/api/v1/plans")).headers.get("retry-after")).toBe("2");
    const metrics = await (await api.get("/metrics")).text();
    expect(metrics).toContain("duban_database_up 0");
  });
});

describe("any request", () => {
  it("gets a problem for a path that is not there", async () => {
    const response = await api.get("/api/v1/nowhere");
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "unknownPath", status: 404, instance: "/api/v1/nowhere" });
    // An id whose slash was not encoded: a program is told how, an official where to go on.
    const unencoded = "/api/v1/plans/p/items/works/v1/x";
    expect((await api.problem(unencoded, { "accept-language": "en" })).detail).toContain("written ~");
    expect((await api.problem(unencoded)).detail).toMatch(/^网址.*不存在。请返回首页/);
  });

  it("is told what a path takes", async () => {
    const response = await fetch(`${api.base}/api/v1/plans`, { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(await response.json()).toMatchObject({ code: "methodNotAllowed", allowed: ["GET", "HEAD", "OPTIONS"] });
    const options = await fetch(`${api.base}/api/v1/plans`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect((await post("/healthz", "{}")).status).toBe(405);
    const wrong = await fetch(`${api.base}/api/v1/echo`);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  it("keeps its id, or is given one", async () => {
    const given = await api.get("/healthz", { "x-request-id": "desk-7:42" });
    expect(given.headers.get("x-request-id")).toBe("desk-7:42");
    const made = await api.get("/api/v1/nowhere", { "x-request-id": "no spaces; please" });
    const id = made.headers.get("x-request-id");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await made.json()).toMatchObject({ requestId: id });
  });

  it("is answered for this machine's names only, and never across origins", async () => {
    const as = (host: string): Promise<{ status: number; body: string }> =>
      new Promise((resolve, reject) => {
        const asked = request(
          { host: "127.0.0.1", port: api.port, path: "/healthz", headers: { host } },
          (response) => {
            let body = "";
            response.on("data", (part: Buffer) => (body += part.toString()));
            response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
          },
        );
        asked.on("error", reject).end();
      });
    for (const host of [`localhost:${api.port}`, "127.0.0.1", `[::1]:${api.port}`, "LOCALHOST:8080"])
      expect((await as(host)).status, host).toBe(200);
    for (const host of [
      "evil.example",
      "127.0.0.1.evil.example:80",
      "localhost.evil.example",
      "127.0.0.1:80@x",
      "[::2]",
    ]) {
      const { status, body } = await as(host);
      expect(status, host).toBe(421);
      expect(JSON.parse(body)).toMatchObject({ code: "wrongHost" });
    }
    const response = await api.get("/healthz", { origin: "http://elsewhere.example" });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(response.headers.get("x-powered-by")).toBeNull();
  });

  it("may send a body where one is wanted, and is told what is wrong with it", async () => {
    expect(await (await post("/api/v1/echo", '{"text":"你好"}')).json()).toEqual({ text: "你好" });
    const wrong: [string, string, number, Record<string, string>?][] = [
      ['{"text":', "malformedJson", 400],
      ["[]", "invalidBody", 400],
      ['"text"', "malformedJson", 400],
      ['{"text":"too long"}', "invalidBody", 400],
      ['{"text":"a","more":1}', "invalidBody", 400],
      ["{}", "invalidBody", 400],
      ["text=1", "unsupportedMediaType", 415, { "content-type": "application/x-www-form-urlencoded" }],
      ['{"text":"a"}', "unsupportedMediaType", 415, { "content-type": "application/json; charset=klingon" }],
      [`{"text":"${"x".repeat(300_000)}"}`, "bodyTooLarge", 413],
    ];
    for (const [body, code, status, headers] of wrong) {
      const response = await post("/api/v1/echo", body, headers);
      expect([response.status, ((await response.json()) as { code: string }).code], body.slice(0, 40)).toEqual([
        status,
        code,
      ]);
    }
  });

  it("never sees inside: no stack, no text of an error, no field that its schema lacks", async () => {
    for (const path of ["/api/v1/liar", "/api/v1/broken"]) {
      const response = await api.get(path);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ code: "internal" });
      expect(text).not.toMatch(/secret|password|\.ts|at Object/);
    }
    expect(JSON.stringify(api.logged)).toContain("a secret place");
  });

  it("is logged without anything about a person", async () => {
    await api.get("/api/v1/plans/p1/items?q=张三", {
      "user-agent": "a-browser",
      cookie: "who=zhangsan",
      "x-request-id": "logged-1",
    });
    const line = api.logged.find((entry) => entry.requestId === "logged-1" && entry.msg === "request");
    expect(line).toMatchObject({ method: "GET", route: "/plans/{planId}/items", status: 503, problem: "databaseAway" });
    expect(JSON.stringify(api.logged.filter((entry) => entry.requestId === "logged-1"))).not.toMatch(
      /张三|%E5|zhangsan|a-browser|remoteAddress/,
    );
  });

  it("with a malformed address is a problem too", async () => {
    const raw = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        request({ host: "127.0.0.1", port: api.port, path }, (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        })
          .on("error", reject)
          .end();
      });
    for (const path of ["/api/v1/plans/%E0%A4%A", "/api/v1/plans/%zz/lights", "/%", "//evil.example/x"])
      expect([400, 404], path).toContain(await raw(path));
  });
});
