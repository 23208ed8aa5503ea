/** Chinese is there from the start; English is fetched by those who choose it. */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Words as PlanWords } from "../../../domain/plan/plan.js";
import { inWords, wordsOf } from "../../../domain/plan/words.js";
import type { Words } from "../api/types.js";
import { appearance, type Language, onAppearance, useAppearance } from "../theme/appearance.js";
import type { FilingTexts } from "./filing.zh.js";
import type { FurtherTexts } from "./further.zh.js";
import { type Texts, zh } from "./zh.js";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    // The filing page has its own, and starts by itself: web/src/filing/texts.ts.
    resources: { translation: Texts & FurtherTexts; filing: FilingTexts };
  }
}

/** What only some pages say (further.zh.ts): whether one of these was gone to, and in which languages it is there. */
const further = { wanted: false, there: new Set<Language>() };

async function load(language: Language): Promise<void> {
  if (language === "en" && !i18next.hasResourceBundle("en", "translation"))
    i18next.addResourceBundle("en", "translation", (await import("./en.js")).en);
  if (!further.wanted || further.there.has(language)) return;
  const { further: texts } = await (language === "en" ? import("./further.en.js") : import("./further.zh.js"));
  i18next.addResourceBundle(language, "translation", texts, true);
  further.there.add(language);
}

/** Resolves once the texts that only some pages have are there in the reader's language; from then on in every other, too. */
export async function furtherTexts(): Promise<void> {
  further.wanted = true;
  await load(appearance().language);
}

/** What the open plan calls things; none is open: as usual. */
let planWords: { readonly zh: PlanWords; readonly en: PlanWords } = { zh: wordsOf({}, "zh"), en: wordsOf({}, "en") };

/** Before a plan's pages are shown: texts say {{township}}, {{leader}}, {{pairing}} and {{whole}} in its words. */
export function speakOf(words: typeof planWords): void {
  planWords = words;
  fillWith(appearance().language);
}

function fillWith(language: Language): void {
  i18next.options.interpolation = { ...i18next.options.interpolation, defaultVariables: { ...planWords[language] } };
}

/** Resolves once the reader's language is there. */
export async function startTexts(): Promise<void> {
  const { language } = appearance();
  await i18next.use(initReactI18next).init({
    lng: "zh",
    fallbackLng: "zh",
    resources: { zh: { translation: zh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  await become(language);
  onAppearance(() => void become(appearance().language));
}

async function become(language: Language): Promise<void> {
  await load(language);
  fillWith(language);
  await i18next.changeLanguage(language);
  document.title = i18next.t("productLong");
}

export const useTexts = useTranslation;

/** Picks the reader's language out of words that come in both. */
export function useSay(): (words: Words) => string {
  const { language } = useAppearance();
  return (words) => inWords(words[language], planWords[language]);
}
