/** The plan's documents over HTTP: read, changed by the office while the plan runs, and new items registered. */
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { createApp } from "../../../api/app.js";
import { API } from "../../../api/serving/route.js";
import { createServices, type Services } from "../../../api/serving/services.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { loadPlan } from "../../../loader/load-plan.js";
import { auditEvents } from "../../../prisma/accounts/audit-store.js";
import { takeChangeLock, takeDriverLock } from "../../../prisma/database/driver-lock.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { accountSettings } from "../../support/callers.js";
import { type Acting, type Answer, byHeader, startActing } from "../acting.js";

const OFFICE = "p03";
const CLERK = "p01";

let acting: Acting;
let other: { readonly base: string; readonly services: Services; readonly server: Server };

/** A second API on the same servers, with caches of its own. */
async function secondApi(): Promise<typeof other> {
  const { run } = acting;
  const services = createServices({
    pool: run.database.pool,
    log: pino({ level: "silent" }),
    gateway: run.gateway,
    accounts: accountSettings,
  });
  const server = createApp({ version: "1.2.3", parts: [], services, authenticate: byHeader() }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, services, server };
}

async function example(): Promise<PlanBundle> {
  const loaded = await loadPlan(path.resolve(import.meta.dirname, "../../../plans/example"));
  if (!loaded.ok) throw new Error("the example does not load");
  return loaded.bundle;
}

beforeAll(async () => {
  acting = await startActing(await example());
  await acting.goTo("2026-12-02");
  other = await secondApi();
});
afterAll(async () => {
  other.services.endStreams();
  other.server.closeAllConnections();
  await new Promise((resolve) => other.server.close(resolve));
  await other.services.close();
  await acting.close();
});

