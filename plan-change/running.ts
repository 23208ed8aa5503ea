/** A plan as it runs: its documents, and every stream folded from the ledger by the functions the workflows fold with. */
import type { RuleSet } from "../domain/plan/rule-set.js";
import { dateAt } from "../domain/plan/plan-date.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { applyPlanRows, emptyPlan, type PlanState } from "../domain/streams/plan-stream.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { applyRows, emptyTask, type TaskState } from "../domain/streams/task-stream.js";
import { readRows } from "../prisma/ledger/stream-rows.js";
import {
  documentVersions,
  findPlan,
  type Kind,
  loadBundle,
  loadRuleSet,
  type PlanRow,
} from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { readClock } from "../prisma/ledger/stream-store.js";

export interface RunningPlan {
  readonly row: PlanRow;
  readonly bundle: PlanBundle;
  readonly versions: Readonly<Record<Kind, number>>;
  readonly ruleSet: RuleSet;
  /** Plan instant: real time on a live plan, the clock's in a rehearsal. */
  readonly now: number;
  readonly today: PlanDate;
  readonly streams: Streams;
  /** Ids of all items that were ever registered, the ended ones too. */
  readonly registered: ReadonlySet<string>;
}

/** The plan's own stream and those of its tasks, in the plan's order. */
export interface Streams {
  readonly plan: PlanState;
  readonly tasks: ReadonlyMap<string, TaskState>;
}

/** The plan was written but its workflows have not opened it yet. */
export class NotOpened extends Error {
  constructor(planId: string) {
    super(`plan ${planId} is not open yet: let its start finish, then change it`);
    this.name = "NotOpened";
  }
}

/** Throws UnknownPlan and NotOpened. */
export async function readRunning(pool: Pool, planId: string): Promise<RunningPlan> {
  const row = await findPlan(pool, planId);
  const [bundle, versions, ruleSet] = await Promise.all([
    loadBundle(pool, planId),
    documentVersions(pool, planId),
    loadRuleSet(pool, planId),
  ]);
  const now = row.mode === "live" ? Date.now() : (await readClock(pool, planId)).now;
  const today = dateAt(now, ruleSet.offsetMinutes);
  return { row, bundle, versions, ruleSet, now, today, ...(await readStreams(pool, planId, ruleSet)) };
}

async function readStreams(
  pool: Pool,
  planId: string,
  ruleSet: RuleSet,
): Promise<Pick<RunningPlan, "streams" | "registered">> {
  const plan = applyPlanRows(emptyPlan(PLAN_STREAM), await readRows(pool, planId, PLAN_STREAM), ruleSet);
  const tasks = new Map<string, TaskState>();
  const registered = new Set<string>();
  for (const { stream } of plan.streams) {
    const rows = await readRows(pool, planId, stream);
    for (const { type, item } of rows) if (type === "registered" && item !== undefined) registered.add(item);
    const state = applyRows(emptyTask(stream), rows, ruleSet);
    if (state.seq === 0) throw new NotOpened(planId);
    tasks.set(stream, state);
  }
  if (tasks.size === 0) throw new NotOpened(planId);
  return { streams: { plan, tasks }, registered };
}
