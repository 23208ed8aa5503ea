/**
 * One task of a plan, with all its items: an actor over its stream of the ledger.
 *
 * Handlers only queue. One loop takes everything queued and everything due, decides it with `domain/`, records it in
 * one append, folds it into the state and answers. What the ledger holds and the workflow does not know is adopted,
 * and what was asked is decided again from there.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { TaskPlan } from "../activities/contract.js";
import type { Command } from "../domain/commands.js";
import type { Library } from "../domain/library.js";
import type { Outcome, RecordRequest } from "../domain/record.js";
import {
  applyRows,
  decideBatch,
  emptyTask,
  itemRow,
  nextDue,
  openingRows,
  type TaskState,
} from "../domain/task-stream.js";
import { describeTask } from "./describe.js";
import { act, type Clock, nudge, taskStateQuery, tick, type TickAnswer } from "./messages.js";
import { FAILURE } from "./names.js";
import { loadLibrary, loadTaskPlan, record } from "./proxies.js";
import { tellPostman } from "./tell-postman.js";

export interface TaskInput {
  readonly planId: string;
  readonly stream: string;
  readonly task: number;
  readonly mode: "live" | "rehearsal";
  /** Plan instant of the stream's opening; a rehearsal's clock starts here. */
  readonly openedAt: number;
  /** Carried over when the workflow continues as new. */
  readonly carried?: { readonly state: TaskState; readonly library: Library; readonly clock: Clock };
}

/** History length at which a run ends even when the server does not yet suggest it. */
const MAX_HISTORY_EVENTS = 2_000;

/** A message waiting for its answer: a command, or (without one) a tick. */
interface Waiting {
  readonly command: Command | null;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

const TICKED: Outcome = { key: "tick", items: [], refused: [] };

export async function taskWorkflow(input: TaskInput): Promise<void> {
  const queue: Waiting[] = [];
  let clock: Clock = input.carried?.clock ?? { version: 0, now: input.openedAt };
  let state = input.carried?.state ?? emptyTask(input.stream);
  let library = input.carried?.library ?? null;
  let lookAtHead = false;

  const seen = (newer: Clock | null): void => {
    if (newer && newer.version > clock.version) clock = newer;
  };
  const enqueue = (command: Command | null): Promise<Outcome> =>
    new Promise((answer, fail) => queue.push({ command, answer, fail }));

  setHandler(act, (command: Command, at: Clock | null) => (seen(at), enqueue(command)), {
    validator: (command: Command, _at: Clock | null) => validateCommand(command),
  });
  setHandler(tick, async (at): Promise<TickAnswer> => {
    seen(at);
    await enqueue(null);
    return { seq: state.seq, nextDue: nextDue(state) };
  });
  setHandler(nudge, () => void (lookAtHead = true));
  setHandler(taskStateQuery, () => state);

  const now = (): number => (input.mode === "live" ? Date.now() : clock.now);
  const isDue = (): boolean => {
    const due = nextDue(state);
    return due !== null && due <= now();
  };

  if (!library) {
    library = await loadLibrary(input.planId);
    state = await openStream(input, state, library);
  }

  for (;;) {
    setCurrentDetails(describeTask(state, library));
    await somethingToDo(input.mode, () => queue.length > 0 || lookAtHead, state);
    if (queue.length > 0 || lookAtHead || isDue()) {
      lookAtHead = false;
      state = await turn(input, state, library, queue, now);
    }
    if (queue.length === 0 && mustContinue()) {
      await condition(() => allHandlersFinished() || queue.length > 0);
      if (queue.length === 0)
        await continueAsNew<typeof taskWorkflow>({ ...input, carried: { state, library, clock } });
    }
  }
}

/** Shape only: whether the step is legal is decided in the loop, from recorded state. Must stay synchronous. */
function validateCommand(command: Command): void {
  const sound =
    typeof command?.key === "string" && command.key !== "" && Array.isArray(command.items) && command.items.length > 0;
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("a command needs a key, an actor and at least one item", FAILURE.badMessage);
  }
}

function mustContinue(): boolean {
  const info = workflowInfo();
  return info.continueAsNewSuggested || info.historyLength > MAX_HISTORY_EVENTS;
}

/** Waits for a message, or (on a live plan) for the next due instant. A rehearsal's time comes by message only. */
async function somethingToDo(mode: TaskInput["mode"], messages: () => boolean, state: TaskState): Promise<void> {
  const due = nextDue(state);
  if (mode === "rehearsal" || due === null) return condition(messages);
  const wait = due - Date.now();
  if (wait > 0) await condition(messages, wait);
}

/** The state at the ledger's head; an empty stream is opened with 立项 of all the task's items. */
async function openStream(input: TaskInput, empty: TaskState, library: Library): Promise<TaskState> {
  const head = await record(request(input, empty, {}));
  if (head.kind === "behind") return head.state;
  const plan: TaskPlan = await loadTaskPlan(input.planId, input.task);
  const rows = openingRows(
    { no: plan.no, leadUnit: plan.leadUnit },
    plan.items,
    { policy: plan.policy, calendar: plan.calendar },
    input.openedAt,
  );
  const opened = applyRows(empty, rows, library);
  const items = Object.values(opened.items).map((item) => itemRow(item, opened.calendar, library));
  const result = await record(request(input, empty, { rows, items, nextDue: nextDue(opened) }));
  return result.kind === "appended" ? opened : result.state;
}

/** Decides and records until all that was queued is answered and nothing is due: more than once only after a surprise. */
async function turn(
  input: TaskInput,
  from: TaskState,
  library: Library,
  queue: Waiting[],
  now: () => number,
): Promise<TaskState> {
  let state = from;
  let waiting = queue.splice(0);
  for (;;) {
    const commands = waiting.flatMap((entry) => (entry.command ? [entry.command] : []));
    const decided = decideBatch(state, commands, now(), library);
    const outcomes = decided.outcomes.filter((outcome) => outcome.items.length > 0);
    const result = await recordOrFail(
      waiting,
      request(input, state, {
        rows: decided.rows,
        outcomes,
        askedKeys: commands.map((command) => command.key),
        nextDue: nextDue(decided.state),
        items: decided.changed,
      }),
    );
    if (input.mode === "live") void tellPostman(input.planId, result);
    if (result.kind === "appended") {
      answer(waiting, decided.outcomes);
      return decided.state;
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
async function recordOrFail(waiting: readonly Waiting[], wanted: RecordRequest): ReturnType<typeof record> {
  try {
    return await record(wanted);
  } catch (error) {
    for (const entry of waiting) entry.fail(error);
    throw error;
  }
}

/** Commands of which nothing was accepted are refused; the caller gets the reasons. */
function answer(waiting: readonly Waiting[], outcomes: readonly Outcome[]): void {
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

function request(input: TaskInput, state: TaskState, parts: Partial<RecordRequest>): RecordRequest {
  return {
    planId: input.planId,
    stream: input.stream,
    expectedSeq: state.seq,
    rows: [],
    outcomes: [],
    askedKeys: [],
    nextDue: nextDue(state),
    items: [],
    messagesOut: [],
    messagesApplied: [],
    ...parts,
  };
}
