/** What letters state of an item: how it stands, what was said and answered, and what of it is asked, instructed or resumed. */
import { CalendarYearMissing } from "../plan/calendar.js";
import { workingDaysOverdue } from "../ladder/counted-days.js";
import type { LadderRun } from "../ladder/run.js";
import type { Context } from "../ladder/subject.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import { replyBy, soonest } from "./asking.js";
import { type MovedDeadline, subDeadline } from "./due.js";
import {
  checkingUnit,
  deciderUnit,
  type Extension,
  type Instruction,
  type ItemState,
  reportedBy,
} from "./work-item.js";

export type Facts = Record<string, string | number | boolean | null>;

/** A count of working days, or null where the calendar lacks the year: a letter without it is better than none. */
function countIfKnown(count: () => number): number | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What the unit said last, what it answered to the last 督办函, and what was made of it. */
export function pressingFacts(item: ItemState): Facts {
  const { answer, lastWords, supervision, deadlineVersion } = item;
  const answered = answer?.version === deadlineVersion ? answer.state : "none";
  const { returned } = lastWords ?? {};
  return {
    progress: item.percent,
    ...(lastWords && lastWords.text !== "" ? { lastWords: lastWords.text, lastWordsOn: lastWords.on } : {}),
    ...(returned ? { lastReturnedOn: returned.on, lastReturnedReason: returned.reason } : {}),
    ...(supervision
      ? {
          supervisedNo: supervision.no,
          supervisedOn: supervision.on,
          answered,
          ...(supervision.deliveredOn === undefined ? {} : { deliveredOn: supervision.deliveredOn }),
        }
      : {}),
    ...(answer
      ? {
          cause: answer.cause,
          causeOn: answer.on,
          measures: answer.measures,
          promised: answer.promised,
          responsible: answer.responsible,
          ...(answer.returned && answered === "returned" ? { answerReturnedReason: answer.returned.reason } : {}),
        }
      : {}),
  };
}

/** A 呈阅件 that was held says so, and why. */
export function heldFacts({ hold }: LadderRun, rung: string, repetition: number): Facts {
  if (hold?.rung !== rung || hold.repetition !== repetition) return {};
  return { heldFrom: hold.from, heldDays: hold.days, heldReason: hold.reason };
}

/** What every letter about an item states, plus whom the roles around a check, a decision or an instruction stand for. */
export function itemFacts(item: ItemState, at: number, context: Context): Facts & { readonly overdue: number | null } {
  const today = dateAt(at, context.ruleSet.offsetMinutes);
  return {
    status: item.status,
    primaryUnit: item.primaryUnit,
    deadline: item.deadline,
    originalDeadline: item.originalDeadline,
    overdue: countIfKnown(() => workingDaysOverdue(item, reportedBy(item, today), context.calendar)),
    daysLeft: countIfKnown(() => context.calendar.workingDaysBetween(today, item.deadline)),
    verifierUnit: checkingUnit(item, context.ruleSet.bodies),
    deciderUnit: deciderUnit(item, context.ruleSet.bodies),
  };
}

export function supportFacts(item: ItemState, runKey: string, context: Context): Facts {
  const support = item.supports.find((candidate) => candidate.run?.runKey === runKey);
  return support ? { supportingUnit: support.unit, subDeadline: subDeadline(item, support, context) } : {};
}

/** The 批示 itself: its words, its day, who gave it and by when it was to be answered. */
export function instructionWords({ text, on, instructorPost, replyBy: asked }: Instruction): Facts {
  return { instructionText: text, instructionOn: on, instructorPost, instructionReplyBy: asked };
}

/** An application for an extension: what is asked, why, when, and what was said of it so far. */
export function applicationFacts({
  to,
  reason,
  late,
  on,
  proposedGrant,
  proposal,
  opinions,
  support,
  said,
}: Extension): Facts {
  return {
    to,
    reason,
    late,
    appliedOn: on,
    ...(proposedGrant === null ? {} : { proposedGrant }),
    ...(proposal === undefined || proposal === "" ? {} : { proposal }),
    opinions,
    support,
    ...(said.length === 0 ? {} : { opinionTexts: said.join("；") }),
  };
}

/** Whoever is urged to decide is told on what. */
export const extensionFacts = ({ extension }: ItemState, runKey: string): Facts =>
  extension?.run.runKey === runKey ? applicationFacts(extension) : {};

export function instructionFacts(item: ItemState, runKey: string): Facts {
  const instruction = item.instructions.find((candidate) => candidate.run.runKey === runKey);
  return instruction ? { instructedUnit: instruction.unit, ...instructionWords(instruction) } : {};
}

/** Days that a letter states beside its own: on which the rung was due (later fired after an outage), and on which it counts. */
export function lateness(due: PlanDate, nominal: PlanDate, firedOn: PlanDate): Facts {
  return { ...(due === firedOn ? {} : { due }), ...(nominal === due ? {} : { nominal }) };
}

/** Facts of the item as it goes on: from the day of resumption on, by the deadline that was moved. */
export function resumedFacts(
  item: ItemState,
  moved: MovedDeadline | null,
  on: PlanDate,
  now: number,
  context: Context,
): Facts {
  const { suspendedSince, stops, suspensions } = item;
  const stop = [suspendedSince ?? on, on] as const;
  const after: ItemState = {
    ...item,
    deadline: moved?.deadline ?? item.deadline,
    suspendedSince: null,
    suspendedUntil: null,
    stops: [...stops, stop],
    suspensions: moved ? suspensions : [...suspensions, stop],
  };
  return {
    ...itemFacts(after, now, context),
    resumed: true,
    since: suspendedSince,
    on,
    ...(moved ? { from: item.deadline, to: moved.deadline, movedBy: moved.days } : {}),
    ...replyBy(soonest(after.deadline, dateAt(now, context.ruleSet.offsetMinutes), context)),
  };
}
