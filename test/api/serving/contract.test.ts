/** Nothing is served undocumented, the document is valid OpenAPI 3.1, and every operation holds to it. */
import { Validator } from "@seriousme/openapi-schema-validator";
import type { Express } from "express";
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pino } from "pino";
import { createApp } from "../../../api/app.js";
import { openApiDocument } from "../../../api/serving/openapi.js";
import { expressPath } from "../../../api/serving/register.js";
import { API } from "../../../api/serving/route.js";
import { ROUTES } from "../../../api/routes.js";
import { createServices } from "../../../api/serving/services.js";
import { addPrintJob } from "../../../prisma/letters/paper.js";
import { accountSettings, asEverybody } from "../../support/callers.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { type Api, enc, playInspections, playMonths, playRegisters, playStory, serve } from "../support.js";

const document = openApiDocument(ROUTES, "1.2.3");

let database: TestDatabase;
let api: Api;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  await playInspections(database.pool);
  await playMonths(database.pool);
  await playRegisters(database.pool);
  api = await serve(database.pool);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Named {
  readonly name?: string;
  readonly description?: string;
}

/** What a reference stands for, with what it says besides. */
function resolved(part: Named & { readonly $ref?: string }): Named {
  if (part.$ref === undefined) return part;
  const found = part.$ref
    .slice("#/".length)
    .split("/")
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
  expect(found, part.$ref).toBeTypeOf("object");
  return { ...(found as Named), ...part };
}

/** Every object within. */
function objectsIn(part: unknown): object[] {
  if (typeof part !== "object" || part === null) return [];
  return [part, ...Object.values(part).flatMap(objectsIn)];
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every path and method that Express was told of. What takes any method at all answers 405 only. */
function served(app: Express): string[] {
  const layers = (app.router as unknown as { stack: readonly Layer[] }).stack;
  return layers.flatMap(({ route }) => {
    const methods = Object.keys(route?.methods ?? {});
    return methods.length > 2 ? [] : methods.map((method) => `${method} ${route?.path}`);
  });
}

describe("the document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({
      valid: true,
    });
    expect(validator.version).toBe("3.1");
  });

  it("has every route that is served, and no other", () => {
    const services = createServices({ pool: database.pool, log: pino({ level: "silent" }), accounts: accountSettings });
    const app = createApp({ version: "1.2.3", parts: [], services, authenticate: asEverybody });
    const documented = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
      Object.keys(operations ?? {}).map(
        (method) => `${method} ${path.startsWith(API) ? expressPath(path.slice(API.length)) : path}`,
      ),
    );
    expect(served(app).toSorted()).toEqual(documented.toSorted());
  });

  it("says something of every parameter, field and component", () => {
    for (const [path, operations] of Object.entries(document.paths ?? {})) {
      for (const [method, operation] of Object.entries(operations ?? {}) as [string, { parameters?: object[] }][]) {
        for (const { name, description } of (operation.parameters ?? []).map(resolved))
          expect(description, `${method} ${path} ${name}`).toBeTruthy();
      }
    }
    const ids = Object.values(document.paths ?? {}).flatMap((operations) =>
      Object.values(operations ?? {}).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of ["Lights", "Items", "Item", "FeedRow", "Problem"])
      expect(document.components?.schemas).toHaveProperty(name);
  });

  it("writes once what many operations have in common, and every reference leads somewhere", () => {
    const all = objectsIn(document);
    for (const part of all) if ("$ref" in part) resolved(part as { $ref: string });
    // What it says of a plan's id, of a key, of a refusal and of an act's answer alike.
    const written = (text: string): number => JSON.stringify(document).split(JSON.stringify(text)).length - 1;
    for (const text of ["The plan's id, as in GET /plans.", "The request's own, or one given to it."])
      expect(written(text), text).toBe(1);
    const sizes = new Map<string, number>();
    for (const part of all) {
      const text = JSON.stringify(part);
      if (text.length > 500) sizes.set(text, (sizes.get(text) ?? 0) + 1);
    }
    // Sets of responses can't be named in OpenAPI, and whole bodies of requests are each operation's own.
    const repeated = [...sizes].filter(([text, times]) => times > 5 && !text.startsWith('{"200":'));
    expect(repeated.map(([text, times]) => `${times} × ${text.slice(0, 100)}`)).toEqual([]);
    // It grows with what there is to ask, not with what is said again for each.
    const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.keys(path ?? {}));
    expect(JSON.stringify(document).length / operations.length).toBeLessThan(2_650);
  });

  it("is what `npm run openapi` prints and /api/openapi.json serves", async () => {
    const { version } = JSON.parse(execFileSync("cat", ["package.json"], { encoding: "utf8" })) as { version: string };
    const printed = execFileSync("npm", ["run", "-s", "openapi"], { encoding: "utf8", maxBuffer: 16e6 });
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(openApiDocument(ROUTES, version))));
    const response = await api.get("/api/openapi.json");
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const etag = response.headers.get("etag") ?? "";
    expect((await api.get("/api/openapi.json", { "if-none-match": etag })).status).toBe(304);
  });

  it("has a page that takes everything it needs from here", async () => {
    const page = await (await api.get("/api/docs/")).text();
    const wanted = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
    expect(wanted.length).toBeGreaterThan(3);
    for (const address of wanted) {
      expect(address).toMatch(/^\.\//);
      expect((await api.get(`/api/docs/${address.slice(2)}`)).status, address).toBe(200);
    }
    expect(await (await api.get("/api/docs/swagger-ui-init.js")).text()).toContain('"validatorUrl": null');
    expect((await api.get("/api/docs")).status).toBe(200);
  });
});

