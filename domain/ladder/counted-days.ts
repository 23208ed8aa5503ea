/** Working days overdue, and days counted without suspensions: suspended days don't count. */
import type { WorkingCalendar } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";

/** What can be suspended. */
export interface Suspendable {
  readonly suspendedSince: PlanDate | null;
  /** Ended suspensions as [first day, day of resumption). */
  readonly suspensions: readonly (readonly [PlanDate, PlanDate])[];
}

export function isSuspended({ suspendedSince }: Pick<Suspendable, "suspendedSince">): boolean {
  return suspendedSince !== null;
}

/** Suspended working days d with `after` < d ≤ `until`; a running suspension counts up to `until`. */
export function suspendedDays(
  subject: Suspendable,
  after: PlanDate,
  until: PlanDate,
  calendar: WorkingCalendar,
): number {
  let days = 0;
  const spans: (readonly [PlanDate, PlanDate])[] = [...subject.suspensions];
  if (subject.suspendedSince !== null) spans.push([subject.suspendedSince, addDays(until, 1)]);
  for (const [from, to] of spans) {
    const start = from > addDays(after, 1) ? addDays(from, -1) : after;
    const end = addDays(to, -1) < until ? addDays(to, -1) : until;
    days += calendar.workingDaysBetween(start, end);
  }
  return days;
}

/** Working days from the deadline to `today`, less suspended ones; 0 up to the deadline. */
export function workingDaysOverdue(
  subject: Suspendable & { readonly deadline: PlanDate },
  today: PlanDate,
  calendar: WorkingCalendar,
): number {
  if (today <= subject.deadline) return 0;
  return (
    calendar.workingDaysBetween(subject.deadline, today) - suspendedDays(subject, subject.deadline, today, calendar)
  );
}

/** The day that lies `offset` counted working days from `anchor`; suspended days push later days back. */
export function countedDay(
  subject: Suspendable,
  anchor: PlanDate,
  offset: number,
  calendar: WorkingCalendar,
): PlanDate {
  if (offset <= 0) return calendar.addWorkingDays(anchor, offset);
  let excluded = 0;
  for (;;) {
    const day = calendar.addWorkingDays(anchor, offset + excluded);
    const found = suspendedDays(subject, anchor, day, calendar);
    if (found === excluded) return day;
    excluded = found;
  }
}
