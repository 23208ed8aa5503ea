/** What `rehearse --json` measures of Temporal and of memory. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ownPeakMemory, peakMemoryOf } from "../../rehearsal/memory.js";
import { workflowId } from "../../workflows/names.js";
import { bundle } from "../support/small-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

/** As many messages as the server takes at once: the history grows fast. */
const TOGETHER = 9;

let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
});
afterAll(() => run.close());

it("counts the transitions of the runs that a workflow has continued from", async () => {
  const id = workflowId(run.planId, "task/1");
  const first = await run.client.workflow.getHandle(id).describe();
  let present = first.runId;
  const { planId, openedAt: now, gateway } = run;
  for (let version = 1; present === first.runId; version += TOGETHER) {
    if (version > 5_000) throw new Error("the workflow did not continue as new");
    const versions = Array.from({ length: TOGETHER }, (_, more) => version + more);
    await Promise.all(versions.map((each) => gateway.tick(planId, "task/1", { version: each, now })));
    present = (await run.client.workflow.getHandle(id).describe()).runId;
  }
  const transitions = async (runId: string): Promise<number> => {
    const described = await run.client.workflow.getHandle(id, runId).describe();
    return Number(described.raw.workflowExecutionInfo?.stateTransitionCount);
  };
  const ended = await transitions(first.runId);
  expect(ended).toBeGreaterThan(100);
  // The present run may still be completing a workflow task.
  const before = await transitions(present);
  const counted = (await run.gateway.workflows.usage(run.planId, "task/1")).stateTransitions;
  expect(counted).toBeGreaterThanOrEqual(ended + before);
  expect(counted).toBeLessThanOrEqual(ended + (await transitions(present)));
});

it("has nothing to count for a stream without a workflow", async () => {
  expect(await run.gateway.workflows.usage(run.planId, "nobody")).toEqual({ stateTransitions: 0, historyBytes: 0 });
});

it("knows the peak of another process and its own", async () => {
  const script =
    "const held = Buffer.alloc(300 * 2 ** 20, 1); process.send(held.length); process.on('message', () => process.exit())";
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(child, "message");
  const peak = peakMemoryOf(child.pid ?? 0);
  child.send("done");
  await once(child, "exit");
  expect(peak).toBeGreaterThan(300 * 2 ** 20);
  expect(peak).toBeLessThan(500 * 2 ** 20);
  expect(ownPeakMemory()).toBeGreaterThan(20 * 2 ** 20);
});
