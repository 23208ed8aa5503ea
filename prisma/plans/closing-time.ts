/** When the letters of a plan close: once a day, at the policy's closing time. */
import { calendarOf, CalendarYearMissing } from "../../domain/plan/calendar.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { DAY_MS, addDays, dateAt, dayNumber } from "../../domain/plan/plan-date.js";
import type { Directory } from "./plan-store.js";

const MINUTE_MS = 60_000;

/** The instant at which the batched letters of a day close. */
export function closingOf(day: PlanDate, { closingMinutes, offsetMinutes }: Directory): number {
  return dayNumber(day) * DAY_MS + (closingMinutes - offsetMinutes) * MINUTE_MS;
}

/** The first closing on a working day at or after `instant`: people are written to on working days. */
export function closingFrom(instant: number, directory: Directory): number {
  const day = dateAt(instant, directory.offsetMinutes);
  const from = closingOf(day, directory) >= instant ? day : addDays(day, 1);
  return closingOf(workingDayFrom(from, directory), directory);
}

/** A year without a calendar must not hold up what is being recorded or closed: its days are taken as they come. */
function workingDayFrom(day: PlanDate, { bundle }: Directory): PlanDate {
  try {
    return calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(day);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return day;
    throw error;
  }
}
