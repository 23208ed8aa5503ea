/** What the commands share: where state lies, how a plan is loaded, how a user's mistake is told. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FolderStore } from "../api/files/store.js";
import { ConfigError, readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";
import { silentProgress } from "../embedded/progress.js";
import { attachOrStartStack, databaseByAddress, type Stack } from "../embedded/stack.js";
import { linePattern, MOST_IN_LINE, MOST_IN_TEXT, textPattern, tidyText, unfitIn } from "../domain/language/text.js";
import type { ExistingItem } from "../domain/items/existing.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { loadExistingItems } from "../loader/load-existing.js";
import { loadPlan } from "../loader/load-plan.js";
import { loadScenario, scenarioNames } from "../loader/load-scenario.js";
import type { Problem } from "../loader/problem.js";
import type { Scenario } from "../loader/scenario-schema.js";
import { SILENCE } from "../loader/silence.js";
import { ensureCheckpointSchedule } from "../gateway/checkpoint-schedule.js";
import { connectTemporal } from "../gateway/connect.js";
import { databaseAway } from "../prisma/database/away.js";
import type { DatabaseUrls } from "../prisma/database/roles.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { isOfDatabase, toldError } from "../telemetry/errors.js";
import { takeSecretsFromFiles } from "../settings/environment.js";
import { useProxies } from "../settings/proxy.js";
import { HelpAsked, UserError } from "./options.js";
import { allowClosedPipe } from "./output.js";

export { UserError } from "./options.js";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const STATE_DIR = path.join(ROOT, ".duban");
/** Where evidence and photos lie, unless the environment says otherwise. */
export const evidenceIn = (stateDir: string): string => path.join(stateDir, "evidence");
/** Files of a state folder: what a rehearsal's simulated inspectors photograph lies beside real evidence. */
export const filesIn = (stateDir: string): FolderStore => new FolderStore(evidenceIn(stateDir));
export const SEED_PLAN = path.join(ROOT, "plans", "yimin-zhifu");

/** What an option says, as it may be recorded: a line, or a text in lines. Throws UserError naming option and character. */
export function saidBy(option: string, given: string, { lines }: { readonly lines: boolean }): string {
  const said = lines ? tidyText(given) : given.trim();
  if ((lines ? textPattern(MOST_IN_TEXT) : linePattern(MOST_IN_LINE)).test(said)) return said;
  const unfit = unfitIn(said, { lines });
  throw new UserError(
    unfit
      ? `${option}: character ${unfit.at} is ${unfit.name.en} (${unfit.code}): remove it`
      : `${option} takes 1 to ${lines ? MOST_IN_TEXT : MOST_IN_LINE} characters that are seen`,
  );
}

/** Loads a plan or fails with every problem, one a line. */
export async function planFrom(folder: string): Promise<PlanBundle> {
  const loaded = await loadPlan(path.resolve(folder));
  if (loaded.ok) return loaded.bundle;
  throw new UserError(`${folder} is not loaded:\n${listed(loaded.problems)}`);
}

function listed(problems: readonly Problem[]): string {
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join("\n");
}

/**
 * Loads a scenario of a plan's folder or fails with every problem. Without a name: `silence` where the folder has it, else
 * its first; a folder without scenarios is rehearsed in silence.
 */
export async function scenarioFrom(folder: string, bundle: PlanBundle, name?: string): Promise<Scenario> {
  const names = await scenarioNames(path.resolve(folder));
  const wanted = name ?? (names.includes(SILENCE.id) ? SILENCE.id : (names[0] ?? SILENCE.id));
  if (wanted === SILENCE.id && !names.includes(wanted)) return SILENCE;
  const loaded = await loadScenario(path.resolve(folder), wanted, bundle);
  if (loaded.ok) return loaded.scenario;
  throw new UserError(`the scenario ${wanted} is not loaded:\n${listed(loaded.problems)}`);
}

/** How the items of a live plan stood before it, from the folder's existing.yaml where it has one. */
export async function existingFrom(
  folder: string,
  bundle: PlanBundle,
): Promise<Readonly<Record<string, ExistingItem>>> {
  const loaded = await loadExistingItems(path.resolve(folder), bundle);
  if (loaded.ok) return loaded.existing;
  throw new UserError(`the items that were running before are not loaded:\n${listed(loaded.problems)}`);
}

