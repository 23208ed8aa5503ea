/**
 * The postman of a plan: closes letters when asked (a rehearsal's driver) or at the closing time (a live plan), and
 * sends what is queued. Sending never holds up closing, and neither holds up a task.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import { closeLettersUpTo, drainLetters } from "./messages.js";
import { letters } from "./proxies.js";

export interface PostmanInput {
  readonly planId: string;
  readonly mode: "live" | "rehearsal";
  readonly sent?: number;
  readonly failed?: number;
}

/** Letters one activity sends: some seconds of work, so that a worker's death repeats little. */
const BATCH = 200;
/** How often a live plan's postman looks for notices that are to close (milliseconds). */
const LIVE_INTERVAL = 60_000;
const MAX_HISTORY_EVENTS = 2_000;

export async function postmanWorkflow(input: PostmanInput): Promise<void> {
  let sent = input.sent ?? 0;
  let failed = input.failed ?? 0;
  // Letters may have been left queued by the run or the worker before.
  let toSend = true;
  let sending = false;

  setHandler(closeLettersUpTo, async (upTo) => {
    const made = await letters.closeLetters(input.planId, upTo);
    if (made > 0) toSend = true;
    return made;
  });
  setHandler(drainLetters, async () => {
    await condition(() => !toSend && !sending);
    return { sent, failed };
  });

  const sendAll = async (): Promise<void> => {
    sending = true;
    while (toSend) {
      toSend = false;
      const report = await letters.sendLetters(input.planId, BATCH);
      sent += report.sent;
      failed += report.failed;
      if (report.remaining > 0) toSend = true;
    }
    sending = false;
  };

  for (;;) {
    setCurrentDetails(
      `${sent} letters sent, ${failed} failed. ${toSend ? "More are queued." : "Waits for letters to close."}`,
    );
    if (input.mode === "live") {
      await condition(() => toSend, LIVE_INTERVAL);
      if ((await letters.closeLetters(input.planId, Date.now())) > 0) toSend = true;
    } else {
      await condition(() => toSend);
    }
    if (toSend) await sendAll();
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > MAX_HISTORY_EVENTS) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof postmanWorkflow>({ ...input, sent, failed });
    }
  }
}
