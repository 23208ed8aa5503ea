/** How one item stands on the report's day, by the domain's own rules; and sums over many. */
import type { WorkingCalendar } from "../../domain/plan/calendar.js";
import { type LightReason, statusLight } from "../../domain/items/light.js";
import { workingDaysOverdue } from "../../domain/ladder/counted-days.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Policy } from "../../domain/plan/policy.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { type ItemState, isOpen, isSuspended, reportedBy } from "../../domain/items/work-item.js";
import type { Bodies } from "../../domain/plan/roster.js";
import type { ItemTotals, Working } from "./model.js";

export interface Standing {
  readonly item: ItemState;
  /** Place in the plan's order. */
  readonly order: number;
  readonly light: Pick<LightReason, "light" | "rule">;
  readonly overdueNow: boolean;
  readonly everOverdue: boolean;
  /** Working days overdue until it ended or until today; 0 when completion was claimed in time. */
  readonly late: number;
  readonly endedOn: PlanDate | null;
}

/** What a report looks things up by. `today`: the day it is written on, within the calendar. */
export interface Viewpoint {
  readonly today: PlanDate;
  readonly calendar: WorkingCalendar;
  readonly policy: Policy;
  readonly bodies: Bodies;
  readonly offsetMinutes: number;
}

/** `climbedOverdue`: a rung of its ladder fired after the deadline. */
export function standingOf(item: ItemState, order: number, climbedOverdue: boolean, view: Viewpoint): Standing {
  const endedOn = item.closedAt === null ? null : dateAt(item.closedAt, view.offsetMinutes);
  const claimedInTime = item.reportedOn !== null && item.reportedOn <= item.deadline;
  const late = claimedInTime ? 0 : workingDaysOverdue(item, reportedBy(item, endedOn ?? view.today), view.calendar);
  const { light, rule } = statusLight(item, view.today, view.calendar, view.policy, view.bodies);
  return {
    item,
    order,
    light: { light, rule },
    overdueNow: isOpen(item) && rule === "overdue",
    everOverdue: climbedOverdue || late > 0,
    late,
    endedOn,
  };
}

export function totalsOf(standings: readonly Standing[]): ItemTotals {
  const count = (holds: (standing: Standing) => boolean): number => standings.filter(holds).length;
  return {
    total: standings.length,
    open: count(({ item }) => isOpen(item)),
    closed: count(({ item }) => item.status === "closed"),
    cancelled: count(({ item }) => item.status === "cancelled"),
    overdue: count(({ overdueNow }) => overdueNow),
    suspended: count(({ item }) => isOpen(item) && isSuspended(item)),
    notStarted: count(({ light }) => light.light === "notStarted"),
    everOverdue: count(({ everOverdue }) => everOverdue),
  };
}

/** Longest first; equals in the plan's order. */
export function byLateness(a: Standing, b: Standing): number {
  return b.late - a.late || a.order - b.order;
}

/** Null for no values. The median of an even count is the lower of the two in the middle: a day somebody waited. */
export function workingOf(days: readonly number[]): Working | null {
  if (days.length === 0) return null;
  const sorted = [...days].sort((a, b) => a - b);
  return { median: sorted[(sorted.length - 1) >> 1] ?? 0, max: sorted.at(-1) ?? 0 };
}
