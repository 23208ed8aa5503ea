/**
 * What falls due next on an item. One function, `nextAction`, looks at every ladder the item is on and names the
 * earliest step; `firing.ts` turns a step into ledger rows. Rules: docs/domain.md, "The ladder" and "Clocks".
 */
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import { calendarVersion, type Library, policyOf } from "../plan/library.js";
import type { SkipReason } from "../ledger/item-pressure-events.js";
import { countedDay } from "../items/overdue.js";
import type { PlanDate, Policy, Rung } from "../plan/plan.js";
import { addDays, dateAt, instantAt } from "../plan/plan-date.js";
import {
  type Draft,
  type ItemState,
  isFrozen,
  isOpen,
  isSuspended,
  isWithUnit,
  type LadderRun,
  type Support,
} from "../items/work-item.js";

/** A step that falls due by itself. `at`: the instant from which it is due. `due`: the day it counts for. */
export type Action = { readonly at: number } & (
  | { readonly kind: "assign" }
  | {
      readonly kind: "fire";
      readonly run: LadderRun;
      readonly rung: Rung;
      readonly repetition: number;
      readonly due: PlanDate;
      readonly nominal: PlanDate;
    }
  | {
      readonly kind: "skip";
      readonly run: LadderRun;
      readonly rung: Rung;
      readonly due: PlanDate;
      readonly reason: SkipReason;
    }
  | { readonly kind: "lapse"; readonly draft: Draft; readonly rung: Rung }
  | { readonly kind: "resume" }
);

/** Everything the rules look up for one item. */
export interface Context {
  readonly library: Library;
  readonly calendar: WorkingCalendar;
  readonly policy: Policy;
}

export function contextFor(item: ItemState, calendar: number, library: Library): Context {
  return { library, calendar: calendarVersion(library, calendar), policy: policyOf(library, item.policy) };
}

function fireAt(day: PlanDate, context: Context): number {
  return instantAt(day, context.policy.firingTime, context.library.offsetMinutes);
}

/** The first firing time of a working day that is not before `instant`. */
export function firingTimeFrom(instant: number, context: Context): number {
  const day = context.calendar.firstWorkingDayOnOrAfter(dateAt(instant, context.library.offsetMinutes));
  const at = fireAt(day, context);
  return at >= instant ? at : fireAt(context.calendar.addWorkingDays(day, 1), context);
}

/** A 协办 unit's own deadline on the item: some working days before the item's. */
export function subDeadline(item: ItemState, support: Support, context: Context): PlanDate {
  return context.calendar.addWorkingDays(item.deadline, -support.before);
}

/** The nominal day of a rung: suspended days push back what lies after the anchor. */
export function rungDay(item: ItemState, run: LadderRun, offset: number, context: Context): PlanDate {
  const support = item.supports.find((candidate) => candidate.run?.key === run.key);
  const anchor = support ? subDeadline(item, support, context) : run.anchor;
  return countedDay(item, anchor, offset, context.calendar);
}

/**
 * The last day on which the step that a ladder presses for is in good time: its first rung after the anchor. Null where it
 * has none, and where the day cannot be told (the item is suspended, or the calendar ends before).
 */
export function goodUntil(item: ItemState, run: LadderRun, context: Context): PlanDate | null {
  const offsets = ladderOf(run, context.policy).flatMap(({ offset }) => (offset > 0 ? [offset] : []));
  return offsets.length === 0 ? null : dayIfKnown(item, () => rungDay(item, run, Math.min(...offsets), context));
}

/** The last day on which the office may sign a draft before it lapses; null as for `goodUntil`. */
export function signUntil(item: ItemState, { draftedOn }: Draft, context: Context): PlanDate | null {
  return dayIfKnown(item, () => countedDay(item, draftedOn, context.policy.signWithin, context.calendar));
}

