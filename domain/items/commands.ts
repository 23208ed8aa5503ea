/**
 * What people can do to work items: the commands that reach a task workflow as Updates. Every command names its
 * items; each item has its own outcome. Shapes are checked at the edge, legality in `decisions.ts`.
 */
import type { Actor } from "../ledger/record.js";
import type { CommandKind, MembersOf } from "./acts/catalogue.js";

interface Base {
  /** The request's idempotency key. */
  readonly key: string;
  readonly actor: Actor;
  readonly items: readonly string[];
}

export type { CommandKind } from "./acts/catalogue.js";

/** A command of one kind, or of any of several. Its members are those that the act's entry in the catalogue declares. */
export type CommandOf<K extends CommandKind> = {
  readonly [Each in K]: Flat<Base & { readonly kind: Each } & MembersOf<Each>>;
}[K];

/** The same members as one object type: errors and editors show what a command has. */
type Flat<T> = { readonly [M in keyof T]: T[M] };

export type Command = CommandOf<CommandKind>;

/** Why a step is refused; stable codes, told apart from failures of the system. */
export type RefusalCode =
  | "unknownItem"
  | "illegalStep"
  | "notYours"
  /** It is to be verified by somebody else of the unit, by name. */
  | "assignedElsewhere"
  | "ownWork"
  | "suspended"
  | "badDate"
  | "nothingPending"
  | "badValue"
  /** A percentage was typed in where it is computed from the figures. */
  | "computedPercent"
  | "totalNotFixed"
  /** Completion was reported although the figures say otherwise. */
  | "belowTarget"
  /** The database cannot hold it: nothing was recorded, and the operators are told. */
  | "unrecordable";

export interface Refusal {
  readonly code: RefusalCode;
  /** One English sentence for logs and machines; the page says it in the reader's language by `code`. */
  readonly reason: string;
}
