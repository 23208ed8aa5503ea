/** A message of a kind that a stream does not understand waits for a release that does; nobody takes it for applied. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../api/sweeper.js";
import { disagreements } from "../support/agreement.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, people } from "../support/small-plan.js";

let run: PlanRun;
let clock: { readonly version: number; readonly now: number };
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  clock = await run.store.moveClock(run.planId, at("2021-04-12"));
});
afterAll(() => run.close());

it.each(["plan", "task/2"])(
  "sent to %s",
  async (to) => {
    const { pool } = run.database;
    await run.gateway.tick(run.planId, to, clock);
    const before = await run.ledger.readStream(run.planId, to);
    const key = `unheardOf>${to}`;
    const body = { kind: "order", key: "unheardOf", actor: people.office, order: { kind: "openInspection", round: 1 } };
    await pool.query(
      "INSERT INTO message (plan_id, key, from_stream, to_stream, body) VALUES ($1, $2, 'plan', $3, $4)",
      [run.planId, key, to, body],
    );
    expect(await sweep(pool, run.gateway)).toMatchObject({ delivered: 1, failed: [] });
    // Both are behind the message: answered once it has been looked at.
    await run.gateway.tick(run.planId, to, clock);
    await run.gateway.tick(run.planId, to, clock);
    const { rows } = await pool.query("SELECT applied FROM message WHERE plan_id = $1 AND key = $2", [run.planId, key]);
    expect(rows).toEqual([{ applied: false }]);
    expect(await run.ledger.readStream(run.planId, to)).toEqual(before);
    const alarms = await pool.query(
      "SELECT detail FROM alarm WHERE plan_id = $1 AND kind = 'messageUnknown' AND detail ->> 'message' = $2",
      [run.planId, key],
    );
    expect(alarms.rows).toHaveLength(1);
    // Not derived from any row: a rebuild would not make it.
    await pool.query("DELETE FROM message WHERE plan_id = $1 AND key = $2", [run.planId, key]);
    expect(await disagreements(run)).toEqual([]);
  },
  60_000,
);
