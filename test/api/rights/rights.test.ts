/**
 * Every route × every role, over HTTP, compared with the table beside this file; and whose rows each role sees. The callers
 * are people of the small plan in their posts, as capacities find them.
 */
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../api/app.js";
import { ROLES, type Role } from "../../../domain/people/roles.js";
import type { Authenticate, Caller } from "../../../api/rights/caller.js";
import { capacitiesOf } from "../../../api/rights/capacities.js";
import { ruleKey, ruleOf } from "../../../api/rights/enforce.js";
import { RULES } from "../../../api/rules.js";
import type { EvidenceStore } from "../../../api/files/store.js";
import { addEvidence } from "../../../prisma/actions/evidence-store.js";
import { addPrintJob } from "../../../prisma/letters/paper.js";
import { ROUTES } from "../../../api/routes.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { callerWith, testSession } from "../../support/callers.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";
import { follow, type ServerEvent } from "../events.js";
import {
  actors,
  type Api,
  enc,
  playInspections,
  playMonths,
  playRegisters,
  playStory,
  serve,
  TODAY,
} from "../support.js";

/** Who has each role in the small plan. */
const PEOPLE: Readonly<Record<Exclude<Role, "auditor" | "liaison">, string>> = {
  unitClerk: "p-unit-desk",
  unitHead: "p-town2-head",
  township: "p-town1-desk",
  helpingUnit: "p-helper-head",
  verifier: "p-lead-desk",
  departmentHead: "p-unit-head",
  countyLeader: "p-leader-2",
  office: "p-office-desk",
  supervisionOffice: "p-supervision-desk",
  leadingGroup: "p-group-head",
};

/** A file of the item that is asked for; where its bytes would lie there is no need for them. */
const FILE = "a".repeat(64);
const noBytes: EvidenceStore = {
  incoming: tmpdir(),
  keep: () => Promise.reject(new Error("nothing is kept here")),
  read: async () => Readable.from([]),
};

let database: TestDatabase;
let api: Api;
let letter = "";
let job = "";
const ROLE = "x-test-caller";

/** With a liaison for the second leader: the small plan has none. */
const withLiaison: PlanBundle = {
  ...bundle,
  roster: {
    ...bundle.roster,
    posts: [
      ...bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "leader/2/liaison" } : post)),
      {
        id: "leader/2/liaison",
        title: "联络员",
        level: "desk",
        holders: [{ value: "p-liaison" }],
        fallback: ["office/desk"],
      },
    ],
  },
};

function callerOf(role: string): Caller | null {
  if (role === "nobody") return null;
  if (role === "auditor") return callerWith(["auditor"]);
  if (role === "outsider") return callerWith([]);
  const person = role === "liaison" ? "p-liaison" : PEOPLE[role as keyof typeof PEOPLE];
  const capacities = capacitiesOf(withLiaison, person, TODAY);
  const roles = new Set(capacities.flatMap((one) => one.roles));
  return { accountId: `account-${person}`, kind: "person", person, capacities, roles, session: testSession() };
}

