/**
 * What a plan calls things that every plan has: its whole area, the units between the whole and the villages, the leaders, the bond
 * between villages and those who push them. plan.yaml says it under `words`; what it leaves out is called as here.
 */
import type { PlanText, Words } from "./plan.js";

const USUAL: Readonly<Record<"zh" | "en", Words>> = {
  zh: { whole: "全区", township: "乡镇、街道", leader: "处级领导", pairing: "包抓" },
  en: { whole: "the whole district", township: "township", leader: "leader", pairing: "pairing" },
};

/** The plan's words in one of the languages of pages and letters. */
export function wordsOf(plan: { readonly words?: PlanText["words"] | undefined }, language: "zh" | "en"): Words {
  const { english, ...chinese } = plan.words ?? {};
  return { ...USUAL[language], ...(language === "zh" ? chinese : english) };
}

const WORD = /\{\{(whole|township|leader|pairing)\}\}/gu;

/** A text of a catalogue in the plan's words: {{whole}}, {{township}}, {{leader}} and {{pairing}} stand for them there, as on pages. */
export const inWords = (text: string, words: Words): string =>
  // Most texts hold none: a letter's list has thousands.
  !text.includes("{{") ? text : text.replaceAll(WORD, (_, name: keyof Words) => words[name]);

/** The same of everything that a catalogue or a letter holds: its texts, and what its functions make of their arguments. */
export function worded<T>(value: T, words: Words): T {
  return anyWorded(value, words) as T;
}

// What holds no such word stays the very list or object that it was.
function listWorded(list: readonly unknown[], words: Words): readonly unknown[] {
  const made = list.map((one) => anyWorded(one, words));
  return made.some((one, at) => one !== list[at]) ? made : list;
}

function objectWorded(object: Readonly<Record<string, unknown>>, words: Words): Readonly<Record<string, unknown>> {
  let made: Record<string, unknown> | undefined;
  for (const [name, one] of Object.entries(object)) {
    const said = anyWorded(one, words);
    if (said === one) continue;
    made ??= { ...object };
    made[name] = said;
  }
  return made ?? object;
}

function anyWorded(value: unknown, words: Words): unknown {
  if (typeof value === "string") return inWords(value, words);
  if (typeof value === "function")
    return (...given: readonly unknown[]) =>
      anyWorded((value as (...all: readonly unknown[]) => unknown)(...given), words);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? listWorded(value, words) : objectWorded(value as Record<string, unknown>, words);
}
