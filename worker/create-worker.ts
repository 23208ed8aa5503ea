/** Temporal workers for duban's workflows and activities, with their limits and the reason beside each. */
import type { DataConverter } from "@temporalio/common";
import { type NativeConnection, Worker } from "@temporalio/worker";
import type { Activities } from "../activities/contract.js";
import type { Tracing } from "../telemetry/contract.js";
import { lettersQueue } from "../workflows/names.js";
import { workflowBundle } from "./bundle.js";
import type { WorkerRole } from "./roles.js";
import { ToldFailures } from "./told-failures.js";
import { deploymentOptions, type WorkerVersion } from "./versioning.js";
import { WorkflowSlots } from "./workflow-slots.js";

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly activities: Partial<Activities>;
  /** How payloads are encrypted. */
  readonly dataConverter?: DataConverter;
  /** Where built bundles are kept. */
  readonly bundleDir: string;
  /** The release that it is, where several run side by side (versioning.ts); absent: unversioned. */
  readonly version?: WorkerVersion | null;
  /** Puts activities and workflows into the trace of whoever caused them. */
  readonly tracing?: Tracing | null;
}

/** The workers of one process. */
export interface Workers {
  /** Resolves when they have been shut down and what they had accepted is done. */
  run(): Promise<void>;
  shutdown(): void;
}

export async function createWorkers(options: WorkerOptions, role: WorkerRole = "all"): Promise<Workers> {
  const workers = [
    ...(role === "letters" ? [] : [await createPlansWorker(options)]),
    ...(role === "plans" ? [] : [await createLettersWorker(options)]),
  ];
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
  };
  return {
    shutdown,
    // One that fails takes the process's other with it.
    run: async () => void (await Promise.all(workers.map((worker) => worker.run().finally(shutdown)))),
  };
}

function common(options: WorkerOptions) {
  const { tracing } = options;
  return {
    connection: options.connection,
    namespace: options.namespace,
    ...(options.version ? { workerDeploymentOptions: deploymentOptions(options.version) } : {}),
    ...(options.dataConverter ? { dataConverter: options.dataConverter } : {}),
    interceptors: { activity: [...(tracing?.activityInterceptors ?? []), () => ({ inbound: new ToldFailures() })] },
    ...(tracing ? { sinks: tracing.sinks } : {}),
    // What has been accepted is finished before the process ends.
    shutdownGraceTime: "10s" as const,
    shutdownForceTime: "20s" as const,
  };
}

/** Sends letters, and nothing else. */
function createLettersWorker(options: WorkerOptions): Promise<Worker> {
  const { sendLetters } = options.activities;
  return Worker.create({
    ...common(options),
    taskQueue: lettersQueue(options.taskQueue),
    activities: { ...(sendLetters && { sendLetters }) },
    // One at a time is asked for: of several senders that a plan wants at once, each process gets one before any gets two.
    // (maxConcurrentActivityTaskPolls, which says the same, is declared by this SDK and read by nothing: ten were asked for.)
    activityTaskPollerBehavior: { type: "simple-maximum", maximum: 1 },
    // One for each plan whose letters are on their way; all share the mailer's connections.
    maxConcurrentActivityTaskExecutions: 20,
  });
}

async function createPlansWorker(options: WorkerOptions): Promise<Worker> {
  return Worker.create({
    ...common(options),
    taskQueue: options.taskQueue,
    workflowBundle: { codePath: await workflowBundle(options.bundleDir) },
    activities: { ...options.activities },
    // Thirty plans of twenty workflows each, some 100 MB a plan of 1,600 items (docs/production.md, memory). One that is not kept has
    // to be replayed before it does anything: with 16 plans at once and 200 kept, a storm took twice as long, an act eight times.
    maxCachedWorkflows: 600,
    // Workflow tasks for a worker that has died wait on its own queue this long before another may have them (10 s by default).
    stickyQueueScheduleToStartTimeout: "1s",
    tuner: {
      // A workflow task's time runs from when it is taken, and all share one thread, the database and the processors: with too
      // many at once each times out while it waits for the others (seen with twenty that recorded, and with four that had to be
      // replayed, on a machine with ten times as much to do as it has cores). Two replays, as one may wait for the database.
      workflowTaskSlotSupplier: new WorkflowSlots({ known: 20, replayed: 2 }),
      // Each holds one database connection for some milliseconds.
      localActivityTaskSlotSupplier: { type: "fixed-size", numSlots: 20 },
      activityTaskSlotSupplier: { type: "fixed-size", numSlots: 20 },
      nexusTaskSlotSupplier: { type: "fixed-size", numSlots: 1 },
    },
  });
}
