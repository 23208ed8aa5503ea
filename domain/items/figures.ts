/** The figures that a letter states about an item: those of the day on the letter, also where what it tells happened before. */
import { workingDaysOverdue } from "../ladder/counted-days.js";
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import type { ItemState } from "./work-item.js";

type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** For whom the unit's days go on: what it reported waits for others, and what has ended for nobody. */
const RUNNING: readonly ItemState["status"][] = ["registered", "assigned", "signedFor", "inProgress"];

/**
 * Facts of `said` as they are on `told`, the day of the letter: what happens on a day off goes out with the next working day's
 * letters, which say 截至 that day. `item` as it was left by what is told. A count whose year has no calendar stays as it was.
 */
export function figuresOn(
  facts: Facts,
  item: ItemState,
  said: PlanDate,
  told: PlanDate,
  calendar: WorkingCalendar,
): Facts {
  const { overdue, daysLeft } = facts;
  if (said === told || typeof overdue !== "number") return facts;
  try {
    const on = (day: PlanDate): number => workingDaysOverdue(item, day, calendar);
    return {
      ...facts,
      overdue: RUNNING.includes(item.status) ? overdue + on(told) - on(said) : overdue,
      ...(typeof daysLeft === "number" && { daysLeft: calendar.workingDaysBetween(told, item.deadline) }),
    };
  } catch (error) {
    if (error instanceof CalendarYearMissing) return facts;
    throw error;
  }
}
