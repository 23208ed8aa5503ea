/**
 * Checks documents in a thread of its own, within a time and a memory: what somebody sends over HTTP never keeps other requests
 * waiting, whatever a parser makes of it. One job at a time; the thread stays for the next, and is ended when a job takes too much.
 */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { checkDocuments, DocumentKind, DocumentsResult, GivenDocument } from "./documents.js";

export interface CheckJob {
  readonly running: PlanBundle;
  readonly given: Readonly<Partial<Record<DocumentKind, GivenDocument | undefined>>>;
}

/** The documents took longer or more memory than any plan does. */
export class TooMuchWork extends Error {}

export interface CheckLimits {
  /** Of one job (milliseconds). The largest documents allowed, all four of 2 MB, take about five seconds on a slow machine. */
  readonly within: number;
  /** Of the thread's heap (MB). */
  readonly memory: number;
  /** Jobs that may wait; more are refused at once. */
  readonly waiting: number;
}

/** On a busy machine (milliseconds). */
const BEGINS_WITHIN = 60_000;

const LIMITS: CheckLimits = { within: 15_000, memory: 512, waiting: 20 };

export class BoundedChecker {
  private thread: Worker | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly limits: CheckLimits = LIMITS) {}

  /** As `checkDocuments`. Throws TooMuchWork. */
  async check(...[running, given]: Parameters<typeof checkDocuments>): Promise<DocumentsResult> {
    if (this.waiting >= this.limits.waiting) throw new TooMuchWork("too many documents wait to be checked");
    this.waiting++;
    const job = this.last.then(async () => this.run(await this.begun(), { running, given }));
    this.last = job.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await job;
    } finally {
      this.waiting--;
    }
  }

  /** The thread, ready for a job: that it begins is not the job's time. */
  private async begun(): Promise<Worker> {
    if (this.thread) return this.thread;
    const thread = new Worker(new URL("../embedded/run.mjs", import.meta.url), {
      argv: [fileURLToPath(new URL("./check-job.ts", import.meta.url))],
      // This process's own flags are none of the thread's: it loads what it needs.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory },
    });
    await once(thread, "message", { signal: AbortSignal.timeout(BEGINS_WITHIN) });
    this.thread = thread;
    return thread;
  }

  private run(thread: Worker, job: CheckJob): Promise<DocumentsResult> {
    const { within, memory } = this.limits;
    thread.ref();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(new TooMuchWork(`checking took more than ${within / 1_000} s`)), within);
      const done = (): void => {
        clearTimeout(timer);
        thread.off("message", answered).off("error", failed).off("exit", ended);
        // An idle thread keeps no process from ending.
        thread.unref();
      };
      const fail = (error: Error): void => {
        done();
        this.thread = null;
        thread.on("error", () => undefined); // it is being ended
        void thread.terminate();
        reject(error);
      };
      const answered = (result: DocumentsResult): void => {
        done();
        resolve(result);
      };
      const failed = (error: NodeJS.ErrnoException): void =>
        fail(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? new TooMuchWork(`checking took more than ${memory} MB`)
            : new Error(`the thread that checks documents failed: ${error.message}`, { cause: error }),
        );
      const ended = (code: number): void =>
        fail(new Error(`the thread that checks documents ended by itself (${code})`));
      thread.on("message", answered).on("error", failed).on("exit", ended);
      thread.postMessage(job);
    });
  }
}
