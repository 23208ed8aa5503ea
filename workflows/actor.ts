/**
 * A workflow that is an actor over its stream of the ledger.
 *
 * Handlers only queue. One loop takes everything queued and everything due, decides it with `domain/`, records it in one
 * append, folds it into the state and answers. What the ledger holds and the workflow does not know is adopted, and what
 * was asked is decided again from there.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  log,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { RecordResult, StreamState } from "../activities/contract.js";
import type { Command } from "../domain/items/commands.js";
import type { Library } from "../domain/plan/library.js";
import { namesNewVersion, type OrderMessage, type PlanCommand } from "../domain/streams/orders.js";
import { messageKey, orderIn } from "../domain/streams/plan-stream.js";
import type { ItemRow, NewRow, Outcome, RecordRequest, StreamMessage } from "../domain/ledger/record.js";
import { type act, type Clock, deliver, nudge, type order, streamState, tick, type TickAnswer } from "./messages.js";
import { FAILURE, workflowId } from "./names.js";
import { loadLibrary, record } from "./proxies.js";
import { currentTrace, inChildSpan, inTrace, type Trace } from "./trace-context.js";
import { tellPostman } from "./tell-postman.js";

export interface StreamInput<S extends StreamState> {
  readonly planId: string;
  readonly stream: string;
  readonly mode: "live" | "rehearsal";
  /** Plan instant of the stream's opening; a rehearsal's clock starts here. */
  readonly openedAt: number;
  /** Carried over when the workflow continues as new. */
  readonly carried?: { readonly state: S; readonly library: Library; readonly clock: Clock };
}

/** What a turn decided: rows to record, answers, and the state once the rows are recorded. */
export interface Decision<S extends StreamState> {
  readonly rows: readonly NewRow[];
  readonly outcomes: readonly Outcome[];
  readonly state: S;
  readonly items?: readonly ItemRow[];
  readonly messages?: readonly StreamMessage[];
}

/** What differs between the kinds of streams. */
export interface StreamRules<S extends StreamState, C extends Command | PlanCommand> {
  readonly empty: S;
  /** The Update by which commands come; `validate` looks at their shape only and must stay synchronous. */
  readonly update: typeof act | typeof order;
  validate(command: C): void;
  /** What opening an empty stream records. */
  open(library: Library): Promise<Decision<S>>;
  decide(state: S, commands: readonly C[], now: number, library: Library, orders: readonly OrderMessage[]): Decision<S>;
  nextDue(state: S, library: Library): number | null;
  /** What the stream waits for, in words, for an operator. */
  describe(state: S, library: Library): string;
  /** Runs once the stream is open and before anything is answered. */
  opened?(state: S): Promise<void>;
  /** Runs once a turn is recorded and before its messages go on their way; null: there is nothing to do. */
  recorded?(before: S, after: S): Promise<void> | null;
  continueAsNew(carried: NonNullable<StreamInput<S>["carried"]>): Promise<never>;
}

/**
 * History length at which a run ends even when the server does not yet suggest it. Whichever worker takes a stream over
 * replays its run first, within the time of one workflow task: a thousand events took three seconds on a machine with ten
 * times as much to do as it has cores, and every task that was late was replayed again.
 */
const MAX_HISTORY_EVENTS = 500;
/** The same of a run to which messages come all the time, and of one that was begun by a release before it was 500. */
const MAX_HISTORY_EVENTS_OF_BUSY = 2_000;
/** A run is busy until so many events came without two messages together. */
const QUIET_EVENTS = 100;

/** A message waiting for its answer: a command, or (without one) a tick. */
interface Waiting<C> {
  readonly command: C | null;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
  /** The trace it came in. */
  readonly trace: Trace | null;
}

const TICKED: Outcome = { key: "tick", items: [], refused: [] };