/** The header names the role to ask as: the test's own way to come in. */
const byHeader: Authenticate = async (req) => {
  const caller = callerOf(String(req.headers[ROLE] ?? "nobody"));
  return caller && { accountId: caller.accountId, kind: caller.kind, in: async () => caller };
};

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  await playInspections(database.pool);
  await playMonths(database.pool);
  await playRegisters(database.pool);
  api = await serve(database.pool, { authenticate: byHeader }, undefined, 0, noBytes);
  const { rows } = await database.pool.query(
    "SELECT id FROM letter WHERE plan_id = 'story' AND person = 'p-unit-desk' ORDER BY id LIMIT 1",
  );
  letter = rows[0].id;
  job = (await addPrintJob(database.pool, "story", { letters: [letter], accountId: "test", person: null })).id;
  await addEvidence(database.pool, "story", {
    item: "works/v1",
    sha256: FILE,
    name: "a.pdf",
    mediaType: "application/pdf",
    bytes: 0,
    effectiveOn: TODAY,
    receivedAt: 0,
    actor: actors.unit,
    note: "",
    takenAt: null,
    location: null,
    orientation: 1,
  });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const VALUES = (): Readonly<Record<string, string>> => ({
  planId: "story",
  no: "2",
  itemId: "works/v1",
  letterId: letter,
  villageId: "v1",
  unitId: "unit",
  postId: "unit/desk",
  personId: "p-unit-desk",
  tokenId: "none",
  sessionId: "none",
  kind: "roster",
  calendarId: "none",
  sha256: FILE,
  jobId: job,
  round: "2021H1",
  month: "2021-04",
  unit: "unit",
  visit: "village-v1",
  key: "works@1",
  line: "works",
  version: FILE,
  file: "bulletin.docx",
  period: "2021Q2",
  register: "facilities",
  row: "v1",
  batch: FILE,
  import: "import-one",
  figure: "equal",
});

const addressOf = (path: string): string => {
  const values: Readonly<Record<string, string>> = {
    ...VALUES(),
    ...(path.includes("/inspections") && { planId: "inspected" }),
    ...(path.includes("/months") && { planId: "asked" }),
    ...(path.includes("/registers") && { planId: "kept" }),
    ...(path.includes("/registers/") && { file: "rows.csv" }),
    ...(path.includes("/reports/") && { file: "report.docx" }),
  };
  return `/api/v1${path.replace(/\{(\w+)\}/g, (_all, name: string) => enc(values[name] ?? "none"))}`;
};

const as = (role: string, path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = {
    [ROLE]: role,
    origin: api.base,
    ...(init.body ? { "content-type": "application/json" } : {}),
  };
  return fetch(`${api.base}${path}`, { ...init, headers, signal: AbortSignal.timeout(20_000) });
};

/** A body that no route takes: who gets so far as to be told so, may. */
const UNFIT = JSON.stringify({ "not a member": true });

/** Problems that say "not you", rather than "not so". */
const REFUSALS = new Set(["notSignedIn", "notAllowed", "unknownPlan"]);

async function outcome(role: string, route: (typeof ROUTES)[number]): Promise<string> {
  const { method, path } = route;
  const get = method === "get";
  // Files are not made: that they would be is enough.
  const stream = route.events !== undefined || path.includes("/exports/") || path.includes("/reports/");
  const init = get ? { method: stream ? "HEAD" : "GET" } : { method: method.toUpperCase(), body: UNFIT };
  const response = await as(role, addressOf(path), init);
  if (response.ok) return "may";
  const { code = "" } = stream ? {} : ((await response.json()) as { code?: string });
  // Who is told that the item has no such file has got through to the item.
  if (code === "unknownEvidence") return "may";
  // What is beyond one's reach is not there.
  if (REFUSALS.has(code) || (get && [401, 403, 404].includes(response.status))) return String(response.status);
  return get ? `unexpected ${response.status}` : "may";
}

const WHO = [...ROLES, "outsider", "nobody"];

