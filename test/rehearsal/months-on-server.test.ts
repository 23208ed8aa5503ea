/** Simulated desks answer the months on the real servers: the same from the same seed, hash for hash, whoever takes it up. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MonthSnapshot } from "../../domain/ledger/month-events.js";
import type { MonthBehaviour } from "../../loader/month-behaviour-schema.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { listMonths } from "../../prisma/months/month-store.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { drive } from "../../rehearsal/driver.js";
import { openPeople } from "../../rehearsal/rehearsal.js";
import { buildReport } from "../../rehearsal/report.js";
import { asked, months as monthPolicy } from "../support/asked-bundle.js";
import { keptBundle } from "../support/kept-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { at } from "../support/small-plan.js";
import { diligent } from "../support/small-scenario.js";

const always = (least: number, most: number) => ({ chance: 1, days: [least, most] as [number, number] });

const months: MonthBehaviour = {
  answer: { chance: 0.6, days: [0, 3] },
  answerLate: { chance: 0.8, days: [0, 2] },
  confirm: { chance: 0.8, days: [0, 1] },
  sendBack: 0.4,
  move: 0.6,
  copy: 0.6,
  coordinate: 0.3,
  draftBulletin: always(0, 1),
  approveBulletin: always(0, 1),
  signBulletin: always(0, 1),
};
const registers = { fill: 0.6, days: [1, 4] as [number, number], onSchedule: 0.8, fixFormula: 1 };
const scenario: Scenario = { ...diligent, id: "asked", months, registers };
const plan = asked(keptBundle);
const bundle: PlanBundle = { ...plan, policy: { ...plan.policy, months: { ...monthPolicy, registers: true } } };

const runs: PlanRun[] = [];
afterAll(async () => {
  for (const run of runs) await run.close();
});

interface Played {
  readonly run: PlanRun;
  readonly head: string;
  readonly refusals: readonly string[];
}

/** `pauses`: plan instants at which other people take over, who know nothing but the ledger. */
async function rehearse(pauses: readonly number[], end: number): Promise<Played> {
  const run = await startPlan(bundle);
  runs.push(run);
  await run.startWorker();
  await run.open();
  const refusals: string[] = [];
  const { planId, store, gateway } = run;
  const { pool } = run.database;
  const options = { scenario, seed: 3, bundle, streams: ["task/1", "task/2"] };
  for (const until of [...pauses, end])
    await drive({
      planId,
      store,
      gateway,
      until,
      people: await openPeople(pool, planId, options),
      onRefused: (act, reasons) => refusals.push(`${act.stream}: ${reasons.join("; ")}`),
    });
  const { broken, head } = await verifyLedger(pool, planId);
  expect(broken).toBeNull();
  return { run, head, refusals };
}

const END = at("2021-09-10", "18:00");
let played: Played;
beforeAll(async () => {
  played = await rehearse([], END);
}, 300_000);

const types = async (month: string): Promise<string[]> =>
  (await played.run.ledger.readStream(played.run.planId, `month/${month}`)).map(({ type }) => type);

