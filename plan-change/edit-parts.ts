/** What edits of documents share: entries by id, dated values from a day on, refusals. */
import type { Dated, PlanDate } from "../domain/plan/plan.js";
import { same } from "./entries.js";
import type { Said } from "./said.js";
import { dayZh } from "../domain/language/dates.js";

/** Why an edit cannot be made. `field`: which of its fields to write otherwise. */
export interface EditRefusal {
  readonly field: string;
  readonly what: Said;
}

export const refuse = (field: string, zh: string, en: string): EditRefusal => ({ field, what: { zh, en } });

export const listed = <T extends { readonly id: string }>(list: readonly T[], id: string): T | undefined =>
  list.find((one) => one.id === id);

/** The list with one of its entries changed. */
export function changed<T extends { readonly id: string }>(list: readonly T[], id: string, change: (one: T) => T): T[] {
  return list.map((one) => (one.id === id ? change(one) : one));
}

export function known<T extends { readonly id: string }>(
  list: readonly T[],
  field: string,
  id: string,
): EditRefusal | null {
  return listed(list, id) ? null : refuse(field, `名册中没有编号为“${id}”的条目`, `the roster has no entry ${id}`);
}

/**
 * A value that holds from a day on; undefined: none does. What was to begin later gives way; what has begun already on a
 * later day does not: who held what is not written anew.
 */
export function from<T>(
  values: readonly Dated<T>[],
  day: PlanDate,
  value: T | undefined,
  today: PlanDate,
): Dated<T>[] | EditRefusal {
  const begun = values.find((one) => one.from !== undefined && one.from >= day && one.from <= today);
  if (begun)
    return refuse(
      "from",
      `${dayZh(begun.from ?? day)}起已另有安排，请写其后的日期`,
      `something else holds since ${begun.from}: write a later day`,
    );
  const before = values
    .filter((one) => one.from === undefined || one.from < day)
    .map((one) => (one.to === undefined || one.to > day ? { ...one, to: day } : one));
  const held = values.find((one) => (one.from ?? "") <= day && (one.to === undefined || day < one.to));
  if (value === undefined ? !held : held !== undefined && same(held.value, value) && held.to === undefined)
    return refuse("from", `${dayZh(day)}起本已如此`, `it is so on ${day} already`);
  return value === undefined ? before : [...before, { value, from: day }];
}