describe("every route × every role", () => {
  it("has no role without somebody in the small plan who has it", () => {
    for (const role of ROLES) expect([...(callerOf(role)?.roles ?? [])], role).toContain(role);
  });

  it("is as the table beside this file says", async () => {
    const rows: string[] = [];
    for (const route of [...ROUTES].sort((a, b) => (ruleKey(a) < ruleKey(b) ? -1 : 1))) {
      if (route.open) continue;
      const cells: string[] = [];
      for (const role of WHO) cells.push(await outcome(role, route));
      rows.push(`| ${ruleKey(route)} | ${cells.join(" | ")} |`);
    }
    const open = ROUTES.filter((route) => route.open).map((route) => `- ${ruleKey(route)}`);
    const head = ["route", ...WHO];
    const table = [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows];
    // To change it on purpose: `npx vitest run test/api/rights/rights.test.ts -u`, and read the difference.
    await expect([...table, "", "Open to everybody:", "", ...open.sort(), ""].join("\n")).toMatchFileSnapshot(
      "./rights.table.md",
    );
    // Some three thousand requests, one after the other.
  }, 240_000);

  it("has no rule for what is not served", () => {
    expect(Object.keys(RULES).sort()).toEqual(
      ROUTES.filter(({ open }) => !open)
        .map(ruleKey)
        .sort(),
    );
  });

  it("does not serve a route without a rule, nor rule over one that is open", () => {
    const route = ROUTES.find(({ open, method }) => !open && method === "get");
    if (!route) throw new Error("there is no route");
    const fresh = { ...route, path: "/brand-new" };
    const make = (routes: typeof ROUTES): unknown =>
      createApp({ version: "1", parts: [], services: api.services, authenticate: byHeader, routes });
    expect(() => make([...ROUTES, fresh])).toThrow("GET /brand-new has no rule in api/rules.ts");
    expect(() => ruleOf({ ...route, open: true }, RULES)).toThrow("is open to everybody: it takes no rule");
  });
});

