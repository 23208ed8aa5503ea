/** When the plan's stream begins inspection rounds: the half-years of the policy, and special ones that the office asks for. */
import { halvesOf, roundDates } from "../inspections/halves.js";
import type { PlanOrder, TaskStreamInfo } from "../ledger/plan-orders.js";
import type { PayloadOf } from "../ledger/events.js";
import type { RoundStreamInfo } from "../ledger/inspection-events.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt, instantAt } from "../plan/plan-date.js";
import { calendarVersion, newestChecklists, policyOf, type RuleSet } from "../plan/rule-set.js";
import { roundStream } from "../inspections/round-name.js";
import { taskStream } from "./streams.js";

/** Of the plan's stream what its rounds depend on. */
export interface Announcing {
  readonly policy: number;
  readonly calendar: number;
  readonly openedOn: PlanDate;
  readonly rounds: readonly RoundStreamInfo[];
  readonly streams: readonly TaskStreamInfo[];
}

export interface RoundDue {
  readonly at: number;
  readonly round: string;
  readonly from: PlanDate;
  readonly to: PlanDate;
  /** The last day on which anything of it could be taken in. */
  readonly closesOn: PlanDate;
}

/** The next half-year's round; null where the plan runs without inspections, all are announced, or the calendar ends before. */
export function nextRound(state: Announcing, ruleSet: RuleSet): RoundDue | null {
  const policy = policyOf(ruleSet, state.policy);
  const { inspections } = policy;
  if (!inspections || newestChecklists(ruleSet) === null) return null;
  const known = new Set(state.rounds.map(({ round }) => round));
  const calendar = calendarVersion(ruleSet, state.calendar);
  try {
    for (const half of halvesOf(inspections)) {
      // Half-years that were over before the plan was opened are none of it; their years need no calendar.
      if (known.has(half.id) || half.to < state.openedOn) continue;
      const { opensOn, closesOn } = roundDates(half, inspections, calendar);
      if (opensOn < state.openedOn) continue;
      const at = instantAt(opensOn, policy.firingTime, ruleSet.offsetMinutes);
      return { at, round: half.id, from: half.from, to: half.to, closesOn };
    }
    return null;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What is recorded of a half-year's round that is due. */
export function announced(
  state: Announcing,
  due: RoundDue,
  now: number,
  ruleSet: RuleSet,
): PayloadOf<"roundAnnounced"> {
  const { round, from, to, at, closesOn } = due;
  const info = { stream: roundStream(round), round, special: false, from, to, openedAt: at };
  // After an outage that outlasted it there is nothing left to inspect.
  if (dateAt(now, ruleSet.offsetMinutes) > closesOn) return { round: info, streams: [], missed: true };
  return { round: info, streams: missingStreams(state, at, ruleSet) };
}

/** A special round is named by its year and its number in it. */
export function announcedSpecial(
  state: Announcing,
  { from, to, villages, reason }: Extract<PlanOrder, { readonly kind: "openRound" }>,
  now: number,
  ruleSet: RuleSet,
): PayloadOf<"roundAnnounced"> {
  const prefix = `${from.slice(0, 4)}S`;
  const round = `${prefix}${state.rounds.filter((one) => one.round.startsWith(prefix)).length + 1}`;
  const info = { stream: roundStream(round), round, special: true, reason, from, to, villages, openedAt: now };
  return { round: info, streams: missingStreams(state, now, ruleSet) };
}

/** Streams of tasks that have none although checklists ask about them: their findings are the first of their items. */
function missingStreams({ streams }: Announcing, openedAt: number, ruleSet: RuleSet): TaskStreamInfo[] {
  const has = new Set(streams.map(({ task }) => task));
  const asked = [...new Set(newestChecklists(ruleSet)?.lines.map(({ task }) => task))].sort((a, b) => a - b);
  const tasks = ruleSet.documents?.plan.tasks ?? [];
  return asked
    .filter((task) => !has.has(task))
    .map((task) => ({
      stream: taskStream(task),
      task,
      section: null,
      title: tasks.find(({ no }) => no === task)?.title ?? "",
      milestones: [],
      local: true,
      openedAt,
    }));
}
