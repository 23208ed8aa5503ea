/**
 * One signed checkpoint of where the ledger's streams end: made, appended to its file, sent by mail. A schedule starts one a day
 * (gateway/checkpoint-schedule.ts). What could not be written or sent is tried again by itself; the next day's does not wait for it.
 */
import { setCurrentDetails, workflowInfo } from "@temporalio/workflow";
import { appendCheckpoints, mailCheckpoint, makeCheckpoint } from "./proxies.js";

/** Answers the checkpoint's number. */
export async function checkpointWorkflow(): Promise<number> {
  const { no, recipients } = await makeCheckpoint(workflowInfo().workflowId);
  setCurrentDetails(`Checkpoint ${no} is signed and kept. It is being written to its file and mailed.`);
  const mails = Array.from({ length: recipients }, (_, recipient) => mailCheckpoint(no, recipient));
  await Promise.all([appendCheckpoints(), ...mails]);
  setCurrentDetails(`Checkpoint ${no} is signed, kept, written to its file and mailed to those who are to have it.`);
  return no;
}
