/** The activities as workflows call them: time-outs and retries in one place, with the reason beside each number. */
import {
  ActivityFailure,
  ApplicationFailure,
  log,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from "@temporalio/workflow";
import type { CheckpointActivities, LetterActivities, StreamActivities } from "../activities/contract.js";
import { FAILURE, lettersQueue } from "./names.js";

const permanent: readonly string[] = [FAILURE.ledgerRestored, FAILURE.badMessage];

/** What is asked of the database: short transactions. */
type Recording = StreamActivities & Pick<LetterActivities, "closeLetters" | "nextClosing" | "unsettledBy">;

/**
 * Fast path: runs inside the workflow task, whose slot it holds. One more attempt for a lost connection; a lock that is not to be
 * had in two seconds, or a database that is away, is the durable path's.
 */
const fast = proxyLocalActivities<Recording>({
  startToCloseTimeout: "5s",
  retry: {
    maximumAttempts: 2,
    initialInterval: "100ms",
    nonRetryableErrorTypes: [...permanent, FAILURE.newerRelease, FAILURE.clockAhead],
  },
});

/** Durable path: waits as long as the database is away, or until a worker of the release that a stream needs takes it. */
const durable = proxyActivities<Recording>({
  startToCloseTimeout: "10s", // above the transaction's own time-out of 8 s
  retry: { initialInterval: "500ms", maximumInterval: "10s", nonRetryableErrorTypes: [...permanent] },
});

/** Sending goes on for some seconds at a time, in any process that sends. */
export const sendLetters: LetterActivities["sendLetters"] = (planId) =>
  proxyActivities<Pick<LetterActivities, "sendLetters">>({
    taskQueue: lettersQueue(workflowInfo().taskQueue),
    startToCloseTimeout: "5m", // some seconds, and then whatever a slow server makes of the letters begun
    heartbeatTimeout: "10s", // a dead process's work is taken up again after this long
    retry: { initialInterval: "1s", maximumInterval: "1m" },
  }).sendLetters(planId);

/** A disk that is full or a database that is away may take an operator's hand: a try every ten minutes until then. */
export const { makeCheckpoint, appendCheckpoints } = proxyActivities<
  Pick<CheckpointActivities, "makeCheckpoint" | "appendCheckpoints">
>({
  startToCloseTimeout: "5m", // reads each stream's last row and each document once
  retry: { initialInterval: "1s", maximumInterval: "10m" },
});

/** As long as letters are tried; by then the next two days' have been sent, or not, and the file has them all. */
export const { mailCheckpoint } = proxyActivities<Pick<CheckpointActivities, "mailCheckpoint">>({
  startToCloseTimeout: "5m",
  scheduleToCloseTimeout: "72h",
  retry: { initialInterval: "1s", maximumInterval: "10m" },
});

/** Failures that no retry mends reach the caller as they are. */
function isPermanent(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && permanent.includes(cause.type ?? "");
}

/** An activity on the fast path first, then on the durable one. */
const fastThenDurable = <Name extends keyof Recording>(name: Name): Recording[Name] =>
  // The two proxies have the same functions; TypeScript cannot follow that through a name that is not yet known.
  (async (...args: never[]) => {
    try {
      return await (fast[name] as (...given: never[]) => Promise<unknown>)(...args);
    } catch (error) {
      if (isPermanent(error)) throw error;
      log.warn(`${name}: the fast path failed, going on durably`, { error: String(error) });
      return (durable[name] as (...given: never[]) => Promise<unknown>)(...args);
    }
  }) as Recording[Name];

export const advance = fastThenDurable("advance");
export const closeLetters = fastThenDurable("closeLetters");
export const nextClosing = fastThenDurable("nextClosing");
export const unsettledBy = fastThenDurable("unsettledBy");