describe("every operation", () => {
  /** A value for each parameter of a path. */
  const VALUES: Readonly<Record<string, string>> = {
    planId: "story",
    no: "2",
    itemId: "works/v2",
    kind: "policy",
    villageId: "v2",
    unitId: "unit",
    postId: "leader/2",
    personId: "p-unit-desk",
    round: "2021H1",
    month: "2021-04",
    unit: "unit",
    visit: "village-v1",
    register: "facilities",
    import: "import-one",
    row: "v1",
  };
  const paths = ROUTES.filter(({ method, response }) => method === "get" && response !== null).map(({ path }) => path);

  async function addressOf(path: string): Promise<string> {
    const { rows } = await api.json<{ rows: { id: string }[] }>(`${API}/plans/story/letters?limit=1`);
    const letterId = rows[0]?.id ?? "";
    const job = { letters: [letterId], accountId: "test", person: "p-office-desk" };
    const jobId = path.includes("{jobId}") ? (await addPrintJob(database.pool, "story", job)).id : "";
    const inspected = path.includes("/inspections") ? { planId: "inspected" } : {};
    const asked = path.includes("/months") ? { planId: "asked" } : {};
    const kept = path.includes("/registers") ? { planId: "kept" } : {};
    const values = { ...VALUES, letterId, jobId, ...inspected, ...asked, ...kept };
    return `${API}${path.replace(/\{(\w+)\}/g, (_all, name: string) => enc(values[name as keyof typeof values] ?? "?"))}`;
  }

  it.each(paths)(
    "GET %s answers what its schema describes, to HEAD too, and 304 to its own tag where it has one",
    async (path) => {
      const address = await addressOf(path);
      const response = await api.get(address);
      const body = await response.text();
      expect(response.status, body).toBe(200);
      const route = ROUTES.find((one) => one.method === "get" && one.path === path);
      // Parsed once more here: strict objects refuse what they do not describe.
      expect(route?.response?.safeParse(JSON.parse(body)).error).toBeUndefined();
      const head = await fetch(`${api.base}${address}`, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
      if (route?.personal) {
        // One caller's own: no cache keeps it.
        expect([response.headers.get("cache-control"), response.headers.get("etag")]).toEqual([
          "private, no-store",
          null,
        ]);
        return;
      }
      const etag = response.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]{22}(-gzip)?"$/);
      expect(response.headers.get("cache-control")).toBe("private, no-cache");
      const again = await api.get(address, { "if-none-match": etag });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    },
  );

  it("tells each of its own problems apart", async () => {
    const wrong: Readonly<Record<string, string>> = {
      "/plans/nowhere": "unknownPlan",
      "/plans/story/tasks/99": "unknownTask",
      "/plans/story/items/none": "unknownItem",
      "/plans/story/items/none/ledger": "unknownItem",
      "/plans/story/items/none/light": "unknownItem",
      "/plans/story/letters/none": "unknownLetter",
      "/plans/story/print-jobs/none": "unknownPrintJob",
      "/plans/story/villages/none": "unknownVillage",
      "/plans/story/units/none": "unknownUnit",
      "/plans/story/posts/none": "unknownPost",
      "/plans/story/lights?on=2021-04-11": "dateOutOfRange",
      "/plans/story/lights?on=2021-09-16": "dateOutOfRange",
      "/plans/story/items?on=2099-01-01": "dateOutOfRange",
      "/plans/story/items?cursor=abc": "badCursor",
      "/plans/story/feed?after=abc": "badCursor",
      "/plans/story/feed/stream?after=abc": "badCursor",
    };
    for (const [path, code] of Object.entries(wrong)) {
      for (const [lang, letters] of [
        ["zh-CN", /\p{Script=Han}/u],
        ["en", /^[^\p{Script=Han}]*$/u],
      ] as const) {
        const problem = await api.problem(`${API}${path}`, { "accept-language": lang });
        expect(problem, path).toMatchObject({
          code,
          type: `urn:duban:problem:${code}`,
          instance: `${API}${path.split("?")[0]}`,
        });
        expect(problem.title, path).toMatch(letters);
        expect(problem.detail, path).toMatch(letters);
      }
    }
  });

  it("names a parameter that it does not have, and those that it has", async () => {
    expect(await api.problem(`${API}/plans/story/lights?date=2021-07-01`)).toMatchObject({
      code: "unknownParameter",
      status: 400,
      parameter: "date",
      allowed: ["on"],
      detail: "没有名为“date”的参数，可用的有：on。",
    });
    expect(await api.problem(`${API}/plans/story/clock?x=1`, { "accept-language": "en" })).toMatchObject({
      parameter: "x",
      allowed: [],
      detail: '"x": nothing can be given here.',
    });
  });

  it("says what is wrong with a parameter in the reader's words", async () => {
    const of = async (query: string, lang: string) =>
      (await api.problem(`${API}/plans/story/items?${query}`, { "accept-language": lang })).errors;
    expect(await of("limit=0", "zh")).toEqual([{ parameter: "limit", message: "应为1至200的整数" }]);
    expect(await of("limit=0&sort=size", "en")).toEqual([
      { parameter: "sort", message: 'Invalid option: expected one of "task"|"deadline"|"overdue"|"village"' },
      { parameter: "limit", message: "must be a whole number from 1 to 200" },
    ]);
    expect((await of("light=purple", "en"))?.[0]?.message).toContain("red");
    expect((await of("light=red&light=purple", "en"))?.[0]).toMatchObject({ parameter: "light.1" });
    expect(await of("on=2021-02-30", "zh")).toHaveLength(1);
    expect(await of("sort=task&sort=task", "en")).toHaveLength(1);
  });
});

