/** Names the workflows, clients and workers agree on, and what a task's workflow is started with. */
import type { MonthStreamInfo, RoundStreamInfo, StreamInfo, TaskStreamInfo } from "../domain/streams/streams.js";
import type { Clock, StreamHead } from "./messages.js";

/** Workflow id of one of a plan's workflows: `plan/<planId>/task/7`. */
export function workflowId(planId: string, stream: string): string {
  return `plan/${planId}/${stream}`;
}

/** The postman has no ledger stream: what it does stands in the letters' own rows. */
export const POSTMAN = "postman";
/** Where a task queue's letters are sent: a queue of their own, so that processes can be added which do nothing else. */
export const lettersQueue = (taskQueue: string): string => `${taskQueue}-letters`;
/** The schedule that starts a checkpoint of the ledger each day, and the workflow that makes it. */
export const CHECKPOINT_SCHEDULE = "ledger-checkpoint";
export const CHECKPOINT_WORKFLOW = "checkpointWorkflow";

/** What an operator reads beside the workflows in Temporal's own UI. */
export const POSTMAN_SUMMARY = "Closes and sends the plan's letters";
/** `2021H1`, or `2021S1` of a special round. */
export const roundSummary = ({ round }: { readonly round: string }): string => `Inspection round ${round}`;
/** `projects` */
export const registerSummary = (register: string): string => `Register ${register}`;
/** `2021-05` */
export const monthSummary = ({ month }: { readonly month: string }): string => `Progress of ${month}`;
export function taskSummary(of: {
  readonly task: number;
  readonly section: string | null;
  readonly title: string;
}): string {
  return `Task ${of.task}${of.section === null ? "" : ` (${of.section})`} ${of.title}`;
}

/** What the workflow of a stream is started with. */
export interface StreamInput {
  readonly planId: string;
  readonly stream: string;
  readonly mode: "live" | "rehearsal";
  /** Plan instant of the stream's opening; a rehearsal's clock starts here. */
  readonly openedAt: number;
  /** Begun while the plan ran, for items that come by order: it is opened without any. */
  readonly late?: boolean;
  /** Carried over when the workflow continues as new. */
  readonly carried?: { readonly head: StreamHead; readonly clock: Clock; readonly details: string };
}

/** Whether a stream that the plan has begun is an inspection round's. */
export const isRoundInfo = (info: StreamInfo): info is RoundStreamInfo => "round" in info;

/** Whether it is a month's. */
export const isMonthInfo = (info: StreamInfo): info is MonthStreamInfo => "month" in info;

/** The same for a round's, or a month's. */
export function begunInput(
  { planId, mode }: Pick<StreamInput, "planId" | "mode">,
  { stream, openedAt }: RoundStreamInfo | MonthStreamInfo,
): StreamInput {
  return { planId, stream, mode, openedAt };
}

/** The same for a task's, by whoever starts it. */
export function taskInput(
  { planId, mode, openedAt }: Pick<StreamInput, "planId" | "mode" | "openedAt">,
  { stream, openedAt: begunAt }: TaskStreamInfo,
): StreamInput {
  const begun = begunAt === undefined ? { openedAt } : { openedAt: begunAt, late: true };
  return { planId, stream, mode, ...begun };
}

/**
 * Raised when histories of before cannot be replayed by the workflows' code: an upgrade then starts them anew from the ledger. 1: they
 * held their items' state; 2: they hold where their stream ends.
 */
export const WORKFLOW_GENERATION = 2;

export const DEFAULT_TASK_QUEUE = "duban";

/**
 * A workflow task that a dying worker had taken waits exactly this long for another worker: somebody waits with it. It must
 * also be long enough to replay the longest history on a busy machine, as a task that times out begins anew; that few are
 * replayed at once is create-worker.ts's doing.
 */
export const TASK_TIMEOUT = "3s";

/** Search attributes an operator finds a plan's workflows by. Registered at boot; see embedded/temporal.ts. */
export const SEARCH_ATTRIBUTES = { DubanPlan: "Keyword", DubanStream: "Keyword" } as const;

/** Types of the failures that reach a caller. */
export const FAILURE = {
  /** Every item of a command was refused; `details[0]` is the Outcome. */
  refused: "refused",
  /** The ledger is not the one whose head the workflow knows: a restored back-up. */
  ledgerRestored: "ledgerRestored",
  /** The message does not have the shape it should have. */
  badMessage: "badMessage",
  /** A newer release wrote to the stream: a worker of this one decides nothing there. */
  newerRelease: "newerRelease",
  /** The instant asked for has not come by the database's clock. */
  clockAhead: "clockAhead",
} as const;
