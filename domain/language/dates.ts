/** The one way in which days are written, in sentences, lists and letters. A day is `YYYY-MM-DD`, a month `YYYY-MM`. */
import type { Language } from "./words.js";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const MONTHS = "January February March April May June July August September October November December".split(" ");

export const isDayText = (value: string): boolean => DAY.test(value);

// Cut, not matched into groups: a list says several days of each of hundreds of items.
const yearOf = (day: string): string => day.slice(0, 4);
const monthOf = (day: string): number => Number(day.slice(5, 7));
const dateOf = (day: string): number => Number(day.slice(8));

/** 2021年6月30日; what is no day stays as it is. */
export const dayZh = (day: string): string => (isDayText(day) ? `${yearOf(day)}年${dayOfYearZh(day)}` : day);

/** 30 June 2021; what is no day stays as it is. */
export const dayEn = (day: string): string => (isDayText(day) ? `${dayOfYearEn(day)} ${yearOf(day)}` : day);

const dayOfYearZh = (day: string): string => `${monthOf(day)}月${dateOf(day)}日`;
const dayOfYearEn = (day: string): string => `${dateOf(day)} ${MONTHS[monthOf(day) - 1] ?? ""}`;

export const DAY_IN: Readonly<Record<Language, (day: string) => string>> = { zh: dayZh, en: dayEn };

/** 6月30日, 30 June: where the same sentence, or the heading above, has the year. */
export const DAY_OF_YEAR_IN: Readonly<Record<Language, (day: string) => string>> = {
  zh: (day) => (isDayText(day) ? dayOfYearZh(day) : day),
  en: (day) => (isDayText(day) ? dayOfYearEn(day) : day),
};

/** `day` in a sentence that has said `said` before: its year is left out where it is that one's. */
export const dayAfter = (language: Language, day: string, said: string): string =>
  (day.slice(0, 4) === said.slice(0, 4) ? DAY_OF_YEAR_IN : DAY_IN)[language](day);

/** 2021年12月, December 2021. */
export function monthIn(language: Language, month: string): string {
  const found = MONTH.exec(month);
  if (!found) return month;
  const no = Number(found[2]);
  return language === "zh" ? `${found[1]}年${no}月` : `${MONTHS[no - 1] ?? ""} ${found[1]}`;
}
