/** The filing page's words: Chinese from the start, English on demand; kept with the shell, so that both are there offline. */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { DAY_IN, DAY_OF_YEAR_IN } from "../../../domain/language/dates.js";
import { filingZh } from "../i18n/filing.zh.js";
import { appearance, chooseLanguage, type Language, onAppearance } from "../theme/appearance.js";

/** Resolves once the reader's language is there. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "zh",
    fallbackLng: "zh",
    ns: ["filing"],
    defaultNS: "filing",
    resources: { zh: { filing: filingZh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  await become(appearance().language);
  onAppearance(() => void become(appearance().language));
}

async function become(language: Language): Promise<void> {
  if (language === "en" && !i18next.hasResourceBundle("en", "filing"))
    i18next.addResourceBundle("en", "filing", (await import("../i18n/filing.en.js")).filingEn);
  await i18next.changeLanguage(language);
  document.title = i18next.t("title", { ns: "filing" });
}

export const useTexts = () => useTranslation("filing");
export const otherLanguage = (): void => chooseLanguage(appearance().language === "en" ? "zh" : "en");

const two = (value: number): string => String(value).padStart(2, "0");
/** 6月18日 09:05, by the device's clock; of another day than today with the day. */
export function timeText(at: number, now: number = Date.now()): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (new Date(now).toDateString() === date.toDateString()) return time;
  return `${dayText(`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`)} ${time}`;
}
/** 2021年6月18日 09:05 of an instant of plan time, by the plan's own clock. */
export const planTimeText = (instant: string): string =>
  `${longDayText(instant.slice(0, 10))} ${instant.slice(11, 16)}`;

/** 2021年6月18日. */
export const longDayText = (day: string): string => DAY_IN[i18next.language === "en" ? "en" : "zh"](day);

/** 6月30日, of a day whose year stands beside it. */
export const dayText = (day: string): string => DAY_OF_YEAR_IN[i18next.language === "en" ? "en" : "zh"](day);

/** A round as it is called: 2021年上半年. A special one has no half-year and is called by its id. */
export function roundText(round: string): string {
  const [, year, half] = /^(\d{4})H([12])$/.exec(round) ?? [];
  if (year === undefined) return i18next.t("round.special", { ns: "filing", round });
  return i18next.t(half === "1" ? "round.first" : "round.second", { ns: "filing", year });
}
