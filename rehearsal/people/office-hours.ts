/**
 * When people act: on working days, at a few times of day; whoever has several things to do on a day does them at one hour
 * where that is possible. Few hours, because each instant at which somebody acts is a jump of the clock, and because what
 * falls on the same instant is recorded together.
 */
import { calendarOf, CalendarYearMissing, type WorkingCalendar } from "../../domain/plan/calendar.js";
import { addDays, dateAt, instantAt } from "../../domain/plan/plan-date.js";
import type { CalendarData, PlanDate } from "../../domain/plan/plan.js";
import type { Draws } from "./draws.js";

/** All later than the firing time of the ladders and the closing time of the day's letters. */
export const OFFICE_HOURS = ["10:00", "15:00"] as const;
/** When the office gives orders on the whole plan: before everybody else. */
export const ORDER_HOUR = "09:30";

export class OfficeHours {
  private readonly calendar: WorkingCalendar;

  constructor(
    data: CalendarData,
    private readonly offsetMinutes: number,
    private readonly draws: Draws,
  ) {
    this.calendar = calendarOf(data);
  }

  dayOf(instant: number): PlanDate {
    return dateAt(instant, this.offsetMinutes);
  }

  /** The hour at which a unit or post (`who`) sees to things on a working day. */
  on(day: PlanDate, who: string): number {
    return this.pick(
      OFFICE_HOURS.map((time) => instantAt(day, time, this.offsetMinutes)),
      day,
      who,
    );
  }

  /** The first office hour of a day, or of the next working day. Null beyond the calendar. */
  opening(day: PlanDate): number | null {
    return this.known(() =>
      instantAt(this.calendar.firstWorkingDayOnOrAfter(day), OFFICE_HOURS[0], this.offsetMinutes),
    );
  }

  /** The hour for orders on a day, or on the next working day. Null beyond the calendar. */
  orderHour(day: PlanDate): number | null {
    return this.known(() => instantAt(this.calendar.firstWorkingDayOnOrAfter(day), ORDER_HOUR, this.offsetMinutes));
  }

  /** The hour of `who`, `days` working days after an instant, always later than it. Null beyond the calendar. */
  after(instant: number, days: number, who: string): number | null {
    return this.known(() => {
      const from = this.dayOf(instant);
      const day = days > 0 ? this.calendar.addWorkingDays(from, days) : this.calendar.firstWorkingDayOnOrAfter(from);
      const later = OFFICE_HOURS.map((time) => instantAt(day, time, this.offsetMinutes)).filter((at) => at > instant);
      return later.length > 0 ? this.pick(later, day, who) : this.on(this.calendar.addWorkingDays(day, 1), who);
    });
  }

  /** The working day `days` working days before a deadline; 0 is the deadline itself, or the last working day before it. */
  before(deadline: PlanDate, days: number): PlanDate | null {
    return this.known(() => this.calendar.addWorkingDays(addDays(deadline, 1), -days - 1));
  }

  /** The working day `days` working days after a day; 0 is the day itself, or the next working day. */
  following(day: PlanDate, days: number): PlanDate | null {
    return this.known(() =>
      days > 0 ? this.calendar.addWorkingDays(day, days) : this.calendar.firstWorkingDayOnOrAfter(day),
    );
  }

  /** Working days d with `after` < d ≤ `until`. Null beyond the calendar. */
  between(after: PlanDate, until: PlanDate): number | null {
    return this.known(() => this.calendar.workingDaysBetween(after, until));
  }

  private pick(times: readonly number[], day: PlanDate, who: string): number {
    return this.draws.oneOf(times as [number, ...number[]], "hour", who, day);
  }

  /** People plan nothing on days nobody knows to be working days. */
  private known<T>(compute: () => T): T | null {
    try {
      return compute();
    } catch (error) {
      if (error instanceof CalendarYearMissing) return null;
      throw error;
    }
  }
}
