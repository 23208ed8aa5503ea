/**
 * The local parts together: PostgreSQL and Temporal, each replaced by an address when one is set, and the mailbox, which is
 * always there for rehearsals.
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { DatabaseUrls } from "../prisma/database/roles.js";
import { readEmbeddedConfig, type EmbeddedConfig, type TemporalTarget } from "./config.js";
import { LockHeld, takeLock, type Lock } from "./lock.js";
import { claimPort, freePort, LOOPBACK } from "./ports.js";
import { asRole, createDatabase, startPostgres, type PostgresHandle } from "./postgres.js";
import { ownIdentity } from "./process-identity.js";
import { ensureServerGroup, serverGroup } from "./postgres-user.js";
import { closeFolder } from "./private-folder.js";
import type { Progress } from "./progress.js";
import { databaseOf, readRunFile, removeRunFile, targetOf, writeRunFile } from "./run-file.js";
import { startChild, stopInOrder, type Child } from "./supervisor.js";
import { startTemporal, type TemporalHandle } from "./temporal.js";

export type Part = "postgres" | "temporal" | "smtp";

export interface StackOptions {
  stateDir: string;
  progress: Progress;
  /** Default: all three. Addresses of parts left out are empty. */
  only?: Part[];
  /** 'settings': the DUBAN_… ports, refused when busy; 'os': whatever is free (tests). */
  ports?: "settings" | "os";
  durable?: boolean;
  /** Serve the own Temporal's pages too; by default as DUBAN_TEMPORAL_UI says. */
  ui?: boolean;
  config?: EmbeddedConfig;
  /** A part crashed again and again and was given up. Default: a line on progress. */
  onGivenUp?: (error: Error) => void;
}

export interface Stack extends DatabaseUrls {
  /** false: attached to one that another process runs; stop() then leaves it running. */
  own: boolean;
  temporal: TemporalTarget;
  temporalUiUrl: string | undefined;
  /** SMTP_URL as set: where a live plan's letters go; undefined: into the local mailbox. */
  smtpUrl: string | undefined;
  /** The local mailbox, where a rehearsal's letters go whatever is set. */
  mailboxUrl: string;
  /** Where it keeps them. */
  mailboxDir: string;
  apiPort: number;
  /** Processes of our own parts, for tests that kill them. */
  pids(): Partial<Record<Part, number>>;
  stop(): Promise<void>;
}

/** The database of a stack on the embedded server. */
const DATABASE = "duban";
const MAILBOX_ENTRY = fileURLToPath(new URL("../scripts/mailbox-main.ts", import.meta.url));

export class AlreadyRunning extends Error {}

