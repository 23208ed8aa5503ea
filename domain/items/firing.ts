/** Turns a step that fell due into ledger rows and the notices that go with it. */
import { CalendarYearMissing } from "../plan/calendar.js";
import { workingDaysOverdue } from "../ladder/counted-days.js";
import type { Context } from "../ladder/subject.js";
import { type Action, subDeadline } from "./due.js";
import type { PlanDate, RecipientRole } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import type { ItemEventType } from "../ledger/events.js";
import type { Addressee, NewRow, NoticeDraft } from "../ledger/record.js";
import { recordOf, rungCause, rungRef } from "./item-events.js";
import { checkingUnit, deciderUnit, type ItemState } from "./work-item.js";

type Facts = Record<string, string | number | boolean | null>;
type ItemRows = NewRow<ItemEventType>[];

export function roles(list: readonly RecipientRole[]): Addressee[] {
  return list.map((role) => ({ role }));
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

/** What every letter about an item states, plus whom the roles around a check, a decision or an instruction stand for. */
export function itemFacts(item: ItemState, at: number, context: Context): Facts & { readonly overdue: number | null } {
  const today = dateAt(at, context.ruleSet.offsetMinutes);
  return {
    status: item.status,
    primaryUnit: item.primaryUnit,
    deadline: item.deadline,
    originalDeadline: item.originalDeadline,
    overdue: countIfKnown(() => workingDaysOverdue(item, today, context.calendar)),
    daysLeft: countIfKnown(() => context.calendar.workingDaysBetween(today, item.deadline)),
    verifierUnit: checkingUnit(item, context.ruleSet.bodies),
    deciderUnit: deciderUnit(item, context.ruleSet.bodies),
  };
}

function supportFacts(item: ItemState, runKey: string, context: Context): Facts {
  const support = item.supports.find((candidate) => candidate.run?.runKey === runKey);
  return support ? { supportingUnit: support.unit, subDeadline: subDeadline(item, support, context) } : {};
}

function instructionFacts(item: ItemState, runKey: string): Facts {
  const instruction = item.instructions.find((candidate) => candidate.run.runKey === runKey);
  if (!instruction) return {};
  return { instructedUnit: instruction.unit, instructorPost: instruction.instructorPost, replyBy: instruction.replyBy };
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
    facts: itemFacts({ ...item, status: "assigned" }, now, context),
  };
}

const dayOf = (instant: number, context: Context): string => dateAt(instant, context.ruleSet.offsetMinutes);

function assignment(item: ItemState, dueAt: number, now: number, context: Context): ItemRows {
  const payload = { on: dayOf(now, context), due: dayOf(dueAt, context), policy: item.policy };
  return [
    recordOf(item, { type: "assigned", payload }, now, `assign/${item.id}`, [assignmentNotice(item, now, context)]),
  ];
}

/** The planned end of a suspension counts on its own day, also when an outage let it be recorded later. */
function resumption(item: ItemState, dueAt: number, now: number, context: Context): ItemRows {
  const on = dayOf(dueAt, context);
  const told: NoticeDraft = {
    instrument: "suspension",
    delivery: "batched",
    to: [{ unit: item.primaryUnit }],
    copy: item.village === null ? [] : roles(["township", "helpingUnit"]),
    facts: { ...itemFacts(item, now, context), resumed: true },
  };
  const payload = { on, due: on, dueAt, reason: "plannedEnd" };
  return [recordOf(item, { type: "resumed", payload }, now, `resume/${item.id}/${item.suspendedSince}`, [told])];
}

function fired(item: ItemState, action: Extract<Action, { kind: "fire" }>, now: number, context: Context): ItemRows {
  const { run, rung, repetition } = action;
  const signed = rung.kind === "signed";
  const known = itemFacts(item, now, context);
  const facts: Facts = {
    ...known,
    ...instructionFacts(item, run.runKey),
    ...supportFacts(item, run.runKey, context),
    ladder: run.ladderName,
    ...lateness(action.due, action.nominal, dateAt(now, context.ruleSet.offsetMinutes)),
    repetition,
  };
  const notice: NoticeDraft = {
    instrument: rung.instrument,
    delivery: signed ? "draft" : "batched",
    to: roles(rung.to),
    copy: roles(rung.copy),
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
  const type = signed ? "instrumentDrafted" : "rungFired";
  return [recordOf(item, { type, payload }, now, rungCause(item, run, rung.id, repetition), [notice])];
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
      copy: roles(rung.standIn.copy),
      // It stands for the rung, also where it is asked who held an earlier one.
      rung: { runKey: "deadline", id: rung.id, deadlineVersion: draft.version, repetition: 0 },
      oneUpIfHeldBefore: true,
      facts: {
        ...itemFacts(item, now, context),
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
  }
}
