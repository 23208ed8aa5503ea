/**
 * What people do to a register: the commands that reach its stream. Rows are not in them: they are staged in the database first, under the
 * SHA-256 of what they say, so that neither Temporal nor a log ever holds a cell, and a workbook of 20,000 rows is one command.
 */
import type { RefusalCode } from "../items/commands.js";
import type { Actor } from "../ledger/record.js";
import type { TaskStreamInfo } from "../ledger/plan-orders.js";
import type { Cells } from "./values.js";

/**
 * What is wanted of one row. `was`: the number of the ledger row that last changed it when the sender saw it, 0 for a row that is to be
 * added. `cells`: those that are to change, null for an empty one; null: the row is to go.
 */
export interface WantedRow {
  readonly row: string;
  readonly was: number;
  readonly cells: Readonly<Record<string, string | null>> | null;
}

export interface RegisterActs {
  /** `batch`: SHA-256 of the staged rows. `rows`: how many there are. `reason`: needed of the office where it is not the keeper. */
  changeRows: {
    readonly batch: string;
    readonly rows: number;
    readonly from: "grid" | "workbook";
    readonly file?: string;
    readonly reason?: string;
  };
  /** The office chooses how a figure is computed; its whole is fixed with it where the figure says so. */
  fixFigure: { readonly figure: string; readonly method: string; readonly reason: string };
}

export type RegisterActKind = keyof RegisterActs;
export type RegisterAct = { readonly [K in RegisterActKind]: { readonly kind: K } & RegisterActs[K] }[RegisterActKind];
export type RegisterActOf<K extends RegisterActKind> = Extract<RegisterAct, { readonly kind: K }>;

/** An act as it reaches the register's stream. `key` is the request's idempotency key. */
export interface RegisterCommand {
  readonly key: string;
  readonly actor: Actor;
  readonly register: RegisterAct;
}

/** A row as the tables have it. */
export interface RegisterRow {
  readonly row: string;
  /** The ledger row that last changed it. */
  readonly seq: number;
  readonly cells: Cells;
}

/** What a decision depends on beside the stream's rows: read under its lock. */
export interface RegisterFacts {
  /** Staged rows by their SHA-256. */
  readonly batches: Readonly<Record<string, readonly WantedRow[]>>;
  /** The rows that the batches name, and those that have one of the keys that the batches give. All rows where `all`. */
  readonly rows: readonly RegisterRow[];
  readonly all: boolean;
  readonly taskStreams: readonly TaskStreamInfo[];
}

export const NO_REGISTER_FACTS: RegisterFacts = { batches: {}, rows: [], all: false, taskStreams: [] };

/** Beside what any act is refused for: a row was changed by somebody else meanwhile. */
export type RegisterRefusalCode = RefusalCode | "conflict";

export interface RegisterRefusal {
  readonly code: RegisterRefusalCode;
  /** One English sentence for logs and machines. */
  readonly reason: string;
}

export const refuseRegister = (code: RegisterRefusalCode, reason: string): RegisterRefusal => ({ code, reason });
