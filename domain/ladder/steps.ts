/**
 * What falls due next on a subject. `nextStep` looks at every ladder that its subjects climb and names the earliest step;
 * what is recorded of a step is for whoever has the subject to say.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import type { Policy, Rung } from "../plan/policy.js";
import { dateAt, instantAt } from "../plan/plan-date.js";
import type { SkipReason } from "../ledger/item-pressure-events.js";
import { countedDay, isSuspended, type Suspendable } from "./counted-days.js";
import { intervalOf } from "./repetition.js";
import type { Draft, LadderRun, RepeatRun } from "./run.js";
import type { Climb, Conditions, Context, Subject } from "./subject.js";

/** A step that falls due by itself. `at`: the instant from which it is due. `due`: the day it counts for. */
export type LadderStep = { readonly at: number } & (
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
  /** 列入领导小组议题: its repetitions are over, and it is still open. */
  | { readonly kind: "agenda"; readonly run: LadderRun; readonly rung: Rung; readonly due: PlanDate }
);

/** The instant of a day's firing time. */
export function fireAt(day: PlanDate, context: Context): number {
  return instantAt(day, context.policy.firingTime, context.ruleSet.offsetMinutes);
}

/** The first firing time of a working day that is not before `instant`. */
export function firingTimeFrom(instant: number, context: Context): number {
  const day = context.calendar.firstWorkingDayOnOrAfter(dateAt(instant, context.ruleSet.offsetMinutes));
  const at = fireAt(day, context);
  return at >= instant ? at : fireAt(context.calendar.addWorkingDays(day, 1), context);
}

/** The nominal day of a rung: suspended days push back what lies after the anchor. */
function rungDay(subject: Suspendable, { anchor }: Climb, offset: number, context: Context): PlanDate {
  return countedDay(subject, anchor, offset, context.calendar);
}

/**
 * The last day on which the step that a ladder presses for is in good time: its first rung after the anchor. Null where it
 * has none, and where the day cannot be told (the subject is suspended, or the calendar ends before).
 */
export function goodUntil(subject: Suspendable, climb: Climb, context: Context): PlanDate | null {
  const offsets = ladderOf(climb.run, context.policy).flatMap(({ offset }) => (offset > 0 ? [offset] : []));
  return offsets.length === 0
    ? null
    : dayIfKnown(subject, () => rungDay(subject, climb, Math.min(...offsets), context));
}

/** The last day on which the office may sign a draft before it lapses; null as for `goodUntil`. */
export function signUntil(subject: Suspendable, { draftedOn }: Draft, context: Context): PlanDate | null {
  return dayIfKnown(subject, () => countedDay(subject, draftedOn, context.policy.signWithin, context.calendar));
}

