/**
 * What people do to a month: the commands that reach its stream. A desk's rows don't travel with the command: they are saved before
 * (`progress_draft`), named by their hash, and read in the transaction that records them.
 */
import type { RefusalCode } from "../items/commands.js";
import type { EventOf, MonthEventType } from "../ledger/events.js";
import type { EditedText } from "../ledger/bulletin-events.js";
import type { AnswerRow, MonthStreamInfo } from "../ledger/month-events.js";
import type { Actor, NoticeDraft } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { PlacesKept } from "../registers/keeping.js";
import type { DraftRow } from "./answers.js";
import type { PlacedItem } from "./requests.js";

export interface MonthActs {
  /**
   * The desk sends what is saved. `sha256`: of the rows as the desk saw them. `unchanged`: registers, by id, of which it has found that
   * nothing has changed in their period.
   */
  answerRequest: { readonly unit: string; readonly sha256: string; readonly unchanged?: readonly string[] };
  confirmAnswer: { readonly unit: string; readonly version: number };
  returnAnswer: { readonly unit: string; readonly version: number; readonly reason: string };
  draftBulletin: { readonly sha256: string; readonly edited?: readonly EditedText[]; readonly reason?: string };
  approveBulletin: { readonly sha256: string; readonly text: string };
  /** Its number is given where it is recorded; one that stands here was given elsewhere. */
  signBulletin: { readonly sha256: string; readonly no?: string };
  sendBulletin: { readonly sha256: string; readonly units: readonly string[] };
}

export type MonthActKind = keyof MonthActs;
export type MonthActOf<K extends MonthActKind> = { readonly [Each in K]: { readonly kind: Each } & MonthActs[Each] }[K];
export type MonthAct = MonthActOf<MonthActKind>;

/** An act as it reaches the month's stream. `key` is the request's idempotency key. */
export interface MonthCommand {
  readonly key: string;
  readonly actor: Actor;
  readonly month: MonthAct;
}

/** What stands in the tables as a month is opened. */
export interface MonthOpeningFacts {
  readonly info: MonthStreamInfo | null;
  /** Open items, in the plan's order. */
  readonly items: readonly PlacedItem[];
  /** What stands in registers; empty where the policy asks for none. */
  readonly kept: PlacesKept;
}

/** What a decision depends on beside rows, documents and the hour: read under the stream's lock. */
export interface MonthFacts {
  /** By unit what its desk has saved. */
  readonly drafts: Readonly<Record<string, readonly DraftRow[]>>;
  /** By unit and row what it answered the month before. */
  readonly before: Readonly<Record<string, Readonly<Record<string, AnswerRow>>>>;
  /** Open items and their progress; of a decision that asks for none empty. */
  readonly items: readonly PlacedItem[];
  /** What stands in registers; of a decision that asks for none empty. */
  readonly kept: PlacesKept;
  /** Items that are no longer open; null: nothing falls due that counts them. */
  readonly ended: EndedItems | null;
}

/** What stands when something falls due: items and registers. */
export type StandingFacts = Pick<MonthFacts, "items" | "kept" | "ended">;

/** Items that are no longer open, as a month's figures tell them apart. */
export interface EndedItems {
  /** Plan instant at which the figures of the month before were fixed; of the first month, the one at which it began. */
  readonly since: number;
  /** Closed after it, in the plan's order. */
  readonly closed: readonly {
    readonly item: string;
    readonly task: number;
    readonly unit: string;
    readonly closedAt: number;
  }[];
  readonly tasks: readonly { readonly task: number; readonly closedBefore: number; readonly cancelled: number }[];
}

export const NO_MONTH_FACTS: MonthFacts = { drafts: {}, before: {}, items: [], kept: {}, ended: null };

/** What an act is decided at and by. */
export interface MonthAt {
  readonly now: number;
  readonly ruleSet: RuleSet;
  readonly facts: MonthFacts;
  readonly actor: Actor;
}

/** One row of a decision; filled in with actor, cause and instant by `decideInTurn`. */
export type MonthStep = EventOf<MonthEventType> & { readonly notices?: readonly NoticeDraft[] };

export interface MonthRefusal {
  readonly code: RefusalCode | "incomplete";
  /** One English sentence for logs and machines. */
  readonly reason: string;
}

export type MonthDecision = readonly MonthStep[] | MonthRefusal;

export const refuseMonth = (code: MonthRefusal["code"], reason: string): MonthRefusal => ({ code, reason });
