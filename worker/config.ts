/** Settings of a worker process, from its environment, checked at start. */
import { z } from "zod";
import { readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";
import type { Language } from "../domain/language/words.js";
import { ChannelConfigError, type ChannelSettings, readChannelSettings } from "../mail/channels/config.js";
import { MailConfigError, readMailSettings } from "../mail/config.js";
import {
  CheckpointConfigError,
  type CheckpointSettings,
  readCheckpointSettings,
} from "../prisma/checkpoints/config.js";
import type { MailSettings } from "../mail/mailers.js";
import { type CommandKey, CommandKeyError, readCommandKey } from "../prisma/ledger/command-key.js";
import { WORKER_ROLES, type WorkerRole } from "./roles.js";
import type { WorkerVersion } from "./versioning.js";

/** Temporal keeps both as one name with a point between. */
const versionPart = (example: string) =>
  z.string().regex(/^[\w-]{1,100}$/, { error: `must be letters, digits, - and _, e.g. ${example}` });

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a PostgreSQL URL, e.g. postgresql://duban:secret@db.example:5432/duban",
  }),
  DUBAN_TASK_QUEUE: z.string().min(1).default("duban"),
  DUBAN_WORKER_ROLE: z
    .enum(WORKER_ROLES, { error: "must be all, plans (all but the sending of letters) or letters" })
    .default("all"),
  DUBAN_STATE_DIR: z.string().min(1).default(".duban"),
  DUBAN_WORKER_DEPLOYMENT: versionPart("duban").optional(),
  DUBAN_WORKER_BUILD_ID: versionPart("2026-12-15").optional(),
  DUBAN_MAIL_LANGUAGE: z.enum(["zh", "en"], { error: "must be zh or en" }).default("zh"),
});

export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly role: WorkerRole;
  readonly stateDir: string;
  readonly mail: MailSettings;
  /** The channels beside mail. */
  readonly channels: ChannelSettings;
  readonly checkpoints: CheckpointSettings;
  readonly language: Language;
  /** Null: unversioned. */
  readonly version: WorkerVersion | null;
  /** By which people's commands must be signed. */
  readonly commandKey: CommandKey;
}

export class WorkerConfigError extends Error {}

export function readWorkerConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  // An empty variable means "not set", as in Temporal's own configuration.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    throw new WorkerConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  }
  const { temporal, ports } = readEmbeddedConfig(env);
  if (!temporal)
    throw new WorkerConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. 127.0.0.1:7233");
  const { DATABASE_URL, DUBAN_TASK_QUEUE, DUBAN_WORKER_ROLE, DUBAN_STATE_DIR, DUBAN_MAIL_LANGUAGE } = parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    temporal,
    taskQueue: DUBAN_TASK_QUEUE,
    role: DUBAN_WORKER_ROLE,
    stateDir: DUBAN_STATE_DIR,
    mail: told(() => readMailSettings(ports.smtp, env)),
    channels: told(() => readChannelSettings(env)),
    checkpoints: told(() => readCheckpointSettings(env, DUBAN_STATE_DIR)),
    language: DUBAN_MAIL_LANGUAGE,
    version: versionOf(parsed.data),
    commandKey: told(() => readCommandKey(env)),
  };
}

function versionOf({
  DUBAN_WORKER_DEPLOYMENT: deploymentName,
  DUBAN_WORKER_BUILD_ID: buildId,
}: z.output<typeof schema>): WorkerVersion | null {
  if (deploymentName !== undefined && buildId !== undefined) return { deploymentName, buildId };
  if (deploymentName === undefined && buildId === undefined) return null;
  throw new WorkerConfigError(
    "DUBAN_WORKER_DEPLOYMENT and DUBAN_WORKER_BUILD_ID belong together: set both, e.g. duban and 2026-12-15, or none",
  );
}

/** What settings that others share say is wrong with them, as the worker's own. */
function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const kinds = [MailConfigError, ChannelConfigError, CheckpointConfigError, CommandKeyError];
    if (kinds.some((kind) => error instanceof kind))
      throw new WorkerConfigError((error as Error).message, { cause: error });
    throw error;
  }
}
