/** What the decisions about one item share: the shape of a decision, who may, what is a date, notices and refusals. */
import type { Command, CommandKind, CommandOf, Refusal, RefusalCode } from "./commands.js";
import { itemFacts } from "./item-facts.js";
import { roles } from "./firing.js";
import type { Context } from "../ladder/subject.js";
import type { Instrument } from "../instruments/instruments.js";
import { dateAt, dayNumber } from "../plan/plan-date.js";
import type { ItemEvent } from "../ledger/events.js";
import type { WithdrawalReason } from "../ledger/item-deadline-events.js";
import { type Addressee, type NoticeDraft, peopleOf } from "../ledger/record.js";
import type { ItemState } from "./work-item.js";

/** One ledger row of a decision; filled in with actor, cause and instant by `decide`. */
export type Step = ItemEvent & { readonly notices?: readonly NoticeDraft[] };

export type Decision = readonly Step[] | Refusal;

export type Handler<K extends CommandKind> = (
  item: ItemState,
  command: CommandOf<K>,
  now: number,
  context: Context,
) => Decision;

export const refuse = (code: RefusalCode, reason: string): Refusal => ({ code, reason });

export function isRefusal(decision: readonly unknown[] | Refusal): decision is Refusal {
  return "code" in decision;
}

export function illegal(item: ItemState, step: string): Refusal {
  return refuse("illegalStep", `${item.id} is ${item.status}: ${step} is not the next step`);
}

export function suspendedRefusal(item: ItemState): Refusal {
  return refuse("suspended", `${item.id} is suspended since ${item.suspendedSince}: resume it first`);
}

export function onlyUnit(item: ItemState, command: Command, unit: string, what: string): Refusal | null {
  if (command.actor.unit === unit) return null;
  return refuse("notYours", `${what} ${item.id} is for unit ${unit}, not ${command.actor.unit}`);
}

export function onlyOffice(item: ItemState, command: Command, context: Context, what: string): Refusal | null {
  return onlyUnit(item, command, context.ruleSet.bodies.office, what);
}

/** Whether anybody who stands behind an act is among some people: nobody decides what they submitted, nor has it decided. */
export function standsBehind(command: Command, people: readonly string[]): boolean {
  return peopleOf(command.actor).some((person) => people.includes(person));
}

/**
 * Whoever reported cannot verify or close: the person in whatever post, now or on an earlier report, the unit, and who acts
 * for them or for whom they act.
 */
export function ownWork(item: ItemState, command: Command): Refusal | null {
  const { person, unit } = command.actor;
  if (!standsBehind(command, item.reporters) && item.reportedBy?.unit !== unit) return null;
  return refuse("ownWork", `${item.id} was reported by ${person} or by unit ${unit}: somebody else must check it`);
}

export function badDate(date: string, later: string, what: string): Refusal | null {
  try {
    dayNumber(date);
  } catch {
    return refuse("badDate", `${what} is not a date (YYYY-MM-DD): ${date}`);
  }
  return date > later ? null : refuse("badDate", `${what} ${date} must be later than ${later}`);
}

/** A notice that states the item as it is handed in: pass the item as it will be after the step. */
export function notice(
  instrument: Instrument,
  delivery: NoticeDraft["delivery"],
  to: readonly Addressee[],
  item: ItemState,
  now: number,
  context: Context,
  more: NoticeDraft["facts"] = {},
  copy: readonly Addressee[] = [],
): NoticeDraft {
  return { instrument, delivery, to, copy, facts: { ...itemFacts(item, now, context), ...more } };
}

/** Those around the item who help with it and ought to know what happens to it. */
export function bystanders(item: ItemState): readonly Addressee[] {
  return item.village === null ? [] : roles(["township", "helpingUnit"]);
}

/** The village's paired leaders, whose opinion on an extension is asked. */
export function pairedSeats(item: ItemState): readonly Addressee[] {
  return item.village === null ? [] : roles(["villageCountyLeader", "villageDepartmentHead"]);
}

/** Drafts that lose their ground when the unit has reported, the item ends or its deadline moves. */
export function withdrawDrafts(item: ItemState, why: WithdrawalReason): Step[] {
  return item.drafts.map((draft) => ({
    type: "instrumentWithdrawn",
    payload: { rung: draft.rung, version: draft.version, reason: why },
  }));
}

/** An application that loses its ground when the unit has reported or its deadline moves otherwise. */
export function withdrawExtension(item: ItemState, why: WithdrawalReason): Step[] {
  return item.extension
    ? [{ type: "extensionWithdrawn", payload: { no: item.extension.no, to: item.extension.to, reason: why } }]
    : [];
}

export const today = (now: number, context: Context): string => dateAt(now, context.ruleSet.offsetMinutes);
