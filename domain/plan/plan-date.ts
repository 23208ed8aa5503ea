/**
 * Calendar days and instants of a plan's own time zone, independent of the machine's.
 *
 * A plan's zone has a fixed offset (Asia/Shanghai has had no daylight saving since 1991), so an instant is
 * day number and minutes shifted by that offset: `Date` is used as a calculator only, never as a clock.
 */
import type { PlanDate } from "./plan.js";

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Days met before, by date and by number: deciding a storm asks for the same few days thousands of times, and a workflow's
 * `Date` is slow. Only days up to 2106 are kept, so that no input makes the tables grow without end.
 */
const numbers = new Map<PlanDate, number>();
const dates = new Map<number, PlanDate>();
const LAST_KEPT = 50_000;

/** Days since 1970-01-01. Throws RangeError for anything that is not a real day. */
export function dayNumber(date: PlanDate): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const parts = DATE.exec(date);
  if (!parts) throw new RangeError(`not a date (YYYY-MM-DD): ${date}`);
  const ms = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  const day = ms / DAY_MS;
  if (dateOfDay(day) !== date) throw new RangeError(`no such day: ${date}`);
  if (day >= 0 && day <= LAST_KEPT) numbers.set(date, day);
  return day;
}

/** The date of a day number. */
export function dateOfDay(day: number): PlanDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (Number.isInteger(day) && day >= 0 && day <= LAST_KEPT) dates.set(day, date);
  return date;
}

export function addDays(date: PlanDate, days: number): PlanDate {
  return dateOfDay(dayNumber(date) + days);
}

/** Monday is 1, Sunday is 7. */
export function weekday(date: PlanDate): number {
  return ((dayNumber(date) + 3) % 7) + 1;
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!parts) throw new RangeError(`not a time (HH:MM): ${time}`);
  return Number(parts[1]) * 60 + Number(parts[2]);
}

/** The instant (epoch ms) of a plan day at a time of day. */
export function instantAt(date: PlanDate, time: string, offsetMinutes: number): number {
  return dayNumber(date) * DAY_MS + (minutesOf(time) - offsetMinutes) * MINUTE_MS;
}

/** The plan day an instant falls on. */
export function dateAt(instant: number, offsetMinutes: number): PlanDate {
  return dateOfDay(Math.floor((instant + offsetMinutes * MINUTE_MS) / DAY_MS));
}

/** `HH:MM` plan time of an instant. */
export function timeAt(instant: number, offsetMinutes: number): string {
  const minutes = Math.floor((instant + offsetMinutes * MINUTE_MS) / MINUTE_MS) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The earliest of some instants, of which any may be missing; null where all are. */
export function earliest(...instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}
