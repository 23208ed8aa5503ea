/** What a round waits for, in words for an operator (Temporal's UI). */
import { dateAt, timeAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import { isPressed, lateVisits, nextRoundDue } from "./chase.js";
import { statusOf } from "./filed.js";
import { uncoveredVisits } from "./round-state.js";
import type { RoundState } from "./round-types.js";

const STATUS = {
  draft: "The scheme is drafted and waits for the office's approval.",
  open: "Open: visits are made and filed.",
  closing: "Closing: nothing new is taken along, what is out is still taken in.",
  closed: "Closed.",
  skipped: "Skipped.",
} as const;

export function describeRound(state: RoundState, ruleSet: RuleSet): string {
  const all = Object.values(state.visits);
  const out = all.filter((visit) => statusOf(visit) === "takenAlong" || statusOf(visit) === "partlyFiled").length;
  const submitted = all.length - lateVisits(state).length;
  const uncovered = uncoveredVisits(state).length;
  const due = nextRoundDue(state, ruleSet);
  const { offsetMinutes } = ruleSet;
  return [
    STATUS[state.status],
    `${submitted} of ${all.length} visits submitted, ${out} out.`,
    ...(uncovered > 0 ? [`${uncovered} visits have no group.`] : []),
    ...(isPressed(state, "bulletin") ? ["The bulletin is not signed yet."] : []),
    due === null
      ? "Nothing is due by itself."
      : `Next due: ${dateAt(due, offsetMinutes)} ${timeAt(due, offsetMinutes)} plan time.`,
  ].join(" ");
}
