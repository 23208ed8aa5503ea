/** Plan days and instants in words. They are text with the plan's own offset: the machine's time zone never touches them. */
import { weekday } from "../../../domain/plan/plan-date.js";
import type { Language } from "../theme/appearance.js";
import { useAppearance } from "../theme/appearance.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  zh: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};

const parts = (day: string): [year: string, month: number, date: number] => [
  day.slice(0, 4),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

export interface Format {
  /** 2021年6月30日 */
  day(day: string): string;
  /** 6月30日 */
  shortDay(day: string): string;
  weekday(day: string): string;
  /** 09:00 */
  time(instant: string): string;
  /** 2021年6月30日 09:00 */
  moment(instant: string): string;
  /** Real time, on this machine's clock. */
  realMoment(instant: string): string;
  count(value: number): string;
}

const make = (language: Language): Format => {
  const shortDay = (day: string): string => {
    const [, month, date] = parts(day);
    return language === "zh" ? `${month}月${date}日` : `${date} ${MONTHS[month - 1] ?? ""}`;
  };
  const day = (value: string): string =>
    language === "zh" ? `${parts(value)[0]}年${shortDay(value)}` : `${shortDay(value)} ${parts(value)[0]}`;
  const time = (instant: string): string => instant.slice(11, 16);
  const real = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
  });
  const numbers = new Intl.NumberFormat("en");
  return {
    day,
    shortDay,
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
