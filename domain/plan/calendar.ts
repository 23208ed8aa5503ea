/**
 * China's working days with 调休, from versioned data. A year without data is an error, never Monday–Friday
 * (docs/domain.md, "Working days").
 */
import type { CalendarData, PlanDate } from "./plan.js";
import { dateOfDay, dayNumber, weekday } from "./plan-date.js";

/** Thrown when a computation needs a year the calendar does not hold. */
export class CalendarYearMissing extends Error {
  constructor(readonly year: number) {
    super(`the calendar has no working days for ${year}: add that year to calendar.yaml`);
    this.name = "CalendarYearMissing";
  }
}

export interface WorkingCalendar {
  readonly version: number;
  isWorkingDay(date: PlanDate): boolean;
  /** `date` itself when it is a working day, else the next one. */
  firstWorkingDayOnOrAfter(date: PlanDate): PlanDate;
  /** n > 0: the n-th working day after `date`; n < 0: the n-th before it; 0: `date` itself. */
  addWorkingDays(date: PlanDate, n: number): PlanDate;
  /** Working days d with `after` < d ≤ `until`; 0 when `until` is not later. */
  workingDaysBetween(after: PlanDate, until: PlanDate): number;
}

/** Index of the first element greater than `value` in a sorted array. */
function upperBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function workingDaysOf(data: CalendarData): number[] {
  const days: number[] = [];
  for (const year of [...data.years].sort((a, b) => a.year - b.year)) {
    const off = new Set(year.holidays);
    const worked = new Set(year.workedWeekends);
    const end = dayNumber(`${year.year}-12-31`);
    for (let day = dayNumber(`${year.year}-01-01`); day <= end; day++) {
      const date = dateOfDay(day);
      if (worked.has(date) || (weekday(date) <= 5 && !off.has(date))) days.push(day);
    }
  }
  return days;
}

/** Builds the look-up of a calendar's working days. Years must follow one another without a gap. */
export function compileCalendar(data: CalendarData): WorkingCalendar {
  const days = workingDaysOf(data);
  const years = new Set(data.years.map((entry) => entry.year));

  const requireYear = (date: PlanDate): void => {
    const year = Number(date.slice(0, 4));
    if (!years.has(year)) throw new CalendarYearMissing(year);
  };
  const at = (index: number, towards: number): PlanDate => {
    const day = days[index];
    if (day !== undefined) return dateOfDay(day);
    const known = [...years];
    throw new CalendarYearMissing(towards > 0 ? Math.max(...known) + 1 : Math.min(...known) - 1);
  };
  // Lights count between the same few days again and again; there are no more of them than the years have.
  const counted = new Map<PlanDate, number>();
  const countUpTo = (date: PlanDate): number => {
    let count = counted.get(date);
    if (count === undefined) {
      requireYear(date);
      count = upperBound(days, dayNumber(date));
      counted.set(date, count);
    }
    return count;
  };
  const isWorkingDay = (date: PlanDate): boolean => {
    requireYear(date);
    const day = dayNumber(date);
    return days[upperBound(days, day) - 1] === day;
  };
  return {
    version: data.version,
    isWorkingDay,
    firstWorkingDayOnOrAfter(date) {
      requireYear(date);
      return at(upperBound(days, dayNumber(date) - 1), 1);
    },
    addWorkingDays(date, n) {
      requireYear(date);
      if (n === 0) return date;
      const day = dayNumber(date);
      return n > 0 ? at(upperBound(days, day) + n - 1, 1) : at(upperBound(days, day - 1) + n, -1);
    },
    workingDaysBetween(after, until) {
      if (until <= after) return 0;
      const from = countUpTo(after);
      return countUpTo(until) - from;
    },
  };
}

const compiled = new WeakMap<CalendarData, WorkingCalendar>();

/** `compileCalendar`, kept per data object. */
export function calendarOf(data: CalendarData): WorkingCalendar {
  let calendar = compiled.get(data);
  if (!calendar) {
    calendar = compileCalendar(data);
    compiled.set(data, calendar);
  }
  return calendar;
}
