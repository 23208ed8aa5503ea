/**
 * The days that the map of lights and every trend step through: the plan's first day, the Mondays after it (every one, or every so-many-th
 * where the plan runs for years), and today. The same days however far the clock has gone: what was shown of the past stays.
 */
import { dateOfDay, dayNumber, weekday } from "../../../../domain/plan/plan-date.js";

/** More steps than that are halved, so that the days left are days that were there before. */
const MOST = 280;
const WEEK = 7;

export interface Frames {
  /** From the plan's first day to its today. */
  readonly days: readonly string[];
  /** Days between two of them. */
  readonly step: number;
}

export function framesOf(from: string, today: string): Frames {
  const [first, last] = [dayNumber(from), dayNumber(today)];
  const monday = first - (weekday(from) - 1);
  let step = WEEK;
  while ((last - monday) / step > MOST) step *= 2;
  const days: string[] = from === today ? [] : [from];
  for (let day = monday + step; day < last; day += step) days.push(dateOfDay(day));
  return { days: [...days, today], step };
}

/** The frame after a day. */
export const nextFrame = ({ days }: Frames, day: string): string => days.find((one) => one > day) ?? day;

/** `days` later, no further than the plan's own span. */
export function shifted(day: string, days: number, from: string, today: string): string {
  return dateOfDay(Math.max(dayNumber(from), Math.min(dayNumber(today), dayNumber(day) + days)));
}
