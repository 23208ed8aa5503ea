/**
 * What falls due on an item by itself: its 交办, the planned end of its suspension, and the steps of the ladders that it, its
 * application and its instructions climb.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { RuleSet } from "../plan/rule-set.js";
import { headOn } from "../people/heads.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";
import { isSuspended } from "../ladder/counted-days.js";
import type { LadderRun } from "../ladder/run.js";
import { earlier, fireAt, isExhausted, type LadderStep, nextMandatory, nextStep } from "../ladder/steps.js";
import { type Climb, type Conditions, type Context, contextFor, type Subject } from "../ladder/subject.js";
import { type ItemState, isFrozen, isOpen, isWithUnit, type Support } from "./work-item.js";

/** A step that falls due on an item by itself. */
export type Action = LadderStep | { readonly at: number; readonly kind: "assign" | "resume" };

/** A deadline that a suspension moves: by its working days, or to the day that its order names. */
export interface MovedDeadline {
  readonly deadline: PlanDate;
  readonly days: number;
}

/**
 * Where the deadline of a suspended item moves when it is resumed on `on`. Null where it stays: no working day was suspended, or
 * the unit had reported, whose part was done.
 */
export function movedDeadline(item: ItemState, on: PlanDate, { calendar }: Context): MovedDeadline | null {
  const { suspendedSince, suspendedTo, deadline } = item;
  if (suspendedSince === null || !isWithUnit(item)) return null;
  const days = calendar.workingDaysBetween(addDays(suspendedSince, -1), addDays(on, -1));
  if (suspendedTo !== undefined && suspendedTo > deadline) return { deadline: suspendedTo, days };
  return days <= 0 ? null : { deadline: calendar.addWorkingDays(deadline, days), days };
}

/** A 协办 unit's own deadline on the item: some working days before the item's. */
export function subDeadline(item: ItemState, support: Support, context: Context): PlanDate {
  return context.calendar.addWorkingDays(item.deadline, -support.before);
}

/** Until when the 督办函 has time, or its answer: see `Conditions`. */
function unansweredAfter({ supervision, deadlineVersion, answer, reworkBy }: ItemState): Conditions["unansweredAfter"] {
  if (supervision === null || supervision.version !== deadlineVersion || supervision.answered) return null;
  const { on, replyBy, openUntil = replyBy } = supervision;
  const given = answer && answer.version === deadlineVersion && answer.on >= on ? answer : null;
  if (given?.state === "waiting") return "waiting";
  if (given?.state === "accepted") return { day: given.promised };
  const asked = given?.returned?.replyBy ?? replyBy;
  const until = openUntil > asked ? openUntil : asked;
  // What was sent back to be done again has a day of its own.
  return { day: reworkBy !== undefined && reworkBy > until ? reworkBy : until };
}

/** Whether an answer is accepted and its promise still to be kept or broken. */
const isAnswerAccepted = ({ answer, deadlineVersion }: ItemState): boolean =>
  answer?.state === "accepted" && answer.version === deadlineVersion;

function conditionsOf(item: ItemState, { ruleSet }: Context): Conditions {
  let instructedUntil: PlanDate | null = null;
  // An instruction runs until the leader took its reply: a reply that waits for its check doesn't end it.
  for (const { replyBy } of item.instructions)
    if (instructedUntil === null || replyBy > instructedUntil) instructedUntil = replyBy;
  return {
    unansweredAfter: unansweredAfter(item),
    answerAccepted: isAnswerAccepted(item),
    causeReview: item.causeReview,
    instructedUntil,
    headOn(day) {
      return headOn(ruleSet.heads, item.primaryUnit, day);
    },
  };
}

/** A run whose days count from its own anchor. */
export const climbOf = (run: LadderRun): Climb => ({ run, anchor: run.anchor });

