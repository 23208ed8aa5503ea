/** Plan days and instants in words. They are text with the plan's own offset: the machine's time zone never touches them. */
import { DAY_IN, DAY_OF_YEAR_IN, dayAfter, monthIn } from "../../../domain/language/dates.js";
import { weekday } from "../../../domain/plan/plan-date.js";
import type { Language } from "../theme/appearance.js";
import { useAppearance } from "../theme/appearance.js";

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  zh: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};

export interface Format {
  /** 2021年6月30日 */
  day(day: string): string;
  /** 6月30日: where the year stands beside it. */
  shortDay(day: string): string;
  /** A day beside another one: its year is left out where it is that one's. */
  dayAfter(day: string, said: string): string;
  /** 2021年6月 */
  month(month: string): string;
  weekday(day: string): string;
  /** 09:00 */
  time(instant: string): string;
  /** 2021年6月30日 09:00 */
  moment(instant: string): string;
  /** Real time, on this machine's clock, with the zone that it is of. */
  realMoment(instant: string): string;
  count(value: number): string;
}

const make = (language: Language): Format => {
  // Instants begin with their day.
  const day = (value: string): string => DAY_IN[language](value.slice(0, 10));
  const shortDay = (value: string): string => DAY_OF_YEAR_IN[language](value.slice(0, 10));
  const time = (instant: string): string => instant.slice(11, 16);
  const real = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  });
  const numbers = new Intl.NumberFormat("en");
  return {
    day,
    shortDay,
    dayAfter: (value, said) => dayAfter(language, value, said),
    month: (value) => monthIn(language, value),
    weekday: (value) => WEEKDAYS[language][weekday(value) - 1] ?? "",
    time,
    moment: (instant) => `${day(instant)} ${time(instant)}`,
    realMoment: (instant) => real.format(new Date(instant)),
    count: (value) => numbers.format(value),
  };
};

const FORMATS: Readonly<Record<Language, Format>> = { zh: make("zh"), en: make("en") };

export function useFormat(): Format {
  return FORMATS[useAppearance().language];
}
