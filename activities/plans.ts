/** What a task's workflow is told of its plan. */
import { ApplicationFailure } from "@temporalio/activity";
import { plannedItems } from "../domain/planned-items.js";
import type { PlanBundle } from "../domain/plan.js";
import { loadBundle, loadLibrary } from "../prisma/plan-store.js";
import type { Pool } from "../prisma/pool.js";
import type { PlanActivities, TaskPlan } from "./contract.js";

/** The part of a plan that one task's stream starts from. Throws for a task the plan does not have. */
export function taskPlan(bundle: PlanBundle, no: number): TaskPlan {
  const task = bundle.plan.tasks.find((candidate) => candidate.no === no);
  if (!task) throw ApplicationFailure.nonRetryable(`plan ${bundle.plan.id} has no task ${no}`, "badMessage");
  return {
    no,
    title: task.title,
    leadUnit: task.leadUnits[0] ?? bundle.roster.bodies.office,
    items: plannedItems(bundle).filter((item) => item.task === no),
    policy: bundle.policy.version,
    calendar: bundle.calendar.version,
  };
}

export function planActivities(deps: { readonly pool: Pool }): PlanActivities {
  return {
    loadLibrary: (planId) => loadLibrary(deps.pool, planId),
    loadTaskPlan: async (planId, task) => taskPlan(await loadBundle(deps.pool, planId), task),
  };
}
