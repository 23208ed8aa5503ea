/** All messages to workflows, as typed constants for both sides. */
import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { RoundCommand } from "../domain/inspections/acts.js";
import type { Command } from "../domain/items/commands.js";
import type { Outcome } from "../domain/ledger/record.js";
import type { RegisterCommand } from "../domain/registers/acts.js";
import type { AnyCommand, Head, Signed } from "../domain/streams/advance.js";
import type { MonthCommand } from "../domain/months/acts.js";
import type { PlanCommand } from "../domain/streams/orders.js";

/** Plan time as the clock row has it. A workflow goes by the newest version it has seen. */
export interface Clock {
  readonly version: number;
  readonly now: number;
}

/** Where a stream stands: its ledger's head, and when it next has something to do by itself. */
export interface StreamHead extends Head {
  readonly nextDue: number | null;
}

/** A person's command, signed. The answer comes after the ledger has it. In a rehearsal it carries the clock. */
export const act = defineUpdate<Outcome, [Signed<Command>, Clock | null], "act">("act");

/** A person's act on an inspection round, to the round's own workflow. Answered after the ledger has it. */
export const inspect = defineUpdate<Outcome, [Signed<RoundCommand>, Clock | null], "inspect">("inspect");

/** A person's act on a register, to the register's own workflow. Answered after the ledger has it. */
export const keep = defineUpdate<Outcome, [Signed<RegisterCommand>, Clock | null], "keep">("keep");
/** A person's act on a month's request, to the month's own workflow. Answered after the ledger has it. */
export const progress = defineUpdate<Outcome, [Signed<MonthCommand>, Clock | null], "progress">("progress");

/** Several people's commands to a stream, recorded together in this order. Each has its own outcome; one that is refused takes none with it. */
export const askAll = defineUpdate<readonly Outcome[], [readonly Signed<AnyCommand>[], Clock | null], "askAll">(
  "askAll",
);

/** The same as rounds took it before all streams did: histories have it. */
export const inspectAll = defineUpdate<readonly Outcome[], [readonly Signed<AnyCommand>[], Clock | null]>("inspectAll");

/** An order on the whole plan, to its own workflow. The answer names the streams it was sent to. */
export const order = defineUpdate<Outcome, [Signed<PlanCommand>, Clock | null], "order">("order");

/** A recorded message to the stream, by its key. Sent again until the ledger says that it was applied; applied once. */
export const deliver = defineSignal<[string, Clock | null]>("deliver");

/** Rehearsals only: plan time has moved; answered once everything due by then is recorded. */
export const tick = defineUpdate<StreamHead, [Clock]>("tick");

/** Look at the ledger's head: something may be due there, or the database may not be the one it was. */
export const resync = defineSignal("resync");

/** Where the stream stands as the workflow was last answered, for operators and tests. */
export const streamHead = defineQuery<StreamHead>("streamHead");

/** Rehearsals only: close all letters due to close by this plan instant; answered with the number of letters made. */
export const closeLettersUpTo = defineUpdate<number, [number]>("closeLettersUpTo");

/** Live plans: notices were recorded whose letters close at this plan instant. */
export const lettersAwait = defineSignal<[number]>("lettersAwait");

/** Letters were put back into the queue that had come to nothing. */
export const lettersQueued = defineSignal("lettersQueued");

/** Answered when no letter is left to send. */
export const drainLetters = defineUpdate<{ readonly sent: number; readonly failed: number }, []>("drainLetters");