/** The ladders that count from the deadline, while the unit has it in hand. */
function deadlineClimbs(item: ItemState, context: Context): Climb[] {
  if (!isWithUnit(item) || !item.deadlineRun || isFrozen(item)) return [];
  const climbs = [climbOf(item.deadlineRun)];
  for (const support of item.supports)
    if (support.run && !support.delivered)
      climbs.push({ run: support.run, anchor: subDeadline(item, support, context) });
  return climbs;
}

/** The ladder of the step that the item waits for in its life: 核查, 签收. */
function stepRuns({ status, verificationRun, signForRun }: ItemState): LadderRun[] {
  if (status === "reported" || status === "verified") return verificationRun ? [verificationRun] : [];
  return status === "assigned" && signForRun ? [signForRun] : [];
}

/** The ladders of what was asked beside: an application, instructions, a promise. */
function askedRuns(item: ItemState): LadderRun[] {
  const { extension, answer } = item;
  const promised = isWithUnit(item) && !isFrozen(item) && isAnswerAccepted(item) && answer?.run ? [answer.run] : [];
  return [
    ...(extension ? [extension.run] : []),
    ...item.instructions.flatMap(({ replied, run }) => (replied ? [] : [run])),
    ...promised,
  ];
}

/**
 * The item by its deadline, and whatever else presses about it: each climbs ladders of its own, and a suspension stops them all.
 * A suspension that moved the deadline counts no more for what counts from there.
 */
export function subjectsOf(item: ItemState, context: Context): readonly Subject[] {
  const { suspensions, stops, suspendedSince, deadlineRun, drafts } = item;
  const conditions = conditionsOf(item, context);
  const subjects: Subject[] = [];
  for (const run of stepRuns(item)) subjects.push(subjectByAct(run, item, conditions));
  subjects.push({
    ...conditions,
    suspendedSince,
    stops,
    suspensions,
    climbs: deadlineClimbs(item, context),
    drafts: isWithUnit(item) && !isFrozen(item) ? drafts : [],
    draftsOf: deadlineRun,
  });
  for (const run of askedRuns(item)) subjects.push(subjectByAct(run, item, conditions));
  return subjects;
}

/** What one run presses, of which every suspension counts. */
function subjectByAct(run: LadderRun, { suspendedSince, stops }: ItemState, conditions: Conditions): Subject {
  return {
    ...conditions,
    suspendedSince,
    stops,
    suspensions: stops,
    climbs: [climbOf(run)],
    drafts: [],
    draftsOf: null,
  };
}

/** The 呈阅 that comes next on the item's deadline: the rung, or its repetition. Null where none is to come, or no calendar has it. */
export function nextEscalation(
  item: ItemState,
  context: Context,
): { readonly rung: string; readonly repetition: number; readonly due: PlanDate } | null {
  const { deadlineRun } = item;
  if (!deadlineRun) return null;
  const subject = subjectsOf(item, context).find(({ draftsOf }) => draftsOf === deadlineRun);
  const climb = subject?.climbs.find(({ run }) => run === deadlineRun);
  return subject && climb ? nextMandatory(subject, climb, context) : null;
}

/** The earliest step that falls due on the item by itself, or null when it only waits for people. */
export function nextAction(item: ItemState, context: Context): Action | null {
  if (isSuspended(item)) {
    if (item.suspendedUntil === null) return null;
    return { kind: "resume", at: fireAt(addDays(item.suspendedUntil, 1), context) };
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
  return run !== null && isOpen(item) && !isSuspended(item) && isExhausted(run, conditionsOf(item, context), context);
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
  return dueWith(item, isOpen(item) ? upcoming(item, calendar, ruleSet) : null);
}

/** The item, falling due by what is known to come next on it. */
export function dueWith(item: ItemState, next: Action | CalendarYearMissing | null): ItemState {
  if (next instanceof CalendarYearMissing) return { ...item, nextDue: null, beyondCalendar: next.year };
  return { ...item, nextDue: next?.at ?? null, beyondCalendar: null };
}
