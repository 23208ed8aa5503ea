/**
 * What a workflow asks of a stream and what it is answered: the contract between `workflows/`, `activities/` and the stores. Plain
 * JSON only. Instants are epoch milliseconds of plan time.
 */
import type { RoundCommand } from "../inspections/acts.js";
import type { Command } from "../items/commands.js";
import type { MonthCommand } from "../months/acts.js";
import type { Outcome } from "../ledger/record.js";
import type { RegisterCommand } from "../registers/acts.js";
import type { PlanCommand } from "./orders.js";
import type { StreamInfo } from "./streams.js";

/** What a person asks of a stream. */
export type AnyCommand = Command | PlanCommand | RoundCommand | RegisterCommand | MonthCommand;

/** With the signature of whoever sent it, under the key that only the senders and the recording transaction have. */
export type Signed<C extends AnyCommand> = C & { readonly signature: string };

/** Where a stream ends: the number of its last row and that row's hash; 0 and "" before its first. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface AdvanceRequest {
  readonly planId: string;
  /** `plan`, `task/7`, … */
  readonly stream: string;
  readonly mode: "live" | "rehearsal";
  /** The instant at which a stream that has no row yet is opened. */
  readonly openedAt: number;
  /** Begun while the plan ran, for items that come by order: it is opened without any. */
  readonly late?: boolean;
  /** All that falls due up to here is decided. */
  readonly now: number;
  readonly commands: readonly Signed<AnyCommand>[];
  /** Keys of messages to the stream. */
  readonly messages: readonly string[];
  /** The head that the workflow was answered last; null for one that has just begun. */
  readonly known: Head | null;
  /** What the workflow tells operators at present. */
  readonly details?: string;
}

export interface AdvanceAnswer extends Head {
  /** When the stream has something to do by itself next; null: it waits for people. */
  readonly nextDue: number | null;
  /** One for each command, in no particular order. */
  readonly outcomes: readonly Outcome[];
  /** Messages of this stream that no receiver has recorded as applied, to be signalled. */
  readonly messages: readonly { readonly to: string; readonly key: string }[];
  /** Streams of tasks, rounds and months of the plan whose workflows are to be started: new ones, and all of them where the workflow has just begun. */
  readonly toStart: readonly StreamInfo[];
  /** The earliest instant at which a letter of these rows' notices closes; null when none waits. */
  readonly closeAt: number | null;
  /** What the stream waits for, in words, for an operator; null: as it was. */
  readonly details: string | null;
}

/** An answer without what is empty: it stands in the workflow's history for as long as that is kept. */
export type LeanAnswer = Pick<AdvanceAnswer, "seq" | "hash" | "nextDue"> & Partial<AdvanceAnswer>;
