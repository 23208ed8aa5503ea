/** Days and working days, counted one by one. */
import type { YearDocument } from "./rows.js";

const DAY = 86_400_000;
const MINUTE = 60_000;

export class WorkingDays {
  private readonly days: string[] = [];
  private readonly places = new Map<string, number>();

  constructor(years: readonly YearDocument[]) {
    for (const { year, holidays, workedWeekends } of [...years].sort((a, b) => a.year - b.year)) {
      for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY) {
        const day = new Date(at).toISOString().slice(0, 10);
        const weekday = new Date(at).getUTCDay();
        const free = weekday === 0 || weekday === 6 || holidays.includes(day);
        if (free && !workedWeekends.includes(day)) continue;
        this.places.set(day, this.days.length);
        this.days.push(day);
      }
    }
  }

  /** The day itself where it is worked, else the next one that is. */
  onOrAfter(day: string): string {
    const found = this.days.find((each) => each >= day);
    if (found === undefined) throw new Error(`the calendar ends before ${day}`);
    return found;
  }

  /** The n-th working day after the day (before it, where n is negative); the day itself for 0. */
  add(day: string, n: number): string {
    if (n === 0) return day;
    const own = this.places.get(day);
    // A day that is not worked lies between two: counted from the one before it forwards, from the one after it backwards.
    const from = own ?? this.days.findIndex((each) => each > day) - (n > 0 ? 1 : 0);
    const found = this.days[from + n];
    if (found === undefined) throw new Error(`the calendar does not reach ${n} working days from ${day}`);
    return found;
  }
}

/** The instant of a plan day's time of day (`HH:MM`). */
export function instant(day: string, time: string, offsetMinutes: number): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes - offsetMinutes) * MINUTE;
}

export function dayOf(at: number, offsetMinutes: number): string {
  return new Date(at + offsetMinutes * MINUTE).toISOString().slice(0, 10);
}
