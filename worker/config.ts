/** Settings of a worker process, from its environment, checked at start. */
import { z } from "zod";
import { readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a PostgreSQL URL, e.g. postgresql://duban:secret@db.example:5432/duban",
  }),
  DUBAN_TASK_QUEUE: z.string().min(1).default("duban"),
  DUBAN_STATE_DIR: z.string().min(1).default(".duban"),
});

export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly stateDir: string;
}

export class WorkerConfigError extends Error {}

export function readWorkerConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    throw new WorkerConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  }
  const { temporal } = readEmbeddedConfig(env);
  if (!temporal)
    throw new WorkerConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. 127.0.0.1:7233");
  const { DATABASE_URL, DUBAN_TASK_QUEUE, DUBAN_STATE_DIR } = parsed.data;
  return { databaseUrl: DATABASE_URL, temporal, taskQueue: DUBAN_TASK_QUEUE, stateDir: DUBAN_STATE_DIR };
}