describe("rows", () => {
  const items = async (role: string): Promise<string[]> =>
    ((await (await as(role, "/api/v1/plans/story/items?limit=200")).json()) as { rows: { id: string }[] }).rows
      .map(({ id }) => id)
      .sort();
  const all = [
    "area/v4",
    "ledger/town1",
    "ledger/town2",
    "plan/county",
    "works/v1",
    "works/v2",
    "works/v3",
    "works/v4",
  ];

  it("are all there for those who see everything", async () => {
    for (const role of ["office", "supervisionOffice", "leadingGroup", "auditor"])
      expect(await items(role), role).toEqual(all);
  });

  it("are one's own for all others: owed, in one's villages, to be checked, or told to one's posts", async () => {
    expect(await items("township")).toEqual(["ledger/town1", "works/v1", "works/v2"]);
    expect(await items("helpingUnit")).toEqual(["area/v4", "works/v1", "works/v2", "works/v3", "works/v4"]);
    // `lead` checks what townships owe, and took over area/v4.
    expect(await items("verifier")).toEqual(["area/v4", "ledger/town1", "ledger/town2", "plan/county"]);
    const leaders = await items("countyLeader");
    expect(leaders).toEqual(expect.arrayContaining(["works/v2", "works/v4"]));
    expect(leaders).not.toContain("works/v1");
    expect(await items("liaison")).toEqual(leaders);
  });

  it("beyond one's reach are not told of by any route", async () => {
    const own = new Set(await items("township"));
    const paths = ["items/works%2Fv4", "items/works%2Fv4/ledger", "items/works%2Fv4/light"];
    for (const path of paths) {
      const refused = await as("township", `/api/v1/plans/story/${path}`);
      const missing = await as("township", `/api/v1/plans/story/${path.replace("v4", "v99")}`);
      expect([refused.status, missing.status], path).toEqual([404, 404]);
    }
    const json = async <T>(path: string): Promise<T> =>
      (await (await as("township", `/api/v1/plans/story${path}`)).json()) as T;
    const feed = await json<{ rows: { item: { id: string } | null }[]; before: string | null }>("/feed?limit=200");
    expect(feed.rows.length).toBeGreaterThan(5);
    for (const { item } of feed.rows) expect(own).toContain(item?.id);
    expect(feed.before).toBeNull();
    const notices = await json<{ rows: { item: { id: string } | null; post: { id: string }; delivery: string }[] }>(
      "/notices?limit=200",
    );
    expect(notices.rows.length).toBeGreaterThan(3);
    for (const notice of notices.rows) {
      expect(notice.delivery).not.toBe("draft");
      if (!own.has(notice.item?.id ?? "")) expect(notice.post.id).toMatch(/^town1\//);
    }
    const letters = await json<{
      total: number;
      rows: { id: string; person: { id: string } | null }[];
      states: Record<string, number>;
    }>("/letters?limit=200");
    expect(letters.rows.length).toBeGreaterThan(0);
    expect(Object.values(letters.states).reduce((sum, n) => sum + n, 0)).toBe(letters.total);
    for (const { person } of letters.rows) expect(person?.id).toMatch(/^p-town1-/);
    expect((await as("township", `/api/v1/plans/story/letters/${letter}`)).status).toBe(404);
    const lights = await json<{ counts?: Record<string, number> }>("/lights");
    expect(JSON.stringify(lights)).not.toContain("works/v4");
    const page = await json<{ open: { id: string }[]; latest: { item: { id: string } | null }[] }>("/villages/v4");
    expect([page.open, page.latest]).toEqual([[], []]);
    const trend = await json<{ days: { counts: Record<string, number> }[] }>("/lights/trend?every=7");
    for (const { counts } of trend.days) expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(own.size);
  });

  it("are never answered to one from what was kept for another", async () => {
    const path = "/api/v1/plans/story/lights";
    const office = await as("office", path);
    const town = await as("township", path);
    const etag = office.headers.get("etag") ?? "";
    expect(await office.text()).not.toBe(await town.text());
    const again = await fetch(`${api.base}${path}`, { headers: { [ROLE]: "township", "if-none-match": etag } });
    expect(again.status).toBe(200);
    // Those who see the same share an answer.
    expect((await as("auditor", path)).headers.get("etag")).toBe(etag);
  });

  it("pages through the feed without losing or doubling what is one's own", async () => {
    const page = async (query: string) =>
      (await (await as("township", `/api/v1/plans/story/feed?${query}`)).json()) as {
        rows: { stream: string; seq: number }[];
        before: string | null;
      };
    const seen: string[] = [];
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const { rows, before } = await page(cursor === null ? "limit=3" : `limit=3&before=${cursor}`);
      seen.push(...rows.map(({ stream, seq }) => `${stream}:${seq}`));
      cursor = before;
    }
    const whole = await page("limit=200");
    expect([...seen].sort()).toEqual(whole.rows.map(({ stream, seq }) => `${stream}:${seq}`).sort());
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("a stream", () => {
  it("tells only what is one's own, and ends when one is nobody any more", async () => {
    const plan = await playStory(database.pool, "streamed");
    let there = true;
    const authenticate: Authenticate = async (req) => (there ? byHeader(req) : null);
    const own = await serve(database.pool, { authenticate });
    const url = `${own.base}/api/v1/plans/streamed/feed/stream`;
    const town = await follow(url, { [ROLE]: "township" });
    const office = await follow(url, { [ROLE]: "office" });
    await Promise.all([town.take("hearing", 1), office.take("hearing", 1)]);
    const progress = async (day: string, percent: number): Promise<void> => {
      await plan.runTo(plan.at(day, "10:00"));
      const act = command("reportProgress", actors.unit, "works/v2", { percent });
      expect(await plan.act("task/2", plan.at(day, "10:00"), act)).toEqual([]);
    };
    await progress("2021-11-15", 70);
    const itemOf = ({ data }: ServerEvent): string | undefined => (data.item as { id: string } | null)?.id;
    const [first] = await town.take("row", 1);
    expect(first?.data).toMatchObject({ type: "progressReported", item: { id: "works/v2" } });
    // Much was recorded before it, of other villages.
    expect((await office.take("row", 15)).map(itemOf)).not.toContain("works/v2");

    // Coming again where the stream was left, nothing is told twice.
    await progress("2021-11-16", 75);
    const again = await follow(url, { [ROLE]: "township", "last-event-id": first?.id ?? "" });
    const [next] = await again.take("row", 1);
    expect(next?.data).toMatchObject({ item: { id: "works/v2" }, on: "2021-11-16" });

    there = false;
    await progress("2021-11-17", 80);
    await expect(again.take("row", 1)).rejects.toThrow();
    office.close();
    town.close();
    await own.close();
  });
});
