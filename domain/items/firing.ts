/** Turns a step that fell due into ledger rows and the notices that go with it. */
import type { Instrument } from "../instruments/instruments.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import { workingDaysOverdue } from "../ladder/counted-days.js";
import type { Context } from "../ladder/subject.js";
import { type Action, type MovedDeadline, movedDeadline, subDeadline } from "./due.js";
import type { LadderRun } from "../ladder/run.js";
import { headOn } from "../people/heads.js";
import type { PlanDate } from "../plan/plan.js";
import type { Asks, LadderName, RecipientRole, Rung } from "../plan/policy.js";
import { addDays, dateAt } from "../plan/plan-date.js";
import type { ItemEventType } from "../ledger/events.js";
import type { Addressee, NewRow, NoticeDraft } from "../ledger/record.js";
import { recordOf, rungCause, rungRef } from "./item-events.js";
import {
  checkingUnit,
  deciderUnit,
  type Extension,
  type Instruction,
  type ItemState,
  reportedBy,
} from "./work-item.js";

type Facts = Record<string, string | number | boolean | null>;
type ItemRows = NewRow<ItemEventType>[];

export function roles(list: readonly RecipientRole[]): Addressee[] {
  return list.map((role) => ({ role }));
}

/** What 共同牵头 units get copies of: what presses the unit that owes what they lead together, beyond a reminder. */
const COPIED_TO_LEADS: ReadonlySet<Instrument> = new Set<Instrument>(["urge", "supervise"]);

/** Who gets copies of a rung's letter: whom the policy names, and those who lead the item together with its unit. */
export function copiesOf(
  { instrument, copy }: { readonly instrument: Instrument; readonly copy: readonly RecipientRole[] },
  item: ItemState,
  { ruleSet }: Context,
  runKey = "deadline",
): Addressee[] {
  const leads =
    runKey === "deadline" && COPIED_TO_LEADS.has(instrument) ? (ruleSet.coLeads?.[item.milestone] ?? []) : [];
  return [...roles(copy), ...leads.filter((unit) => unit !== item.primaryUnit).map((unit) => ({ unit }))];
}

/** A count of working days, or null where the calendar lacks the year: a letter without it is better than none. */
function countIfKnown(count: () => number): number | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

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
export function expectedBy(ladder: LadderName, day: PlanDate, context: Context): Facts {
  const first = context.policy.ladders[ladder]?.[0]?.offset;
  return replyBy(first === undefined ? null : workingDayAfter(day, first, context));
}

/** As a fact, where it is known. */
export const replyBy = (day: PlanDate | null): { readonly replyBy?: PlanDate } =>
  day === null ? {} : { replyBy: day };

export const asksOf = (rung: Pick<Rung, "instrument" | "asks">): Asks | undefined =>
  rung.asks ?? ASKED[rung.instrument];

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
function heldFacts({ hold }: LadderRun, rung: string, repetition: number): Facts {
  if (hold?.rung !== rung || hold.repetition !== repetition) return {};
  return { heldFrom: hold.from, heldDays: hold.days, heldReason: hold.reason };
}

