/** What somebody means to do to an item, at what instant, and what must still be so for it to make sense then. */
import type { ActKind } from "../../domain/items/acts/catalogue.js";
import type { CommandKind, CommandOf } from "../../domain/items/commands.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import { membersOf } from "../../domain/ledger/events.js";
import type { Milestone, PlanDate } from "../../domain/plan/plan.js";
import type { Roster } from "../../domain/plan/roster.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { MonthBehaviour } from "../../loader/month-behaviour-schema.js";
import type { Reaction, RoundBehaviour, ScenarioEvent } from "../../loader/scenario-schema.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { Behaviours } from "./behaviours.js";
import type { Cast, Seat } from "./cast.js";
import type { About, Draws } from "./draws.js";
import type { OfficeHours } from "./office-hours.js";

type Body<K extends CommandKind> = K extends CommandKind ? Omit<CommandOf<K>, "key" | "actor" | "items"> : never;

/** The acts that rehearsals play, in the order in which those of one instant are done: what ends a matter comes last. */
export const PLAYED_ACTS = [
  "logCall",
  "fixTotal",
  "signFor",
  "reportProgress",
  "reportSupport",
  "acknowledge",
  "instruct",
  "replyToInstruction",
  "forwardReply",
  "acceptReply",
  "returnReply",
  "giveOpinion",
  "requestExtension",
  "proposeExtension",
  "decideExtension",
  "holdInstrument",
  "signInstrument",
  "answer",
  "acceptAnswer",
  "returnAnswer",
  "decideSeverity",
  "report",
  "returnForRework",
  "verify",
  "closeOut",
] as const satisfies readonly ActKind[];

/** A command without who sends it, its key and its items: those are known when the instant comes. */
export type ActBody = Body<(typeof PLAYED_ACTS)[number]>;

/** A draft letter of the office, before it is looked up. */
export interface LetterRef {
  readonly post: string;
  readonly instrument: Instrument;
  readonly planDay: PlanDate;
  readonly version: number;
}

/** A signature: what is signed together of the draft letter that waits for it is one document. */
export interface Signature {
  readonly kind: "signInstrument";
  readonly rung: string;
  readonly letter: LetterRef;
}

export interface Intent {
  readonly at: number;
  readonly stream: string;
  readonly item: string;
  readonly act: Exclude<ActBody, { readonly kind: "signInstrument" }> | Signature;
  readonly by: Seat;
  /** Work on the item itself rests while it is suspended. */
  readonly restsWhileSuspended: boolean;
  /** Whether there is still reason for it, on the day it is to be done. */
  readonly still: (item: ItemState, day: PlanDate) => boolean;
}

/** What the people of a rehearsal go by. */
export interface Setting {
  readonly draws: Draws;
  readonly hours: OfficeHours;
  readonly cast: Cast;
  readonly behaviours: Behaviours;
  readonly roster: Roster;
  /** With what stands for the milestones of rectification items. */
  readonly milestones: ReadonlyMap<string, Milestone>;
  readonly events: readonly ScenarioEvent[];
  /** Milestones whose percentage follows from a register: nobody types it. */
  readonly computed: ReadonlySet<string>;
  /** How they behave in rounds of inspections; null: nobody does anything in them. */
  readonly rounds: RoundBehaviour | null;
  /** How they behave when they are asked by the month; null: nobody answers. */
  readonly months: MonthBehaviour | null;
  /** Whether what a unit was given on a day is signed for with its year's package. */
  readonly packages: { readonly covers: (unit: string, day: PlanDate) => boolean };
}

/**
 * The instant at which a unit or post (`who`) does what a reaction describes, or null when it doesn't. `each`: what the
 * chance is drawn for. `together`: what shares one day, so that it is done in one go.
 */
export function reactionAt(
  setting: Setting,
  who: string,
  reaction: Reaction | undefined,
  from: number,
  each: About,
  together: About = each,
): number | null {
  const { draws, hours } = setting;
  if (!reaction || !draws.happens(reaction.chance, ...each)) return null;
  return hours.after(from, draws.within(reaction.days, ...together), who);
}

/** What a unit or post writes at an instant: the same about all that it does then, so that it can be one act. */
export function words(setting: Setting, texts: readonly [string, ...string[]], who: string, at: number | null): string {
  return setting.draws.oneOf(texts, "words", who, at ?? "");
}

/** A text of a row's payload; empty where it has none of that name. */
export function textOf(row: ObservedRow, name: string): string {
  const value = membersOf(row)[name];
  return typeof value === "string" ? value : "";
}

/** One intent, or none where the instant is null. */
export function intend(at: number | null, intent: Omit<Intent, "at">): Intent[] {
  return at === null ? [] : [{ ...intent, at }];
}
