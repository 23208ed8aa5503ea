/** What a kind of stream has to say: its rules, as whoever records asks them. The kinds that there are: kinds.ts. */
import type { DecidingFacts, RoundCommand } from "../inspections/acts.js";
import type { RoundFacts } from "../inspections/scheme.js";
import type { MonthCommand, MonthFacts, MonthOpeningFacts } from "../months/acts.js";
import type { MonthTables } from "../months/tables.js";
import type { RoundTables } from "../inspections/tables.js";
import type { RegisterCommand, RegisterFacts } from "../registers/acts.js";
import type { RegisterTables } from "../registers/tables.js";
import type { RunningImport } from "../items/existing.js";
import type { Command } from "../items/commands.js";
import type { ItemRow } from "../items/item-row.js";
import type { LedgerRow, NewRow, Outcome } from "../ledger/record.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { ItemState, ItemStatus } from "../items/work-item.js";
import type { Message, StreamMessage } from "./messages.js";
import type { PlanCommand } from "./orders.js";
import type { StreamInfo } from "./streams.js";

/** Everything that is to be decided at a stream's head. */
export interface Wanted {
  readonly commands: readonly (Command | PlanCommand | RoundCommand | RegisterCommand | MonthCommand)[];
  /** Those that the kind understands and that were not applied before. */
  readonly messages: readonly Message[];
  readonly now: number;
  /** False: what is due waits; only what people and other streams ask for is decided. */
  readonly due: boolean;
  /** False: other streams have yet to record what fell due by then, and what tells of them all waits. Absent: they have. */
  readonly settled?: boolean;
  /** Of a kind that asks for it: what is read beside its rows, under its lock. */
  readonly facts?: DecidingFacts;
  /** The same of a register. */
  readonly registerFacts?: RegisterFacts;
  readonly month?: MonthFacts;
}

/** What was decided, to be recorded whole or not at all. */
export interface Decision {
  readonly rows: readonly NewRow[];
  /** One for each command, those that were refused too. */
  readonly outcomes: readonly Outcome[];
  /** Items as they stand after the rows. */
  readonly items: readonly ItemRow[];
  readonly messages: readonly StreamMessage[];
  /** Calendar version in use after the rows. */
  readonly calendar: number;
  /** When the stream itself has something to do next; "items": when the first of its open items has. */
  readonly nextDue: number | null | "items";
  /** The plan's streams of tasks, rounds and months, where the stream knows of them. */
  readonly streams: readonly StreamInfo[];
  /** A round's tables as the rows leave them, as far as they changed. */
  readonly round?: RoundTables;
  /** What the rows write of a register's tables. */
  readonly register?: RegisterTables;
  /** The same of a month. */
  readonly month?: MonthTables;
}

/** What a stream that has no row yet is opened with. */
export interface Opening {
  readonly stream: string;
  readonly bundle: PlanBundle;
  readonly ruleSet: RuleSet;
  readonly at: number;
  /** Begun while the plan ran: it opens without items. */
  readonly late: boolean;
  /** Live plans: what was running before. */
  readonly running: RunningImport | null;
  /** Of a kind that asks for it: what stands in the tables at the opening instant. */
  readonly facts?: RoundFacts;
  readonly month?: MonthOpeningFacts;
}

/** How many open items of a stream are in a state. */
export interface ItemCount {
  readonly status: ItemStatus;
  readonly suspended: boolean;
  readonly count: number;
  /** The first year that the calendar lacks for any of them. */
  readonly beyondCalendar: number | null;
}

/** All that follows from a stream's rows, made anew. */
export interface Projection {
  readonly calendar: number;
  readonly nextDue: number | null;
  readonly items: readonly ItemRow[];
  /** All of a round's tables. */
  readonly round?: RoundTables;
  /** All of a register's tables. */
  readonly register?: RegisterTables;
  readonly month?: MonthTables;
}

interface Kind {
  readonly name: string;
  owns(stream: string): boolean;
  /** Whether this release's rules for the kind know what to do with a message. */
  understands(message: Message): boolean;
  open(opening: Opening): Decision;
  /** From all rows of a stream. */
  project(stream: string, rows: readonly LedgerRow[], ruleSet: RuleSet): Projection;
}

/** A stream that decides from items: those that are due, those that commands name, or all open ones. */
export interface ItemStreamKind extends Kind {
  readonly reads: "items";
  /** Which items a decision needs beside those that are due. */
  needs(wanted: Pick<Wanted, "commands" | "messages">): { readonly ids: readonly string[]; readonly allOpen: boolean };
  /** `items` in the plan's order. */
  decide(
    at: {
      readonly stream: string;
      readonly seq: number;
      readonly calendar: number;
      readonly items: readonly ItemState[];
    },
    wanted: Wanted,
    ruleSet: RuleSet,
  ): Decision;
  describe(counts: readonly ItemCount[], nextDue: number | null, ruleSet: RuleSet): string;
}

/** A stream that decides from its own rows, which are few. */
export interface RowStreamKind extends Kind {
  readonly reads: "rows";
  /** What it is to be given beside its rows; absent: nothing. */
  readonly asks?: "roundFacts" | "registerFacts" | "monthFacts";
  /** What falls due on it tells of what all others record: in live plans it waits a little for them. */
  readonly tellsOfAll?: true;
  follow(stream: string): Follower;
}

/** The state of a stream as its rows are read one after the other. */
export interface Follower {
  readonly seq: number;
  add(rows: readonly (LedgerRow | NewRow)[], ruleSet: RuleSet): void;
  /** Changes nothing: what is recorded comes back by `add`. */
  decide(wanted: Wanted, ruleSet: RuleSet): Decision;
  describe(ruleSet: RuleSet): string;
  /** Of a register: whether all its rows are needed, as the plan's documents have changed. Absent: never. */
  needsAll?(ruleSet: RuleSet): boolean;
}

export type StreamKind = ItemStreamKind | RowStreamKind;
