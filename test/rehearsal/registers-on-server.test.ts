/** Simulated keepers on the real server: the same registers from the same seed, whoever takes the rehearsal up, and items that follow from them. */
import { afterAll, expect, it } from "vitest";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { rebuildPlan } from "../../prisma/rebuild/rebuild.js";
import { figuresOn } from "../../prisma/registers/read-registers.js";
import { drive } from "../../rehearsal/driver.js";
import { openPeople } from "../../rehearsal/rehearsal.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import { keptBundle } from "../support/kept-bundle.js";
import { Letters } from "../support/letters.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { at } from "../support/small-plan.js";
import { diligent } from "../support/small-scenario.js";

const scenario: Scenario = { ...diligent, registers: { fill: 1, days: [1, 2], onSchedule: 1, fixFormula: 1 } };
const open: PlanRun[] = [];
afterAll(async () => {
  for (const run of open) await run.close();
});

async function rehearse(
  pauses: readonly number[],
): Promise<{ readonly run: PlanRun; readonly head: string; readonly refusals: string[] }> {
  const run = await startPlan(keptBundle);
  open.push(run);
  await run.startWorker();
  await run.open();
  const { pool } = run.database;
  const letters = new Letters(pool);
  const refusals: string[] = [];
  for (const until of [...pauses, at("2021-07-31", "18:00")])
    await drive({
      planId: run.planId,
      store: { ...run.store, closingsUpTo: (id, upTo) => letters.closingsUpTo(id, upTo) },
      gateway: {
        tick: (...args) => run.gateway.tick(...args),
        deliver: (...args) => run.gateway.deliver(...args),
        askAll: (...args) => run.gateway.askAll(...args),
        closeLetters: async (planId, upTo) => (await letters.close(planId, upTo)).made,
      },
      people: await openPeople(pool, run.planId, {
        scenario,
        seed: 7,
        bundle: keptBundle,
        streams: ["task/1", "task/2"],
      }),
      until,
      onRefused: (act, reasons) => refusals.push(`${act.stream}: ${reasons.join("; ")}`),
    });
  const { broken, head } = await verifyLedger(pool, run.planId);
  expect(broken).toBeNull();
  return { run, head, refusals };
}

it("fill registers, so that percentages follow, and the same way for whoever takes it up", async () => {
  const { run, head, refusals } = await rehearse([]);
  expect(refusals).toEqual([]);
  const { pool } = run.database;
  const figures = await figuresOn(pool, run.planId, "2021-07-31");
  expect(new Set(figures.map(({ figure }) => figure))).toEqual(new Set(["total", "equal"]));
  const { rows } = await pool.query(
    "SELECT id, state FROM item WHERE plan_id = $1 AND milestone = 'works' ORDER BY id",
    [run.planId],
  );
  expect(rows.map(({ state }) => state.computed)).toEqual(
    Array.from({ length: 4 }, () => ({ register: "facilities", figure: "equal" })),
  );
  const rebuilt = await rebuildPlan(pool, run.planId, { mode: "check" });
  expect(rebuilt.tables.flatMap(({ table, differences }) => differences.map((one) => ({ table, ...one })))).toEqual([]);
  const again = await rehearse([at("2021-05-21", "10:00"), at("2021-06-02", "12:00")]);
  expect(again.head).toBe(head);
}, 240_000);
