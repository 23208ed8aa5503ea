/**
 * A workflow that is an actor over its stream of the ledger. It holds no state of the stream but where it ends.
 *
 * Handlers only queue. One loop waits for a message or the next due instant and hands everything queued to one activity, which
 * decides at the ledger's head and records. Nothing is decided here, so that neither a replay nor another release can make the
 * workflow believe other than what is recorded.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  log,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { Outcome } from "../domain/ledger/record.js";
import type { AdvanceAnswer, AnyCommand, Head, Signed } from "../domain/streams/advance.js";
import { DueTimer } from "./due-timer.js";
import {
  type act,
  askAll,
  type Clock,
  deliver,
  type inspect,
  type keep,
  type progress,
  inspectAll,
  type order,
  resync,
  type StreamHead,
  streamHead,
  tick,
} from "./messages.js";
import { FAILURE, type StreamInput, workflowId } from "./names.js";
import { advance } from "./proxies.js";
import { currentTrace, inChildSpan, inTrace, type Trace } from "./trace-context.js";
import { tellPostman } from "./tell-postman.js";

/** What differs between the kinds of streams' workflows. */
export interface StreamSpec {
  /** The Update by which commands come; `validate` looks at their shape only and must stay synchronous. */
  readonly update: typeof act | typeof order | typeof inspect | typeof keep | typeof progress;
  validate(command: Signed<AnyCommand>): void;
  /** Runs once, before anything is asked of the stream. */
  begin?(): Promise<void>;
  /** Runs after each recording, before what was asked is answered; null: there is nothing to do. */
  recorded?(answer: AdvanceAnswer): Promise<void> | null;
  continueAsNew(carried: NonNullable<StreamInput["carried"]>): Promise<never>;
}

/** History length at which a run ends even when the server does not yet suggest it: whoever takes a stream over replays its run. */
const MAX_HISTORY_EVENTS = 500;
/** The same of a run to which messages come all the time. */
const MAX_HISTORY_EVENTS_OF_BUSY = 2_000;
/** A run is busy until so many events came without two messages together. */
const QUIET_EVENTS = 100;

/** A message waiting for its answer: a command, or (without one) a tick. */
interface Waiting {
  readonly command: Signed<AnyCommand> | null;
  readonly answer: (answer: AdvanceAnswer) => void;
  readonly fail: (error: unknown) => void;
}

/** What has come and was not handed on yet. */
interface Queue {
  waiting: Waiting[];
  /** Keys of messages from other streams. */
  messages: string[];
  look: boolean;
  /** The traces that all of these came in. */
  traces: (Trace | null)[];
}

const emptyQueue = (): Queue => ({ waiting: [], messages: [], look: false, traces: [] });

/** Runs a stream's loop until it continues as new. */
export async function runStream(input: StreamInput, spec: StreamSpec): Promise<never> {
  let queue = emptyQueue();
  let clock: Clock = input.carried?.clock ?? { version: 0, now: input.openedAt };
  let head: StreamHead | null = input.carried?.head ?? null;
  let details = input.carried?.details ?? "Being opened.";
  /** History length when several messages last came together: more are probably on their way. */
  let busyAt = Number.NEGATIVE_INFINITY;
  const timer = new DueTimer();

  const seen = (newer: Clock | null): void => {
    if (newer && newer.version > clock.version) clock = newer;
  };
  const enqueue = (command: Signed<AnyCommand> | null): Promise<AdvanceAnswer> =>
    new Promise((answer, fail) => {
      queue.traces.push(currentTrace());
      queue.waiting.push({ command, answer, fail });
    });
  const onCommand = async (command: Signed<AnyCommand>, at: Clock | null): Promise<Outcome> => {
    seen(at);
    return outcomeOf(command, await enqueue(command));
  };
  const onCommands = async (commands: readonly Signed<AnyCommand>[], at: Clock | null): Promise<Outcome[]> => {
    seen(at);
    const answers = await Promise.all(commands.map(enqueue));
    return commands.map(({ key }, no) => outcomeIn(key, answers[no]) ?? undecided(key));
  };
  const onTick = async (at: Clock): Promise<StreamHead> => {
    seen(at);
    return headOf(await enqueue(null));
  };
  const onDeliver = (key: string, at: Clock | null): void => {
    seen(at);
    queue.traces.push(currentTrace());
    queue.messages.push(key);
  };

  setHandler(spec.update as typeof act, onCommand, {
    validator: (command: Signed<AnyCommand>, _at: Clock | null) => spec.validate(command),
  });
  for (const update of [askAll, inspectAll] as (typeof askAll)[])
    setHandler(update, onCommands, {
      validator: (commands: readonly Signed<AnyCommand>[], _at: Clock | null) => {
        for (const command of commands) spec.validate(command);
      },
    });
  setHandler(tick, onTick);
  setHandler(deliver, onDeliver);
  setHandler(resync, () => void (queue.look = true));
  setHandler(streamHead, () => head ?? { seq: 0, hash: "", nextDue: null });

  await spec.begin?.();
  const isLive = input.mode === "live";
  const hasMessages = (): boolean => queue.waiting.length > 0 || queue.messages.length > 0 || queue.look;

  for (;;) {
    setCurrentDetails(details);
    if (head !== null) {
      if (isLive) timer.set(head.nextDue);
      await condition(() => hasMessages() || timer.hasElapsed);
    }
    const batch = queue;
    queue = emptyQueue();
    if (batch.waiting.length + batch.messages.length > 1) busyAt = workflowInfo().historyLength;
    const answer = await inChildSpan(`Advance:${input.stream}`, batch.traces, sizeOf(batch), () =>
      advanceOrFail(input, batch, { head, details, now: isLive ? Date.now() : clock.now }),
    );
    head = headOf(answer);
    details = answer.details ?? details;
    await (spec.recorded?.(answer) ?? null);
    for (const { answer: settle } of batch.waiting) settle(answer);
    if (isLive) void tellPostman(input.planId, answer);
    await inTrace(batch.traces.find((trace) => trace !== null) ?? null, () => signalMessages(input, answer, clock));
    if (!hasMessages() && mustContinue(busyAt)) {
      await condition(() => allHandlersFinished() || hasMessages());
      if (!hasMessages()) await spec.continueAsNew({ head, clock, details });
    }
  }
}

