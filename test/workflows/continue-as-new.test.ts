/** 200 Updates across a continue-as-new, while the fast path fails and recording falls back to the normal activity. */
import { activityInfo } from "@temporalio/activity";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Activities } from "../../activities/contract.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { workflowId } from "../../workflows/names.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

const STREAM = "task/2";
let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(bundle);
});
afterAll(() => run.close());

/** As when the database answers too late for a workflow task: every local attempt fails, the durable one gets through. */
function onlyDurable(activities: Activities): Activities {
  let local = 0;
  return {
    ...activities,
    advance(request) {
      if (activityInfo().isLocal) throw new Error(`the fast path is closed (attempt ${++local})`);
      return activities.advance(request);
    },
  };
}

const described = (): ReturnType<ReturnType<typeof run.client.workflow.getHandle>["describe"]> =>
  run.client.workflow.getHandle(workflowId(run.planId, STREAM)).describe();

it("are all answered and recorded once, in order of nothing but the ledger", async () => {
  await run.startWorker();
  await run.open();
  const clock = await run.store.moveClock(run.planId, at("2021-04-13", "10:00"));
  const before = await described();
  // Just short of the length at which a run ends.
  for (;;) {
    if ((await described()).historyLength > 1_800) break;
    await Promise.all(Array.from({ length: 60 }, () => run.gateway.tick(run.planId, STREAM, clock)));
  }
  expect((await described()).runId).toBe(before.runId);

  await run.stopWorker();
  await run.startWorker(onlyDurable);
  const notes = Array.from({ length: 200 }, (_, no) => command("annotate", people.clerk, `works/v${(no % 4) + 1}`));
  const outcomes = await Promise.all(notes.map((note) => run.gateway.act(run.planId, STREAM, note, clock)));

  expect(outcomes.map((outcome) => outcome.key)).toEqual(notes.map((note) => note.key));
  expect((await described()).runId).not.toBe(before.runId);
  const rows = (await run.ledger.readStream(run.planId, STREAM)).filter((row) => row.type === "annotated");
  expect(rows.map((row) => row.cause).sort()).toEqual(notes.map((note) => `cmd/${note.key}`).sort());
  expect((await verifyLedger(run.database.pool, run.planId)).broken).toBeNull();
}, 120_000);
