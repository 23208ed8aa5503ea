/**
 * A plan runs on while its workers are upgraded, and downgraded again. Two builds whose rules differ take turns: what one has
 * recorded stays as it was recorded, in the ledger, in the tables and in what the workflows go by.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { NotDelivered } from "../../gateway/failures.js";
import type { Command, CommandKind } from "../../domain/items/commands.js";
import { disagreements } from "../support/agreement.js";
import { type Change, otherBuild } from "../support/build.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { startWorkerProcess, type WorkerProcess } from "../support/worker-process.js";

const ITEM = "works/v1";
let folder: string;
let run: PlanRun;
let clock: { readonly version: number; readonly now: number };
let worker: WorkerProcess | null;
let starts = 0;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "duban-upgrade-"));
  run = await startPlan(bundle);
  worker = null;
  await work(null);
  await run.open();
  clock = await run.store.moveClock(run.planId, at("2021-04-12"));
  await run.gateway.tick(run.planId, "task/2", clock);
  await act("signFor");
}, 120_000);
afterEach(async () => {
  await worker?.stop();
  await run.close();
  rmSync(folder, { recursive: true, force: true });
});

/** From now on a worker of this build works, and no other. */
async function work(root: string | null): Promise<void> {
  await worker?.kill();
  const name = `worker-${++starts}`;
  worker = await startWorkerProcess(run, { name, folder, ...(root !== null && { root }) });
}

const asked = (kind: CommandKind, more: Record<string, unknown> = {}): Command =>
  command(kind, people.clerk, ITEM, more);

async function act(kind: CommandKind, more: Record<string, unknown> = {}): Promise<void> {
  expect((await run.gateway.act(run.planId, "task/2", asked(kind, more), clock)).items).toEqual([ITEM]);
}

/** The item's progress as the ledger has it, and as the table tells it. */
async function progress(): Promise<{ readonly ledger: number; readonly table: number }> {
  const { rows } = await run.database.pool.query(
    `SELECT (SELECT (payload ->> 'percent')::int FROM ledger WHERE plan_id = $1 AND item_id = $2 AND type = 'progressReported'
       ORDER BY seq DESC LIMIT 1) AS ledger, (state ->> 'percent')::int AS table FROM item WHERE plan_id = $1 AND id = $2`,
    [run.planId, ITEM],
  );
  return rows[0];
}

/** Read by SQL: this release's own code does not know all of them. */
async function recordedTypes(): Promise<string[]> {
  const { rows } = await run.database.pool.query<{ type: string }>(
    "SELECT type FROM ledger WHERE plan_id = $1 AND stream = 'task/2' ORDER BY seq",
    [run.planId],
  );
  return rows.map(({ type }) => type);
}

/** Progress beyond 90 does not count any more: neither when it is reported, nor when a report is read. */
const CAPPED: readonly Change[] = [
  {
    in: ["domain/items/decide-life.ts"],
    from: "payload: { percent, text, ...toldFigures(item, figures) }",
    to: "payload: { percent: Math.min(percent, 90), text, ...toldFigures(item, figures) }",
  },
  {
    in: ["domain/items/evolve.ts"],
    from: 'status: "inProgress", percent,',
    to: 'status: "inProgress", percent: Math.min(percent, 90),',
  },
];

it("whose rules differ: what was recorded by the one is not decided anew by the other", async () => {
  const other = otherBuild(path.join(folder, "other"), CAPPED);
  await act("reportProgress", { percent: 95 });
  expect(await progress()).toEqual({ ledger: 95, table: 95 });
  expect(await disagreements(run)).toEqual([]);

  await work(other);
  expect(await disagreements(run)).toEqual([]);
  await act("annotate");
  expect(await progress()).toEqual({ ledger: 95, table: 95 });
  expect(await disagreements(run)).toEqual([]);
  await act("reportProgress", { percent: 97 });
  expect(await progress()).toEqual({ ledger: 90, table: 90 });
  expect(await disagreements(run)).toEqual([]);

  await work(null);
  expect(await disagreements(run)).toEqual([]);
  await act("annotate");
  expect(await progress()).toEqual({ ledger: 90, table: 90 });
  expect(await disagreements(run)).toEqual([]);
}, 240_000);

it("whose newer one records what the older does not know: the older decides nothing there, says so, and leaves it to the newer", async () => {
  const newer = otherBuild(path.join(folder, "newer"), [
    { in: ["domain", "prisma", "mail", "workflows", "activities"], from: /\bannotated\b/g, to: "annotatedAnew" },
  ]);
  await work(newer);
  await act("annotate");
  const before = await recordedTypes();
  expect(before.at(-1)).toBe("annotatedAnew");

  await work(null);
  const waiting = asked("reportProgress", { percent: 30 });
  const older = run.gateway.act(run.planId, "task/2", waiting, clock, 15_000);
  await expect(older).rejects.toBeInstanceOf(NotDelivered);
  // Other streams of the plan are none of its business.
  const other = command("signFor", people.lead, "plan/county");
  await run.gateway.tick(run.planId, "task/1", clock);
  expect((await run.gateway.act(run.planId, "task/1", other, clock)).items).toEqual(["plan/county"]);
  expect(await recordedTypes()).toEqual(before);
  const { rows: alarms } = await run.database.pool.query(
    "SELECT kind, detail FROM alarm WHERE plan_id = $1 AND kind = 'newerRelease'",
    [run.planId],
  );
  expect(alarms).toHaveLength(1);
  expect(JSON.stringify(alarms[0].detail)).toContain("annotatedAnew");
  expect(readFileSync(worker?.logFile ?? "", "utf8")).toContain("annotatedAnew");

  await work(newer);
  expect((await run.gateway.act(run.planId, "task/2", waiting, clock)).items).toEqual([ITEM]);
  expect(await recordedTypes()).toEqual([...before, "progressReported"]);
}, 240_000);
