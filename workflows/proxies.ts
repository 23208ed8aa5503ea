/** The activities as workflows call them: time-outs and retries in one place, with the reason beside each number. */
import { ActivityFailure, ApplicationFailure, log, proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import type {
  LetterActivities,
  PlanActivities,
  RecordActivities,
  RecordResult,
  StreamState,
} from "../activities/contract.js";
import type { RecordRequest } from "../domain/ledger/record.js";
import { FAILURE } from "./names.js";

const permanent = [FAILURE.ledgerRestored, FAILURE.badMessage];

type Recording = RecordActivities & PlanActivities & Closing;
/** What the postman asks of the database: short transactions, like recording. */
type Closing = Pick<LetterActivities, "closeLetters" | "nextClosing" | "unsettledBy">;

/** Fast path: runs inside the workflow task. Few attempts, so that a database that is away does not hold the worker's slot. */
const fast = proxyLocalActivities<Recording>({
  startToCloseTimeout: "10s", // above the transaction's own statement time-out of 8 s
  retry: { maximumAttempts: 3, initialInterval: "100ms", maximumInterval: "1s", nonRetryableErrorTypes: permanent },
});

/** Durable path: waits as long as the database is away. */
const durable = proxyActivities<Recording>({
  startToCloseTimeout: "10s",
  retry: { initialInterval: "500ms", maximumInterval: "10s", nonRetryableErrorTypes: permanent },
});

/** Sending goes on for some seconds at a time; a mail server that is away is tried again every minute. */
export const { sendLetters } = proxyActivities<Pick<LetterActivities, "sendLetters">>({
  startToCloseTimeout: "5m", // some seconds, and then whatever a slow server makes of the letters begun
  heartbeatTimeout: "10s", // a dead worker's work is taken up again after this long
  retry: { initialInterval: "1s", maximumInterval: "1m" },
});

/** Failures that no retry mends reach the caller as they are. */
function isPermanent(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && permanent.includes(cause.type as (typeof permanent)[number]);
}

async function fastThenDurable<T>(name: string, viaFast: () => Promise<T>, viaDurable: () => Promise<T>): Promise<T> {
  try {
    return await viaFast();
  } catch (error) {
    if (isPermanent(error)) throw error;
    log.warn(`${name}: the fast path failed, going on durably`, { error: String(error) });
    return viaDurable();
  }
}

/** The activity folds a stream's rows by the stream's kind, so that the answer is of the kind asked for. */
export function record<S extends StreamState>(request: RecordRequest): Promise<RecordResult<S>> {
  return fastThenDurable(
    "record",
    () => fast.record(request),
    () => durable.record(request),
  ) as Promise<RecordResult<S>>;
}

export function loadLibrary(planId: string): ReturnType<PlanActivities["loadLibrary"]> {
  return fastThenDurable(
    "loadLibrary",
    () => fast.loadLibrary(planId),
    () => durable.loadLibrary(planId),
  );
}

export function loadPlanOpening(planId: string): ReturnType<PlanActivities["loadPlanOpening"]> {
  return fastThenDurable(
    "loadPlanOpening",
    () => fast.loadPlanOpening(planId),
    () => durable.loadPlanOpening(planId),
  );
}

export function loadTaskPlan(
  ...args: Parameters<PlanActivities["loadTaskPlan"]>
): ReturnType<PlanActivities["loadTaskPlan"]> {
  return fastThenDurable(
    "loadTaskPlan",
    () => fast.loadTaskPlan(...args),
    () => durable.loadTaskPlan(...args),
  );
}

export function closeLetters(planId: string, upTo: number): ReturnType<Closing["closeLetters"]> {
  return fastThenDurable(
    "closeLetters",
    () => fast.closeLetters(planId, upTo),
    () => durable.closeLetters(planId, upTo),
  );
}

export function nextClosing(planId: string): ReturnType<Closing["nextClosing"]> {
  return fastThenDurable(
    "nextClosing",
    () => fast.nextClosing(planId),
    () => durable.nextClosing(planId),
  );
}

export function unsettledBy(planId: string, upTo: number): ReturnType<Closing["unsettledBy"]> {
  return fastThenDurable(
    "unsettledBy",
    () => fast.unsettledBy(planId, upTo),
    () => durable.unsettledBy(planId, upTo),
  );
}
