/** An item right after 立项. */
import type { SupportingUnit } from "../plan/plan.js";
import type { FoldedRow } from "../ledger/record.js";
import type { ItemState, Support } from "./work-item.js";

function supportOf(units: readonly SupportingUnit[]): Pick<ItemState, "supporting" | "supports"> {
  const supports = units.flatMap(({ unit, workingDaysBefore: before }): Support[] =>
    before === undefined ? [] : [{ unit, before, delivered: false, run: null }],
  );
  return { supporting: units.map(({ unit }) => unit), supports };
}

/** The state of an item right after 立项. */
export function registeredItem({ item, at, payload }: FoldedRow<"registered"> & { readonly item: string }): ItemState {
  const { task, milestone, target, scope, village, township, primaryUnit, leadUnit, supporting, metric } = payload;
  return {
    id: item,
    task,
    milestone,
    target,
    scope,
    village: village ?? null,
    township: township ?? null,
    primaryUnit,
    leadUnit,
    ...supportOf(supporting ?? []),
    ...(metric ? { metric } : {}),
    status: "registered",
    assignOn: payload.assignOn,
    deadline: payload.deadline,
    // Imported with a deadline that had been moved before.
    originalDeadline: payload.originalDeadline ?? payload.deadline,
    deadlineVersion: 1,
    policy: payload.policy,
    registeredAt: at,
    closedAt: null,
    percent: 0,
    assignments: 0,
    returns: 0,
    reopenings: 0,
    reportedBy: null,
    reporters: [],
    reportedOn: null,
    deadlineRun: null,
    signForRun: null,
    verificationRun: null,
    verifications: 0,
    extension: null,
    extensions: 0,
    instructions: [],
    drafts: [],
    supervision: null,
    causeReview: false,
    suspendedSince: null,
    suspendedUntil: null,
    suspensions: [],
    stops: [],
    nextDue: null,
    beyondCalendar: null,
  };
}
