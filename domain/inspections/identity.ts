/** What makes two findings the same: the place, the line and the class of cause. It is the id of their one rectification item (整改). */
import type { Milestone } from "../plan/plan.js";
import type { ChecklistLine, Checklists } from "../plan/checklists.js";

/** Begins what stands for the milestone of a rectification item. No milestone of a plan may begin so. */
export const FINDING_MARK = "zg-";

/** What stands for the milestone of a rectification item: `zg-<line>-<cause>`. */
export const findingMilestone = (line: string, cause: string): string => `${FINDING_MARK}${line}-${cause}`;

/** `zg-<line>-<cause>/<place>`; place: a village, a unit, or `county` for a systemic one. */
export const findingItem = (line: string, cause: string, place: string): string =>
  `${findingMilestone(line, cause)}/${place}`;

/** Whether an item is a rectification. */
export const isFindingMilestone = (milestone: string): boolean => milestone.startsWith(FINDING_MARK);

/** The line and cause of a rectification item's milestone; undefined where the checklists have none of it. */
export function findingOf(
  milestone: string,
  { lines, causes }: Checklists,
): { readonly line: ChecklistLine; readonly cause: { readonly id: string; readonly title: string } } | undefined {
  if (!isFindingMilestone(milestone)) return undefined;
  for (const line of lines)
    for (const cause of causes) if (findingMilestone(line.key, cause.id) === milestone) return { line, cause };
  return undefined;
}

/** A rectification item's milestone as letters and screens read one: made of the line, as the plan has none. */
export function milestoneOfFinding(milestone: string, checklists: Checklists): Milestone | undefined {
  const found = findingOf(milestone, checklists);
  if (!found) return undefined;
  const { line, cause } = found;
  return {
    id: milestone,
    title: `整改：${line.text}（${cause.title}）`,
    // Its items have deadlines of their own, by severity.
    deadline: "",
    reading: { text: "", basis: "inferred" },
    scope: line.scope === "visit" ? "village" : "county",
    owes: { kind: "firstLead" },
    supporting: [],
    closeCriteria: line.good,
    criteriaSource: "office",
    evidence: line.evidence,
    evidenceSource: "office",
    clause: line.clause,
  };
}