describe("an answer", () => {
  it("is compressed where that is wanted, under a tag of its own", async () => {
    const path = `${API}/plans/story/lights`;
    const plain = await api.get(path, { "accept-encoding": "identity" });
    const zipped = await api.get(path, { "accept-encoding": "gzip" });
    expect([plain.headers.get("content-encoding"), zipped.headers.get("content-encoding")]).toEqual([null, "gzip"]);
    expect(await plain.json()).toEqual(await zipped.json());
    const tag = plain.headers.get("etag") ?? "";
    const coded = zipped.headers.get("etag") ?? "";
    expect(coded).toBe(`${tag.slice(0, -1)}-gzip"`);
    for (const known of [tag, coded, `"other", ${coded}`, `W/${tag}`, "*"])
      expect((await api.get(path, { "if-none-match": known })).status, known).toBe(304);
    expect((await api.get(path, { "if-none-match": '"other"' })).status).toBe(200);
    expect(plain.headers.get("vary")).toContain("Accept-Encoding");
  });

  it("keeps its tag while nothing changes, and loses it with the ledger, the clock's day or the query", async () => {
    const tagOf = async (path: string): Promise<string | null> =>
      (await api.get(`${API}/plans/story${path}`)).headers.get("etag");
    const [lights, clock] = [await tagOf("/lights"), await tagOf("/clock")];
    expect(await tagOf("/lights")).toBe(lights);
    expect(await tagOf("/lights?on=2021-07-01")).not.toBe(lights);
    await database.pool.query(
      "UPDATE clock SET plan_now = plan_now + 60000, version = version + 1 WHERE plan_id = 'story'",
    );
    expect(await tagOf("/lights")).toBe(lights);
    expect(await tagOf("/clock")).not.toBe(clock);
    await database.pool.query(
      "UPDATE clock SET plan_now = plan_now + 86400000, version = version + 1 WHERE plan_id = 'story'",
    );
    expect(await tagOf("/lights")).not.toBe(lights);
  });
});
