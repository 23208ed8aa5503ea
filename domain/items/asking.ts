/** By which day a letter asks for something. */
import type { LadderRun } from "../ladder/run.js";
import type { Context } from "../ladder/subject.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import { addDays } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import type { Asks, LadderName, Rung } from "../plan/policy.js";
import { subDeadline } from "./due.js";
import type { ItemState } from "./work-item.js";

/** The working day `days` after a day; null where no calendar has it. */
export function workingDayAfter(day: PlanDate, days: number, { calendar }: Context): PlanDate | null {
  try {
    return calendar.addWorkingDays(day, days);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What a rung asks for, where its policy does not say it. */
const ASKED: Partial<Readonly<Record<Rung["instrument"], Asks>>> = {
  reminder: { act: "report" },
  urge: { act: "progress", within: 2 },
  supervise: { act: "answer", within: 3 },
  summonsTalk: { act: "decide", within: 5 },
};

/** Working days for an act by a day that has passed meanwhile: a letter asks for nothing by a date gone by. */
const SOON = 2;

/**
 * By which day a letter of `day` asks for something: within its working days, or by the day that is pressed for, where that is
 * not over when the letter goes. Null where nothing is asked, or no calendar has the day.
 */
export function askedBy(
  asks: Asks | undefined,
  pressed: PlanDate | null,
  day: PlanDate,
  context: Context,
): PlanDate | null {
  if (!asks) return null;
  if (asks.within !== undefined) return workingDayAfter(day, asks.within, context);
  return soonest(pressed, day, context);
}

/** A day that lies ahead of a letter of `day`, else one soon after it. */
export function soonest(pressed: PlanDate | null, day: PlanDate, context: Context): PlanDate | null {
  const letter = workingDayAfter(addDays(day, -1), 1, context);
  return pressed !== null && (letter === null || pressed >= letter) ? pressed : workingDayAfter(day, SOON, context);
}

/** The day by which a step is expected whose ladder begins on `day`: the offset of the ladder's first rung. */
export function expectedBy(ladder: LadderName, day: PlanDate, context: Context): { readonly replyBy?: PlanDate } {
  const first = context.policy.ladders[ladder]?.[0]?.offset;
  return replyBy(first === undefined ? null : workingDayAfter(day, first, context));
}

/** As a fact, where it is known. */
export const replyBy = (day: PlanDate | null): { readonly replyBy?: PlanDate } =>
  day === null ? {} : { replyBy: day };

export const asksOf = (rung: Pick<Rung, "instrument" | "asks">): Asks | undefined =>
  rung.asks ?? ASKED[rung.instrument];

/** The day that a run presses for. */
export function pressedDay(item: ItemState, { runKey, anchor }: LadderRun, context: Context): PlanDate | null {
  if (runKey === "deadline") return item.deadline;
  const support = item.supports.find(({ run }) => run?.runKey === runKey);
  if (support) return subDeadline(item, support, context);
  return runKey.startsWith("instruction/") || runKey.startsWith("promise/") ? anchor : null;
}
