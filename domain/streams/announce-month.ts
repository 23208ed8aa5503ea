/** When the plan's stream begins a month's request: on the policy's day of each month, from the day on which the policy has one. */
import type { PayloadOf } from "../ledger/events.js";
import type { MonthStreamInfo } from "../ledger/month-events.js";
import { monthAfter, monthDates, monthStream } from "../months/month-name.js";
import type { MonthPolicy } from "../plan/month-policy.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt, instantAt } from "../plan/plan-date.js";
import { calendarVersion, hasPolicy, policyOf, type RuleSet } from "../plan/rule-set.js";

/** Of the plan's stream what its months depend on. */
export interface AskingMonths {
  readonly policy: number;
  readonly calendar: number;
  /** The newest month that was announced; "" before the first. */
  readonly askedMonth: string;
  /** No month whose day of asking lies before this one: that of the opening, or on which a policy with months was adopted. */
  readonly monthsFrom: PlanDate;
}

export interface MonthDue {
  readonly at: number;
  readonly month: string;
  readonly askedOn: PlanDate;
  readonly dueOn: PlanDate;
  readonly closesOn: PlanDate;
}

/** Whether a policy version asks by the month. */
export const asksByMonth = (ruleSet: RuleSet, version: number): boolean =>
  hasPolicy(ruleSet, version) && policyOf(ruleSet, version).months !== undefined;

/** The next month that is asked about; null where nobody is asked by the month, all are behind, or the calendar ends before. */
export function nextMonth(state: AskingMonths, ruleSet: RuleSet): MonthDue | null {
  const policy = policyOf(ruleSet, state.policy);
  const { months } = policy;
  if (!months || state.monthsFrom === "") return null;
  const calendar = calendarVersion(ruleSet, state.calendar);
  for (let month = firstAfter(state, months); month <= months.last; month = monthAfter(month)) {
    const dates = monthDates(month, months, calendar);
    if (dates === null) return null;
    if (dates.askedOn < state.monthsFrom) continue;
    return { ...dates, month, at: instantAt(dates.askedOn, policy.firingTime, ruleSet.offsetMinutes) };
  }
  return null;
}

/** The month after the newest, not before the policy's first nor that of the first asking. */
function firstAfter({ askedMonth, monthsFrom }: AskingMonths, { first }: MonthPolicy): string {
  const next = askedMonth === "" ? monthsFrom.slice(0, 7) : monthAfter(askedMonth);
  return next > first ? next : first;
}

/** What is recorded of a month that is due. After an outage that outlasted it nobody is asked any more. */
export function announcedMonth(due: MonthDue, now: number, ruleSet: RuleSet): PayloadOf<"monthAnnounced"> {
  const { month, askedOn, dueOn, closesOn, at } = due;
  const info: MonthStreamInfo = { stream: monthStream(month), month, askedOn, dueOn, closesOn, openedAt: at };
  return { month: info, ...(dateAt(now, ruleSet.offsetMinutes) > dueOn ? { missed: true } : {}) };
}
