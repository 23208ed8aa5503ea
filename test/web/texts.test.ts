/** The page's words against those of letters and ledger, and its two languages against each other. */
import { describe, expect, it } from "vitest";
import { ITEM_EVENT_TYPES, STREAM_EVENT_TYPES } from "../../domain/ledger/events.js";
import { wordsOf } from "../../domain/plan/words.js";
import { en } from "../../web/src/i18n/en.js";
import { filingEn } from "../../web/src/i18n/filing.en.js";
import { further as furtherEn } from "../../web/src/i18n/further.en.js";
import { further as furtherZh } from "../../web/src/i18n/further.zh.js";
import { filingZh } from "../../web/src/i18n/filing.zh.js";
import { zh } from "../../web/src/i18n/zh.js";

interface Texts {
  readonly [name: string]: string | Texts;
}

/** Every text by its whole name. */
function flat(texts: Texts, before = ""): [name: string, text: string][] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "string" ? [[before + name, text] as [string, string]] : flat(text, `${before}${name}.`),
  );
}

/** The desk's, those that come with some of its pages, and those of the filing page. */
const chinese = new Map([...flat(zh as unknown as Texts), ...flat(furtherZh), ...flat(filingZh, "filing.")]);
const english = new Map([
  ...flat(en as unknown as Texts),
  ...flat(furtherEn as unknown as Texts),
  ...flat(filingEn as unknown as Texts, "filing."),
]);
/** What the plan calls things fills itself in, in each language where its sentence has it (domain/plan/words.ts). */
const PLAN_WORDS: readonly string[] = Object.keys(wordsOf({}, "zh"));
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name ?? "")
    .filter((name) => !PLAN_WORDS.includes(name))
    .sort();

it("has a name for every kind of ledger row", () => {
  expect(Object.keys(zh.rows).sort()).toEqual([...ITEM_EVENT_TYPES, ...STREAM_EVENT_TYPES, "other"].sort());
});

describe("English", () => {
  it("says everything that Chinese says, with the same figures in it", () => {
    for (const [name, text] of chinese) {
      expect(english.get(name), name).toMatch(/./);
      expect(holes(english.get(name) ?? ""), name).toEqual(holes(text));
    }
  });

  it("has singulars only for texts that count", () => {
    const beside = [...english.keys()].filter((name) => !chinese.has(name));
    for (const name of beside) {
      expect(name).toMatch(/_one$/);
      expect(holes(chinese.get(name.replace(/_one$/, "")) ?? ""), name).toContain("count");
    }
    const counting = [...chinese].filter(([, text]) => holes(text).join() === "count").map(([name]) => name);
    expect(counting.length).toBeGreaterThan(10);
  });

  it("leaves no Chinese standing, but the name of the other language", () => {
    const left = [...english].filter(([, text]) => /\p{Script=Han}/u.test(text)).map(([name]) => name);
    expect(left.sort()).toEqual(["filing.language", "letters.chinese", "settings.toChinese"]);
  });
});
