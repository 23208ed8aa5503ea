/**
 * What falls due on a month by itself: the ladder `month` of the policy on those that have not answered, and the month's close. On this
 * ladder `primaryUnit` stands for each unit that is late, `primaryUnitHead` for its head.
 */
import { roles } from "../items/firing.js";
import { earlier, fireAt, type LadderStep, nextStep } from "../ladder/steps.js";
import { type Context, contextFor, pressedBy } from "../ladder/subject.js";
import type { NoticeDraft } from "../ledger/record.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Rung } from "../plan/policy.js";
import { dateAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Words } from "../language/words.js";
import type { MonthStep, StandingFacts } from "./acts.js";
import { type MonthState, type RequestState, unanswered } from "./month-state.js";
import { keepingRules, type RegisterNow, registersNow } from "./kept-registers.js";
import { snapshotOf } from "./snapshot.js";
import { lateWords } from "./words.js";

type MonthDue = LadderStep | { readonly at: number; readonly kind: "close" };

function upcoming(state: MonthState, context: Context): MonthDue | null {
  if (state.seq === 0 || state.status !== "open") return null;
  const close = { kind: "close", at: fireAt(context.calendar.addWorkingDays(state.closesOn, 1), context) } as const;
  const pressed = state.run && unanswered(state).length > 0 ? nextStep([pressedBy([state.run])], context) : null;
  return earlier<MonthDue>(pressed, close);
}

/** When the month next has something to do by itself; null where it waits for people, or the calendar ends before. */
export function nextMonthDue(state: MonthState, ruleSet: RuleSet): number | null {
  if (state.seq === 0) return null;
  try {
    return upcoming(state, contextFor(state, state.calendar, ruleSet))?.at ?? null;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What is recorded of the next thing due by `now`; null where nothing is. */
export function dueMonthStep(state: MonthState, facts: StandingFacts, now: number, ruleSet: RuleSet): MonthStep | null {
  const at = nextMonthDue(state, ruleSet);
  if (at === null || at > now) return null;
  const due = upcoming(state, contextFor(state, state.calendar, ruleSet));
  return due && stepOf(state, due, facts, now, ruleSet);
}

function stepOf(state: MonthState, due: MonthDue, facts: StandingFacts, now: number, ruleSet: RuleSet): MonthStep {
  switch (due.kind) {
    case "close": {
      const day = dateAt(due.at, ruleSet.offsetMinutes);
      return { type: "monthClosed", payload: { due: day, snapshot: snapshotOf(state, facts, now, ruleSet) } };
    }
    case "fire": {
      const { rung, run } = due;
      const late = unanswered(state);
      const { id, instrument, offset } = rung;
      const units = late.map(({ unit }) => unit);
      return {
        type: "progressUrged",
        payload: { rung: id, instrument, offset, due: due.due, anchor: run.anchor, units },
        notices: late.map((request) =>
          urging(state, request, rung, registersNow(request, facts.kept, keepingRules(ruleSet)), ruleSet),
        ),
      };
    }
    case "skip":
      return { type: "progressUrgeSkipped", payload: { rung: due.rung.id, due: due.due, reason: due.reason } };
    case "lapse":
    case "agenda":
      throw new Error(`${state.stream} has no drafts and no agenda list: ${due.kind} cannot fall due`);
  }
}

/** One to each unit that is late. */
function urging(
  state: MonthState,
  { unit, status }: RequestState,
  { to, copy, instrument }: Rung,
  registers: readonly RegisterNow[],
  { documents }: RuleSet,
): NoticeDraft {
  const open = registers.flatMap(({ state: standing, asked }) => (standing === "notKept" ? [asked.register] : []));
  const titles = open.map((id): Words => {
    const register = documents?.registers?.registers.find((one) => one.id === id);
    return { zh: register?.title ?? id, en: register?.english ?? id };
  });
  const words = lateWords(state, status === "answered", titles);
  return {
    instrument,
    delivery: "batched",
    to: roles(to),
    copy: roles(copy),
    facts: { month: state.month, primaryUnit: unit, ...words },
  };
}
