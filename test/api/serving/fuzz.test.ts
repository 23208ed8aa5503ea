/** Nasty values in every place of every route: a clear problem or a good answer, never a failure of ours. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeCursor } from "../../../api/http/cursor.js";
import { problem } from "../../../api/http/problem.js";
import { API } from "../../../api/serving/route.js";
import { ROUTES } from "../../../api/routes.js";
import { byHeader } from "../acting.js";
import { NASTY } from "../nasty.js";
import type { z } from "zod";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { type Api, enc, playInspections, playMonths, playRegisters, playStory, serve } from "../support.js";

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

const GOOD: Readonly<Record<string, string>> = {
  planId: "story",
  no: "2",
  itemId: "works/v2",
  villageId: "v2",
  unitId: "unit",
  postId: "leader/2",
  personId: "p-unit-desk",
  letterId: "none",
  kind: "policy",
  round: "2021H1",
  month: "2021-04",
  unit: "unit",
  visit: "village-v1",
  version: "a".repeat(64),
  file: "bulletin.docx",
  import: "import-one",
  sha256: "a".repeat(64),
};

/** Requests so far. */
let sent = 0;

async function check(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<void> {
  sent++;
  const abort = new AbortController();
  const response = await fetch(`${api.base}${path}`, { method, headers, signal: abort.signal });
  const shown = `${path.slice(0, 300)} → ${response.status}`;
  expect(response.status, shown).toBeLessThan(500);
  if (response.status >= 400 && method === "GET") {
    const body = await response.text();
    expect(response.headers.get("content-type"), shown).toContain("application/problem+json");
    const read = problem.parse(JSON.parse(body));
    expect(read.status, shown).toBe(response.status);
    expect(read.detail.length, shown).toBeGreaterThan(5);
    expect(body, shown).not.toMatch(/node_modules|\.ts:|SELECT |syntax error/);
  } else abort.abort();
}

const address = (path: string, over: Readonly<Record<string, string>>): string =>
  `${API}${path.replace(/\{(\w+)\}/g, (_all, name: string) => enc({ ...GOOD, ...(path.includes("/inspections") && { planId: "inspected" }), ...(path.includes("/months") && { planId: "asked" }), ...(path.includes("/registers") && { planId: "kept" }), ...over }[name] ?? "x"))}`;

const READS = ROUTES.filter(({ method }) => method === "get");

it.each(READS.map((route) => [route.path, route] as const))("%s takes no harm", async (path, route) => {
  const asked: string[] = [];
  for (const value of NASTY) {
    for (const name of Object.keys(route.params.shape)) asked.push(address(path, { [name]: value }));
    for (const name of Object.keys(route.query.shape)) asked.push(`${address(path, {})}?${name}=${enc(value)}`);
    asked.push(`${address(path, {})}?${enc(value)}=1`);
  }
  for (const name of Object.keys(route.query.shape)) asked.push(`${address(path, {})}?${name}=a&${name}=1&${name}=`);
  // A list's file begins as its list is answered; hundreds of them are not written out.
  const method = path.includes("/exports/") ? "HEAD" : "GET";
  // A few at a time: the point is what is answered, not how fast.
  while (asked.length > 0) await Promise.all(asked.splice(0, 16).map((one) => check(one, {}, method)));
});

it("whatever else is asked", async () => {
  const odd = fc.string({ unit: "binary", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...READS), odd, odd, odd, async (route, a, b, c) => {
      const names = Object.keys(route.params.shape);
      const place = address(route.path, Object.fromEntries(names.slice(1).map((name) => [name, a || "x"])));
      await check(`${place}?${enc(b)}=${enc(c)}`);
    }),
    { numRuns: 150 },
  );
});

/** JSON with one of its values replaced by each nasty one. */
function forged(cursor: string): string[] {
  const [name, place] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [string, unknown];
  const values = [...NASTY, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER, null, [], {}];
  if (typeof place !== "object" || place === null) return values.map((value) => encodeCursor(name, value));
  return Object.keys(place).flatMap((key) => values.map((value) => encodeCursor(name, { ...place, [key]: value })));
}

