/** What the thread does in which documents are checked (bounded-check.ts): one job in, its answer out. */
import { parentPort } from "node:worker_threads";
import { checkDocuments } from "./documents.js";
import type { CheckJob } from "./bounded-check.js";

parentPort?.on("message", ({ running, given }: CheckJob) => {
  parentPort?.postMessage(checkDocuments(running, given));
});

// Ready.
parentPort?.postMessage(null);