/** Runs a stream's loop until it continues as new. */
export async function runStream<S extends StreamState, C extends Command | PlanCommand>(
  input: StreamInput<S>,
  rules: StreamRules<S, C>,
): Promise<never> {
  const queue: Waiting<C>[] = [];
  const orders: OrderMessage[] = [];
  /** The traces in which orders came that no turn has taken yet. */
  const orderTraces: (Trace | null)[] = [];
  let clock: Clock = input.carried?.clock ?? { version: 0, now: input.openedAt };
  let state = input.carried?.state ?? rules.empty;
  let library = input.carried?.library ?? null;
  let lookAtHead = false;
  /** History length when several messages last came together: more are probably on their way. */
  let busyAt = Number.NEGATIVE_INFINITY;

  const seen = (newer: Clock | null): void => {
    if (newer && newer.version > clock.version) clock = newer;
  };
  const enqueue = (command: C | null): Promise<Outcome> =>
    new Promise((answer, fail) => queue.push({ command, answer, fail, trace: currentTrace() }));
  const nextDue = (): number | null => (library ? rules.nextDue(state, library) : null);

  setHandler(rules.update as typeof act, (command: Command, at: Clock | null) => (seen(at), enqueue(command as C)), {
    validator: (command: Command, _at: Clock | null) => rules.validate(command as C),
  });
  setHandler(tick, async (at): Promise<TickAnswer> => {
    seen(at);
    await enqueue(null);
    return { seq: state.seq, nextDue: nextDue() };
  });
  setHandler(deliver, (message, at) => (seen(at), void orders.push(message), void orderTraces.push(currentTrace())));
  setHandler(nudge, () => void (lookAtHead = true));
  setHandler(streamState, () => state);

  const now = (): number => (input.mode === "live" ? Date.now() : clock.now);
  const hasMessages = (): boolean => queue.length > 0 || orders.length > 0 || lookAtHead;

  if (!library) {
    library = await loadLibrary(input.planId);
    state = await openStream(input, rules, library);
  }
  await rules.opened?.(state);

  for (;;) {
    setCurrentDetails(rules.describe(state, library));
    await somethingToDo(input.mode, hasMessages, nextDue());
    const due = nextDue();
    if (hasMessages() || (due !== null && due <= now())) {
      lookAtHead = false;
      const commands = queue.flatMap(({ command }) => (command ? [command] : []));
      if (namesNewVersion(commands, orders, library)) library = await loadLibrary(input.planId);
      if (queue.length + orders.length > 1) busyAt = workflowInfo().historyLength;
      const traces = [...queue.map(({ trace }) => trace), ...orderTraces.splice(0)];
      const taken = orders.splice(0);
      const asked = { commands: commands.length, orders: taken.length };
      const known = library;
      const turned = await inChildSpan(`Turn:${input.stream}`, traces, asked, () =>
        turn(input, rules, state, known, queue, taken, now),
      );
      const before = state;
      state = turned.state;
      const more = rules.recorded?.(before, state) ?? null;
      // Awaited only where there is something: a needless wait would change the order of what old histories hold.
      if (more) await more;
      await inTrace(traces.find((trace) => trace !== null) ?? null, () => sendMessages(input, turned.messages, clock));
    }
    if (!hasMessages() && mustContinue(busyAt)) {
      await condition(() => allHandlersFinished() || hasMessages());
      if (!hasMessages()) await rules.continueAsNew({ state, library, clock });
    }
  }
}

/** Updates that reach a run while it ends are tried again for up to two seconds: a busy one may grow longer. */
function mustContinue(busyAt: number): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  if (continueAsNewSuggested || historyLength > MAX_HISTORY_EVENTS_OF_BUSY) return true;
  const isBusy = historyLength - busyAt < QUIET_EVENTS;
  return !isBusy && historyLength > MAX_HISTORY_EVENTS && patched("runs-of-500-events");
}

/** Waits for a message, or (on a live plan) for the next due instant. A rehearsal's time comes by message only. */
async function somethingToDo(mode: "live" | "rehearsal", messages: () => boolean, due: number | null): Promise<void> {
  if (mode === "rehearsal" || due === null) return condition(messages);
  const wait = due - Date.now();
  if (wait > 0) await condition(messages, wait);
}

