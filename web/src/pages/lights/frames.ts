/** The days that the map of lights steps through: whole weeks, as many as make some fifty steps, and today at the end. */
import { dateOfDay, dayNumber } from "../../../../domain/plan/plan-date.js";

const STEPS = 52;
const WEEK = 7;

export interface Frames {
  /** From the plan's first day to its today. */
  readonly days: readonly string[];
  /** Days between two of them. */
  readonly step: number;
}

export function framesOf(from: string, today: string): Frames {
  const [first, last] = [dayNumber(from), dayNumber(today)];
  const step = WEEK * Math.max(1, Math.ceil((last - first) / WEEK / STEPS));
  const days: string[] = [];
  for (let day = first; day < last; day += step) days.push(dateOfDay(day));
  return { days: [...days, today], step };
}

/** `days` later, no further than the plan's own span. */
export function shifted(day: string, days: number, from: string, today: string): string {
  return dateOfDay(Math.max(dayNumber(from), Math.min(dayNumber(today), dayNumber(day) + days)));
}
