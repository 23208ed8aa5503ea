/** What an order will touch is what it touched; what happened together is counted whole, whatever page it is read on. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Feed } from "../../../api/ledger/schemas.js";
import type { Milestone } from "../../../domain/plan/plan.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { daysOf } from "../../../web/src/pages/overview/feed-groups.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle as small } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";
import { asked, asPerson, byPerson } from "../people.js";
import { actors, type Api, serve } from "../support.js";

const DAY = "2021-07-01";
const plan = "/api/v1/plans/orders";
const OFFICE = "p-office-desk";

/** With works of the next year, which are registered and not assigned yet; of so many villages that a page does not hold them. */
const VILLAGES = 70;
const [first, works] = small.plan.tasks;
const nextYear = { ...(works?.milestones[0] as Milestone), id: "works22", deadline: "2022-12-31", series: "works" };
const bundle: PlanBundle = {
  ...small,
  plan: {
    ...small.plan,
    tasks: [first, works && { ...works, milestones: [...works.milestones, nextYear] }].filter(
      (task) => task !== undefined,
    ),
  },
  roster: {
    ...small.roster,
    villages: Array.from({ length: VILLAGES }, (_, at) => ({
      ...(small.roster.villages[at % 4] as (typeof small.roster.villages)[number]),
      id: `v${at + 1}`,
      name: `村${at + 1}`,
      concentratedArea: at === 3,
    })),
  },
};

let database: TestDatabase;
let recorder: Recorder;
let api: Api;
let orders = 0;

beforeAll(async () => {
  database = await freshDatabase();
  recorder = await new Recorder(database.pool, bundle, "orders").open();
  await recorder.runTo(recorder.at(DAY, "10:00"));
  api = await serve(database.pool, { authenticate: byPerson(bundle, DAY) });
}, 120_000);
afterAll(async () => {
  await api.close();
  await database.drop();
});

const scope = (query: string) =>
  asked<{ items: number; refused: number }>(api, OFFICE, `${plan}/orders/scope?${query}`);

/** Gives the order, and answers its key and on how many items it took effect. */
async function give(order: PlanOrder): Promise<{ key: string; items: number; streams: number }> {
  const key = `order-${++orders}`;
  await recorder.order(recorder.at(DAY, "11:00"), { key, actor: actors.office, order });
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS streams, sum((payload ->> 'items')::int)::int AS items FROM ledger WHERE plan_id = 'orders' AND cause = $1 AND type = 'orderApplied'",
    [`order/${key}`],
  );
  return { key, ...rows[0] };
}

describe("what an order will touch", () => {
  it("is what it touches: a suspension leaves what was not assigned yet alone, and what is suspended", async () => {
    const until = "2021-08-31";
    const one = await scope("order=suspendArea&townships=town1");
    const open = await asked<{ total: number }>(api, OFFICE, `${plan}/items?township=town1`);
    expect(one.items).toBeLessThan(open.total);
    const given = { kind: "suspendArea", villages: [], until, reason: "汛期", approver: "office/head" } as const;
    expect((await give({ ...given, townships: ["town1"] })).items).toBe(one.items);
    // A township with one of its own villages and one of the other's: what is suspended by now is left out.
    const both = await scope(`order=suspendArea&townships=town1&villages=v1&villages=v4&until=${until}`);
    expect(both.items).toBeGreaterThan(0);
    expect((await give({ ...given, townships: ["town1"], villages: ["v1", "v4"] })).items).toBe(both.items);
    expect((await scope("order=suspendArea&townships=town1&villages=v1&villages=v4")).items).toBe(0);
    const back = await scope("order=resumeArea&townships=town1&townships=town2");
    expect(back.items).toBe(one.items + both.items);
    const resumed = await give({ kind: "resumeArea", townships: ["town1", "town2"], villages: [], reason: "汛期结束" });
    expect(resumed.items).toBe(back.items);
  });

  it("is what it touches: another reading, a handover of a unit and of a post", async () => {
    const reading = await scope("order=changeReading&milestone=works22&deadline=2022-11-30");
    expect(reading.items).toBe(VILLAGES);
    const read = await give({ kind: "changeReading", milestone: "works22", deadline: "2022-11-30", reason: "确认" });
    expect(read.items).toBe(reading.items);
    const post = await scope("order=handOverPost&handedOver=unit/desk");
    expect(post.items).toBeGreaterThan(0);
    const over = { kind: "handOverPost", unit: "unit", post: "unit/desk", to: "p-unit-desk", reason: "接任" } as const;
    expect((await give(over)).items).toBe(post.items);
    const unit = await scope("order=handOver&from=unit&to=lead");
    expect((await give({ kind: "handOver", from: "unit", to: "lead", reason: "机构改革" })).items).toBe(unit.items);
    expect((await scope("order=handOver&from=unit&to=lead")).items).toBe(0);
  });

  it("names what the roster does not know, and is the office's to ask", async () => {
    const refused = await api.get(`${plan}/orders/scope?order=suspendArea&townships=nowhere`, asPerson(OFFICE));
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, "badValue"]);
    expect((await api.get(`${plan}/orders/scope?order=resumeArea`, asPerson("p-unit-desk"))).status).toBe(403);
  });
});

