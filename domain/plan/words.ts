/**
 * What a plan calls things that every plan has: its whole area, the units between the whole and the villages, the leaders, the bond
 * between villages and those who push them. plan.yaml says it under `words`; what it leaves out is called as here.
 */
import type { PlanText, Words } from "./plan.js";

const USUAL: Readonly<Record<"zh" | "en", Words>> = {
  zh: { whole: "全区", township: "乡镇", leader: "处级领导", pairing: "包抓" },
  en: { whole: "the whole district", township: "township", leader: "leader", pairing: "pairing" },
};

/** The plan's words in one of the languages of pages and letters. */
export function wordsOf(plan: Pick<PlanText, "words">, language: "zh" | "en"): Words {
  const { english, ...chinese } = plan.words ?? {};
  return { ...USUAL[language], ...(language === "zh" ? chinese : english) };
}
