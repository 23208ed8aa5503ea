/** An event of an item with the names of its day: what its sentence is made of, in whichever language. */
import type { Instrument } from "../instruments/instruments.js";
import { type ItemEvent, type ItemEventType, type LedgerEvent, membersOf } from "../ledger/events.js";
import type { Actor } from "../ledger/record.js";
import type { Directory } from "../people/directory.js";
import type { Recipient } from "../people/recipients.js";
import type { PlanDate } from "../plan/plan.js";
import type { Policy } from "../plan/policy.js";
import { actorWho, recipientWho, type Who } from "./who.js";

/** An event as the ledger holds it, with whom its notices reached. */
export type TellableEvent = ItemEvent & {
  readonly actor: Actor | null;
  readonly recipients: readonly (readonly Recipient[])[];
};

export interface ToldEvent {
  readonly day: PlanDate;
  /** The ledger row's type. */
  readonly type: ItemEventType;
  /** The ladder it belongs to (`deadline`, `signFor`, …), for rungs. */
  readonly ladder: string | null;
  readonly instrument: Instrument | null;
  readonly to: readonly Who[];
  readonly copy: readonly Who[];
  readonly actor: Who | null;
  /** On whose behalf the actor acted: a liaison's leader. */
  readonly onBehalfOf: Who | null;
  /** The row's own facts: reason, text, percent, documentNo, deadline, … */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Further entries just like this one, folded into it. */
  readonly repeats: { readonly times: number; readonly last: PlanDate } | null;
}

/** An event of an item in the names of its day. */
export function toldEvent(row: TellableEvent, day: PlanDate, names: Directory, policy: Policy): ToldEvent {
  const { payload, actor } = row;
  const recipients = row.recipients.flat();
  const told = (role: Recipient["role"]): Who[] =>
    recipients.filter((each) => each.role === role).map((each) => recipientWho(each, day, names));
  return {
    day,
    type: row.type,
    ladder: "run" in payload ? (payload.run.split("/")[0] ?? null) : null,
    instrument: "instrument" in payload ? payload.instrument : instrumentOfRung(row, policy),
    to: told("to"),
    copy: told("copy"),
    actor: actor ? actorWho(actor, day, names) : null,
    onBehalfOf: actor?.onBehalfOf ? actorWho(actor.onBehalfOf, day, names) : null,
    facts: factsOf(row, day, names),
    repeats: null,
  };
}

/** Rows about a rung that did not fire name it only; withdrawn and held drafts are always the deadline's. */
function instrumentOfRung({ payload }: LedgerEvent, policy: Policy): Instrument | null {
  if (!("rung" in payload)) return null;
  const { rung } = payload;
  const ladders = "ladder" in payload ? [policy.ladders[payload.ladder]] : [policy.ladders.village];
  return ladders.flat().find((each) => each?.id === rung)?.instrument ?? null;
}

/** Payload members that name a unit, a post or a person by id. */
const UNITS = ["unit", "primaryUnit"];
const POSTS = ["approver", "instructorPost"];
const PERSONS = ["verifier"];

function factsOf(event: LedgerEvent, day: PlanDate, names: Directory): ToldEvent["facts"] {
  const facts: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(membersOf(event))) {
    if (typeof value === "string" && UNITS.includes(name)) facts[name] = names.unit(value, day).name;
    else if (typeof value === "string" && POSTS.includes(name)) facts[name] = names.fullTitle(value, day);
    else if (typeof value === "string" && PERSONS.includes(name)) facts[name] = names.person(value).name;
    else if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      facts[name] = value;
  }
  const figures = "figures" in event.payload ? (event.payload.figures ?? {}) : {};
  for (const [name, value] of Object.entries(figures)) facts[`figures.${name}`] = value;
  return facts;
}
