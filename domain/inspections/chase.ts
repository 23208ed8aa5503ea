/**
 * What falls due on a round by itself: its closing, its close, and the ladder `inspection` of the policy on whatever is late (the
 * scheme's approval, groups, checks, objections that nobody decides, the bulletin). Who is told: `chase-notices.ts`.
 */
import { CHASED, type Chased } from "../ledger/inspection-events.js";
import type { LadderRun } from "../ladder/run.js";
import { earlier, fireAt, type LadderStep, nextStep } from "../ladder/steps.js";
import { type Context, contextFor, pressedBy } from "../ladder/subject.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Grade } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { RoundStep } from "./acts.js";
import { chaseNotices } from "./chase-notices.js";
import { type ObjectionName, waitingObjections } from "./objections.js";
import { objectionRun } from "./round-name.js";
import { schemeOf, uncoveredVisits } from "./round-state.js";
import type { RoundState } from "./round-types.js";

/** Whether something of a round is still to be done by people. */
export function isPressed(state: RoundState, what: Chased): boolean {
  switch (what) {
    case "approval":
      return state.status === "draft";
    case "groups":
      return state.status === "open" && uncoveredVisits(state).length > 0;
    case "checks":
      return (state.status === "open" || state.status === "closing") && lateVisits(state).length > 0;
    case "objections":
      return state.status !== "skipped" && waitingObjections(state).length > 0;
    case "bulletin":
      return state.status === "closed" && (state.bulletin?.signed.length ?? 0) === 0;
  }
}

/** Visits whose check is not submitted. */
export const lateVisits = ({ visits }: Pick<RoundState, "visits">): string[] =>
  Object.values(visits).flatMap(({ plan, submitted }) => (submitted ? [] : [plan.id]));

type RoundDue = LadderStep | { readonly at: number; readonly kind: "closing" | "close" };

function turnDue(state: RoundState, context: Context): RoundDue | null {
  const { visitsUntil, closesOn } = schemeOf(state);
  const [day, kind] = state.status === "open" ? [visitsUntil, "closing" as const] : [closesOn, "close" as const];
  if (state.status !== "open" && state.status !== "closing") return null;
  return { at: fireAt(context.calendar.addWorkingDays(day, 1), context), kind };
}

/** The ladders of what presses: an objection has its own. */
function pressingRuns(state: RoundState, of: readonly Chased[] = CHASED): LadderRun[] {
  const keys = of.flatMap((what) => {
    if (!isPressed(state, what)) return [];
    return what === "objections" ? waitingObjections(state).map(objectionRun) : [what];
  });
  return keys.flatMap((key) => state.runs[key] ?? []);
}

/** The day from which the ladder of something counts, the earliest of several; null: nobody is pressed for it. */
export function pressedSince(state: RoundState, what: Chased): PlanDate | null {
  const days = pressingRuns(state, [what]).map(({ anchor }) => anchor);
  return days.toSorted()[0] ?? null;
}

function upcoming(state: RoundState, context: Context): RoundDue | null {
  const runs = pressingRuns(state);
  return earlier<RoundDue>(turnDue(state, context), nextStep([pressedBy(runs)], context));
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
    case "fire":
      return fired(state, due, now, ruleSet);
    case "skip":
      return {
        type: "inspectionChaseSkipped",
        payload: { ...chasedOf(state, due.run), rung: due.rung.id, due: due.due, reason: due.reason },
      };
    case "lapse":
    case "agenda":
      throw new Error(`${state.stream} has no drafts and no agenda list: ${due.kind} cannot fall due`);
  }
}

/** What a ladder presses for. */
function chasedOf(
  state: RoundState,
  { runKey }: LadderRun,
): { readonly what: Chased; readonly objection?: ObjectionName } {
  const what = CHASED.find((one) => one === runKey);
  if (what !== undefined) return { what };
  const found = waitingObjections(state).find((one) => objectionRun(one) === runKey);
  if (!found) throw new Error(`nothing of ${state.stream} is called ${runKey}`);
  return { what: "objections", objection: { visit: found.visit, no: found.no } };
}

function visitsOf(state: RoundState, what: Chased, objection: ObjectionName | undefined): string[] {
  if (objection) return [objection.visit];
  return what === "checks" ? lateVisits(state) : what === "groups" ? uncoveredVisits(state) : [];
}

function fired(
  state: RoundState,
  { run, rung, due }: Extract<LadderStep, { readonly kind: "fire" }>,
  now: number,
  ruleSet: RuleSet,
): RoundStep {
  const { documents } = ruleSet;
  if (!documents) throw new Error("rounds are decided by the plan's documents: load them into the rule set");
  const { what, objection } = chasedOf(state, run);
  const { id, instrument, offset } = rung;
  const visits = visitsOf(state, what, objection);
  const day = dateAt(now, ruleSet.offsetMinutes);
  return {
    type: "inspectionChased",
    payload: {
      what,
      ...(objection ? { objection } : {}),
      rung: id,
      instrument,
      offset,
      due,
      anchor: run.anchor,
      visits,
    },
    notices: chaseNotices(state, { what, rung, visits, objection, day, roster: documents.roster }),
  };
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