/** The state at the ledger's head; an empty stream is opened first. */
async function openStream<S extends StreamState, C extends Command | PlanCommand>(
  input: StreamInput<S>,
  rules: StreamRules<S, C>,
  library: Library,
): Promise<S> {
  const head = await record<S>(request(input, rules.empty, rules.nextDue(rules.empty, library), {}));
  if (head.kind === "behind") return head.state;
  const opening = await rules.open(library);
  const result = await record<S>(
    request(input, rules.empty, rules.nextDue(opening.state, library), {
      rows: opening.rows,
      items: opening.items ?? [],
    }),
  );
  return result.kind === "appended" ? opening.state : result.state;
}

/** Decides and records until all that was queued is answered and nothing is due: more than once only after a surprise. */
async function turn<S extends StreamState, C extends Command | PlanCommand>(
  input: StreamInput<S>,
  rules: StreamRules<S, C>,
  from: S,
  library: Library,
  queue: Waiting<C>[],
  orders: readonly OrderMessage[],
  now: () => number,
): Promise<{ readonly state: S; readonly messages: readonly StreamMessage[] }> {
  let state = from;
  let waiting = queue.splice(0);
  for (;;) {
    const commands = waiting.flatMap((entry) => (entry.command ? [entry.command] : []));
    const decided = rules.decide(state, commands, now(), library, orders);
    const messages = decided.messages ?? [];
    const result = await recordOrFail<S, C>(
      waiting,
      request(input, state, rules.nextDue(decided.state, library), {
        rows: decided.rows,
        outcomes: decided.outcomes.filter((outcome) => outcome.items.length > 0),
        askedKeys: commands.map((command) => command.key),
        items: decided.items ?? [],
        messagesOut: messages,
        messagesApplied: orders.map((message) => messageKey(message, input.stream)),
      }),
    );
    if (input.mode === "live") void tellPostman(input.planId, result);
    if (result.kind === "appended") {
      answer(waiting, decided.outcomes);
      return { state: decided.state, messages };
    }
    state = result.state;
    const recorded = new Map(result.outcomes.map((outcome) => [outcome.key, outcome]));
    answer(
      waiting.filter((entry) => entry.command && recorded.has(entry.command.key)),
      result.outcomes,
    );
    waiting = waiting.filter((entry) => !entry.command || !recorded.has(entry.command.key));
  }
}

/** A permanent failure is told to everybody who waits before it ends the run. */
async function recordOrFail<S extends StreamState, C>(
  waiting: readonly Waiting<C>[],
  wanted: RecordRequest,
): Promise<RecordResult<S>> {
  try {
    return await record<S>(wanted);
  } catch (error) {
    for (const entry of waiting) entry.fail(error);
    throw error;
  }
}

/** Commands of which nothing was accepted are refused; the caller gets the reasons. */
function answer<C extends Command | PlanCommand>(waiting: readonly Waiting<C>[], outcomes: readonly Outcome[]): void {
  const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  for (const entry of waiting) {
    const outcome = entry.command ? byKey.get(entry.command.key) : TICKED;
    if (outcome && (outcome.items.length > 0 || outcome.refused.length === 0)) entry.answer(outcome);
    else {
      const reason = outcome?.refused[0]?.reason ?? "the command was not decided";
      entry.fail(ApplicationFailure.nonRetryable(reason, FAILURE.refused, outcome));
    }
  }
}

/** Recorded messages go on their way. One that does not arrive is found unapplied by the sweep, which sends it again. */
async function sendMessages(
  input: { readonly planId: string },
  messages: readonly StreamMessage[],
  clock: Clock,
): Promise<void> {
  await Promise.all(
    messages.map(async ({ to, body }) => {
      try {
        await getExternalWorkflowHandle(workflowId(input.planId, to)).signal(deliver, orderIn(body), clock);
      } catch (error) {
        log.warn(`${to} did not take a message; the sweep will send it again`, { error: String(error) });
      }
    }),
  );
}

function request(
  input: { readonly planId: string; readonly stream: string },
  state: StreamState,
  nextDue: number | null,
  parts: Partial<RecordRequest>,
): RecordRequest {
  return {
    planId: input.planId,
    stream: input.stream,
    expectedSeq: state.seq,
    rows: [],
    outcomes: [],
    askedKeys: [],
    nextDue,
    items: [],
    messagesOut: [],
    messagesApplied: [],
    ...parts,
  };
}
