/**
 * A live plan's list of what has been open for too long falls due at the very instant at which a ladder ends. Whichever stream
 * is recorded first, what belongs on the list is on it.
 */
import { expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dayNumber } from "../../domain/plan/plan-date.js";
import { BUNDLES, startPlan } from "../support/plan-run.js";
import { workflowBundle } from "../../worker/bundle.js";
import { bundle } from "../support/small-bundle.js";

const DAY = 86_400_000;
/** The first working day of its month, and the item's deadline, the working day before. */
const LISTED = "2021-06-01";
const DEADLINE = "2021-05-31";

/** Its 09:00 of the day of the list is `due`; the whole ladder is one rung, a working day after the deadline. */
function listedAt(due: number): PlanBundle {
  const offsetMinutes = (dayNumber(LISTED) * DAY - due) / 60_000 + 9 * 60;
  const { plan, policy } = bundle;
  const urge = policy.ladders.village.filter(({ id }) => id === "urge");
  const tasks = plan.tasks
    .filter(({ no }) => no === 2)
    .map((task) => ({
      ...task,
      milestones: task.milestones.map((milestone) => ({ ...milestone, deadline: DEADLINE })),
    }));
  return {
    ...bundle,
    plan: { ...plan, start: "2021-05-31", tasks, timeZone: { name: "synthetic", offsetMinutes } },
    policy: { ...policy, ladders: { ...policy.ladders, village: urge, signFor: [] } },
  };
}

it("waits for a task that is still being recorded", async () => {
  // Before its time runs: a machine may need long for it.
  await workflowBundle(BUNDLES);
  // On whole quarters of a minute the zone's offset is exact.
  const due = Math.ceil((Date.now() + 20_000) / 15_000) * 15_000;
  const run = await startPlan(listedAt(due), undefined, { mode: "live" });
  const { pool } = run.database;
  await run.startWorker();
  await run.open();
  expect(Date.now(), "this machine was too slow to open the plan before its instant").toBeLessThan(due - 500);
  const holder = await pool.connect();
  await new Promise((resolve) => setTimeout(resolve, due - 300 - Date.now()));
  await holder.query("BEGIN");
  await holder.query("SELECT FROM stream WHERE plan_id = $1 AND name = 'task/2' FOR UPDATE", [run.planId]);
  await new Promise((resolve) => setTimeout(resolve, due + 2_000 - Date.now()));
  await holder.query("COMMIT");
  holder.release();

  const listed = async () =>
    (await run.ledger.readStream(run.planId, "plan")).find(({ type }) => type === "longOverdueListed");
  for (const deadline = due + 40_000; !(await listed()) && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 100));
  const row = await listed();
  expect(row?.at).toBeGreaterThanOrEqual(due);
  const urged = (await run.ledger.readStream(run.planId, "task/2")).filter(({ type }) => type === "rungFired");
  expect(urged.map(({ item }) => item)).toEqual(["works/v1", "works/v2", "works/v3", "works/v4", "area/v4"]);
  const { rows } = await pool.query<{ items: string[] }>(
    `SELECT array_agg(DISTINCT line ->> 'item' ORDER BY line ->> 'item') AS items
     FROM notice, jsonb_array_elements(list) AS line WHERE plan_id = $1 AND instrument = 'longOverdueList'`,
    [run.planId],
  );
  expect(rows[0]?.items).toEqual(["area/v4", "works/v1", "works/v2", "works/v3", "works/v4"]);
  await run.close();
}, 120_000);