/** How long a suspension lasts is not known while it does, and so no day that it puts off. */
function dayIfKnown(subject: Suspendable, day: () => PlanDate): PlanDate | null {
  if (isSuspended(subject)) return null;
  try {
    return day();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

function ladderOf({ ladderName }: LadderRun, policy: Policy): readonly Rung[] {
  return policy.ladders[ladderName] ?? [];
}

export function rungById(run: LadderRun, id: string, policy: Policy): Rung {
  const rung = ladderOf(run, policy).find((candidate) => candidate.id === id);
  if (!rung) throw new Error(`policy version ${policy.version} has no rung ${id} on ladder ${run.ladderName}`);
  return rung;
}

/** Why a rung's condition can no longer be met: it is passed over, and that is recorded. */
function missingCondition({ unansweredAfter, headOn }: Conditions, rung: Rung, day: PlanDate): SkipReason | null {
  if (rung.afterUnanswered === undefined) return null;
  if (unansweredAfter === null) return "noUnansweredSupervision";
  return headOn(day) === "vacant" ? "headVacant" : null;
}

/** A rung that waits for the end of a review, or for the office to look at an answer; the rungs after it keep their dates. */
function isBlocked(conditions: Conditions, rung: Rung): boolean {
  if (rung.afterUnanswered !== undefined && conditions.unansweredAfter === null) return false;
  return (
    (rung.blockedByCauseReview === true && conditions.causeReview) ||
    (rung.afterUnanswered !== undefined && conditions.unansweredAfter === "waiting")
  );
}

/** An answer has its time: what follows a 督办函 unanswered waits for its reply date, or for the date that was promised. */
function isAnswered({ unansweredAfter }: Conditions, rung: Rung, nominal: PlanDate): boolean {
  return (
    rung.afterUnanswered !== undefined &&
    unansweredAfter !== null &&
    (unansweredAfter === "waiting" || unansweredAfter.day >= nominal)
  );
}

function fire(run: LadderRun, rung: Rung, at: number, nominal: PlanDate, context: Context): LadderStep {
  return { kind: "fire", at, run, rung, repetition: 0, due: dateAt(at, context.ruleSet.offsetMinutes), nominal };
}

/** The next rung not yet done. */
function nextRung(subject: Subject, climb: Climb, context: Context): LadderStep | null {
  for (const rung of ladderOf(climb.run, context.policy)) {
    const step = climb.run.done.includes(rung.id) ? null : rungStep(subject, climb, rung, context);
    if (step) return step;
  }
  return null;
}

/** What becomes of one rung, or null while it is blocked: rungs before the run's start and those passed while it stood still have rules of their own. */
function rungStep(subject: Subject, climb: Climb, rung: Rung, context: Context): LadderStep | null {
  const { run } = climb;
  const nominal = rungDay(subject, climb, rung.offset, context);
  const due = afterOthers(subject, run, rung, nominal, context);
  const at = fireAt(due, context);
  const { catchUp } = run;
  if (at < run.floor) {
    const ofThePast = run.imported || (run.importedAt !== undefined && at < run.importedAt);
    const mustFire = rung.mandatory === true && !ofThePast;
    // The run may have stood still since it began: a suspended subject got another deadline.
    const from = Math.max(run.floor, catchUp ?? run.floor);
    if (mustFire) return fire(run, rung, firingTimeFrom(from, context), nominal, context);
    return { kind: "skip", at: run.floor, run, rung, due: nominal, reason: "beforeStart" };
  }
  const missing = missingCondition(subject, rung, due);
  if (missing !== null) return { kind: "skip", at, run, rung, due: nominal, reason: missing };
  if (isBlocked(subject, rung)) return null;
  // Pushed past the day that it reminds of, a reminder would ask for something by a date gone by.
  if (rung.offset < 0 && due > nominal && due > climb.anchor)
    return {
      kind: "skip",
      at: Math.max(fireAt(nominal, context), run.floor),
      run,
      rung,
      due: nominal,
      reason: "passedWhileStopped",
    };
  if (catchUp === null || at >= catchUp) return fire(run, rung, at, nominal, context);

  const again = firingTimeFrom(catchUp, context);
  // A reminder of what is due soon is no use any more when the next rung is due by the time it could go out.
  const limit = rung.offset < 0 ? again : catchUp;
  const higherPassed =
    rung.mandatory !== true &&
    rungsAfter(climb, rung, context).some(
      (other) =>
        missingCondition(subject, other, nominal) === null &&
        !isBlocked(subject, other) &&
        !isAnswered(subject, other, rungDay(subject, climb, other.offset, context)) &&
        fireAt(rungDay(subject, climb, other.offset, context), context) <= limit,
    );
  if (higherPassed) return { kind: "skip", at: catchUp, run, rung, due: nominal, reason: "passedWhileStopped" };
  return fire(run, rung, again, nominal, context);
}

/** Those of the ladder that come after the rung and are not done. */
function rungsAfter({ run }: Climb, rung: Rung, { policy }: Context): Rung[] {
  const rungs = ladderOf(run, policy);
  return rungs.slice(rungs.indexOf(rung) + 1).filter(({ id }) => !run.done.includes(id));
}

/**
 * The day on which a rung can go: not before its own, nor within the policy's distance of the rung before it, nor while it is
 * held, nor before what it waits for has had its time.
 */
function afterOthers(
  conditions: Conditions,
  run: LadderRun,
  rung: Rung,
  nominal: PlanDate,
  { policy, calendar }: Context,
): PlanDate {
  let day = nominal;
  const later = (other: PlanDate): void => {
    if (other > day) day = other;
  };
  const apart = policy.apart?.[run.ladderName] ?? 0;
  if (apart > 0 && run.last !== undefined) later(calendar.addWorkingDays(run.last, apart));
  if (run.hold?.rung === rung.id && run.hold.repetition === 0) later(run.hold.until);
  const { unansweredAfter } = conditions;
  if (rung.afterUnanswered !== undefined && unansweredAfter !== null && unansweredAfter !== "waiting")
    later(calendar.addWorkingDays(unansweredAfter.day, conditions.answerAccepted ? 1 + apart : 1));
  return day;
}

/** The day of a repetition, or of what follows the last: quiet after an acknowledgement, and while a leader's 批示 runs. */
function repetitionDay(
  subject: Subject,
  { last, acknowledgedOn }: RepeatRun,
  after: number,
  quiet: number,
  context: Context,
): PlanDate {
  const { calendar } = context;
  let day = countedDay({ ...subject, suspensions: subject.stops }, last, after, calendar);
  const { instructedUntil } = subject;
  for (const silent of [
    acknowledgedOn === null ? day : calendar.addWorkingDays(acknowledgedOn, quiet),
    instructedUntil === null ? day : calendar.addWorkingDays(instructedUntil, 1),
  ])
    if (silent > day) day = silent;
  return day;
}

/** What is still open after the last repetition goes onto the leading group's agenda list, once. */
function nextAgenda(
  subject: Subject,
  run: LadderRun,
  repeating: RepeatRun,
  rung: Rung,
  context: Context,
): LadderStep | null {
  const { repeat } = rung;
  if (repeat?.thenAgenda === undefined || run.agendaOn !== undefined) return null;
  const day = repetitionDay(subject, repeating, repeat.thenAgenda, repeat.quietAfterAcknowledgement, context);
  let at = fireAt(day, context);
  if (run.catchUp !== null && at < run.catchUp) at = firingTimeFrom(run.catchUp, context);
  return { kind: "agenda", at, run, rung, due: dateAt(at, context.ruleSet.offsetMinutes) };
}

/** The next repetition of a repeating rung: later by its interval, and quiet for a while after an acknowledgement. */
function nextRepetition(subject: Subject, { run }: Climb, context: Context): LadderStep | null {
  const repeating = run.repeat;
  if (!repeating) return null;
  // A policy that the subject was migrated to may no longer have the rung.
  const rung = ladderOf(run, context.policy).find((candidate) => candidate.id === repeating.rung);
  if (!rung?.repeat) return null;
  const { every, times, quietAfterAcknowledgement } = rung.repeat;
  if (repeating.count >= times) return nextAgenda(subject, run, repeating, rung, context);
  const interval = intervalOf(every, repeating.count + 1);
  const nominal = repetitionDay(subject, repeating, interval, quietAfterAcknowledgement, context);
  const held = run.hold?.rung === rung.id && run.hold.repetition === repeating.count + 1 ? run.hold.until : nominal;
  let at = fireAt(held > nominal ? held : nominal, context);
  if (run.catchUp !== null && at < run.catchUp) at = firingTimeFrom(run.catchUp, context);
  return {
    kind: "fire",
    at,
    run,
    rung,
    repetition: repeating.count + 1,
    due: dateAt(at, context.ruleSet.offsetMinutes),
    nominal,
  };
}

/** When the ladder's mandatory rung, or its next repetition, is due; null where none is to come or the day cannot be told. */
export function nextMandatory(
  subject: Subject,
  climb: Climb,
  context: Context,
): { readonly rung: string; readonly repetition: number; readonly due: PlanDate } | null {
  const rung = ladderOf(climb.run, context.policy).find(({ mandatory }) => mandatory === true);
  if (!rung || isSuspended(subject)) return null;
  try {
    const step = climb.run.done.includes(rung.id)
      ? nextRepetition(subject, climb, context)
      : rungStep(subject, climb, rung, context);
    return step?.kind === "fire" ? { rung: rung.id, repetition: step.repetition, due: step.due } : null;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** A draft lapses once the office had its working days for it; days on which the subject was suspended are none of them. */
function draftLapse(subject: Subject, draft: Draft, context: Context): LadderStep | null {
  const run = subject.draftsOf;
  if (draft.held || !run) return null;
  const rung = rungById(run, draft.rung, context.policy);
  const at = fireAt(countedDay(subject, draft.draftedOn, context.policy.signWithin, context.calendar), context);
  const caughtUp = run.catchUp !== null && at < run.catchUp ? firingTimeFrom(run.catchUp, context) : at;
  return { kind: "lapse", at: caughtUp, draft, rung };
}

/**
 * Whether a run has nothing left to come by itself: neither a rung nor a repetition. A rung that waits for the end of a
 * review is not to come by itself.
 */
export function isExhausted(run: LadderRun, conditions: Conditions, { policy }: Context): boolean {
  const rungs = ladderOf(run, policy);
  const repeating = rungs.find((rung) => rung.id === run.repeat?.rung)?.repeat;
  if (repeating && (run.repeat?.count ?? 0) < repeating.times) return false;
  // What an answer puts off comes only if its promise is not kept: until then the ladder has said all it has to say.
  return rungs.every(
    (rung) =>
      run.done.includes(rung.id) ||
      isBlocked(conditions, rung) ||
      (rung.afterUnanswered !== undefined && conditions.answerAccepted),
  );
}

/** The earlier of two steps; the first of two at the same instant. */
export function earlier<S extends { readonly at: number }>(a: S | null, b: S | null): S | null {
  if (!a || !b) return a ?? b;
  return b.at < a.at ? b : a;
}

/**
 * The earliest step of some subjects; of several at the same instant the first subject's. A draft that lapses comes before the
 * rungs of its instant: a later rung never overtakes an earlier one.
 */
export function nextStep(subjects: readonly Subject[], context: Context): LadderStep | null {
  let next: LadderStep | null = null;
  for (const subject of subjects)
    for (const draft of subject.drafts) next = earlier(next, draftLapse(subject, draft, context));
  for (const subject of subjects) {
    for (const climb of subject.climbs) {
      next = earlier(next, nextRung(subject, climb, context));
      next = earlier(next, nextRepetition(subject, climb, context));
    }
  }
  return next;
}
