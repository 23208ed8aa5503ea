/** Who a visit is about: the unit or township of its place, and the units that owe some of its lines. */
import { owingUnit } from "../../domain/inspections/lines.js";
import type { VisitState } from "../../domain/inspections/round-types.js";
import { type ChecklistLine, lineOf } from "../../domain/plan/checklists.js";
import { checklistsOf } from "../../domain/plan/rule-set.js";
import type { PlanView } from "../views/plan-view.js";

/** A line of a visit as its version of the checklists has it. */
export const lineIn = (
  { checklist }: Pick<VisitState, "checklist">,
  key: string,
  { ruleSet }: PlanView,
): ChecklistLine | undefined => lineOf(checklistsOf(ruleSet, checklist), key);

/** The unit or the township that is inspected there. */
export const inspectedUnit = ({ plan: { place } }: Pick<VisitState, "plan">): string | undefined =>
  place.kind === "unit" ? place.id : place.township;

/** Who has to put a line right. */
export function owesLine(
  visit: Pick<VisitState, "plan" | "checklist">,
  key: string,
  plan: PlanView,
): string | undefined {
  const line = lineIn(visit, key, plan);
  return (line && owingUnit(line, visit.plan.place, plan.bundle.plan)) ?? undefined;
}

/** The inspected, and whoever owes one of some lines. */
export const partiesOf = (
  visit: Pick<VisitState, "plan" | "checklist">,
  lines: readonly string[],
  plan: PlanView,
): (string | undefined)[] => [inspectedUnit(visit), ...lines.map((key) => owesLine(visit, key, plan))];
