/**
 * Public holidays of a year for which there is no notice yet, by the rules of 全国年节及纪念日放假办法 (as of 2025): the
 * days themselves, without the moved weekends (调休) that only the State Council's notice fixes.
 */
import chineseDays from "chinese-days";
import { addDays } from "../domain/plan/plan-date.js";

/** The library's lunar arithmetic goes through the machine's time zone and is right in China's only. */
function inChina<T>(compute: () => T): T {
  const before = process.env.TZ;
  process.env.TZ = "Asia/Shanghai";
  try {
    return compute();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

/** Date → name, in order. */
export function statutoryHolidays(year: number): Readonly<Record<string, string>> {
  const lunar = (date: string): string => inChina(() => chineseDays.getSolarDateFromLunar(`${year}-${date}`).date);
  const spans: readonly [from: string, days: number, name: string][] = [
    [`${year}-01-01`, 1, "元旦"],
    [addDays(lunar("01-01"), -1), 4, "春节"],
    [inChina(() => chineseDays.getSolarTermDate(year, 4, "pure_brightness")), 1, "清明"],
    [`${year}-05-01`, 2, "劳动节"],
    [lunar("05-05"), 1, "端午"],
    [`${year}-10-01`, 3, "国庆节"],
    [lunar("08-15"), 1, "中秋"],
  ];
  const days = spans.flatMap(([from, count, name]) =>
    Array.from({ length: count }, (_, index): [string, string] => [addDays(from, index), name]),
  );
  return Object.fromEntries(days.sort(([a], [b]) => (a < b ? -1 : 1)));
}
