/** 亮灯: derived, never stored. Every light comes with the inputs that made it ("why red"). */
import type { WorkingCalendar } from "./calendar.js";
import { workingDaysOverdue } from "./overdue.js";
import type { PlanDate, Policy } from "./plan.js";
import { type ItemState, isOpen, isSuspended } from "./work-item.js";

export type StatusLight = "blue" | "green" | "yellow" | "red" | "grey";

export interface LightReason {
  readonly light: StatusLight;
  readonly rule: "closed" | "cancelled" | "suspended" | "overdue" | "dueSoon" | "behindSchedule" | "onSchedule";
  readonly deadline: PlanDate;
  readonly workingDaysOverdue: number;
  /** Working days left, 0 once the deadline is reached. */
  readonly workingDaysLeft: number;
}

/** What of an item its light follows from, beside the day, the calendar and the policy. */
export type LightInputs = Pick<
  ItemState,
  "status" | "deadline" | "percent" | "assignOn" | "reportedOn" | "suspensions" | "suspendedSince"
>;

/**
 * Rows that leave every item's light as it is: the ladder's own steps, and what people only say. Most of a ledger is such
 * rows, so a light of the past can be folded without them. A row type that is not named here counts as one that matters.
 */
export const ROWS_WITHOUT_LIGHT: readonly string[] = [
  "rungFired",
  "rungSkipped",
  "instrumentDrafted",
  "instrumentLapsed",
  "instrumentWithdrawn",
  "instrumentHeld",
  "instrumentSigned",
  "acknowledged",
  "annotated",
  "callLogged",
];

/** 序时进度: the share of the time from assignment to deadline that has passed, in percent. */
export function scheduledPercent(
  item: Pick<ItemState, "assignOn" | "deadline">,
  today: PlanDate,
  calendar: WorkingCalendar,
): number {
  const whole = calendar.workingDaysBetween(item.assignOn, item.deadline);
  return whole === 0 ? 0 : (100 * calendar.workingDaysBetween(item.assignOn, today)) / whole;
}

/** The light of an item at the end of `today`. Behind schedule only where progress has been reported at all. */
export function statusLight(
  item: LightInputs,
  today: PlanDate,
  calendar: WorkingCalendar,
  policy: Pick<Policy, "warningDays">,
): LightReason {
  const facts = {
    deadline: item.deadline,
    workingDaysOverdue: isOpen(item) ? workingDaysOverdue(item, today, calendar) : 0,
    workingDaysLeft: calendar.workingDaysBetween(today, item.deadline),
  };
  if (item.status === "closed") return { light: "blue", rule: "closed", ...facts };
  if (item.status === "cancelled") return { light: "grey", rule: "cancelled", ...facts };
  if (isSuspended(item)) return { light: "grey", rule: "suspended", ...facts };
  const claimedInTime = item.reportedOn !== null && item.reportedOn <= item.deadline;
  if (facts.workingDaysOverdue > 0 && !claimedInTime) return { light: "red", rule: "overdue", ...facts };
  if (facts.workingDaysLeft <= policy.warningDays) return { light: "yellow", rule: "dueSoon", ...facts };
  if (item.percent > 0 && item.percent < scheduledPercent(item, today, calendar)) {
    return { light: "yellow", rule: "behindSchedule", ...facts };
  }
  return { light: "green", rule: "onSchedule", ...facts };
}

/** From the worst: a suspended item is not done, a cancelled one is no longer asked for. */
const WORST_FIRST: readonly LightReason["rule"][] = [
  "overdue",
  "dueSoon",
  "behindSchedule",
  "onSchedule",
  "suspended",
  "closed",
  "cancelled",
];

/** The light that stands for several items: the worst of theirs; null for none. */
export function worstLight(reasons: Iterable<Pick<LightReason, "light" | "rule">>): StatusLight | null {
  let worst: Pick<LightReason, "light" | "rule"> | null = null;
  for (const reason of reasons) {
    if (!worst || WORST_FIRST.indexOf(reason.rule) < WORST_FIRST.indexOf(worst.rule)) worst = reason;
  }
  return worst?.light ?? null;
}
