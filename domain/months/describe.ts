/** What a month waits for, in words for an operator (Temporal's UI). */
import { dateAt, timeAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import { nextMonthDue } from "./due.js";
import { type MonthState, unanswered } from "./month-state.js";

export function describeMonth(state: MonthState, ruleSet: RuleSet): string {
  const all = Object.keys(state.requests).length;
  const open = unanswered(state).length;
  const due = nextMonthDue(state, ruleSet);
  const { offsetMinutes } = ruleSet;
  return [
    state.status === "open" ? `Answers are due on ${state.dueOn}.` : "Closed: the month's figures are fixed.",
    `${all - open} of ${all} units have answered.`,
    ...(state.bulletin ? [`Its bulletin is ${state.bulletin.step}.`] : []),
    due === null
      ? "Nothing is due by itself."
      : `Next due: ${dateAt(due, offsetMinutes)} ${timeAt(due, offsetMinutes)} plan time.`,
  ].join(" ");
}
