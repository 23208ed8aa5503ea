/**
 * What ladders climb. Whatever presses somebody until they act (an item by its deadline, an application that waits for its
 * decision, an instruction that waits for its reply) says with this how it stands; the ladder knows nothing else of it. A
 * further kind of subject makes its own, and names ladders of its policy.
 */
import type { PlanDate, Policy } from "../plan/plan.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import { calendarVersion, type RuleSet, policyOf } from "../plan/rule-set.js";
import type { Suspendable } from "./counted-days.js";
import type { Draft, LadderRun } from "./run.js";

/** A ladder that moves now, and the day that its offsets count from. One that stands still is simply not among them. */
export interface Climb {
  readonly run: LadderRun;
  readonly anchor: PlanDate;
}

/** What rungs may be made to wait for, or to depend on. */
export interface Conditions {
  /** A 督办函 of the present deadline version is signed and stays unanswered. */
  readonly unansweredSupervision: boolean;
  /** An objective cause is under review. */
  readonly causeReview: boolean;
}

export interface Subject extends Suspendable, Conditions {
  readonly climbs: readonly Climb[];
  /** Instruments that wait for a signature, and the run whose rungs they are of. */
  readonly drafts: readonly Draft[];
  readonly draftsOf: LadderRun | null;
}

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
