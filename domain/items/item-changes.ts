/** What a row changes of an item, in pieces that several folds share. */
import { acknowledgedRun, type Draft, type LadderRun, newRun, resumedRun } from "../ladder/run.js";
import { type Context } from "../ladder/subject.js";

import type { PlanDate } from "../plan/plan.js";
import { addDays } from "../plan/plan-date.js";
import { fireAt } from "../ladder/steps.js";
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import type { PayloadOf } from "../ledger/events.js";
import { type FoldedRow, peopleOf } from "../ledger/record.js";
import type { Extension, Instruction, ItemState, ItemStatus, Support } from "./work-item.js";

/** Everybody who stands behind a row's act. */
export const people = ({ actor }: Pick<FoldedRow, "actor">): string[] => (actor ? peopleOf(actor) : []);

/** The ladders of the units that help by a sub-deadline, which is counted back from the item's deadline. */
/** A run that presses again from an instant on, and not before. */
const notBefore = (run: LadderRun, quietUntil: number | null): LadderRun =>
  quietUntil === null ? run : resumedRun(run, quietUntil);

function withSupportRuns(item: ItemState, at: number, quietUntil: number | null = null): readonly Support[] {
  return item.supports.map((support) => {
    const { unit, delivered } = support;
    const run =
      delivered || unit === item.primaryUnit
        ? null
        : notBefore(newRun("supporting", `supporting/${unit}`, item.deadline, item.deadlineVersion, at), quietUntil);
    return { ...support, run };
  });
}

/** Updates whichever run has the key. */
export function withRun(item: ItemState, runKey: string, change: (run: LadderRun) => LadderRun): ItemState {
  if (runKey === "deadline" && item.deadlineRun) return { ...item, deadlineRun: change(item.deadlineRun) };
  if (runKey === "signFor" && item.signForRun) return { ...item, signForRun: change(item.signForRun) };
  if (runKey === "verification" && item.verificationRun)
    return { ...item, verificationRun: change(item.verificationRun) };
  if (item.supports.some((support) => support.run?.runKey === runKey)) {
    const supports = item.supports.map((support) =>
      support.run?.runKey === runKey ? { ...support, run: change(support.run) } : support,
    );
    return { ...item, supports };
  }
  if (item.answer?.run?.runKey === runKey) return { ...item, answer: { ...item.answer, run: change(item.answer.run) } };
  if (item.extension?.run.runKey === runKey)
    return { ...item, extension: { ...item.extension, run: change(item.extension.run) } };
  return {
    ...item,
    instructions: item.instructions.map((entry) =>
      entry.run.runKey === runKey ? { ...entry, run: change(entry.run) } : entry,
    ),
  };
}

const resumedIfAny = (run: LadderRun | null, at: number): LadderRun | null => run && resumedRun(run, at);

/** Of the rungs passed while the unit's ladders stood still only the highest is to fire. */
export function resumeUnitLadders(item: ItemState, at: number): ItemState {
  const supports = item.supports.map((support) => ({ ...support, run: resumedIfAny(support.run, at) }));
  const answer = item.answer && { ...item.answer, run: resumedIfAny(item.answer.run, at) };
  return { ...item, ...(answer ? { answer } : {}), supports, deadlineRun: resumedIfAny(item.deadlineRun, at) };
}

/** The same for every ladder of the item: a suspension stops them all, a new policy changes them all. */
export function resumeAllLadders(item: ItemState, at: number): ItemState {
  return {
    ...resumeUnitLadders(item, at),
    signForRun: resumedIfAny(item.signForRun, at),
    verificationRun: resumedIfAny(item.verificationRun, at),
    extension: item.extension ? { ...item.extension, run: resumedRun(item.extension.run, at) } : null,
    instructions: item.instructions.map((entry) => ({ ...entry, run: resumedRun(entry.run, at) })),
  };
}

/** After a suspension nothing presses for some working days: the instant from which the ladders are climbed again. */
export function pressesAgainAt(on: PlanDate, at: number, context: Context): number {
  const grace = context.policy.graceAfterResumption ?? 0;
  if (grace === 0) return at;
  try {
    return Math.max(at, fireAt(context.calendar.addWorkingDays(addDays(on, -1), grace + 1), context));
  } catch (error) {
    // What lies beyond the calendar cannot be told yet; what comes next waits for its year all the same.
    if (error instanceof CalendarYearMissing) return at;
    throw error;
  }
}

/** A day by which something was asked, later by the working days of a suspension that began before it. */
function putOff(day: PlanDate, [since, on]: readonly [PlanDate, PlanDate], calendar: WorkingCalendar): PlanDate {
  if (day < since) return day;
  try {
    const days = calendar.workingDaysBetween(addDays(since, -1), addDays(on, -1));
    return days > 0 ? calendar.addWorkingDays(day, days) : day;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return day;
    throw error;
  }
}

/**
 * A suspension has moved the deadline. The same climb goes on from the new day: what went out before stays out, what was drafted
 * and not signed is drafted again.
 */
