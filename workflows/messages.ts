/** All messages to workflows, as typed constants for both sides. */
import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { Command } from "../domain/items/commands.js";
import type { OrderMessage, PlanCommand } from "../domain/streams/orders.js";
import type { Outcome } from "../domain/ledger/record.js";
import type { StreamState } from "../activities/contract.js";

/** Plan time as the clock row has it. A workflow goes by the newest version it has seen. */
export interface Clock {
  readonly version: number;
  readonly now: number;
}

export interface TickAnswer {
  readonly seq: number;
  readonly nextDue: number | null;
}

/** A person's command. The answer comes after the ledger has it. In a rehearsal it carries the clock. */
export const act = defineUpdate<Outcome, [Command, Clock | null]>("act");

/** An order on the whole plan, to its own workflow. The answer names the streams it was sent to. */
export const order = defineUpdate<Outcome, [PlanCommand, Clock | null]>("order");

/** An order of the plan, to a task's workflow. Sent again until the ledger says that it was applied; applied once. */
export const deliver = defineSignal<[OrderMessage, Clock | null]>("deliver");

/** Rehearsals only: plan time has moved; answered once everything due by then is recorded. */
export const tick = defineUpdate<TickAnswer, [Clock]>("tick");

/** Rows of the stream may be unknown to the workflow: look at the ledger's head. */
export const nudge = defineSignal("nudge");

/** The state as the workflow holds it, for operators and tests. */
export const streamState = defineQuery<StreamState>("streamState");

/** Rehearsals only: close all letters due to close by this plan instant; answered with the number of letters made. */
export const closeLettersUpTo = defineUpdate<number, [number]>("closeLettersUpTo");

/** Live plans: notices were recorded whose letters close at this plan instant. */
export const lettersAwait = defineSignal<[number]>("lettersAwait");

/** Answered when no letter is left to send. */
export const drainLetters = defineUpdate<{ readonly sent: number; readonly failed: number }, []>("drainLetters");
