/** Dated values: which of them holds on a day. */
import type { Dated, PlanDate } from "./plan.js";

/** The value that holds on a day, or undefined. */
export function valueOn<T>(values: readonly Dated<T>[], day: PlanDate): T | undefined {
  return values.find((entry) => (entry.from ?? "") <= day && (entry.to === undefined || day < entry.to))?.value;
}