export function withMovedDeadline(
  item: ItemState,
  deadline: PlanDate,
  stop: readonly [PlanDate, PlanDate],
  { calendar }: Context,
): ItemState {
  const version = item.deadlineVersion + 1;
  const { deadlineRun, supervision, answer } = item;
  const drafted = new Set(item.drafts.map(({ rung }) => rung));
  const onFrom = (run: LadderRun | null): LadderRun | null => run && { ...run, anchor: deadline, version };
  return {
    ...item,
    deadline,
    deadlineVersion: version,
    drafts: [],
    deadlineRun: deadlineRun && {
      ...deadlineRun,
      anchor: deadline,
      version,
      done: deadlineRun.done.filter((rung) => !drafted.has(rung)),
    },
    supports: item.supports.map((support) => ({ ...support, run: onFrom(support.run) })),
    supervision: supervision && { ...supervision, version, replyBy: putOff(supervision.replyBy, stop, calendar) },
    ...(answer ? { answer: { ...answer, version } } : {}),
  };
}

export function acknowledged(item: ItemState, on: PlanDate): ItemState {
  return item.deadlineRun ? { ...item, deadlineRun: acknowledgedRun(item.deadlineRun, on) } : item;
}

/**
 * A new deadline: a new version, a new ladder from the first rung that lies ahead. The days after a suspension on which nothing
 * presses are kept.
 */
export function withDeadline(item: ItemState, deadline: PlanDate, at: number, context: Context): ItemState {
  const version = item.deadlineVersion + 1;
  const ladderName = context.policy.ladderByScope[item.scope];
  const moved: ItemState = { ...item, deadline, deadlineVersion: version, drafts: [], supervision: null };
  const before = item.deadlineRun;
  if (!before) return moved;
  const importedAt = before.importedAt ?? (before.imported ? before.floor : undefined);
  const quietUntil = before.catchUp !== null && before.catchUp > at ? before.catchUp : null;
  return {
    ...moved,
    deadlineRun: {
      ...notBefore(newRun(ladderName, "deadline", deadline, version, at), quietUntil),
      ...(importedAt === undefined ? {} : { importedAt }),
    },
    supports: withSupportRuns(moved, at, quietUntil),
  };
}

/**
 * 重新办理: the unit has it in hand again, by a new deadline and with a ladder of its own. What was said of the former work is
 * over: its check, a talk about it, a suspension, instructions that its end answered. Whoever reported it then still stands
 * behind what is checked.
 */
export function reopened(
  { talk: _decided, ...item }: ItemState,
  { at, payload }: FoldedRow<"reopened">,
  on: PlanDate,
  context: Context,
): ItemState {
  const { suspensions, suspendedSince: since } = item;
  const again: ItemState = {
    ...item,
    status: "inProgress",
    closedAt: null,
    reopenings: payload.count,
    reportedBy: null,
    reportedOn: null,
    verificationRun: null,
    instructions: item.instructions.filter(({ replied }) => replied),
    causeReview: false,
    suspensions: since === null ? suspensions : [...suspensions, [since, on]],
    stops: since === null ? item.stops : [...item.stops, [since, on]],
    suspendedSince: null,
    suspendedUntil: null,
    deadlineRun: item.deadlineRun && { ...item.deadlineRun, catchUp: null },
  };
  return withDeadline(again, payload.deadline, at, context);
}

export function startVerification(item: ItemState, on: PlanDate, at: number): ItemState {
  const verifications = item.verifications + 1;
  return { ...item, verifications, verificationRun: newRun("verification", "verification", on, verifications, at) };
}

export function extensionOf(item: ItemState, row: FoldedRow<"extensionRequested">, on: PlanDate): Extension {
  const no = item.extensions + 1;
  const { to, late, reason } = row.payload;
  return {
    no,
    to,
    reason,
    on,
    late,
    by: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
    applicants: people(row),
    proposedGrant: null,
    opinions: 0,
    support: 0,
    said: [],
    run: newRun("extension", `extension/${no}`, on, no, row.at),
  };
}

/** The leading group has its own working days for the decision: the ladder starts again with it. */
export function proposed(extension: Extension, row: FoldedRow<"extensionProposed">, on: PlanDate): Extension {
  const { runKey, version } = extension.run;
  return {
    ...extension,
    proposedGrant: row.payload.grant,
    ...(row.payload.text === "" ? {} : { proposal: row.payload.text }),
    proposers: people(row),
    run: newRun("extension", runKey, on, version + 1, row.at),
  };
}

export function changeInstruction(
  item: ItemState,
  id: string,
  change: (entry: Instruction) => Instruction | null,
): ItemState {
  const instructions = item.instructions.flatMap((entry) => {
    if (entry.id !== id) return [entry];
    const changed = change(entry);
    return changed ? [changed] : [];
  });
  return { ...item, instructions };
}

/** What a report's figures say of the whole and of what is done of it. */
export function figuresOf({ figures }: PayloadOf<"progressReported" | "reported">): Pick<ItemState, "total" | "done"> {
  const { total, done } = figures ?? {};
  return { ...(total === undefined ? {} : { total }), ...(done === undefined ? {} : { done }) };
}

export const withoutVerifier = ({ verifier: _ended, ...item }: ItemState): ItemState => item;

export const dropDraft = (item: ItemState, rung: string): readonly Draft[] =>
  item.drafts.filter((draft) => draft.rung !== rung);

/** The unit has it from now on: its deadline's ladder starts, from the first rung that lies ahead. */
export function withUnit(item: ItemState, status: ItemStatus, on: PlanDate, at: number, context: Context): ItemState {
  const ladderName = context.policy.ladderByScope[item.scope];
  return {
    ...item,
    status,
    assignments: 1,
    signForRun: status === "assigned" ? newRun("signFor", "signFor", on, 1, at) : null,
    deadlineRun: newRun(ladderName, "deadline", item.deadline, item.deadlineVersion, at),
    supports: withSupportRuns(item, at),
  };
}