describe("the feed", () => {
  it("counts what was recorded together whole, on whatever page it stands", async () => {
    const items = Array.from({ length: 64 }, (_, at) => `works/v${at + 1}`);
    const now = recorder.at(DAY, "15:00");
    const act = { ...command("signFor", actors.lead, "works/v1"), items };
    expect(await recorder.act("task/2", now, act)).toEqual([]);
    for (const limit of [5, 60]) {
      const { rows, before } = await asked<Feed>(api, OFFICE, `${plan}/feed?limit=${limit}`);
      const signed = rows.filter(({ type }) => type === "signedFor");
      expect(signed.length).toBeGreaterThan(0);
      expect(new Set(signed.map(({ alike }) => JSON.stringify(alike))).size).toBe(1);
      expect(signed[0]?.alike?.count).toBe(64);
      const [entry] = daysOf(rows)[0]?.entries ?? [];
      expect([entry?.kind, entry?.count]).toEqual(["burst", 64]);
      // Pages put together are the same entry.
      const earlier = await asked<Feed>(api, OFFICE, `${plan}/feed?limit=${limit}&before=${before}`);
      expect(daysOf([...earlier.rows, ...rows])[0]?.entries.filter(({ key }) => key === entry?.key)).toHaveLength(1);
    }
  });

  it("counts an item once, however often something was recorded of it", async () => {
    const now = recorder.at(DAY, "15:30");
    const act = (percent: number, ...items: string[]) => {
      const said = { items, percent, text: "实施中" };
      return recorder.act("task/2", now, { ...command("reportProgress", actors.lead, items[0] ?? ""), ...said });
    };
    expect(await act(10, "works/v1", "works/v2", "works/v3")).toEqual([]);
    expect(await act(20, "works/v1")).toEqual([]);
    expect(await act(30, "works/v1")).toEqual([]);
    const { rows } = await asked<Feed>(api, OFFICE, `${plan}/feed?limit=60`);
    const reports = rows.filter(({ type }) => type === "progressReported");
    expect([reports.length, reports[0]?.alike?.count]).toEqual([5, 3]);
  });

  it("counts of what happened together what its reader sees", async () => {
    const { rows } = await asked<Feed>(api, "p-leader-2", `${plan}/feed?limit=200`);
    const signed = rows.filter(({ type }) => type === "signedFor");
    expect(signed[0]?.alike?.count).toBe(signed.length);
    expect(signed.length).toBeLessThan(64);
  });

  it("tells an order once, with its whole count over all tasks", async () => {
    const given = await give({
      kind: "suspendArea",
      townships: ["town1", "town2"],
      villages: [],
      until: "2021-08-31",
      reason: "汛期",
      approver: "office/head",
    });
    expect(given.streams).toBe(2);
    const { rows } = await asked<Feed>(api, OFFICE, `${plan}/feed?limit=200`);
    const own = rows.filter(({ order }) => order?.id === given.key);
    expect(own.map(({ type }) => type).toSorted()).toEqual(["orderApplied", "orderApplied", "orderGiven"]);
    for (const { order } of own) expect(order).toEqual({ id: given.key, streams: 2, items: given.items });
    const entries = daysOf(rows).flatMap((day) => day.entries);
    const told = entries.filter((entry) => entry.rows.some(({ order }) => order?.id === given.key));
    expect(told.map(({ kind, count }) => [kind, count])).toEqual([["order", given.items]]);
  });
});
