/** What becomes of a message that was not answered as meant: what is told of it, and which failures pass by themselves. */
import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import type { Outcome } from "../domain/ledger/record.js";

/** Nothing of the command was legal; `outcome.refused` says why, item by item. */
export class CommandRefused extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.refused.map((entry) => entry.reason).join("; "));
    this.name = "CommandRefused";
  }
}

/** The message could not be delivered in time. Sending it again with the same key is safe. */
export class NotDelivered extends Error {
  constructor(stream: string, cause: unknown) {
    super(
      `${stream} did not answer in time: is a worker running, and Temporal reachable? The request can be sent again safely.`,
      { cause },
    );
    this.name = "NotDelivered";
  }
}

/** No workflow answers, and none will by itself: it has stopped before a ledger older than what it knows, or is gone. */
export class NeedsRebuild extends Error {
  constructor(what: string, why: string, cause: unknown) {
    super(`${what}: ${why}`, { cause });
    this.name = "NeedsRebuild";
  }
}

/** What an operator is told of a workflow that is not there. */
export const GONE = "it has no running workflow: stop all workers, run npm run rebuild and start again";

const TRANSIENT = new Set([4, 8, 10, 14]); // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE

/**
 * The server refuses Updates while a workflow's last task failed, as when its worker has just gone, and lets go of those that
 * the failing task had: another takes them up.
 */
const TASK_FAILED = /workflow task in failed state|unexpected workflow task failure/i;

/**
 * The type of the failure with which the server answers an Update that a completed workflow task left untouched, as when a
 * worker replays after its connection was cut: no code has seen it, and it may be sent again under its id.
 */
const UNPROCESSED = "UnprocessedUpdate";

/** Whether the same may be sent again, and will be answered by and by. */
export function isTransient(error: unknown): boolean {
  return inChain(
    error,
    (each) =>
      each instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
      TASK_FAILED.test(each.message) ||
      (each instanceof ApplicationFailure && each.type === UNPROCESSED) ||
      (isGrpcServiceError(each) && TRANSIENT.has(each.code)),
  );
}

/** Whether it holds of an error or of what caused it: the client wraps the server's words in its own. */
function inChain(error: unknown, holds: (error: Error) => boolean): boolean {
  return error instanceof Error && (holds(error) || inChain(error.cause, holds));
}
