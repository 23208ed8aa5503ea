/** The stretches of time that reports are of: ISO weeks, months, quarters, half-years. Named `2021-W23`, `2021-06`, `2021Q2`, `2021H1`. */
import type { Words } from "../language/words.js";
import { addDays, dayNumber, weekday } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";

export const PERIOD_KINDS = ["week", "month", "quarter", "half"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface Period {
  readonly id: string;
  readonly kind: PeriodKind;
  /** First and last day. */
  readonly from: PlanDate;
  readonly to: PlanDate;
  readonly words: Words;
}

export const PERIOD_ID = /^\d{4}(?:-W(?:0[1-9]|[1-4]\d|5[0-3])|-(?:0[1-9]|1[0-2])|Q[1-4]|H[12])$/;

const two = (no: number): string => String(no).padStart(2, "0");
const firstOf = (year: number, month: number): PlanDate => `${year}-${two(month)}-01`;
const lastOf = (year: number, month: number): PlanDate =>
  addDays(month === 12 ? firstOf(year + 1, 1) : firstOf(year, month + 1), -1);

const months = (id: string, kind: PeriodKind, year: number, from: number, to: number, words: Words): Period => ({
  id,
  kind,
  from: firstOf(year, from),
  to: lastOf(year, to),
  words,
});

/** Monday of the week in which the year's first Thursday lies. `weekday`: Sunday is 0. */
function firstMonday(year: number): PlanDate {
  const fourth = `${year}-01-04`;
  return addDays(fourth, -((weekday(fourth) + 6) % 7));
}

function week(year: number, no: number): Period | null {
  const from = addDays(firstMonday(year), (no - 1) * 7);
  // A year has 52 weeks, or 53.
  if (no === 53 && from >= firstMonday(year + 1)) return null;
  return {
    id: `${year}-W${two(no)}`,
    kind: "week",
    from,
    to: addDays(from, 6),
    words: { zh: `${year}年第${no}周`, en: `week ${no} of ${year}` },
  };
}

const HALVES = { zh: ["上半年", "下半年"], en: ["first", "second"] } as const;
const QUARTERS = ["一", "二", "三", "四"] as const;

/** The period of a name; null where there is none. */
export function periodOf(id: string): Period | null {
  if (!PERIOD_ID.test(id)) return null;
  const year = Number(id.slice(0, 4));
  const no = Number(id.replace(/^\d{4}\D+/, ""));
  if (id.includes("W")) return week(year, no);
  if (id.includes("Q"))
    return months(id, "quarter", year, no * 3 - 2, no * 3, {
      zh: `${year}年第${QUARTERS[no - 1]}季度`,
      en: `quarter ${no} of ${year}`,
    });
  if (id.includes("H"))
    return months(id, "half", year, no * 6 - 5, no * 6, {
      zh: `${year}年${HALVES.zh[no - 1]}`,
      en: `${HALVES.en[no - 1]} half of ${year}`,
    });
  return months(id, "month", year, no, no, { zh: `${year}年${no}月`, en: `${year}-${two(no)}` });
}

/** The period of a kind in which a day lies. */
export function periodWith(kind: PeriodKind, day: PlanDate): Period {
  const [year = 0, month = 0] = day.split("-").map(Number);
  if (kind === "week") {
    // The week is the year's in which its Thursday lies.
    const thursday = addDays(day, 3 - ((weekday(day) + 6) % 7));
    const of = Number(thursday.slice(0, 4));
    const no = Math.floor((dayNumber(thursday) - dayNumber(firstMonday(of))) / 7) + 1;
    return week(of, no) as Period;
  }
  const id = {
    month: `${year}-${two(month)}`,
    quarter: `${year}Q${Math.ceil(month / 3)}`,
    half: `${year}H${Math.ceil(month / 6)}`,
  }[kind];
  return periodOf(id) as Period;
}

/** The period after one. */
export const periodAfter = ({ kind, to }: Period): Period => periodWith(kind, addDays(to, 1));

/** Those that are over by a day, the newest first. `start`: the plan's first day, in which the first of them lies. */
export function periodsOver(kind: PeriodKind, start: PlanDate, today: PlanDate): Period[] {
  const found: Period[] = [];
  let period = periodWith(kind, start);
  while (period.to < today) {
    found.push(period);
    period = periodAfter(period);
  }
  return found.reverse();
}
