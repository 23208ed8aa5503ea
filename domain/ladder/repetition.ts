/** The intervals of a rung that repeats. */
import type { Repeat } from "../plan/policy.js";

/** Working days from the repetition before to repetition `no` (from 1). */
export function intervalOf(every: Repeat["every"], no: number): number {
  if (typeof every === "number") return every;
  return every[Math.min(no, every.length) - 1] ?? 1;
}
