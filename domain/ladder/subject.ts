/**
 * What ladders climb. Whatever presses somebody until they act (an item by its deadline, an application that waits for its
 * decision, an instruction that waits for its reply) says with this how it stands; the ladder knows nothing else of it. A
 * further kind of subject makes its own, and names ladders of its policy.
 */
import type { PlanDate } from "../plan/plan.js";
import type { Policy } from "../plan/policy.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import { calendarVersion, type RuleSet, policyOf } from "../plan/rule-set.js";
import type { Suspendable } from "./counted-days.js";
import type { Draft, LadderRun } from "./run.js";

/** A ladder that moves now, and the day that its offsets count from. One that stands still is simply not among them. */
export interface Climb {
  readonly run: LadderRun;
  readonly anchor: PlanDate;
}

/** A day, or that an answer waits for the office. */
export type AnsweredUntil = { readonly day: PlanDate } | "waiting";

/** What rungs may be made to wait for, or to depend on. */
export interface Conditions {
  /**
   * The last day on which a signed 督办函 of the present deadline version counts as answered, or as having time for it: its
   * reply date, or the date that an accepted answer promised. `waiting`: an answer waits for the office. Null: no such letter.
   */
  readonly unansweredAfter: AnsweredUntil | null;
  /** The office accepted an answer to it, with a date that is promised. */
  readonly answerAccepted: boolean;
  /** Whom a talk would be with on a day: a head in office, a 处级领导 (who is submitted to, never summoned), or nobody. */
  readonly headOn: (day: PlanDate) => "head" | "leader" | "vacant";
  /** An objective cause is under review. */
  readonly causeReview: boolean;
  /** Until this day a leader's own 批示 runs: nothing is submitted again. Null: none runs. */
  readonly instructedUntil: PlanDate | null;
}

export interface Subject extends Suspendable, Conditions {
  /** All ended suspensions, also those that `suspensions` leaves out because they moved the deadline. */
  readonly stops: Suspendable["suspensions"];
  readonly climbs: readonly Climb[];
  /** Instruments that wait for a signature, and the run whose rungs they are of. */
  readonly drafts: readonly Draft[];
  readonly draftsOf: LadderRun | null;
}

/** A subject that only its runs press: it is never suspended, has no letters to answer, and nobody gives 批示 on it. */
export const pressedBy = (runs: readonly LadderRun[]): Subject => ({
  suspendedSince: null,
  suspensions: [],
  stops: [],
  climbs: runs.map((run) => ({ run, anchor: run.anchor })),
  drafts: [],
  draftsOf: null,
  unansweredAfter: null,
  answerAccepted: false,
  headOn: () => "head",
  causeReview: false,
  instructedUntil: null,
});

/** Everything the rules look up for one subject. */
export interface Context {
  readonly ruleSet: RuleSet;
  readonly calendar: WorkingCalendar;
  readonly policy: Policy;
}

/** `subject`: by the policy version that it runs on. */
export function contextFor(subject: { readonly policy: number }, calendar: number, ruleSet: RuleSet): Context {
  return { ruleSet, calendar: calendarVersion(ruleSet, calendar), policy: policyOf(ruleSet, subject.policy) };
}
