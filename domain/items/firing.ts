/** Turns a step that fell due into ledger rows and the notices that go with it. */
import type { Instrument } from "../instruments/instruments.js";
import type { Context } from "../ladder/subject.js";
import type { ItemEventType } from "../ledger/events.js";
import type { Addressee, NewRow, NoticeDraft } from "../ledger/record.js";
import { headOn } from "../people/heads.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import type { RecipientRole, Rung } from "../plan/policy.js";
import { askedBy, asksOf, expectedBy, pressedDay, replyBy } from "./asking.js";
import { type Action, type MovedDeadline, movedDeadline } from "./due.js";
import { recordOf, rungCause, rungRef } from "./item-events.js";
import {
  extensionFacts,
  type Facts,
  heldFacts,
  instructionFacts,
  itemFacts,
  lateness,
  pressingFacts,
  resumedFacts,
  supportFacts,
} from "./item-facts.js";
import type { ItemState } from "./work-item.js";

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
