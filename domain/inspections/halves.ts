/** Half-years that are inspected, and the days of their rounds. Fixed dates: a round never counts from the end of the one before. */
import type { WorkingCalendar } from "../plan/calendar.js";
import type { InspectionPolicy } from "../plan/inspection-policy.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";

/** A half-year of the plan: `2021H1` from 2021-01-01 to 2021-06-30. */
export interface HalfYear {
  readonly id: string;
  readonly year: number;
  readonly half: "H1" | "H2";
  readonly from: PlanDate;
  readonly to: PlanDate;
}

const NAME = /^(\d{4})(H[12])$/;

/** The half-year of a name; null for a special round's. */
export function halfYear(id: string): HalfYear | null {
  const [, year, half] = NAME.exec(id) ?? [];
  if (year === undefined || (half !== "H1" && half !== "H2")) return null;
  const [from, to] = half === "H1" ? ["01-01", "06-30"] : ["07-01", "12-31"];
  return { id, year: Number(year), half, from: `${year}-${from}`, to: `${year}-${to}` };
}

/** All of them from the policy's first to its last. */
export function halvesOf({ first, last }: Pick<InspectionPolicy, "first" | "last">): HalfYear[] {
  const halves: HalfYear[] = [];
  for (let half = halfYear(first); half !== null && half.id <= last; half = halfAfter(half)) halves.push(half);
  return halves;
}

function halfAfter({ year, half }: HalfYear): HalfYear | null {
  return halfYear(half === "H1" ? `${year}H2` : `${year + 1}H1`);
}

/** How many half-years lie between the policy's first and this one: what the rotation of lines turns by. */
export function turnOf(half: Pick<HalfYear, "year" | "half">, { first }: Pick<InspectionPolicy, "first">): number {
  const begin = halfYear(first);
  const at = (of: Pick<HalfYear, "year" | "half">): number => of.year * 2 + (of.half === "H2" ? 1 : 0);
  return begin === null ? 0 : Math.max(0, at(half) - at(begin));
}

export interface RoundDates {
  /** It opens by itself on this day at the policy's firing time. */
  readonly opensOn: PlanDate;
  readonly visitsFrom: PlanDate;
  /** The last day on which a visit is taken along: the half-year's last working day. */
  readonly visitsUntil: PlanDate;
  /** The last day on which what is out is taken in. */
  readonly closesOn: PlanDate;
}

/** The days of a half-year's round. Throws CalendarYearMissing where the calendar ends before. */
export function roundDates(
  { to }: Pick<HalfYear, "to">,
  { opensBefore, closingDays }: Pick<InspectionPolicy, "opensBefore" | "closingDays">,
  calendar: WorkingCalendar,
): RoundDates {
  const opensOn = calendar.addWorkingDays(to, -opensBefore);
  return {
    opensOn,
    visitsFrom: calendar.addWorkingDays(opensOn, 1),
    visitsUntil: calendar.addWorkingDays(addDays(to, 1), -1),
    closesOn: calendar.addWorkingDays(to, closingDays),
  };
}