it.each(["items?limit=1", "notices?limit=1", "letters?limit=1", "items/works%2Fv2/ledger?limit=1", "feed?limit=1"])(
  "cursors that somebody wrote by hand, for %s",
  async (path) => {
    const page = await api.json<{ next?: string; before?: string }>(`${API}/plans/story/${path}`);
    const asked = forged(page.next ?? page.before ?? "").map(
      (cursor) => `${API}/plans/story/${path}&${page.next === undefined ? "before" : "cursor"}=${cursor}`,
    );
    while (asked.length > 0) await Promise.all(asked.splice(0, 16).map((one) => check(one)));
  },
);

it("bodies of the clock's control", async () => {
  const bodies: unknown[] = [...NASTY, null, 0, [], [[]], {}, { action: "jumpNext", more: 1 }, { action: ["pause"] }];
  for (const value of [...NASTY, null, -1, 1e300, {}, []]) {
    bodies.push({ action: value }, { action: "jumpTo", date: value }, { action: "resume", rate: value });
  }
  for (const body of bodies) {
    const response = await fetch(`${api.base}${API}/plans/story/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const read = problem.parse(await response.json());
    // This process drives nothing: what is well-formed gets as far as that.
    expect(
      ["invalidBody", "malformedJson", "dateNotLater", "dateOutOfRange", "temporalAway"],
      JSON.stringify(body),
    ).toContain(read.code);
  }
});

it("headers included", async () => {
  for (const value of ["*", ";;;", "zh;q=abc", "x".repeat(4_000), "en;q=0, zh;q=0"])
    await check(`${API}/plans/nowhere`, { "accept-language": value });
  for (const value of ['"', "W/", '"a", "b', "*,*", "x".repeat(4_000)])
    await check(`${API}/plans/story/lights`, { "if-none-match": value });
  for (const value of NASTY.filter((one) => /^[\x20-\x7E]+$/.test(one)))
    await check(`${API}/plans/story/feed/stream`, { "last-event-id": value, "x-request-id": value });
});

it("and nothing was changed", async () => {
  const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM item WHERE plan_id = 'story'");
  expect(rows[0]).toEqual({ n: 8 });
});

/* ----------------------------------------------------------------- what changes something */

/** A body of every action that fits: with each of its values replaced by nasty ones it must be told apart. */
const FITTING: Readonly<Record<string, unknown>> = {
  items: ["works/v2"],
  letters: ["none"],
  text: "说明",
  reason: "理由",
  percent: 50,
  figures: { done: 1, total: 2 },
  evidence: ["0".repeat(64)],
  scan: "0".repeat(64),
  approver: "office/head",
  until: "2021-12-31",
  to: "2021-12-31",
  deadline: "2021-12-31",
  replyBy: "2021-12-31",
  on: "2021-09-15",
  from: "2021-09-15",
  primaryUnit: "lead",
  unit: "unit",
  supports: true,
  grant: true,
  hold: true,
  instruction: "none",
  rung: "supervise",
  documentNo: "1",
  townships: ["town1"],
  villages: ["v1"],
  village: "v1",
  milestone: "works",
  delegated: "office/desk",
  handedOver: "unit/desk",
  substitute: "p-unit-desk",
  delegation: "none",
  what: "visit",
  effectiveOn: "2021-09-01",
  note: "",
  post: "office/desk",
  onBehalfOf: "leader/2",
  total: 40,
  totals: { "works/v2": 40 },
  documents: {},
  edits: [{ kind: "setHolder", post: "unit/desk", person: null, from: "2021-09-20" }],
  handovers: [],
  adoptPolicy: "none",
  hash: "0".repeat(64),
};

const NEW_ITEM = {
  task: 2,
  title: "交办",
  source: "会议",
  primaryUnit: "unit",
  deadline: "2021-12-31",
  closeCriteria: "完成",
  evidence: ["照片"],
};

/** Where a name means something else in one route than in the others. */
const FITTING_IN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "/plans/{planId}/orders/registerItems": {
    items: [NEW_ITEM, { milestone: "area", target: "v1" }],
  },
};

/** What looks like a write and is none: it may well succeed. */
const PREVIEW = "/plans/{planId}/changes/preview";
const WRITES = ROUTES.filter((route) => (route.idempotent && !route.upload) || route.path === PREVIEW);
/** Who could do it, so that the values are looked at; without a way to Temporal nothing is done. */
const PEOPLE = ["p-office-desk", "p-unit-desk", "p-leader-2", "p-group-head"];
const MAY_BE_AWAY = new Set(["temporalAway"]);

async function send(path: string, person: string, body: unknown, key: string = randomUUID()): Promise<void> {
  sent++;
  const response = await fetch(`${writing.base}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key, "x-test-person": person },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const shown = `${path.slice(0, 200)} ${JSON.stringify(body)?.slice(0, 300)} → ${response.status} ${text.slice(0, 300)}`;
  if (response.status < 400) {
    if (path.endsWith("/changes/preview")) return;
    throw new Error(`something was done: ${shown}`);
  }
  const read = problem.parse(JSON.parse(text));
  expect(response.status < 500 || MAY_BE_AWAY.has(read.code), shown).toBe(true);
  expect(text, shown).not.toMatch(/node_modules|\.ts:|SELECT |syntax error/);
}

let writing: Api;
beforeAll(async () => {
  writing = await serve(database.pool, { authenticate: byHeader() });
});
afterAll(() => writing.close());

const VALUES: readonly unknown[] = [
  ...NASTY,
  null,
  true,
  0,
  -1,
  1e300,
  0.1,
  [],
  [[]],
  [null],
  ["\u0000"],
  Array(600).fill("x"),
  {},
  { __proto__: 1, constructor: 1 },
  { done: Number.MAX_SAFE_INTEGER, total: -1 },
  "2021-09-16",
  "0001-01-01",
];

it.each(WRITES.map((route) => [route.path, route] as const))("POST %s takes no harm", async (path, route) => {
  const names = Object.keys((route.body as z.ZodObject).shape);
  const base = Object.fromEntries(names.map((name) => [name, FITTING_IN[path]?.[name] ?? FITTING[name]]));
  const place = address(path, {});
  const asked: (() => Promise<void>)[] = [];
  PEOPLE.forEach((person) => asked.push(() => send(place, person, base)));
  for (const [index, value] of VALUES.entries()) {
    const person = PEOPLE[index % PEOPLE.length] as string;
    for (const name of names) asked.push(() => send(place, person, { ...base, [name]: value }));
    asked.push(
      () => send(place, person, value),
      () => send(place, person, { ...base, more: value }),
    );
    if (typeof value === "string") asked.push(() => send(address(path, { planId: value }), person, base));
  }
  for (const name of names) asked.push(() => send(place, "p-office-desk", { ...base, [name]: undefined }));
  while (asked.length > 0) await Promise.all(asked.splice(0, 16).map((one) => one()));
});

/** Everything somebody might put where a document or an edit belongs. */
it.each([PREVIEW, "/plans/{planId}/changes", "/plans/{planId}/orders/registerItems"])(
  "what %s is made of takes no harm either",
  async (path) => {
    const place = address(path, {});
    const odd: unknown[] = [
      ...VALUES,
      "a: &a [*a]",
      "&x [1]",
      "- &a 1\n- *a",
      "{".repeat(2_000),
      "x: ".repeat(500),
      "? : ?",
    ];
    const bodies = odd.flatMap((value): unknown[] => [
      { documents: { plan: value } },
      { documents: { roster: value }, hash: "0".repeat(64) },
      { documents: { policy: { version: 2, ladders: value } } },
      { documents: { calendar: { version: value, years: [value] } } },
      { documents: { [String(value).slice(0, 20)]: "x" } },
      { edits: [value] },
      { edits: [{ kind: "setHolder", post: value, person: value, from: "2021-09-20" }] },
      { edits: [{ kind: "setHolder", post: "unit/desk", person: "p-unit-desk", from: value }] },
      { edits: [{ kind: "addItem", task: 2, title: "x", source: "x", primaryUnit: value, deadline: value }] },
      { edits: [{ kind: "addUnit", id: value, unitKind: "body", name: "x", desk: value, head: "office/head" }] },
      { edits: [{ kind: "setAddress", person: "p-unit-desk", email: value }] },
      { items: [{ milestone: value, target: value }], reason: "x" },
      {
        items: [
          {
            ...NEW_ITEM,
            supporting: value,
            targets: value,
          },
        ],
        reason: "x",
      },
    ]);
    while (bodies.length > 0) await Promise.all(bodies.splice(0, 8).map((body) => send(place, "p-office-desk", body)));
  },
);

it("and nothing was done by any of it", async () => {
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS n FROM ledger WHERE plan_id = 'story' AND (cause LIKE 'cmd/a-%' OR cause LIKE 'cmd/change-%')",
  );
  expect(rows[0]).toEqual({ n: 0 });
});

it("and it was enough of it", () => {
  expect(sent).toBeGreaterThan(5_000);
});