const headOf = ({ seq, hash, nextDue }: AdvanceAnswer): StreamHead => ({ seq, hash, nextDue });

const sizeOf = ({ waiting, messages }: Queue): Record<string, number> => ({
  commands: waiting.filter(({ command }) => command !== null).length,
  messages: messages.length,
});

/** Updates that reach a run while it ends are tried again for up to two seconds: a busy one may grow longer. */
function mustContinue(busyAt: number): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  if (continueAsNewSuggested || historyLength > MAX_HISTORY_EVENTS_OF_BUSY) return true;
  return historyLength - busyAt >= QUIET_EVENTS && historyLength > MAX_HISTORY_EVENTS;
}

/** What an answer leaves out where it is empty. */
const NOTHING = { outcomes: [], messages: [], toStart: [], closeAt: null, details: null } as const;

/** A permanent failure is told to everybody who waits before it ends the run. */
async function advanceOrFail(
  { planId, stream, mode, openedAt, late = false }: StreamInput,
  { waiting, messages }: Queue,
  { head, details, now }: { readonly head: Head | null; readonly details: string; readonly now: number },
): Promise<AdvanceAnswer> {
  try {
    const answer = await advance({
      planId,
      stream,
      mode,
      openedAt,
      late,
      now,
      commands: waiting.flatMap(({ command }) => (command === null ? [] : [command])),
      messages,
      known: head && { seq: head.seq, hash: head.hash },
      details,
    });
    return { ...NOTHING, ...answer };
  } catch (error) {
    for (const { fail } of waiting) fail(error);
    throw error;
  }
}

const outcomeIn = (key: string, answer: AdvanceAnswer | undefined): Outcome | undefined =>
  answer?.outcomes.find((candidate) => candidate.key === key);

const UNDECIDED = "the command was not decided";

function undecided(key: string): never {
  throw ApplicationFailure.nonRetryable(`${UNDECIDED}: ${key}`, FAILURE.refused);
}

/** Commands of which nothing was accepted are refused; the caller gets the reasons. */
function outcomeOf({ key }: Signed<AnyCommand>, answer: AdvanceAnswer): Outcome {
  const outcome = outcomeIn(key, answer);
  if (outcome && (outcome.items.length > 0 || outcome.refused.length === 0)) return outcome;
  const reason = outcome?.refused[0]?.reason ?? UNDECIDED;
  throw ApplicationFailure.nonRetryable(reason, FAILURE.refused, outcome);
}

/** Recorded messages go on their way. One that does not arrive is found unapplied by the sweep, which sends it again. */
async function signalMessages({ planId }: StreamInput, { messages }: AdvanceAnswer, clock: Clock): Promise<void> {
  await Promise.all(
    messages.map(async ({ to, key }) => {
      try {
        await getExternalWorkflowHandle(workflowId(planId, to)).signal(deliver, key, clock);
      } catch (error) {
        log.warn(`${to} did not take a message; the sweep will send it again`, { error: String(error) });
      }
    }),
  );
}