/** The day that a run presses for. */
function pressedDay(item: ItemState, { runKey, anchor }: LadderRun, context: Context): PlanDate | null {
  if (runKey === "deadline") return item.deadline;
  const support = item.supports.find(({ run }) => run?.runKey === runKey);
  if (support) return subDeadline(item, support, context);
  return runKey.startsWith("instruction/") || runKey.startsWith("promise/") ? anchor : null;
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

function supportFacts(item: ItemState, runKey: string, context: Context): Facts {
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
const extensionFacts = ({ extension }: ItemState, runKey: string): Facts =>
  extension?.run.runKey === runKey ? applicationFacts(extension) : {};

function instructionFacts(item: ItemState, runKey: string): Facts {
  const instruction = item.instructions.find((candidate) => candidate.run.runKey === runKey);
  return instruction ? { instructedUnit: instruction.unit, ...instructionWords(instruction) } : {};
}

/** Days that a letter states beside its own: on which the rung was due (later fired after an outage), and on which it counts. */
function lateness(due: PlanDate, nominal: PlanDate, firedOn: PlanDate): Facts {
  return { ...(due === firedOn ? {} : { due }), ...(nominal === due ? {} : { nominal }) };
}

/**
 * 交办: to the unit that owes the item; those who help with it are told. So are a village's paired seats, of all that their villages
 * are to have done (包抓村年度任务清单): they push and are appraised, and owe nothing.
 */
export function assignmentNotice(item: ItemState, now: number, context: Context): NoticeDraft {
  return {
    instrument: "assignment",
    delivery: "batched",
    to: [{ unit: item.primaryUnit }],
    copy: [
      ...(item.village === null
        ? []
        : roles(["township", "helpingUnit", "villageDepartmentHead", "villageCountyLeader"])),
      // A township's item that another unit owes: nothing of it can be done without the township.
      ...(item.village === null && item.township !== null && item.township !== item.primaryUnit
        ? roles(["township"])
        : []),
      ...item.supporting.map((unit) => ({ unit })),
    ],
    facts: {
      ...itemFacts({ ...item, status: "assigned" }, now, context),
      ...expectedBy("signFor", dayOf(now, context), context),
    },
  };
}

const dayOf = (instant: number, context: Context): string => dateAt(instant, context.ruleSet.offsetMinutes);

function assignment(item: ItemState, dueAt: number, now: number, context: Context): ItemRows {
  const payload = { on: dayOf(now, context), due: dayOf(dueAt, context), policy: item.policy };
  return [
    recordOf(item, { type: "assigned", payload }, now, `assign/${item.id}`, [assignmentNotice(item, now, context)]),
  ];
}

/** Where no calendar has the day yet, the deadline stays and the suspended days don't count, as in older releases. */
function movedIfKnown(item: ItemState, on: PlanDate, context: Context): MovedDeadline | null {
  try {
    return movedDeadline(item, on, context);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** The planned end of a suspension counts on its own day, also when an outage let it be recorded later. */
function resumption(item: ItemState, dueAt: number, now: number, context: Context): ItemRows {
  const on = dayOf(dueAt, context);
  const moved = movedIfKnown(item, on, context);
  const told: NoticeDraft = {
    instrument: "suspension",
    delivery: "batched",
    to: [{ unit: item.primaryUnit }],
    copy: item.village === null ? [] : roles(["township", "helpingUnit"]),
    facts: resumedFacts(item, moved, on, now, context),
  };
  const payload = { on, due: on, dueAt, reason: "plannedEnd", ...movedPayload(item, moved) };
  const cause = `resume/${item.id}/${item.suspendedSince}`;
  const rows = [recordOf(item, { type: "resumed", payload }, now, cause, [told])];
  if (!moved) return rows;
  const withdrawn = item.drafts.map(({ rung, version }, index) => {
    const draft = { rung, version, reason: "deadlineMoved" as const };
    return { ...recordOf(item, { type: "instrumentWithdrawn", payload: draft }, now, cause), causeNo: index + 1 };
  });
  return [...rows, ...withdrawn];
}

/** What a resumption says of the deadline that it moved. */
export function movedPayload(
  { deadline }: ItemState,
  moved: MovedDeadline | null,
): { readonly from?: PlanDate; readonly deadline?: PlanDate; readonly movedBy?: number } {
  return moved ? { from: deadline, deadline: moved.deadline, movedBy: moved.days } : {};
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

/** A head who is a 处级领导 is not summoned: what would be a 约谈建议 is submitted (呈报) to the leading group. */
function rungAsItIs(item: ItemState, rung: Rung, day: PlanDate, { ruleSet }: Context): Rung {
  if (rung.instrument !== "summonsTalk" || headOn(ruleSet.heads, item.primaryUnit, day) !== "leader") return rung;
  return { ...rung, instrument: "escalate", kind: "auto" };
}

function fired(item: ItemState, action: Extract<Action, { kind: "fire" }>, now: number, context: Context): ItemRows {
  const { run, repetition } = action;
  const rung = rungAsItIs(item, action.rung, action.due, context);
  const signed = rung.kind === "signed";
  const known = itemFacts(item, now, context);
  const today = dateAt(now, context.ruleSet.offsetMinutes);
  const asked = replyBy(askedBy(asksOf(rung), pressedDay(item, run, context), today, context));
  const facts: Facts = {
    ...known,
    ...pressingFacts(item),
    ...instructionFacts(item, run.runKey),
    ...extensionFacts(item, run.runKey),
    ...supportFacts(item, run.runKey, context),
    ...heldFacts(run, rung.id, repetition),
    ...asked,
    ladder: run.ladderName,
    ...lateness(action.due, action.nominal, dateAt(now, context.ruleSet.offsetMinutes)),
    repetition,
  };
  const notice: NoticeDraft = {
    instrument: rung.instrument,
    delivery: signed ? "draft" : "batched",
    to: roles(rung.to),
    copy: copiesOf(rung, item, context, run.runKey),
    rung: rungRef(action),
    oneUpIfHeldBefore: true,
    facts,
  };
  const payload = {
    run: run.runKey,
    ladder: run.ladderName,
    rung: rung.id,
    version: run.version,
    repetition,
    repeats: rung.repeat !== undefined,
    instrument: rung.instrument,
    due: action.due,
    nominal: action.nominal,
    overdue: known.overdue ?? 0,
  };
  const cause = rungCause(item, run, rung.id, repetition);
  if (signed) return [recordOf(item, { type: "instrumentDrafted", payload }, now, cause, [notice])];
  return [recordOf(item, { type: "rungFired", payload: { ...payload, ...asked } }, now, cause, [notice])];
}

function lapsed(item: ItemState, action: Extract<Action, { kind: "lapse" }>, now: number, context: Context): ItemRows {
  const { draft, rung } = action;
  const notices: NoticeDraft[] = [];
  const due = dateAt(action.at, context.ruleSet.offsetMinutes);
  if (rung.standIn) {
    notices.push({
      instrument: rung.standIn.instrument,
      delivery: "batched",
      to: roles(rung.standIn.to),
      copy: copiesOf(rung.standIn, item, context),
      // It stands for the rung, also where it is asked who held an earlier one.
      rung: { runKey: "deadline", id: rung.id, deadlineVersion: draft.version, repetition: 0 },
      oneUpIfHeldBefore: true,
      facts: {
        ...itemFacts(item, now, context),
        ...pressingFacts(item),
        ...replyBy(askedBy(asksOf(rung.standIn), item.deadline, dateAt(now, context.ruleSet.offsetMinutes), context)),
        ...lateness(due, due, dateAt(now, context.ruleSet.offsetMinutes)),
        standIn: true,
      },
    });
  }
  const cause = `lapse/${item.id}/${draft.rung}/v${draft.version}`;
  const payload = {
    rung: draft.rung,
    version: draft.version,
    instrument: rung.instrument,
    draftedOn: draft.draftedOn,
    due: dayOf(action.at, context),
    officeDelayDays: context.policy.signWithin,
  };
  return [recordOf(item, { type: "instrumentLapsed", payload }, now, cause, notices)];
}

/** Ledger rows of a due step, fired at `now` (which is later than the step's own instant after an outage). */
export function rowsFor(item: ItemState, action: Action, now: number, context: Context): ItemRows {
  switch (action.kind) {
    case "assign":
      return assignment(item, action.at, now, context);
    case "fire":
      return fired(item, action, now, context);
    case "lapse":
      return lapsed(item, action, now, context);
    case "skip": {
      const { run, rung, reason, due } = action;
      const payload = {
        run: run.runKey,
        ladder: run.ladderName,
        rung: rung.id,
        version: run.version,
        repetition: 0,
        due,
        reason,
      };
      return [recordOf(item, { type: "rungSkipped", payload }, now, rungCause(item, run, rung.id, 0))];
    }
    case "resume":
      return resumption(item, action.at, now, context);
    case "agenda": {
      const { run, rung, due } = action;
      const payload = { run: run.runKey, ladder: run.ladderName, rung: rung.id, version: run.version, due };
      const cause = `agenda/${item.id}/${run.runKey}/v${run.version}`;
      return [recordOf(item, { type: "agendaListed", payload }, now, cause)];
    }
  }
}
