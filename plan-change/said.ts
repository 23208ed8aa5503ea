/** What a change and its preview say, in both languages. */
import type { Dated } from "../domain/plan/plan.js";
import { dayZh } from "../domain/language/dates.js";

export interface Said {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Said;

/** One difference between what runs and what is wanted. `file` names a file of the plan's folder, or the option that asks. */
export interface Change {
  readonly file: string;
  readonly what: Said;
}

/** A difference that a running plan cannot take: where, what, and what to do instead. */
export interface RefusedChange extends Change {
  readonly instead: Said;
}

export interface Differences {
  readonly changes: readonly Change[];
  readonly refused: readonly RefusedChange[];
}

/** Dated values in words; `name` names each value. */
export function datedSaid<T>(values: readonly Dated<T>[], name: (value: T) => string): Said {
  if (values.length === 0) return { zh: "（空缺）", en: "(nobody)" };
  const one = ({ value, from, to }: Dated<T>): Said => {
    const zh = [from === undefined ? "" : `${dayZh(from)}起`, to === undefined ? "" : `至${dayZh(to)}前`].filter(
      (part) => part !== "",
    );
    const en = [from === undefined ? "" : `from ${from}`, to === undefined ? "" : `before ${to}`].filter(
      (part) => part !== "",
    );
    return {
      zh: `${name(value)}${zh.length > 0 ? `（${zh.join("")}）` : ""}`,
      en: `${name(value)}${en.length > 0 ? ` (${en.join(" ")})` : ""}`,
    };
  };
  const said = values.map(one);
  return { zh: said.map(({ zh }) => zh).join("、"), en: said.map(({ en }) => en).join(", ") };
}