describe("months with simulated people", () => {
  it("are answered, sent back, confirmed and urged, and nothing that they do is refused", async () => {
    expect(played.refusals).toEqual([]);
    const all = (await Promise.all(["2021-04", "2021-05", "2021-06", "2021-07", "2021-08"].map(types))).flat();
    for (const type of ["progressAnswered", "progressReturned", "progressConfirmed", "progressUrged", "monthClosed"])
      expect(all, type).toContain(type);
    const listed = await listMonths(played.run.database.pool, played.run.planId);
    expect(listed.map(({ month }) => month)).toEqual(["2021-08", "2021-07", "2021-06", "2021-05", "2021-04"]);
    expect(listed.some(({ late }) => late > 0)).toBe(true);
  });

  it("have their bulletins drafted, signed by somebody else, numbered in order, and sent", async () => {
    const { rows } = await played.run.database.pool.query(
      `SELECT payload ->> 'no' AS no, actor ->> 'person' AS person FROM ledger
       WHERE plan_id = $1 AND type = 'bulletinSigned' ORDER BY at`,
      [played.run.planId],
    );
    expect(rows.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5].map((no) => `通报〔2021〕${no}号`));
    expect(new Set(rows.map(({ person }) => person))).toEqual(new Set(["p-office-head"]));
  });

  it("move items by what heads confirm, and mark words that were copied", async () => {
    const { rows } = await played.run.database.pool.query(
      `SELECT count(*) FILTER (WHERE type = 'progressReported' AND cause LIKE 'message/month/%')::int AS moved,
         count(*) FILTER (WHERE type = 'progressApplied')::int AS applied FROM ledger WHERE plan_id = $1`,
      [played.run.planId],
    );
    expect(rows[0].moved).toBeGreaterThan(0);
    expect(rows[0].applied).toBeGreaterThan(0);
    const copied = await played.run.database.pool.query(
      "SELECT count(*)::int AS count FROM progress_row WHERE plan_id = $1 AND same > 1",
      [played.run.planId],
    );
    expect(copied.rows[0].count).toBeGreaterThan(0);
  });

  it("have registers kept, or said to be unchanged, before anybody answers, and no percentage typed that a register computes", async () => {
    const { pool } = played.run.database;
    const { rows } = await pool.query(
      `SELECT r ->> 'register' AS register, r ->> 'state' AS state, count(*)::int AS count FROM ledger,
         jsonb_array_elements(payload -> 'registers') AS r
       WHERE plan_id = $1 AND type = 'progressAnswered' GROUP BY 1, 2 ORDER BY 1, 2`,
      [played.run.planId],
    );
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["kept", "unchanged"]));
    expect(new Set(rows.map(({ register }) => register))).toEqual(new Set(["facilities", "projects"]));
    const refused = await pool.query(
      `SELECT count(*)::int AS count FROM ledger, jsonb_array_elements(payload -> 'refused') AS r
       WHERE plan_id = $1 AND type = 'progressApplied' AND r ->> 'code' = 'computedPercent'`,
      [played.run.planId],
    );
    expect(refused.rows[0].count).toBe(0);
  });

  it("are told in the report: who answered, late or not at all, and who kept registers", async () => {
    const { pool } = played.run.database;
    const { planId } = played.run;
    const { monthly } = await buildReport(pool, planId, { day: "2021-09-10" });
    const { rows } = await pool.query(
      `SELECT month, count(*)::int AS asked, count(*) FILTER (WHERE ever_confirmed AND NOT late)::int AS "onTime",
         count(*) FILTER (WHERE ever_confirmed AND late)::int AS late, count(*) FILTER (WHERE NOT ever_confirmed)::int AS silent
       FROM progress_request WHERE plan_id = $1 GROUP BY month ORDER BY month`,
      [planId],
    );
    expect(
      monthly.months.map(({ month, asked: all, onTime, late, silent }) => ({
        month,
        asked: all,
        onTime,
        late,
        silent,
      })),
    ).toEqual(rows);
    const sum = (name: "asked" | "silent" | "copied" | "kept" | "unchanged" | "notKept" | "registers"): number =>
      monthly.units.reduce((all, line) => all + line[name], 0);
    expect(sum("asked")).toBe(rows.reduce((all, row) => all + row.asked, 0));
    expect(sum("kept") + sum("unchanged") + sum("notKept")).toBe(sum("registers"));
    const copied = await pool.query("SELECT count(*)::int AS count FROM progress_row WHERE plan_id = $1 AND same > 1", [
      planId,
    ]);
    expect(sum("copied")).toBe(copied.rows[0].count);
    expect(Math.min(sum("silent"), sum("kept"), sum("unchanged"))).toBeGreaterThan(0);
    expect(monthly.months.map(({ bulletin }) => bulletin)).toEqual([1, 2, 3, 4, 5].map((no) => `通报〔2021〕${no}号`));
  });

  it("adds up in each month's figures to all items that there were", async () => {
    const { pool } = played.run.database;
    const { rows } = await pool.query(
      `SELECT at, payload -> 'snapshot' AS snapshot FROM ledger WHERE plan_id = $1 AND type = 'monthClosed' ORDER BY at`,
      [played.run.planId],
    );
    const all = await pool.query("SELECT count(*)::int AS count FROM item WHERE plan_id = $1", [played.run.planId]);
    let closedBefore = 0;
    for (const { snapshot } of rows) {
      const { tasks, ended } = snapshot as MonthSnapshot;
      const open = tasks.flatMap(({ lights }) => Object.values(lights)).reduce((sum, count) => sum + count, 0);
      const before = ended?.tasks.reduce((sum, one) => sum + one.closedBefore, 0) ?? 0;
      const cancelled = ended?.tasks.reduce((sum, one) => sum + one.cancelled, 0) ?? 0;
      expect(open + (ended?.closed.length ?? 0) + before + cancelled).toBe(all.rows[0].count);
      // What a month closed is what the next one finds closed before it, as long as nothing is taken up again.
      expect(before).toBe(closedBefore);
      closedBefore = before + (ended?.closed.length ?? 0);
    }
    expect(closedBefore).toBeGreaterThan(0);
  });

  it("are the same for whoever takes them up in between", async () => {
    const again = await rehearse(
      [at("2021-04-22", "12:00"), at("2021-05-26", "12:00"), at("2021-06-30", "12:00")],
      END,
    );
    expect(again.head).toBe(played.head);
  }, 300_000);
});
