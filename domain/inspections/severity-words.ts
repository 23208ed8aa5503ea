/** How bad a finding is, as lists, files and pages say it: the one list. */
import type { Language, Words } from "../language/words.js";
import type { Severity } from "../plan/checklists.js";

export const SEVERITY_WORDS: Readonly<Record<Severity, Words>> = {
  minor: { zh: "一般", en: "minor" },
  serious: { zh: "较重", en: "serious" },
  grave: { zh: "严重", en: "grave" },
};

/** All of them in one language. */
export const severitiesIn = (language: Language): Readonly<Record<Severity, string>> => ({
  minor: SEVERITY_WORDS.minor[language],
  serious: SEVERITY_WORDS.serious[language],
  grave: SEVERITY_WORDS.grave[language],
});
