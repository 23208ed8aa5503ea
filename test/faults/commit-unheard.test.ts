/**
 * A live plan's worker dies after its commit and before its workflow task has ended: nobody heard what it recorded. Another
 * takes the task over some seconds later, when what it would decide by itself is no longer the same.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Command } from "../../domain/items/commands.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { workflowBundle } from "../../worker/bundle.js";
import { disagreements } from "../support/agreement.js";
import { type CommitGate, startCommitGate } from "../support/commit-gate.js";
import { dueAt } from "../support/due-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { command } from "../support/small-plan.js";
import { startWorkerProcess, type WorkerProcess } from "../support/worker-process.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-unheard-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SINCE_NINE = 15 * 3_600_000;
const clerk = { person: "p-unit-desk", post: "unit/desk", unit: "unit" };
const sleepUntil = (instant: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - Date.now())));

/** A plan that was opened this morning by its own clock, and whose items' deadline is today. Its day ends at `midnight`. */
function endingAt(midnight: number): PlanBundle {
  const { plan, today } = dueAt(midnight - SINCE_NINE);
  const tasks = plan.plan.tasks.map((task) => ({
    ...task,
    milestones: task.milestones.map((milestone) => ({ ...milestone, deadline: today })),
  }));
  return { ...plan, plan: { ...plan.plan, tasks } };
}

let run: PlanRun;
let gate: CommitGate;
let first: WorkerProcess;
let second: WorkerProcess | undefined;
let midnight: number;

beforeAll(async () => {
  // Before its time runs: a machine may need long for it.
  await workflowBundle(path.join(folder, "bundles"));
  // A worker takes some seconds to start, the plan some to be opened.
  midnight = Date.now() + 40_000;
  run = await startPlan(endingAt(midnight), undefined, { mode: "live" });
  gate = await startCommitGate(run.database.url);
  first = await startWorkerProcess(run, { name: "first", folder, databaseUrl: gate.url });
  await run.open();
}, 120_000);
afterAll(async () => {
  await first.stop();
  await second?.stop();
  await gate.close();
  await run.close();
});

const act = (asked: Command) => run.gateway.act(run.planId, "task/2", asked, null);
const rowsOf = async ({ key }: Command) =>
  (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.cause === `cmd/${key}`);

it("an application filed in time stays in time, and workflow, tables and ledger agree on it", async () => {
  const asked = command("requestExtension", clerk, "works/v1", { to: endOf(run) });
  await act(command("signFor", clerk, "works/v1"));
  await sleepUntil(midnight - 1_500);
  const caught = gate.catchNext("after");
  const answered = act(asked);
  answered.catch(() => undefined); // awaited below
  await caught;
  const recorded = await rowsOf(asked);
  expect(recorded).toMatchObject([{ type: "extensionRequested", payload: { late: false } }]);
  expect(recorded[0]?.at, "this machine was too slow to file it before the day's end").toBeLessThan(midnight);
  await first.kill();
  await sleepUntil(midnight + 1_500);

  second = await startWorkerProcess(run, { name: "second", folder });
  expect((await answered).items).toEqual(["works/v1"]);
  expect(await rowsOf(asked)).toEqual(recorded);
  expect(await disagreements(run)).toEqual([]);
  // The next act on it is decided from what was recorded.
  expect((await act(command("annotate", clerk, "works/v1"))).items).toEqual(["works/v1"]);
  expect(await disagreements(run)).toEqual([]);
}, 180_000);

/** A day well after the deadline, within the plan's calendar. */
function endOf({ openedAt }: PlanRun): string {
  return `${new Date(openedAt).getUTCFullYear() + 1}-06-30`;
}