interface Parts {
  postgres?: PostgresHandle;
  temporal?: TemporalHandle;
  mailbox?: Child;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const stateDir = resolve(options.stateDir);
  const config = options.config ?? readEmbeddedConfig();
  const ownPostgres = (options.only ?? ["postgres"]).includes("postgres") && config.databaseUrl === undefined;
  const group = ownPostgres ? ensureServerGroup((line) => options.progress.line(line)) : serverGroup();
  for (const path of closeFolder(stateDir, group))
    options.progress.line(`${path} belongs to another user and stays open to others: chmod 700 as that user`);
  const lock = holdFolder(stateDir);
  const parts: Parts = {};
  const stop = async (): Promise<void> => {
    removeRunFile(stateDir);
    try {
      await stopParts(parts);
    } finally {
      lock.release();
    }
  };
  try {
    const stack = await bringUp({ ...options, stateDir }, config, parts, stop);
    writeRunFile(stateDir, {
      owner: ownIdentity(),
      startedAt: new Date().toISOString(),
      ...databaseOf(stack),
      temporal: { address: stack.temporal.address, namespace: stack.temporal.namespace, uiUrl: stack.temporalUiUrl },
      temporalFromEnvironment: config.temporal !== undefined,
      smtpUrl: stack.smtpUrl,
      mailboxUrl: stack.mailboxUrl,
      mailboxDir: stack.mailboxDir,
      apiPort: stack.apiPort,
    });
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Uses the stack that runs in this folder, or starts one. */
export async function attachOrStartStack(options: StackOptions): Promise<Stack> {
  const run = readRunFile(resolve(options.stateDir));
  if (!run) return startStack(options);
  const config = options.config ?? readEmbeddedConfig();
  options.progress.line(`using what already runs here (process ${run.owner.pid})`);
  return {
    own: false,
    ...databaseOf(run),
    temporal: targetOf(run, config.temporal),
    temporalUiUrl: run.temporal.uiUrl,
    smtpUrl: run.smtpUrl,
    mailboxUrl: run.mailboxUrl,
    mailboxDir: run.mailboxDir,
    apiPort: run.apiPort,
    pids: () => ({}),
    stop: () => Promise.resolve(),
  };
}

/** One stack per folder. */
function holdFolder(stateDir: string): Lock {
  try {
    return takeLock(join(stateDir, "lock"));
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    const run = readRunFile(stateDir);
    const where = run
      ? `, web address http://${LOOPBACK}:${run.apiPort}, since ${run.startedAt}`
      : ", which is still starting or stopping";
    throw new AlreadyRunning(
      `already running in this folder: process ${error.content.holder.pid}${where}. Stop it with Ctrl-C there, or use it as it is.`,
    );
  }
}

async function bringUp(
  options: StackOptions,
  config: EmbeddedConfig,
  parts: Parts,
  stop: () => Promise<void>,
): Promise<Stack> {
  const { stateDir, only = ["postgres", "temporal", "smtp"] } = options;
  const fixed = options.ports !== "os";
  // Ports that we do not open ourselves are tried first: nothing needs to be undone then.
  const apiPort = fixed ? await claimPort(config.ports.api, "the web address", "DUBAN_API_PORT") : await freePort();
  const none = Promise.resolve("");
  const noDatabase: DatabaseUrls = { databaseUrl: "", databaseOwnerUrl: "", databaseReaderUrl: undefined };
  const started = await Promise.allSettled([
    only.includes("postgres") ? (databaseByAddress(config) ?? ownDatabase(options, parts)) : noDatabase,
    only.includes("temporal") && !config.temporal ? ownTemporal(options, config, parts) : undefined,
    only.includes("smtp") ? ownMailbox(options, config, parts) : none,
  ]);
  // All have settled before the first failure is reported, so that stop() knows every part.
  const [database, temporal, mailboxUrl] = started;
  for (const result of started) if (result.status === "rejected") throw result.reason;
  const value = <T>(result: PromiseSettledResult<T>): T => (result as PromiseFulfilledResult<T>).value;
  const own = value(temporal);
  return {
    own: true,
    ...value(database),
    temporal: config.temporal ?? { address: own?.address ?? "", namespace: config.namespace },
    temporalUiUrl: own?.uiUrl,
    smtpUrl: config.smtpUrl,
    mailboxUrl: value(mailboxUrl),
    mailboxDir: mailboxDir(stateDir),
    apiPort,
    pids: () => pidsOf(parts),
    stop,
  };
}

const mailboxDir = (stateDir: string): string => join(stateDir, "mailbox");

function givenUp(options: StackOptions): (error: Error) => void {
  return options.onGivenUp ?? ((error) => options.progress.line(error.message));
}

/** The database that the settings name, by role; undefined: none. One address alone is everybody's. */
export function databaseByAddress(config: EmbeddedConfig): DatabaseUrls | undefined {
  const { databaseUrl, databaseOwnerUrl = databaseUrl, databaseReaderUrl } = config;
  if (databaseUrl === undefined || databaseOwnerUrl === undefined) return undefined;
  return { databaseUrl, databaseOwnerUrl, databaseReaderUrl };
}

function ownDatabase(options: StackOptions, parts: Parts): Promise<DatabaseUrls> {
  return options.progress
    .step(
      ({ version, firstStart }) => `PostgreSQL ${version} ready${firstStart ? " (new database)" : ""}`,
      async () => {
        const postgres = await startPostgres({
          dataDir: join(options.stateDir, "postgres"),
          log: (line) => options.progress.line(line),
          durable: options.durable ?? true,
          onGivenUp: givenUp(options),
        });
        parts.postgres = postgres;
        return { ...postgres, databaseOwnerUrl: await createDatabase(postgres.url, DATABASE) };
      },
    )
    .then(({ databaseOwnerUrl, roles }) => ({
      databaseOwnerUrl,
      databaseUrl: asRole(databaseOwnerUrl, roles.application),
      databaseReaderUrl: asRole(databaseOwnerUrl, roles.reader),
    }));
}

function ownTemporal(options: StackOptions, config: EmbeddedConfig, parts: Parts): Promise<TemporalHandle> {
  const fixed = options.ports !== "os";
  return options.progress.step(
    ({ cli }) => `Temporal ${/Server ([\d.]+)/.exec(cli.version)?.[1] ?? ""} ready`,
    async () => {
      parts.temporal = await startTemporal({
        stateDir: join(options.stateDir, "temporal"),
        ports: fixed ? { port: config.ports.temporal, uiPort: config.ports.temporalUi } : {},
        ui: options.ui ?? config.temporalUi ?? false,
        namespace: config.namespace,
        cacheDir: config.cacheDir,
        log: (line) => options.progress.line(line),
        busy: (line) => options.progress.busy(line),
        onGivenUp: givenUp(options),
      });
      return parts.temporal;
    },
  );
}

function ownMailbox(options: StackOptions, config: EmbeddedConfig, parts: Parts): Promise<string> {
  return options.progress.step("Mailbox ready", async () => {
    const port =
      options.ports === "os"
        ? await freePort()
        : await claimPort(config.ports.smtp, "the local mailbox", "DUBAN_SMTP_PORT");
    parts.mailbox = await startChild({
      name: "Mailbox",
      entry: MAILBOX_ENTRY,
      args: ["--dir", mailboxDir(options.stateDir), "--port", String(port)],
      logFile: join(options.stateDir, "logs", "mailbox.log"),
      log: (line) => options.progress.line(line),
      onGivenUp: givenUp(options),
    });
    return `smtp://${LOOPBACK}:${port}`;
  });
}

function pidsOf(parts: Parts): Partial<Record<Part, number>> {
  return {
    ...(parts.postgres ? { postgres: parts.postgres.pid() } : {}),
    ...(parts.temporal ? { temporal: parts.temporal.pid() } : {}),
    ...(parts.mailbox ? { smtp: parts.mailbox.pid() } : {}),
  };
}

/** Nothing depends on these any more when the caller has stopped its worker and API: all at once. */
async function stopParts(parts: Parts): Promise<void> {
  const all = [
    { name: "Mailbox", part: parts.mailbox },
    { name: "Temporal", part: parts.temporal },
    { name: "PostgreSQL", part: parts.postgres },
  ];
  const results = await Promise.allSettled(
    all.flatMap(({ name, part }) => (part ? [stopInOrder([{ name, stop: () => part.stop() }])] : [])),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
