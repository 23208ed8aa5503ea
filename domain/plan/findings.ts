/** What makes two findings the same: the place, the line and the class of cause. It is the id of their one rectification item (整改). */
import type { Milestone } from "./plan.js";
import type { ChecklistLine, Checklists } from "./checklists.js";

/** Begins what stands for the milestone of a rectification item. No milestone of a plan may begin so. */
export const FINDING_MARK = "zg-";

/** What stands for the milestone of a rectification item: `zg-<line>-<cause>`. */
export const findingMilestone = (line: string, cause: string): string => `${FINDING_MARK}${line}-${cause}`;

/** `zg-<line>-<cause>/<place>`; place: a village, a unit, or `county` for a systemic one. */
export const findingItem = (line: string, cause: string, place: string): string =>
  `${findingMilestone(line, cause)}/${place}`;

/** Whether an item is a rectification. */
export const isFindingMilestone = (milestone: string): boolean => milestone.startsWith(FINDING_MARK);

/** What stands for the milestones of rectification items, as letters and screens read them: one of each line and class of its causes. */
export function milestonesOfFindings({ lines, causes }: Checklists): Milestone[] {
  const titles = new Map(causes.map(({ id, title }) => [id, title]));
  return lines.flatMap((line) => line.causes.map((cause) => milestoneOf(line, cause, titles.get(cause) ?? cause)));
}

const milestoneOf = (line: ChecklistLine, cause: string, title: string): Milestone => ({
  id: findingMilestone(line.key, cause),
  title: `整改：${line.text}（${title}）`,
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
});
