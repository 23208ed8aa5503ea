/** Months that are asked about: their names, streams and days. */
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import type { MonthPolicy } from "../plan/month-policy.js";
import type { PlanDate } from "../plan/plan.js";

const PREFIX = "month/";

/** `month/2021-05` */
export const monthStream = (month: string): string => `${PREFIX}${month}`;
export const isMonthStream = (stream: string): boolean => stream.startsWith(PREFIX);
/** A month's name, of its stream. */
export const monthOfStream = (stream: string): string => stream.slice(PREFIX.length);

/** The month after one: `2022-01` after `2021-12`. */
export function monthAfter(month: string): string {
  const [year = 0, no = 0] = month.split("-").map(Number);
  return no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, "0")}`;
}

/** The month before one: `2020-12` before `2021-01`. */
export function monthBefore(month: string): string {
  const [year = 0, no = 0] = month.split("-").map(Number);
  return no === 1 ? `${year - 1}-12` : `${year}-${String(no - 1).padStart(2, "0")}`;
}

export interface MonthDates {
  /** Everybody is asked on this day, at the policy's firing time. */
  readonly askedOn: PlanDate;
  /** The last day of answers in good time. */
  readonly dueOn: PlanDate;
  /** The last day of answers that count. */
  readonly closesOn: PlanDate;
}

const dayOf = (month: string, day: number): PlanDate => `${month}-${String(day).padStart(2, "0")}`;

/** The days of a month; null where the calendar ends before. */
export function monthDates(
  month: string,
  { askOn, dueOn, closesAfter }: Pick<MonthPolicy, "askOn" | "dueOn" | "closesAfter">,
  calendar: WorkingCalendar,
): MonthDates | null {
  try {
    const due = calendar.firstWorkingDayOnOrAfter(dayOf(month, dueOn));
    return {
      askedOn: calendar.firstWorkingDayOnOrAfter(dayOf(month, askOn)),
      dueOn: due,
      closesOn: calendar.addWorkingDays(due, closesAfter),
    };
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** Whether something asked every so many months is asked in this one: every 3 in March, June, September and December. */
export const isAskedIn = (month: string, every: number): boolean => Number(month.slice(5)) % every === 0;