/** The servers a deployment is given by, for commands that never start any. */
export function addresses(env: NodeJS.ProcessEnv = process.env): DatabaseUrls & {
  readonly temporal: TemporalTarget;
  readonly taskQueue: string | undefined;
} {
  const config = readEmbeddedConfig(env);
  const { temporal } = config;
  const database = databaseByAddress(config);
  if (database === undefined)
    throw new ConfigError(
      "DATABASE_URL is not set: name the database, e.g. postgresql://duban:secret@db.example:5432/duban",
    );
  if (temporal === undefined)
    throw new ConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. temporal.example:7233");
  return { ...database, temporal, taskQueue: env["DUBAN_TASK_QUEUE"] || undefined };
}

/** Servers that a command works on, and their end. */
export type Servers = DatabaseUrls & Pick<Stack, "own" | "temporal" | "stop">;

/** The database by its address, or that of this folder: the one that runs there, else started for as long as it is needed. */
export async function databaseStack(): Promise<Servers> {
  return (
    serversByAddress({ temporal: false }) ??
    attachOrStartStack({ stateDir: STATE_DIR, progress: silentProgress, only: ["postgres"] })
  );
}

/** The servers where all that are needed are given by address: nothing is then started or held in this folder. */
export function serversByAddress(needs: { readonly temporal: boolean }): Servers | undefined {
  const config = readEmbeddedConfig();
  const { temporal, namespace } = config;
  const database = databaseByAddress(config);
  if (database === undefined || (needs.temporal && temporal === undefined)) return undefined;
  return { own: false, ...database, temporal: temporal ?? { address: "", namespace }, stop: () => Promise.resolve() };
}

/** Has Temporal make a checkpoint of the ledger each day, by the workers of the task queue. */
export async function scheduleCheckpoints(target: TemporalTarget, taskQueue = DEFAULT_TASK_QUEUE): Promise<void> {
  const { connection, client } = await connectTemporal(target);
  try {
    await ensureCheckpointSchedule(client, taskQueue);
  } finally {
    await connection.close();
  }
}

/** Names of the errors whose message is meant for the user. */
const TOLD = new Set([
  "UserError",
  "EnvironmentError",
  "AlreadyRunning",
  "PortBusy",
  "CommandKeyError",
  "ConfigError",
  "LockHeld",
  "MigrationError",
  "RoleError",
  "CheckpointConfigError",
  "NoCheckpoint",
  "UnwritableFolder",
  "NeedsRebuild",
  "NoTemporalServer",
  "AccountConfigError",
  "MailConfigError",
]);

/** gRPC: DEADLINE_EXCEEDED, UNAVAILABLE. */
const TEMPORAL_AWAY = new Set<unknown>([4, 14]);

/** What a user is told of an error that is theirs to mend; undefined for one of ours. */
function toldOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (error instanceof UserError || TOLD.has(error.constructor.name)) return error.message;
  if (databaseAway(error))
    return `the database does not answer: ${error.message || String(code)}. Is DATABASE_URL right, and the server running?`;
  if (TEMPORAL_AWAY.has(code) || /Failed to connect before the deadline/.test(error.message))
    return `Temporal does not answer: ${error.message}. Is TEMPORAL_ADDRESS right, and the server running?`;
  return undefined;
}

/** Runs a command; asking for help ends in it and 0, a user's mistake in its message and exit code `mistake`, anything else in 1. */
export async function main(run: () => Promise<void>, mistake = 1): Promise<void> {
  allowClosedPipe();
  try {
    takeSecretsFromFiles();
    useProxies();
    await run();
  } catch (error) {
    if (error instanceof HelpAsked) return console.log(error.message);
    const told = toldOf(error);
    // Of a database's errors nothing that quotes rows: what is written here is kept by whoever runs the command.
    console.error(told ?? (isOfDatabase(error) ? toldError(error) : error));
    process.exitCode = told === undefined ? 1 : mistake;
  }
}
