/** A worker as a process of its own, of this source tree or of another, on a plan's task queue. */
import path from "node:path";
import { type Child, startChild } from "../../embedded/supervisor.js";
import type { PlanRun } from "./plan-run.js";

export interface WorkerProcess extends Child {
  readonly logFile: string;
  /** Ends it at once, and for good. */
  kill(): Promise<void>;
}

export interface WorkerProcessOptions {
  readonly name: string;
  /** Where its logs and its bundle go. */
  readonly folder: string;
  /** Another way to the database than the run's own. */
  readonly databaseUrl?: string;
  /** Another source tree than this one. */
  readonly root?: string;
  readonly temporal?: { readonly address: string; readonly namespace: string };
}

export async function startWorkerProcess(
  run: Pick<PlanRun, "database" | "taskQueue">,
  options: WorkerProcessOptions,
): Promise<WorkerProcess> {
  const { name, folder, root = path.resolve(import.meta.dirname, "../..") } = options;
  const { DUBAN_TEST_TEMPORAL_ADDRESS: address, DUBAN_TEST_TEMPORAL_NAMESPACE: namespace } = process.env;
  const logFile = path.join(folder, `${name}.log`);
  const child = await startChild({
    name,
    entry: path.join(root, "worker/main.ts"),
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl ?? run.database.url,
      TEMPORAL_ADDRESS: options.temporal?.address ?? address,
      TEMPORAL_NAMESPACE: options.temporal?.namespace ?? namespace,
      DUBAN_TASK_QUEUE: run.taskQueue,
      DUBAN_STATE_DIR: folder,
    },
    logFile,
    // Killed for good: another one takes over, and not this one once more.
    patience: { calmMs: 0, mostRestarts: 0 },
  });
  return {
    ...child,
    logFile,
    async kill() {
      process.kill(child.pid(), "SIGKILL");
      await child.stop();
    },
  };
}
