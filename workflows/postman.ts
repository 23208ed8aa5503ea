/**
 * The postman of a plan: closes letters, and sends what is queued. In a rehearsal the driver says when to close. On a live
 * plan the postman sleeps until the next closing, which it asks the store for at its start and is told of by the tasks
 * that record notices. Sending goes on beside closing, and neither holds up a task.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import { closeLettersUpTo, drainLetters, lettersAwait, lettersQueued } from "./messages.js";
import { FAILURE } from "./names.js";
import { currentTrace, inTrace, type Trace } from "./trace-context.js";
import { closeLetters, nextClosing, sendLetters, unsettledBy } from "./proxies.js";

export interface PostmanInput {
  readonly planId: string;
  readonly mode: "live" | "rehearsal";
  readonly sent?: number;
  readonly failed?: number;
}

/** A live plan's letters close no further ahead than this (milliseconds). */
const MOST_AHEAD = 60_000;
/** An act over several streams is recorded within this time; its notices then share a letter (milliseconds). */
const GRACE = 3_000;
/** A stream that has yet to record what fell due is waited for this long, looking again each time (milliseconds). */
const LOOK_AGAIN = 5_000;
const WAIT_AT_MOST = 120_000;
/** A sender that a slow letter keeps this long is joined by another, so that later letters don't wait for it. */
const JOINED_AFTER = "8s";
const MOST_SENDERS = 4;
/** After a sender that could do nothing (milliseconds). */
const SHORTEST_PAUSE = 1_000;
const MAX_HISTORY_EVENTS = 2_000;

/** What the postman is about; plain data, nothing of it needs to survive a run. */
interface Rounds {
  sent: number;
  failed: number;
  /** Letters may be waiting. */
  toSend: boolean;
  senders: number;
  /** How many senders what is waiting is worth. */
  wanted: number;
  /** Letters that wait for another attempt: timers running. */
  pauses: number;
  /** Live: the earliest closing known. */
  closesAt: number | null;
  /** The trace of whoever last gave reason to close or to send. */
  trace: Trace | null;
}

export async function postmanWorkflow(input: PostmanInput): Promise<void> {
  const rounds: Rounds = {
    sent: input.sent ?? 0,
    failed: input.failed ?? 0,
    toSend: true, // letters may have been left queued by the run or the worker before
    senders: 0,
    wanted: 1,
    pauses: 0,
    closesAt: null,
    trace: null,
  };
  setHandler(closeLettersUpTo, async (upTo) => (await close(input.planId, upTo, rounds)).made, {
    // The recording refuses it too, and would be asked for ever.
    validator: (upTo) => {
      if (input.mode === "live" && !(upTo <= Date.now() + MOST_AHEAD))
        throw ApplicationFailure.nonRetryable("a live plan's letters close when it is time", FAILURE.clockAhead);
    },
  });
  setHandler(lettersAwait, (closeAt) => {
    rounds.closesAt = earliest(rounds.closesAt, closeAt);
    rounds.trace = currentTrace();
  });
  setHandler(lettersQueued, () => {
    rounds.toSend = true;
    rounds.trace = currentTrace();
  });
  setHandler(drainLetters, async () => {
    await condition(() => !rounds.toSend && rounds.senders === 0 && rounds.pauses === 0);
    return { sent: rounds.sent, failed: rounds.failed };
  });

  const closing = input.mode === "live" ? closeOnTime(input.planId, rounds) : new Promise<never>(() => {});
  await Promise.race([closing, sendWhatIsQueued(input, rounds)]);
  const { sent, failed } = rounds;
  await continueAsNew<typeof postmanWorkflow>({ ...input, sent, failed });
}

async function close(planId: string, upTo: number, rounds: Rounds): ReturnType<typeof closeLetters> {
  const closed = await closeLetters(planId, upTo);
  if (closed.queued > 0) {
    rounds.toSend = true;
    rounds.wanted = Math.max(rounds.wanted, closed.senders ?? 1);
    rounds.trace = currentTrace();
  }
  return closed;
}

/** Starts senders as letters are queued; ends when the run has grown long and nothing is under way. */
async function sendWhatIsQueued(input: PostmanInput, rounds: Rounds): Promise<void> {
  for (;;) {
    describe(rounds);
    await condition(() => rounds.toSend || mayEnd(rounds));
    if (!rounds.toSend) return;
    // As many as what is waiting is worth take all there is; another joins them only when they are held up.
    if (rounds.senders >= rounds.wanted) await condition(() => rounds.senders < rounds.wanted, JOINED_AFTER);
    if (rounds.senders >= MOST_SENDERS) await condition(() => rounds.senders < MOST_SENDERS);
    rounds.toSend = false;
    const { wanted } = rounds;
    rounds.wanted = 1;
    do void send(input, rounds);
    while (rounds.senders < wanted);
  }
}

function mayEnd(rounds: Rounds): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  if (!allHandlersFinished()) return false;
  return continueAsNewSuggested || (historyLength > MAX_HISTORY_EVENTS && rounds.senders === 0);
}

async function send({ planId, mode }: PostmanInput, rounds: Rounds): Promise<void> {
  rounds.senders++;
  const { sent, failed, nextIn, senders = 1 } = await inTrace(rounds.trace, () => sendLetters(planId));
  rounds.senders--;
  rounds.sent += sent;
  rounds.failed += failed;
  // The last to end knows what is left: earlier ones also see what the others have under way.
  if (nextIn !== null && rounds.senders === 0)
    void sendAgainIn(sent + failed > 0 ? nextIn : Math.max(nextIn, SHORTEST_PAUSE), senders, rounds);
  // The office is told of what was refused.
  if (failed > 0 && mode === "live") rounds.closesAt = earliest(rounds.closesAt, await nextClosing(planId));
}

async function sendAgainIn(pause: number, senders: number, rounds: Rounds): Promise<void> {
  rounds.pauses++;
  if (pause > 0) await sleep(pause);
  rounds.pauses--;
  rounds.toSend = true;
  rounds.wanted = Math.max(rounds.wanted, senders);
}

/** Live: closes what is due, when it is due. */
async function closeOnTime(planId: string, rounds: Rounds): Promise<never> {
  rounds.closesAt = earliest(rounds.closesAt, await nextClosing(planId));
  for (;;) {
    describe(rounds);
    await condition(() => rounds.closesAt !== null);
    const at = rounds.closesAt as number;
    const wait = at + GRACE - Date.now();
    // An earlier closing may be told of meanwhile.
    if (wait > 0 && (await condition(() => rounds.closesAt !== at, wait))) continue;
    await untilSettled(planId, at);
    rounds.closesAt = null;
    const closed = await inTrace(rounds.trace, () => close(planId, Date.now() - GRACE, rounds));
    rounds.closesAt = earliest(rounds.closesAt, closed.next);
  }
}

/** Batched letters wait for what fell due by then to be recorded, but not for ever. */
async function untilSettled(planId: string, at: number): Promise<void> {
  while (Date.now() < at + WAIT_AT_MOST && (await unsettledBy(planId, at))) await sleep(LOOK_AGAIN);
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function describe({ sent, failed, toSend, senders, closesAt }: Rounds): void {
  const now = toSend || senders > 0 ? "More are on their way." : "None is waiting to be sent.";
  const next = closesAt === null ? "" : ` The next letters close at ${new Date(closesAt).toISOString()}.`;
  setCurrentDetails(`${sent} letters sent, ${failed} refused for good. ${now}${next}`);
}
