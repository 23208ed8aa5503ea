/** The work items a plan yields: one per milestone entry and target, in the plan's order. */
import { calendarOf } from "./calendar.js";
import type { Milestone, Task } from "./plan.js";
import type { PlanBundle, PlannedItem } from "./bundle.js";

interface Target {
  readonly id: string;
  readonly township?: string;
  readonly village?: string;
}

/** Whether a place has an item of a milestone. */
const has = ({ targets }: Milestone, id: string, otherwise = true): boolean => targets?.includes(id) ?? otherwise;

function targetsOf(milestone: Milestone, bundle: PlanBundle): Target[] {
  const { townships, villages } = bundle.roster;
  switch (milestone.scope) {
    case "county":
      return [{ id: "county" }];
    case "township":
      return townships.filter(({ id }) => has(milestone, id)).map(({ id }) => ({ id, township: id }));
    case "village":
    case "area":
      return villages
        .filter(({ id, concentratedArea }) => has(milestone, id, milestone.scope === "village" || concentratedArea))
        .map((village) => ({ id: village.id, township: village.township, village: village.id }));
  }
}

function primaryUnit(task: Task, milestone: Milestone, target: Target): string {
  const { owes } = milestone;
  if (owes.kind === "unit") return owes.unit;
  if (owes.kind === "township" && target.township !== undefined) return target.township;
  const lead = task.leadUnits[0];
  if (lead === undefined) throw new Error(`task ${task.no} has no lead unit, so nobody owes ${milestone.id}`);
  return lead;
}

/**
 * Recurring items are assigned on the first working day of their year, what came up in its course from its own day on, all
 * others when the plan starts; never before it.
 */
function assignOn(milestone: Milestone, bundle: PlanBundle): string {
  const { start } = bundle.plan;
  const { adHoc, series, deadline } = milestone;
  const from = adHoc?.on ?? (series === undefined ? start : `${deadline.slice(0, 4)}-01-01`);
  return calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(from > start ? from : start);
}

/** All items, in the order task, milestone, target. */
export function plannedItems(bundle: PlanBundle): PlannedItem[] {
  return bundle.plan.tasks.flatMap((task) =>
    task.milestones.flatMap((milestone) =>
      targetsOf(milestone, bundle).map((target): PlannedItem => {
        const { id, ...place } = target;
        const owing = primaryUnit(task, milestone, target);
        // What a part of its own is called stands in the plan, where it can be put better; the item has its sub-deadline.
        const supporting = milestone.supporting
          .filter((each) => each.unit !== owing)
          .map(({ unit, workingDaysBefore }) =>
            workingDaysBefore === undefined ? { unit } : { unit, workingDaysBefore },
          );
        return {
          id: `${milestone.id}/${id}`,
          task: task.no,
          milestone: milestone.id,
          target: id,
          scope: milestone.scope,
          ...place,
          primaryUnit: owing,
          ...(supporting.length > 0 ? { supporting } : {}),
          deadline: milestone.deadline,
          ...(milestone.metric ? { metric: { target: milestone.metric.target } } : {}),
          assignOn: assignOn(milestone, bundle),
        };
      }),
    ),
  );
}
