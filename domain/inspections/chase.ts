/**
 * What falls due on a round by itself: its closing, its close, and the ladder `inspection` of the policy on whatever is late (the
 * scheme's approval, groups, checks, the bulletin). Late inspectors are reminded and escalated like anybody.
 *
 * On this ladder `primaryUnit` stands for whoever owes the step: the inspectors of late visits for checks, else the office;
 * `primaryUnitHead` for the leaders of their groups, else the office's head.
 */
import { CHASED, type Chased } from "../ledger/inspection-events.js";
import type { Addressee, NoticeDraft } from "../ledger/record.js";
import type { LadderRun } from "../ladder/run.js";
import { earlier, fireAt, type LadderStep, nextStep } from "../ladder/steps.js";
import { type Context, contextFor, type Subject } from "../ladder/subject.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Grade } from "../plan/checklists.js";
import type { RecipientRole } from "../plan/policy.js";
import { dateAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { RoundStep } from "./acts.js";
import { chaseWords } from "./words.js";
import { type RoundState, schemeOf, uncoveredVisits } from "./round-state.js";

/** Whether something of a round is still to be done by people. */
export function isPressed(state: RoundState, what: Chased): boolean {
  switch (what) {
    case "approval":
      return state.status === "draft";
    case "groups":
      return state.status === "open" && uncoveredVisits(state).length > 0;
    case "checks":
      return (state.status === "open" || state.status === "closing") && lateVisits(state).length > 0;
    case "bulletin":
      return state.status === "closed" && (state.bulletin?.signed.length ?? 0) === 0;
  }
}

/** Visits whose check is not submitted. */
export const lateVisits = ({ visits }: Pick<RoundState, "visits">): string[] =>
  Object.values(visits).flatMap(({ plan, submitted }) => (submitted ? [] : [plan.id]));

/** A round is never suspended, has no letters to answer, and nobody gives 批示 on it. */
const subjectOf = (runs: readonly LadderRun[]): Subject => ({
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

type RoundDue = LadderStep | { readonly at: number; readonly kind: "closing" | "close" };

function turnDue(state: RoundState, context: Context): RoundDue | null {
  const { visitsUntil, closesOn } = schemeOf(state);
  const [day, kind] = state.status === "open" ? [visitsUntil, "closing" as const] : [closesOn, "close" as const];
  if (state.status !== "open" && state.status !== "closing") return null;
  return { at: fireAt(context.calendar.addWorkingDays(day, 1), context), kind };
}

function upcoming(state: RoundState, context: Context): RoundDue | null {
  const runs = CHASED.flatMap((what) => {
    const run = state.runs[what];
    return run && isPressed(state, what) ? [run] : [];
  });
  return earlier<RoundDue>(turnDue(state, context), nextStep([subjectOf(runs)], context));
}

/** When the round next has something to do by itself; null where it waits for people, or the calendar ends before. */
export function nextRoundDue(state: RoundState, ruleSet: RuleSet): number | null {
  if (state.seq === 0 || state.status === "skipped") return null;
  try {
    return upcoming(state, contextFor(state, state.calendar, ruleSet))?.at ?? null;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What is recorded of the next thing due by `now`; null where nothing is. */
export function dueStep(state: RoundState, now: number, ruleSet: RuleSet): RoundStep | null {
  const at = nextRoundDue(state, ruleSet);
  if (at === null || at > now) return null;
  const due = upcoming(state, contextFor(state, state.calendar, ruleSet));
  return due && stepOf(state, due, now, ruleSet);
}

function stepOf(state: RoundState, due: RoundDue, now: number, ruleSet: RuleSet): RoundStep {
  const day = dateAt(due.at, ruleSet.offsetMinutes);
  switch (due.kind) {
    case "closing":
      return { type: "roundClosing", payload: { due: day } };
    case "close":
      return { type: "roundClosed", payload: { due: day, ...countsOf(state) } };
    case "fire": {
      const what = chasedOf(due.run);
      const { rung } = due;
      const visits = what === "checks" ? lateVisits(state) : what === "groups" ? uncoveredVisits(state) : [];
      return {
        type: "inspectionChased",
        payload: {
          what,
          rung: rung.id,
          instrument: rung.instrument,
          offset: rung.offset,
          due: due.due,
          anchor: due.run.anchor,
          visits,
        },
        notices: [noticeOf(state, what, rung, visits, dateAt(now, ruleSet.offsetMinutes))],
      };
    }
    case "skip":
      return {
        type: "inspectionChaseSkipped",
        payload: { what: chasedOf(due.run), rung: due.rung.id, due: due.due, reason: due.reason },
      };
    case "lapse":
    case "agenda":
      throw new Error(`${state.stream} has no drafts and no agenda list: ${due.kind} cannot fall due`);
  }
}

const chasedOf = ({ runKey }: LadderRun): Chased => {
  const what = CHASED.find((one) => one === runKey);
  if (what === undefined) throw new Error(`nothing of a round is called ${runKey}`);
  return what;
};

function noticeOf(
  state: RoundState,
  what: Chased,
  rung: { readonly to: readonly RecipientRole[]; readonly copy: readonly RecipientRole[]; readonly offset: number },
  visits: readonly string[],
  day: string,
): NoticeDraft {
  const to = rung.to.flatMap((role) => addresseesOf(state, what, role, visits));
  const copy = rung.copy.flatMap((role) => addresseesOf(state, what, role, visits));
  const words = chaseWords(state, what, visits.length, rung.offset);
  const facts = { round: state.round, what, visits: visits.length, day, ...words };
  return { instrument: "inspection", delivery: "batched", to, copy, facts };
}

/** See above: who owes the step. */
function addresseesOf(state: RoundState, what: Chased, role: RecipientRole, visits: readonly string[]): Addressee[] {
  if (role !== "primaryUnit" && role !== "primaryUnitHead") return [{ role }];
  const isHead = role === "primaryUnitHead";
  if (what !== "checks") return [{ role: isHead ? "officeHead" : "office" }];
  const late = state.groups.filter((group) => group.visits.some((id) => visits.includes(id)));
  const people = late.flatMap(({ leader, members }) =>
    isHead ? members.filter(({ person }) => person === leader) : members,
  );
  const posts = [...new Set(people.map(({ post }) => post))];
  return posts.length > 0 ? posts.map((post) => ({ post })) : [{ role: isHead ? "officeHead" : "office" }];
}

export interface RoundCounts {
  readonly planned: number;
  readonly submitted: number;
  readonly lines: number;
  readonly grades: Readonly<Record<Grade, number>>;
}

/** What the round has found, as it stands: of submitted checks only, by the grades that hold after objections. */
export function countsOf({ visits }: Pick<RoundState, "visits">): RoundCounts {
  const grades: Record<Grade, number> = { pass: 0, mostly: 0, fail: 0, notApplicable: 0 };
  const all = Object.values(visits);
  // What came after the close is recorded, outside the figures.
  const submitted = all.flatMap((visit) =>
    visit.submitted && !visit.submitted.late ? [{ visit, check: visit.submitted }] : [],
  );
  for (const { visit, check } of submitted)
    for (const { line, grade } of check.lines) grades[visit.regraded[line] ?? grade]++;
  const lines = submitted.reduce((sum, { check }) => sum + check.lines.length, 0);
  return { planned: all.length, submitted: submitted.length, lines, grades };
}
