/** What a task's workflow is told of its plan. */
import { ApplicationFailure } from "@temporalio/activity";
import type { PlanBundle } from "../domain/plan/plan.js";
import { itemsOfStream, taskStreams } from "../domain/streams/streams.js";
import { dateAt } from "../domain/plan/plan-date.js";
import type { Takeover } from "../domain/items/existing.js";
import { findPlan, loadBundle, loadExisting, loadLibrary } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import type { PlanActivities, TaskPlan } from "./contract.js";

/** The part of a plan that one task's stream starts from. Throws for a task the plan does not have. */
export function taskPlan(
  bundle: PlanBundle,
  no: number,
  section: string | null = null,
  takeover: Takeover | null = null,
): TaskPlan {
  const task = bundle.plan.tasks.find((candidate) => candidate.no === no);
  if (!task) throw ApplicationFailure.nonRetryable(`plan ${bundle.plan.id} has no task ${no}`, "badMessage");
  return {
    no,
    title: task.title,
    leadUnit: task.leadUnits[0] ?? bundle.roster.bodies.office,
    items: itemsOfStream(bundle, no, section),
    policy: bundle.policy.version,
    calendar: bundle.calendar.version,
    takeover,
  };
}

/** A live plan takes over what was to be assigned before it was opened. */
async function takeoverOf(pool: Pool, planId: string, bundle: PlanBundle): Promise<Takeover | null> {
  const plan = await findPlan(pool, planId);
  if (plan.mode === "rehearsal") return null;
  const existing = await loadExisting(pool, planId);
  return { day: dateAt(plan.openedAt, bundle.plan.timeZone.offsetMinutes), existing };
}

export function planActivities(deps: { readonly pool: Pool }): PlanActivities {
  return {
    loadLibrary: (planId) => loadLibrary(deps.pool, planId),
    async loadPlanOpening(planId) {
      const bundle = await loadBundle(deps.pool, planId);
      return { streams: taskStreams(bundle), policy: bundle.policy.version, calendar: bundle.calendar.version };
    },
    async loadTaskPlan(planId, task, section) {
      const bundle = await loadBundle(deps.pool, planId);
      return taskPlan(bundle, task, section, await takeoverOf(deps.pool, planId, bundle));
    },
  };
}
