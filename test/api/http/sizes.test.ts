/** The seed plan in silence to the end of 2021: the API at its real size. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Item, Items } from "../../../api/items/schemas.js";
import type { Lights, LightTrend } from "../../../api/lights/schemas.js";
import type { Feed, FeedRow } from "../../../api/ledger/schemas.js";
import { lightOn } from "../../../domain/items/history.js";
import { readRows } from "../../../prisma/ledger/stream-rows.js";
import { seedBundle } from "../../plans/seed.js";
import { ruleSetOf } from "../../support/alone.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { encodeCursor } from "../../../api/http/cursor.js";
import { follow } from "../events.js";
import { type Api, serve } from "../support.js";

let database: TestDatabase;
let api: Api;
let bundle: PlanBundle;
const plan = "/api/v1/plans/seed";

beforeAll(async () => {
  database = await freshDatabase();
  bundle = await seedBundle();
  const recorder = await new Recorder(database.pool, bundle, "seed").open();
  await recorder.runTo(recorder.at("2021-12-31", "18:00"));
  api = await serve(database.pool);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it("shows 18 tasks by 64 villages, four of them without items", async () => {
  const lights = await api.json<Lights>(`${plan}/lights`);
  expect([lights.tasks.length, lights.villages.length]).toEqual([18, 64]);
  const items = await api.json<Items>(`${plan}/items?limit=1`);
  expect(Object.values(lights.counts).reduce((sum, n) => sum + n, 0)).toBe(items.total);
  for (const { no, county, townships, villages } of lights.tasks) {
    const cells = [county, ...townships, ...villages];
    expect(cells).toHaveLength(1 + lights.townships.length + 64);
    if ([3, 10, 11, 15].includes(no)) expect(new Set(cells.map(({ light }) => light))).toEqual(new Set(["none"]));
    else expect(cells.some(({ light }) => light !== "none")).toBe(true);
  }
  // The village survey was due in the first half of 2021, and nobody did anything.
  expect(new Set(lights.tasks[15]?.villages.map(({ light }) => light))).toEqual(new Set(["red"]));
});

it("pages through every item once, by delay", async () => {
  const rows: Item[] = [];
  for (let cursor = ""; ; ) {
    const page = await api.json<Items>(`${plan}/items?sort=overdue&order=desc&limit=200${cursor}`);
    rows.push(...page.rows);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.length).toBe((await database.pool.query("SELECT count(*)::int AS n FROM item")).rows[0].n);
});

it("folds any past day as the domain does by hand", async () => {
  const rows = new Map<number, Awaited<ReturnType<typeof readRows>>>();
  for (const on of ["2021-05-31", "2021-06-30", "2021-07-01", "2021-12-30"]) {
    const { rows: items } = await api.json<Items>(`${plan}/items?on=${on}&task=4&task=16&limit=200`);
    expect(items.length).toBeGreaterThan(60);
    for (const item of items) {
      const own = rows.get(item.task) ?? (await readRows(database.pool, "seed", `task/${item.task}`));
      rows.set(item.task, own);
      expect(item.light).toBe(lightOn(own, item.id, on, ruleSetOf(bundle))?.light);
    }
  }
});

it("tells the whole feed back to its beginning", async () => {
  const seen = new Set<string>();
  let last: FeedRow | undefined;
  for (let before = ""; ; ) {
    const page = await api.json<Feed>(`${plan}/feed?limit=200${before}`);
    for (const { stream, seq } of page.rows) seen.add(`${stream} ${seq}`);
    last = page.rows[0];
    if (page.before === null) break;
    before = `&before=${page.before}`;
  }
  expect(last?.type).toBe("planOpened");
  expect(seen.size).toBe((await database.pool.query("SELECT count(*)::int AS n FROM ledger")).rows[0].n);
});

it("sends a reader who is thousands of rows behind back to the pages", async () => {
  const reader = await follow(`${api.base}${plan}/feed/stream?after=${encodeCursor("feed seed ", {})}`);
  await reader.take("hearing", 1);
  const reset = await reader.next();
  expect(reset).toMatchObject({ event: "reset", data: { reason: "tooFarBehind" } });
  // Its id is where the stream goes on.
  expect((await api.json<Feed>(`${plan}/feed?after=${reset.id}`)).rows).toEqual([]);
  reader.close();
});

it("counts a year's lights day by day as the map of each day has them", async () => {
  const trend = await api.json<LightTrend>(`${plan}/lights/trend?from=2021-04-12`);
  expect(trend.days).toHaveLength(264);
  expect([trend.from, trend.to, trend.every]).toEqual(["2021-04-12", "2021-12-31", 1]);
  for (const on of ["2021-04-12", "2021-06-30", "2021-07-01", "2021-12-31"])
    expect(trend.days.find((day) => day.on === on)?.counts).toEqual(
      (await api.json<Lights>(`${plan}/lights?on=${on}`)).counts,
    );
});
