/**
 * What falls due next on an item. One function, `nextAction`, looks at every ladder the item is on and names the
 * earliest step; `firing.ts` turns a step into ledger rows. Rules: domain.md, "The ladder" and "Clocks".
 */
import type { WorkingCalendar } from "./calendar.js";
import { calendarVersion, type Library, policyOf } from "./library.js";
import { countedDay } from "./overdue.js";
import type { PlanDate, Policy, Rung } from "./plan.js";
import { addDays, dateAt, instantAt } from "./plan-date.js";
import {
  causeUnderReview,
  type Draft,
  type ItemState,
  isFrozen,
  isSuspended,
  isWithUnit,
  type LadderRun,
} from "./work-item.js";

export type SkipReason = "beforeStart" | "passedWhileStopped" | "noUnansweredSupervision";

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

/** The nominal day of a rung. Only the deadline's own ladder leaves out suspended days. */
export function rungDay(item: ItemState, run: LadderRun, offset: number, context: Context): PlanDate {
  return run.key === "deadline"
    ? countedDay(item, run.anchor, offset, context.calendar)
    : context.calendar.addWorkingDays(run.anchor, offset);
}

function ladderOf(run: LadderRun, policy: Policy): readonly Rung[] {
  return policy.ladders[run.ladder];
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

function fire(run: LadderRun, rung: Rung, at: number, nominal: PlanDate, context: Context): Action {
  return { kind: "fire", at, run, rung, repetition: 0, due: dateAt(at, context.library.offsetMinutes), nominal };
}

/** The next rung not yet done, with the rules for rungs that lie before the run's start or were passed while it stood still. */
function nextRung(item: ItemState, run: LadderRun, context: Context): Action | null {
  const pending = ladderOf(run, context.policy).filter((rung) => !run.done.includes(rung.id));
  const rung = pending[0];
  if (!rung) return null;
  const nominal = rungDay(item, run, rung.offset, context);
  const at = fireAt(nominal, context);
  const mandatory = rung.mandatory === true && !run.imported;
  if (at < run.floor) {
    if (mandatory) return fire(run, rung, firingTimeFrom(run.floor, context), nominal, context);
    return { kind: "skip", at: run.floor, run, rung, due: nominal, reason: "beforeStart" };
  }
  if (conditionMissing(item, rung))
    return { kind: "skip", at, run, rung, due: nominal, reason: "noUnansweredSupervision" };
  if (rung.blockedByCauseReview && causeUnderReview(item)) return null;
  if (run.catchUp === null || at >= run.catchUp) return fire(run, rung, at, nominal, context);

  const catchUp = run.catchUp;
  const higherPassed = pending
    .slice(1)
    .some(
      (later) => !conditionMissing(item, later) && fireAt(rungDay(item, run, later.offset, context), context) < catchUp,
    );
  if (higherPassed && !mandatory)
    return { kind: "skip", at: catchUp, run, rung, due: nominal, reason: "passedWhileStopped" };
  return fire(run, rung, firingTimeFrom(catchUp, context), nominal, context);
}

/** The next repetition of a repeating rung: later by its interval, and quiet for a while after an acknowledgement. */
function nextRepetition(item: ItemState, run: LadderRun, context: Context): Action | null {
  const repeating = run.repeat;
  if (!repeating) return null;
  // A policy the item was migrated to may no longer have the rung.
  const rung = ladderOf(run, context.policy).find((candidate) => candidate.id === repeating.rung);
  if (!rung?.repeat || repeating.count >= rung.repeat.times) return null;
  let nominal =
    run.key === "deadline"
      ? countedDay(item, repeating.last, rung.repeat.every, context.calendar)
      : context.calendar.addWorkingDays(repeating.last, rung.repeat.every);
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

function draftLapse(item: ItemState, draft: Draft, context: Context): Action | null {
  if (draft.held || !item.deadlineRun) return null;
  const rung = rungById(item.deadlineRun, draft.rung, context.policy);
  const at = fireAt(context.calendar.addWorkingDays(draft.draftedOn, context.policy.signWithin), context);
  return { kind: "lapse", at, draft, rung };
}

/** The ladders that move now. A ladder that is stopped is simply not among them. */
function activeRuns(item: ItemState): LadderRun[] {
  const runs: LadderRun[] = [];
  if (isWithUnit(item)) {
    if (item.status === "assigned" && item.signForRun) runs.push(item.signForRun);
    if (item.deadlineRun && !isFrozen(item)) runs.push(item.deadlineRun);
  }
  if ((item.status === "reported" || item.status === "verified") && item.verificationRun)
    runs.push(item.verificationRun);
  if (item.extension) runs.push(item.extension.run);
  for (const instruction of item.instructions) if (!instruction.replied) runs.push(instruction.run);
  return runs;
}

/** The ladders an item is on that have steps left; used for "is anything still to come". */
export function ladderExhausted(item: ItemState, context: Context): boolean {
  const run = item.deadlineRun;
  if (!run || !isWithUnit(item)) return false;
  // Counts only: while an item is suspended its later days cannot be told.
  const repeating = ladderOf(run, context.policy).find((rung) => rung.id === run.repeat?.rung)?.repeat;
  if (repeating && (run.repeat?.count ?? 0) < repeating.times) return false;
  return ladderOf(run, context.policy).every((rung) => run.done.includes(rung.id));
}

function earlier(a: Action | null, b: Action | null): Action | null {
  if (!a || !b) return a ?? b;
  return b.at < a.at ? b : a;
}

/** The earliest step that falls due on the item by itself, or null when it only waits for people. */
export function nextAction(item: ItemState, context: Context): Action | null {
  if (item.status === "registered") return { kind: "assign", at: fireAt(item.assignOn, context) };
  if (isSuspended(item)) {
    return item.suspendedUntil === null
      ? null
      : { kind: "resume", at: fireAt(addDays(item.suspendedUntil, 1), context) };
  }
  let next: Action | null = null;
  for (const run of activeRuns(item)) {
    next = earlier(next, nextRung(item, run, context));
    next = earlier(next, nextRepetition(item, run, context));
  }
  if (isWithUnit(item) && !isFrozen(item)) {
    for (const draft of item.drafts) next = earlier(next, draftLapse(item, draft, context));
  }
  return next;
}
