/** A Temporal worker for duban's workflows and activities, with its limits and the reason beside each. */
import type { DataConverter } from "@temporalio/common";
import { type NativeConnection, Worker } from "@temporalio/worker";
import type { Activities } from "../activities/contract.js";
import type { Tracing } from "../telemetry/contract.js";
import { workflowBundle } from "./bundle.js";
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

export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { tracing } = options;
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: { codePath: await workflowBundle(options.bundleDir) },
    activities: { ...options.activities },
    ...(options.version ? { workerDeploymentOptions: deploymentOptions(options.version) } : {}),
    ...(options.dataConverter ? { dataConverter: options.dataConverter } : {}),
    interceptors: { activity: [...(tracing?.activityInterceptors ?? []), () => ({ inbound: new ToldFailures() })] },
    ...(tracing ? { sinks: tracing.sinks } : {}),
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
    // What has been accepted is finished before the process ends.
    shutdownGraceTime: "10s",
    shutdownForceTime: "20s",
  });
}
