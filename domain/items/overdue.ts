/** Working days overdue, and days counted without suspensions (docs/domain.md, "Clocks"). */
import type { WorkingCalendar } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";
import type { ItemState } from "./work-item.js";

/** The parts of an item that its suspensions are in. */
type Suspendable = Pick<ItemState, "suspensions" | "suspendedSince">;

/** Suspended working days d with `after` < d ≤ `until`; a running suspension counts up to `until`. */
export function suspendedDays(item: Suspendable, after: PlanDate, until: PlanDate, calendar: WorkingCalendar): number {
  let days = 0;
  const spans: (readonly [PlanDate, PlanDate])[] = [...item.suspensions];
  if (item.suspendedSince !== null) spans.push([item.suspendedSince, addDays(until, 1)]);
  for (const [from, to] of spans) {
    const start = from > addDays(after, 1) ? addDays(from, -1) : after;
    const end = addDays(to, -1) < until ? addDays(to, -1) : until;
    days += calendar.workingDaysBetween(start, end);
  }
  return days;
}

/** Working days from the deadline to `today`, less suspended ones; 0 up to the deadline. */
export function workingDaysOverdue(
  item: Suspendable & Pick<ItemState, "deadline">,
  today: PlanDate,
  calendar: WorkingCalendar,
): number {
  if (today <= item.deadline) return 0;
  return calendar.workingDaysBetween(item.deadline, today) - suspendedDays(item, item.deadline, today, calendar);
}

/** The day that lies `offset` counted working days from `anchor`; suspended days push later days back. */
export function countedDay(item: Suspendable, anchor: PlanDate, offset: number, calendar: WorkingCalendar): PlanDate {
  if (offset <= 0) return calendar.addWorkingDays(anchor, offset);
  let excluded = 0;
  for (;;) {
    const day = calendar.addWorkingDays(anchor, offset + excluded);
    const found = suspendedDays(item, anchor, day, calendar);
    if (found === excluded) return day;
    excluded = found;
  }
}
