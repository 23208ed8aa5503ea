/**
 * What falls due on an item by itself: its 交办, the planned end of its suspension, and the steps of the ladders that it, its
 * application and its instructions climb.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";
import { isSuspended } from "../ladder/counted-days.js";
import type { LadderRun } from "../ladder/run.js";
import { earlier, fireAt, isExhausted, type LadderStep, nextStep } from "../ladder/steps.js";
import { type Climb, type Conditions, type Context, contextFor, type Subject } from "../ladder/subject.js";
import { type ItemState, isFrozen, isOpen, isWithUnit, type Support } from "./work-item.js";

/** A step that falls due on an item by itself. */
export type Action = LadderStep | { readonly at: number; readonly kind: "assign" | "resume" };

/** A 协办 unit's own deadline on the item: some working days before the item's. */
export function subDeadline(item: ItemState, support: Support, context: Context): PlanDate {
  return context.calendar.addWorkingDays(item.deadline, -support.before);
}

function conditionsOf({ supervision, deadlineVersion, causeReview }: ItemState): Conditions {
  const unanswered = supervision !== null && supervision.version === deadlineVersion && !supervision.answered;
  return { unansweredSupervision: unanswered, causeReview };
}

/** A run whose days count from its own anchor. */
export const climbOf = (run: LadderRun): Climb => ({ run, anchor: run.anchor });

/** The ladders that move on the item itself: the unit's while the unit has it in hand, the verifier's while it is checked. */
function ownClimbs(item: ItemState, context: Context): Climb[] {
  if (item.status === "reported" || item.status === "verified")
    return item.verificationRun ? [climbOf(item.verificationRun)] : [];
  if (!isWithUnit(item)) return [];
  const climbs = item.status === "assigned" && item.signForRun ? [climbOf(item.signForRun)] : [];
  if (!item.deadlineRun || isFrozen(item)) return climbs;
  climbs.push(climbOf(item.deadlineRun));
  for (const support of item.supports)
    if (support.run && !support.delivered)
      climbs.push({ run: support.run, anchor: subDeadline(item, support, context) });
  return climbs;
}

/** The item itself, its application and its instructions: each climbs ladders of its own, and a suspension stops them all. */
export function subjectsOf(item: ItemState, context: Context): readonly Subject[] {
  const { suspensions, suspendedSince, extension, deadlineRun, drafts } = item;
  const beside = { suspensions, suspendedSince, ...conditionsOf(item) };
  const waiting = isWithUnit(item) && !isFrozen(item) ? drafts : [];
  const asked = [
    ...(extension ? [extension.run] : []),
    ...item.instructions.flatMap(({ replied, run }) => (replied ? [] : [run])),
  ];
  return [
    { ...beside, climbs: ownClimbs(item, context), drafts: waiting, draftsOf: deadlineRun },
    ...asked.map((run): Subject => ({ ...beside, climbs: [climbOf(run)], drafts: [], draftsOf: null })),
  ];
}

/** The earliest step that falls due on the item by itself, or null when it only waits for people. */
export function nextAction(item: ItemState, context: Context): Action | null {
  if (isSuspended(item)) {
    return item.suspendedUntil === null
      ? null
      : { kind: "resume", at: fireAt(addDays(item.suspendedUntil, 1), context) };
  }
  const assign: Action | null =
    item.status === "registered" ? { kind: "assign", at: fireAt(item.assignOn, context) } : null;
  return earlier<Action>(assign, nextStep(subjectsOf(item, context), context));
}

/** The ladder that presses whoever must move next. */
function pressingRun(item: ItemState): LadderRun | null {
  if (!isWithUnit(item)) return item.verificationRun;
  return isFrozen(item) ? (item.extension?.run ?? null) : item.deadlineRun;
}

/**
 * Whether the ladder that presses whoever must move next has nothing left: the unit's, the verifier's while it checks,
 * the decider's while an application freezes the unit's. Always false while the item is suspended, as its later days
 * cannot be told.
 */
export function ladderExhausted(item: ItemState, context: Context): boolean {
  const run = pressingRun(item);
  return run !== null && isOpen(item) && !isSuspended(item) && isExhausted(run, conditionsOf(item), context);
}

/** What falls due next by itself, or the year that the calendar would need to tell. */
export function upcoming(item: ItemState, calendar: number, ruleSet: RuleSet): Action | CalendarYearMissing | null {
  try {
    return nextAction(item, contextFor(item, calendar, ruleSet));
  } catch (error) {
    if (error instanceof CalendarYearMissing) return error;
    throw error;
  }
}

/** Recomputes when the item next falls due; done once per batch, as it is the costly part. */
export function withNextDue(item: ItemState, calendar: number, ruleSet: RuleSet): ItemState {
  const next = isOpen(item) ? upcoming(item, calendar, ruleSet) : null;
  if (next instanceof CalendarYearMissing) return { ...item, nextDue: null, beyondCalendar: next.year };
  return { ...item, nextDue: next?.at ?? null, beyondCalendar: null };
}