/** How long a suspension lasts is not known while it does, and so no day that it puts off. */
function dayIfKnown(item: ItemState, day: () => PlanDate): PlanDate | null {
  if (isSuspended(item)) return null;
  try {
    return day();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

function ladderOf(run: LadderRun, policy: Policy): readonly Rung[] {
  return policy.ladders[run.ladder] ?? [];
}

export function rungById(run: LadderRun, id: string, policy: Policy): Rung {
  const rung = ladderOf(run, policy).find((candidate) => candidate.id === id);
  if (!rung) throw new Error(`policy version ${policy.version} has no rung ${id} on ladder ${run.ladder}`);
  return rung;
}

/** A rung whose condition can no longer be met is passed over, and that is recorded. */
function conditionMissing(item: ItemState, rung: Rung): boolean {
  if (rung.afterUnanswered === undefined) return false;
  const letter = item.supervision;
  return letter === null || letter.version !== item.deadlineVersion || letter.answered;
}

/** A rung that waits for the end of a review; the rungs after it keep their dates. */
function isBlocked(item: ItemState, rung: Rung): boolean {
  return rung.blockedByCauseReview === true && item.causeReview && !conditionMissing(item, rung);
}

function fire(run: LadderRun, rung: Rung, at: number, nominal: PlanDate, context: Context): Action {
  return { kind: "fire", at, run, rung, repetition: 0, due: dateAt(at, context.library.offsetMinutes), nominal };
}

/** The next rung not yet done. */
function nextRung(item: ItemState, run: LadderRun, context: Context): Action | null {
  const pending = ladderOf(run, context.policy).filter((rung) => !run.done.includes(rung.id));
  for (const [index, rung] of pending.entries()) {
    const action = rungStep(item, run, rung, pending.slice(index + 1), context);
    if (action) return action;
  }
  return null;
}

/** What becomes of one rung, or null while it is blocked: rungs before the run's start and those passed while it stood still have rules of their own. */
function rungStep(
  item: ItemState,
  run: LadderRun,
  rung: Rung,
  later: readonly Rung[],
  context: Context,
): Action | null {
  const nominal = rungDay(item, run, rung.offset, context);
  const at = fireAt(nominal, context);
  const { catchUp } = run;
  if (at < run.floor) {
    const ofThePast = run.imported || (run.importedAt !== undefined && at < run.importedAt);
    const mustFire = rung.mandatory === true && !ofThePast;
    // The run may have stood still since it began: a suspended item got another deadline.
    const from = Math.max(run.floor, catchUp ?? run.floor);
    if (mustFire) return fire(run, rung, firingTimeFrom(from, context), nominal, context);
    return { kind: "skip", at: run.floor, run, rung, due: nominal, reason: "beforeStart" };
  }
  if (conditionMissing(item, rung))
    return { kind: "skip", at, run, rung, due: nominal, reason: "noUnansweredSupervision" };
  if (isBlocked(item, rung)) return null;
  if (catchUp === null || at >= catchUp) return fire(run, rung, at, nominal, context);

  const again = firingTimeFrom(catchUp, context);
  // A reminder of what is due soon is no use any more when the next rung is due by the time it could go out.
  const limit = rung.offset < 0 ? again : catchUp;
  const higherPassed = later.some(
    (other) =>
      !conditionMissing(item, other) &&
      !isBlocked(item, other) &&
      fireAt(rungDay(item, run, other.offset, context), context) <= limit,
  );
  if (higherPassed && rung.mandatory !== true)
    return { kind: "skip", at: catchUp, run, rung, due: nominal, reason: "passedWhileStopped" };
  return fire(run, rung, again, nominal, context);
}

/** The next repetition of a repeating rung: later by its interval, and quiet for a while after an acknowledgement. */
function nextRepetition(item: ItemState, run: LadderRun, context: Context): Action | null {
  const repeating = run.repeat;
  if (!repeating) return null;
  // A policy the item was migrated to may no longer have the rung.
  const rung = ladderOf(run, context.policy).find((candidate) => candidate.id === repeating.rung);
  if (!rung?.repeat || repeating.count >= rung.repeat.times) return null;
  let nominal = countedDay(item, repeating.last, rung.repeat.every, context.calendar);
  if (repeating.acknowledgedOn !== null) {
    const quietUntil = context.calendar.addWorkingDays(repeating.acknowledgedOn, rung.repeat.quietAfterAcknowledgement);
    if (quietUntil > nominal) nominal = quietUntil;
  }
  let at = fireAt(nominal, context);
  if (run.catchUp !== null && at < run.catchUp) at = firingTimeFrom(run.catchUp, context);
  return {
    kind: "fire",
    at,
    run,
    rung,
    repetition: repeating.count + 1,
    due: dateAt(at, context.library.offsetMinutes),
    nominal,
  };
}

/** A draft lapses once the office had its working days for it; days on which the item was suspended are none of them. */
function draftLapse(item: ItemState, draft: Draft, context: Context): Action | null {
  const run = item.deadlineRun;
  if (draft.held || !run) return null;
  const rung = rungById(run, draft.rung, context.policy);
  const at = fireAt(countedDay(item, draft.draftedOn, context.policy.signWithin, context.calendar), context);
  const caughtUp = run.catchUp !== null && at < run.catchUp ? firingTimeFrom(run.catchUp, context) : at;
  return { kind: "lapse", at: caughtUp, draft, rung };
}

/** The ladders that move now. A ladder that is stopped is simply not among them. */
function activeRuns(item: ItemState): LadderRun[] {
  const runs: LadderRun[] = [];
  if (isWithUnit(item)) {
    if (item.status === "assigned" && item.signForRun) runs.push(item.signForRun);
    if (item.deadlineRun && !isFrozen(item)) {
      runs.push(item.deadlineRun);
      for (const support of item.supports) if (support.run && !support.delivered) runs.push(support.run);
    }
  }
  if ((item.status === "reported" || item.status === "verified") && item.verificationRun)
    runs.push(item.verificationRun);
  if (item.extension) runs.push(item.extension.run);
  for (const instruction of item.instructions) if (!instruction.replied) runs.push(instruction.run);
  return runs;
}

/** The ladder that presses whoever must move next. */
function pressingRun(item: ItemState): LadderRun | null {
  if (!isWithUnit(item)) return item.verificationRun;
  return isFrozen(item) ? (item.extension?.run ?? null) : item.deadlineRun;
}

/**
 * Whether the ladder that presses whoever must move next has nothing left: the unit's, the verifier's while it checks,
 * the decider's while an application freezes the unit's. A rung that waits for the end of a review is not to come by
 * itself. Always false while the item is suspended, as its later days cannot be told.
 */
export function ladderExhausted(item: ItemState, context: Context): boolean {
  const run = pressingRun(item);
  if (!run || !isOpen(item) || isSuspended(item)) return false;
  const rungs = ladderOf(run, context.policy);
  const repeating = rungs.find((rung) => rung.id === run.repeat?.rung)?.repeat;
  if (repeating && (run.repeat?.count ?? 0) < repeating.times) return false;
  return rungs.every((rung) => run.done.includes(rung.id) || isBlocked(item, rung));
}

function earlier(a: Action | null, b: Action | null): Action | null {
  if (!a || !b) return a ?? b;
  return b.at < a.at ? b : a;
}

/** The earliest step that falls due on the item by itself, or null when it only waits for people. */
export function nextAction(item: ItemState, context: Context): Action | null {
  if (isSuspended(item)) {
    return item.suspendedUntil === null
      ? null
      : { kind: "resume", at: fireAt(addDays(item.suspendedUntil, 1), context) };
  }
  let next: Action | null =
    item.status === "registered" ? { kind: "assign", at: fireAt(item.assignOn, context) } : null;
  for (const run of activeRuns(item)) {
    next = earlier(next, nextRung(item, run, context));
    next = earlier(next, nextRepetition(item, run, context));
  }
  if (isWithUnit(item) && !isFrozen(item)) {
    for (const draft of item.drafts) next = earlier(next, draftLapse(item, draft, context));
  }
  return next;
}