async function post(path: string, body: unknown, person = OFFICE, key: string = randomUUID()): Promise<Answer> {
  const response = await acting.request(person, path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
const preview = (body: unknown, person = OFFICE) => post("/changes/preview", body, person);
const register = (items: unknown[], key?: string) =>
  post("/orders/registerItems", { items, reason: "专题会议要求" }, OFFICE, key);

const newest = async (kind: string): Promise<number> =>
  ((await acting.get(OFFICE, `/documents/${kind}`)).body as { version: number }).version;

const orders = async (): Promise<{ type: string; actor: unknown; payload: { order: { kind: string } } }[]> =>
  (await acting.run.ledger.readStream(acting.run.planId, "plan")).filter(({ type }) => type === "orderGiven") as never;

const item = {
  task: 1,
  title: "应急供水预案编制",
  source: "区政府专题会议纪要",
  primaryUnit: "shuiwuju",
  deadline: "2027-02-26",
  closeCriteria: "预案印发",
  evidence: ["预案文本"],
};

describe("documents", () => {
  it("are listed and read as they can be given back, by those who see all", async () => {
    const list = await acting.get(OFFICE, "/documents");
    expect(list.status).toBe(200);
    const kinds = (list.body.documents as { kind: string; newest: number; versions: unknown[] }[]).map(
      ({ kind, newest: version }) => [kind, version],
    );
    expect(Object.fromEntries(kinds)).toEqual({ plan: 1, roster: 1, policy: 1, calendar: 1 });
    const roster = await acting.get("auditor", "/documents/roster?version=1");
    expect(roster.body).toMatchObject({ kind: "roster", version: 1, by: null, at: null, reason: null });
    expect(parse(String(roster.body.yaml))).toEqual(roster.body.content);
    expect(await acting.get(CLERK, "/documents/roster")).toMatchObject({ status: 403 });
    expect(await acting.get(OFFICE, "/documents/roster?version=9")).toMatchObject({
      status: 404,
      body: { code: "unknownDocument" },
    });
    expect(await acting.get(OFFICE, "/documents/letters")).toMatchObject({ status: 400 });
    const { rows } = await acting.run.database.pool.query("SELECT kind, subject FROM audit_event");
    expect(rows).toEqual([{ kind: "rosterRead", subject: "roster 1" }]);
  });
});

describe("a preview", () => {
  it("writes nothing, says what is moved, and is the office's", async () => {
    const { yaml } = (await acting.get(OFFICE, "/documents/policy")).body as { yaml: string };
    const policy = yaml
      .replace("version: 1", "version: 2")
      .replace("firingTime: 09:00", "firingTime: 08:30")
      .replace('firingTime: "09:00"', 'firingTime: "08:30"');
    expect(policy).toContain("08:30");
    const looked = await preview({ documents: { policy } });
    expect(looked.status, JSON.stringify(looked.body).slice(0, 2_000)).toBe(200);
    const {
      moves,
      orders: given,
      lines,
      hash,
    } = looked.body as {
      moves: { items: { steps: { from: { at: string }; to: { at: string } }[] }[] };
      orders: { kind: string }[];
      lines: { zh: string[] };
      hash: string;
    };
    expect(given.map(({ kind }) => kind)).toEqual(["changeDocuments", "adoptPolicy"]);
    expect(moves.items).toHaveLength(7);
    expect(moves.items[0]?.steps[0]?.to.at).toContain("T08:30");
    expect(lines.zh.join("\n")).toContain("影响：7 个事项");
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await newest("policy")).toBe(1);
    expect(await orders()).toEqual([]);
    expect(await preview({ documents: { policy } }, CLERK)).toMatchObject({ status: 403 });
    const nothing = await preview({});
    expect(nothing.body).toMatchObject({ hash: null, changes: [], orders: [] });
  });

  it("tells what is wrong with a document at its line, and with an edit at its field", async () => {
    const { yaml, content } = (await acting.get(OFFICE, "/documents/roster")).body as {
      yaml: string;
      content: { units: { desk: string }[] };
    };
    const broken = yaml.replace("desk: shuiwuju-desk", "desk: shuiwuju-dask");
    const line = broken.split("\n").findIndex((one) => one.includes("shuiwuju-dask")) + 1;
    const told = await preview({ documents: { roster: broken } });
    expect(told).toMatchObject({ status: 422, body: { code: "badDocument" } });
    expect((told.body.problems as unknown[])[0]).toMatchObject({
      document: "roster",
      path: "units[0].desk",
      line,
      message: {
        en: expect.stringContaining("did you mean shuiwuju-desk?"),
        zh: expect.stringContaining(`名册第${line}行`),
      },
    });
    const json = structuredClone(content);
    (json.units[0] as { desk: string }).desk = "nobody";
    const asJson = await preview({ documents: { roster: json } });
    expect((asJson.body.problems as unknown[])[0]).toMatchObject({ path: "units[0].desk", line: null });
    for (const text of ["", "- 1", "&a [*a]", "a: [", "\u0000", "x".repeat(100_000)])
      expect(await preview({ documents: { plan: text } }), text.slice(0, 20)).toMatchObject({
        status: 422,
        body: { code: "badDocument" },
      });
    const edits = [
      { kind: "setHolder", post: "no-post", person: "p01", from: "2026-12-10" },
      { kind: "addItem", ...item, deadline: "2026-12-01" },
    ];
    const edited = await preview({ edits });
    expect(edited.status).toBe(422);
    expect((edited.body.problems as { path: string }[]).map(({ path: at }) => at)).toEqual([
      "edits[0].post",
      "edits[1].deadline",
    ]);
    const gone = parse(yaml) as { villages: unknown[] };
    const less = await preview({ documents: { roster: stringify({ ...gone, villages: gone.villages.slice(1) }) } });
    expect(less.body).toMatchObject({ hash: null, refused: [{ what: { en: "village v01 is gone" } }] });
    expect(await post("/changes", { documents: {}, hash: "0".repeat(64) })).toMatchObject({
      status: 409,
      body: { code: "changedMeanwhile" },
    });
  });
});

describe("a change", () => {
  it("is applied as it was previewed, once, with its actor in the ledger; the other API has it at once", async () => {
    const edits = [
      { kind: "addPerson", id: "p20", name: "示例新任", email: "p20@example.invalid" },
      { kind: "setHolder", post: "shuiwuju-desk", person: "p20", from: "2026-12-02" },
      { kind: "setPairing", village: "v01", seat: "countyLeader", to: "leader-02", from: "2026-12-03" },
      { kind: "renameUnit", unit: "shuiwuju", name: "水利局", from: "2026-12-02" },
      { kind: "setAddress", person: "p02", mobile: "13800000000", email: null },
    ];
    const seen = async (base: string) =>
      (await (
        await fetch(`${base}${API}/plans/${acting.run.planId}/units/shuiwuju`, { headers: { "x-test-person": OFFICE } })
      ).json()) as { name: string; desk: { person: { name: string } } };
    expect(await seen(other.base)).toMatchObject({ name: "水务局", desk: { person: { name: "示例甲一" } } });
    const body = { edits, reason: "人事调整" };
    const looked = await preview(body);
    const sent = { ...body, hash: looked.body.hash };
    const key = randomUUID();
    const made = await post("/changes", sent, OFFICE, key);
    expect(made).toMatchObject({
      status: 200,
      body: {
        change: 1,
        finished: null,
        documents: [{ kind: "roster", version: 2 }],
        orders: [{ kind: "changeDocuments" }],
      },
    });
    for (const base of [acting.base, other.base])
      expect(await seen(base)).toMatchObject({ name: "水利局", desk: { person: { name: "示例新任" } } });
    // The same request again is answered the same; another request under its key is refused; the old preview has had its day.
    expect(await post("/changes", sent, OFFICE, key)).toMatchObject({ status: 200, body: made.body });
    expect(await post("/changes", { ...sent, reason: "别的" }, OFFICE, key)).toMatchObject({
      status: 422,
      body: { code: "keyReused" },
    });
    expect(await post("/changes", sent)).toMatchObject({ status: 422, body: { code: "badDocument" } });
    expect(await newest("roster")).toBe(2);
    const [order] = await orders();
    expect(order).toMatchObject({
      actor: { person: OFFICE, post: "xiangzhenban-desk", unit: "xiangzhenban" },
      payload: { order: { kind: "changeDocuments", reason: "人事调整", documents: [{ kind: "roster", version: 2 }] } },
    });
    const now = (await acting.get(OFFICE, "/documents")).body.documents as { kind: string; versions: unknown[] }[];
    expect(now.find(({ kind }) => kind === "roster")?.versions[0]).toMatchObject({
      version: 2,
      by: { person: { id: OFFICE, name: "示例乙一" } },
      reason: "人事调整",
      at: "2026-12-02T10:00:00+08:00",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    // The clerk of yesterday signs for nothing any more; the one of today does, by the rights of the new roster.
    expect((await acting.act(CLERK, "signFor", { items: ["t01-plan/county"] })).status).toBe(404);
    expect((await acting.act("p20", "signFor", { items: ["t01-plan/county"] })).status).toBe(200);
    const feed = await acting.get(OFFICE, "/feed");
    expect(JSON.stringify(feed.body)).toContain("修订名册（第2版）：人事调整");
  });

  it("is refused when the plan has changed since its preview, and when another is under way", async () => {
    const { pool } = acting.run.database;
    const { planId } = acting.run;
    const first = { edits: [{ kind: "setAddress", person: "p04", mobile: "13900000000" }] };
    const second = { edits: [{ kind: "setAddress", person: "p05", mobile: "13700000000" }] };
    const hashes = await Promise.all([first, second].map(async (one) => (await preview(one)).body.hash));
    expect(await post("/changes", { ...first, hash: hashes[0] })).toMatchObject({ status: 200 });
    expect(await post("/changes", { ...second, hash: hashes[1] })).toMatchObject({
      status: 409,
      body: { code: "changedMeanwhile" },
    });
    const { hash } = (await preview(second)).body;
    const lock = await takeChangeLock(pool, planId);
    expect(await post("/changes", { ...second, hash })).toMatchObject({
      status: 409,
      body: { code: "changeUnderWay" },
    });
    await lock?.release();
    const driver = await takeDriverLock(pool, planId);
    expect(await post("/changes", { ...second, hash })).toMatchObject({
      status: 409,
      body: { code: "drivenElsewhere" },
    });
    await driver?.release();
    const before = (await orders()).length;
    const both = await Promise.all([post("/changes", { ...second, hash }), post("/changes", { ...second, hash })]);
    const statuses = both.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    expect([409, 422]).toContain(statuses[1]);
    expect(await orders()).toHaveLength(before + 1);
  });

  it("cut off in its middle is finished by the same request, and nothing is done twice", async () => {
    const body = {
      edits: [{ kind: "setDeadline", milestone: "t02-pipes", deadline: "2027-05-31" }],
      reason: "按上半年前",
    };
    const noReason = await preview({ edits: body.edits });
    expect(noReason.body).toMatchObject({ hash: null, needs: [{ zh: expect.stringContaining("须写明理由") }] });
    const { hash } = (await preview(body)).body;
    await acting.run.stopWorker();
    const key = randomUUID();
    const cut = await post("/changes", { ...body, hash }, OFFICE, key);
    expect(cut).toMatchObject({ status: 503, body: { code: "notDelivered" } });
    expect(await newest("plan")).toBe(2);
    await acting.run.startWorker();
    const done = await post("/changes", { ...body, hash }, OFFICE, key);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect((done.body.orders as { kind: string; items: number }[]).map(({ kind, items }) => [kind, items])).toEqual([
      ["changeDocuments", 0],
      ["changeReading", 4],
    ]);
    expect(await post("/changes", { ...body, hash }, OFFICE, key)).toMatchObject({ status: 200, body: done.body });
    const read = (await acting.run.ledger.readStream(acting.run.planId, "task/2")).filter(
      ({ type }) => type === "readingChanged",
    );
    expect(read).toHaveLength(4);
    expect(await newest("plan")).toBe(2);
  }, 90_000);
});

describe("registering items", () => {
  it("gives each entry its own outcome, and the items live like the others", async () => {
    const key = randomUUID();
    const entries = [
      item,
      {
        ...item,
        title: "管护员培训",
        task: 2,
        scope: "village",
        targets: ["v01", "v03"],
        supporting: [{ unit: "xiangzhenban" }],
      },
      { ...item, deadline: "2026-12-02" },
      { ...item, primaryUnit: "shuiliju" },
      { ...item, task: 9 },
      { ...item, scope: "village", targets: ["v77"] },
      { ...item, deadline: "2035-01-01" },
      { ...item, policy: 7 },
      { milestone: "t02-pipes", target: "v01" },
      { milestone: "no-such", target: "v01" },
    ];
    const made = await register(entries, key);
    expect(made.status, JSON.stringify(made.body)).toBe(207);
    const outcomes = made.body.outcomes as { items: string[]; rows: { stream: string }[]; refusal: { code: string } }[];
    expect(outcomes.map(({ items, refusal }) => (refusal ? refusal.code : items.join(" ")))).toEqual([
      "t01-j01/county",
      "t02-j01/v01 t02-j01/v03",
      "badDate",
      "badValue",
      "badValue",
      "badValue",
      "badDate",
      "badValue",
      "badValue",
      "unknownItem",
    ]);
    expect(outcomes[1]?.rows.map(({ stream }) => stream)).toEqual(["task/2", "task/2"]);
    expect(await register(entries, key)).toMatchObject({ status: 207, body: made.body });
    const detail = await acting.get(OFFICE, "/items/t02-j01%2Fv01");
    expect(detail.body).toMatchObject({
      status: "assigned",
      closeCriteria: "预案印发",
      reading: { text: "区政府专题会议纪要" },
      primaryUnit: { id: "shuiwuju", name: "水利局" },
    });
    const lights = await acting.get(OFFICE, "/lights");
    const [, second] = lights.body.tasks as { villages: { total: number }[] }[];
    expect(second?.villages.map(({ total }) => total)).toEqual([2, 1, 2, 1]);
    const mine = await acting.get("p20", "/my");
    expect(JSON.stringify(mine.body)).toContain("t01-j01/county");
    expect((await acting.act("p20", "signFor", { items: ["t01-j01/county"] })).status).toBe(200);
    await acting.goTo("2027-02-25");
    const told = await acting.get(OFFICE, "/items/t01-j01%2Fcounty/ledger?limit=50");
    expect(JSON.stringify(told.body)).toContain("立项：专题会议要求");
    const reminded = await acting.get(OFFICE, "/notices?limit=200");
    expect(JSON.stringify(reminded.body)).toContain("t02-j01/v03");
  });

  it("is refused as a whole where nothing is sound, and to others than the office", async () => {
    expect(await register([{ ...item, deadline: "2027-02-25" }])).toMatchObject({
      status: 422,
      body: { code: "badDate" },
    });
    expect(
      await register([
        { ...item, task: 9 },
        { milestone: "x", target: "v01" },
      ]),
    ).toMatchObject({
      status: 409,
      body: { code: "allRefused", outcomes: [{ entry: 0 }, { entry: 1 }] },
    });
    expect(await post("/orders/registerItems", { items: [item], reason: "x" }, CLERK)).toMatchObject({ status: 404 });
    expect(await post("/orders/registerItems", { items: [item], reason: "x" }, "p20")).toMatchObject({ status: 403 });
    expect(await register([])).toMatchObject({ status: 400 });
  });

  it("survives a restart and a rebuild", async () => {
    const { pool } = acting.run.database;
    expect(await rebuildPlan(pool, acting.run.planId, { mode: "check" })).toMatchObject({ equal: true });
    await acting.run.stopWorker();
    const waiting = register([{ ...item, title: "水源地巡查", deadline: "2027-04-30" }]);
    await acting.run.startWorker();
    const made = await waiting;
    expect(made).toMatchObject({ status: 200, body: { accepted: 1, outcomes: [{ items: ["t01-j02/county"] }] } });
    expect((await acting.act("p20", "signFor", { items: ["t01-j02/county"] })).status).toBe(200);
  }, 60_000);
});

it("of a leader's post are written down with the account that made them", async () => {
  const edits = [{ kind: "setHolder", post: "leader-02", person: "p12", from: "2026-12-03" }];
  const body = { edits, reason: "人事调整" };
  const { hash } = (await preview(body)).body;
  expect((await post("/changes", { ...body, hash })).status).toBe(200);
  const [event] = await auditEvents(acting.run.database.pool, { kind: "holderChanged" }, null, 5);
  expect(event).toMatchObject({
    planId: acting.run.planId,
    subject: "leader-02",
    address: "127.0.0.1",
    detail: { former: "p14", next: "p12" },
  });
});
