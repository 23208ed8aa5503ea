/** Dated values: which of them holds on a day. */
import type { Dated, PlanDate } from "./plan.js";

/** The value that holds on a day, or undefined. */
export const valueOn = <T>(values: readonly Dated<T>[], day: PlanDate): T | undefined => entryOn(values, day)?.value;

/** The same with the first day on which it holds; null: it held from the beginning. */
export function valueSince<T>(
  values: readonly Dated<T>[],
  day: PlanDate,
): { readonly value: T; readonly from: PlanDate | null } | undefined {
  const found = entryOn(values, day);
  return found && { value: found.value, from: found.from ?? null };
}

const entryOn = <T>(values: readonly Dated<T>[], day: PlanDate): Dated<T> | undefined =>
  values.find((entry) => (entry.from ?? "") <= day && (entry.to === undefined || day < entry.to));
