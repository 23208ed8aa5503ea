/** What a rung writes of an item: its hot columns on its own page, and neither its state nor an index entry. */
import { afterAll, expect, it } from "vitest";
import { climbsSince, partsOf, wholeOf } from "../../../domain/items/item-row.js";
import { newRun } from "../../../domain/ladder/run.js";
import { toldOfWay, toldWay } from "../../../domain/people/told.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { storedItem } from "../../support/stored-item.js";

const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());

async function updates(): Promise<{ readonly all: number; readonly hot: number }> {
  // On one connection: a backend tells what it counted when it is asked to.
  await pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await pool.query(
    "SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'item'",
  );
  return rows[0];
}
const items = async (planId: string) =>
  (
    await pool.query(
      "SELECT id, state::text, climbs -> 'deadlineRun' -> 'done' AS done, told, next_due FROM item WHERE plan_id = $1 ORDER BY id",
      [planId],
    )
  ).rows;

it("leaves the state alone and finds room on its own page, on every rung, and a rebuild makes the same", async () => {
  const recorder = await new Recorder(pool, bundle).open();
  const { planId } = recorder;
  await recorder.advance(recorder.at("2021-04-12"));
  const [assigned, before] = [await items(planId), await updates()];
  await recorder.advance(recorder.at("2021-07-05"));
  const [climbed, after] = [await items(planId), await updates()];
  expect(climbed.map(({ id, state }) => [id, state])).toEqual(assigned.map(({ id, state }) => [id, state]));
  expect(climbed.some(({ done }, at) => done.length > assigned[at]?.done.length)).toBe(true);
  expect(climbed.some(({ told }) => told.length > 0)).toBe(true);
  for (const { told } of climbed) expect(told).toEqual([...new Set(told as string[])].sort((a, b) => (a < b ? -1 : 1)));
  expect(after.all).toBeGreaterThan(before.all);
  // Not all of them here: a page may still hold the versions of a moment ago, which another connection's snapshot sees.
  expect((after.hot - before.hot) / (after.all - before.all)).toBeGreaterThan(0.5);
  expect((await rebuildPlan(pool, planId, { mode: "check" })).equal).toBe(true);
});

it("has no index over what a rung changes", async () => {
  const { rows } = await pool.query("SELECT indexdef FROM pg_indexes WHERE tablename = 'item' ORDER BY 1");
  expect(rows.length).toBeGreaterThan(2);
  for (const { indexdef } of rows)
    expect(indexdef).not.toMatch(/state|climbs|next_due|told|asked|ladder_exhausted|beyond_calendar|parked/);
});

it("writes of an item the climbs that changed, and all of it where anything else did", () => {
  const { state } = storedItem("works/v1");
  const deadlineRun = newRun("village", "deadline", "2021-06-30", 1, 0);
  expect(climbsSince(state, { ...state, nextDue: 5, beyondCalendar: 2027 })).toEqual({});
  expect(climbsSince(state, { ...state, nextDue: 5, deadlineRun })).toEqual({ deadlineRun });
  expect(climbsSince(state, { ...state, deadlineRun, percent: 5 })).toBeNull();
  expect(climbsSince(state, { ...state, talk: 1 })).toBeNull();
  const { climbs, atRest } = partsOf({ ...state, deadlineRun });
  expect(wholeOf(atRest, climbs, state)).toEqual({ ...state, deadlineRun });
});

it("keeps a way of telling so that it reads as it was", () => {
  const told = {
    role: "copy",
    person: "p1",
    addressed: "unit/head",
    instrument: "urge",
    fallbackFor: null,
    substituteFor: "p2",
    ladder: "deadline",
    rung: "urge",
    version: 2,
  } as const;
  expect(toldOfWay(toldWay(told) ?? "")).toEqual(told);
  expect(toldWay({ ...told, instrument: "reminder" })).toBeNull();
  expect(toldWay({ ...told, instrument: "reminder", role: "to" })).not.toBeNull();
});
