/**
 * A year's working days before the State Council has published them: Monday to Friday less the public holidays that the
 * law fixes (全国年节及纪念日放假办法, as amended from 2025), where they fall on weekdays. Worked weekends cannot be known
 * yet, so the year is marked `provisional` and replaced when the notice is out.
 */
import chineseDays from "chinese-days";
import { addDays, weekday } from "../domain/plan-date.js";
import type { CalendarYear, PlanDate } from "../domain/plan.js";

const { getYearLeapMonth, monthDays } = chineseDays;

/** A new year of the Chinese calendar to count from: 正月初一 of 2021. */
const COUNTED_FROM = { year: 2021, newYear: "2021-02-12" };

/** Days of a month, the leap month behind it included. Tables only: the library's own dates go through the machine's zone. */
function monthLength(year: number, month: number): number {
  const { leapMonth, days } = getYearLeapMonth(year);
  return monthDays(year, month) + (leapMonth === month ? days : 0);
}

function daysBefore(year: number, month: number): number {
  return Array.from({ length: month - 1 }, (_, no) => monthLength(year, no + 1)).reduce((sum, days) => sum + days, 0);
}

/** The day on which a date of the Chinese calendar falls. */
function lunarHoliday(year: number, month: number, day: number): PlanDate {
  let newYear: PlanDate = COUNTED_FROM.newYear;
  for (let counted = COUNTED_FROM.year; counted < year; counted++) newYear = addDays(newYear, daysBefore(counted, 13));
  return addDays(newYear, daysBefore(year, month) + day - 1);
}

/** 清明, the solar term at 15° after the spring equinox: 4 or 5 April (the usual formula of the 21st century). */
function clearBrightness(year: number): PlanDate {
  const y = year % 100;
  return `${year}-04-0${Math.floor(y * 0.2422 + 4.81) - Math.floor(y / 4)}`;
}

/** Of 2021 and later: the Chinese calendar is counted from there. */
export function provisionalYear(year: number): CalendarYear {
  const spring = lunarHoliday(year, 1, 1);
  const holidays = [
    `${year}-01-01`,
    ...[-1, 0, 1, 2].map((days) => addDays(spring, days)), // 除夕 to 初三
    clearBrightness(year),
    `${year}-05-01`,
    `${year}-05-02`,
    lunarHoliday(year, 5, 5), // 端午
    lunarHoliday(year, 8, 15), // 中秋
    `${year}-10-01`,
    `${year}-10-02`,
    `${year}-10-03`,
  ];
  const onWeekdays = [...new Set(holidays)].filter((day) => weekday(day) <= 5 && day.startsWith(`${year}-`));
  return { year, holidays: onWeekdays.sort(), workedWeekends: [], provisional: true };
}
