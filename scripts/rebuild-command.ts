/** Rebuilds what is derived from the ledger: the database's tables, and Temporal's workflows. */
import { createReadStream } from "node:fs";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { connectTemporal } from "../gateway/connect.js";
import type { Restarted } from "../gateway/plan-workflows.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { prepareNamespace } from "../embedded/namespace.js";
import { silentProgress } from "../embedded/progress.js";
import { startStack } from "../embedded/stack.js";
import { type Counts, NotRestored, readBackup } from "../prisma/rebuild/backup.js";
import { pendingMigrations } from "../prisma/database/migrate.js";
import { findPlan, runningPlans } from "../prisma/plans/plan-store.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { prepareDatabase } from "../prisma/database/roles.js";
import { setGeneration } from "../prisma/rebuild/generation.js";
import { rebuildPlan, type RebuildOptions, type RebuiltPlan } from "../prisma/rebuild/rebuild.js";
import { haveAlone, StillServed } from "../prisma/database/serving-lock.js";
import { streamsAnnounced } from "../prisma/ledger/stream-store.js";
import { planIds } from "../prisma/ledger/verify.js";
import { DEFAULT_TASK_QUEUE, SEARCH_ATTRIBUTES, WORKFLOW_GENERATION } from "../workflows/names.js";
import { databaseStack, scheduleCheckpoints, type Servers, serversByAddress, STATE_DIR, UserError } from "./cli.js";
import { commandOptions } from "./options.js";
import { type Language, loadedLines, planLines, USAGE, workflowLines } from "./rebuild-words.js";

interface Options {
  readonly mode: RebuildOptions["mode"];
  readonly plan: string | undefined;
  readonly from: string | undefined;
  readonly tablesOnly: boolean;
  readonly lang: Language;
  readonly json: boolean;
}

/** A plan with what became of its workflows; null where they were left alone. */
export type Result = RebuiltPlan & { readonly workflows: Restarted | null };

/** Runs the command; what it says goes to `out`. Answers the exit code: 1 where something differs and was left. Throws UserError. */
export async function rebuildCommand(args: readonly string[], out: (text: string) => void): Promise<number> {
  const options = optionsOf(args);
  const stack = await serversFor(options);
  try {
    return await onStack(stack, options, out);
  } catch (error) {
    if (error instanceof NotRestored || error instanceof StillServed) throw new UserError(error.message);
    throw error;
  } finally {
    await stack.stop();
  }
}

/** Throws HelpAsked and UserError. */
function optionsOf(args: readonly string[]): Options {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  const config = {
    options: {
      check: flag,
      repair: flag,
      "tables-only": flag,
      json: flag,
      plan: text,
      from: text,
      lang: text,
    },
  } as const;
  const { values } = commandOptions(USAGE, config, args);
  const { lang = "zh", check, repair, plan, from, json } = values;
  if (lang !== "zh" && lang !== "en") throw new UserError(`--lang is zh or en, not ${lang}`);
  if (check && (repair || from !== undefined))
    throw new UserError(`--check changes nothing: it does not go with ${repair ? "--repair" : "--from"}`);
  const mode = check ? "check" : repair ? "repair" : "replace";
  return { mode, plan, from, lang, json, tablesOnly: values["tables-only"] || check };
}

/** Looking goes beside whatever runs; everything else needs the folder to itself, and says who has it. */
async function serversFor({ mode, tablesOnly }: Options): Promise<Servers> {
  if (mode === "check") return databaseStack();
  const only: ("postgres" | "temporal")[] = tablesOnly ? ["postgres"] : ["postgres", "temporal"];
  return (
    serversByAddress({ temporal: !tablesOnly }) ?? startStack({ stateDir: STATE_DIR, progress: silentProgress, only })
  );
}

async function onStack(stack: Servers, options: Options, out: (text: string) => void): Promise<number> {
  // The owner's: the application may neither empty a table nor lock it.
  const { databaseOwnerUrl } = stack;
  if (options.mode === "check") {
    const missing = await pendingMigrations(databaseOwnerUrl);
    if (missing.length > 0)
      throw new UserError(
        `the database lacks ${missing.length} migrations of this release: npm start or npm run rebuild applies them`,
      );
    return report(await rebuildAll(stack, options), null, options, out);
  }
  await prepareDatabase(stack);
  if (!options.tablesOnly) {
    await prepareNamespace(stack.temporal, SEARCH_ATTRIBUTES);
    await scheduleCheckpoints(stack.temporal, process.env["DUBAN_TASK_QUEUE"] || undefined);
  }
  const alone = await haveAlone(databaseOwnerUrl);
  try {
    const loaded = options.from === undefined ? null : await load(databaseOwnerUrl, options.from);
    return report(await rebuildAll(stack, options), loaded, options, out);
  } finally {
    await alone.release();
  }
}

async function load(databaseUrl: string, file: string): Promise<Counts> {
  const stream = createReadStream(path.resolve(file));
  const failed = new Promise<never>((_, reject) => {
    stream.once("error", (error) => reject(new UserError(`${file} cannot be read: ${error.message}`)));
  });
  const text = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
  return Promise.race([readBackup(databaseUrl, text), failed]);
}

async function rebuildAll(stack: Servers, options: Options): Promise<Result[]> {
  const pool = openPool(stack.databaseOwnerUrl, { size: 3, statementTimeout: 0 });
  try {
    const plans = await planIds(pool);
    if (options.plan !== undefined && !plans.includes(options.plan))
      throw new UserError(`there is no plan ${options.plan}; there are: ${plans.join(", ") || "none"}`);
    const rebuilt: RebuiltPlan[] = [];
    for (const plan of options.plan === undefined ? plans : [options.plan])
      rebuilt.push(await rebuildPlan(pool, plan, { mode: options.mode }));
    if (options.tablesOnly) return rebuilt.map((plan) => ({ ...plan, workflows: null }));
    return await restartAll(stack, pool, rebuilt);
  } finally {
    await pool.end();
  }
}

/** Starts the workflows of every plan that goes on and whose tables are as the ledger says. */
async function restartAll(stack: Servers, pool: Pool, rebuilt: readonly RebuiltPlan[]): Promise<Result[]> {
  const { connection, client } = await connectTemporal(stack.temporal);
  try {
    const taskQueue = process.env["DUBAN_TASK_QUEUE"] || DEFAULT_TASK_QUEUE;
    const gateway = new TemporalGateway({ client, taskQueue, commandKey: null });
    const running = new Set(await runningPlans(pool));
    const results: Result[] = [];
    for (const plan of rebuilt) {
      const goesOn = plan.replaced && running.has(plan.plan);
      results.push({ ...plan, workflows: goesOn ? await restart(gateway, pool, plan.plan) : null });
    }
    return results;
  } finally {
    await connection.close();
  }
}

async function restart(gateway: TemporalGateway, pool: Pool, planId: string): Promise<Restarted> {
  const { mode, openedAt, title } = await findPlan(pool, planId);
  // A plan whose ledger has no row yet opens itself, and its tasks with it.
  const restarted = await gateway.workflows.restart(
    { planId, mode, openedAt },
    await streamsAnnounced(pool, planId),
    title,
  );
  await setGeneration(pool, planId, WORKFLOW_GENERATION);
  return restarted;
}

function report(
  results: readonly Result[],
  loaded: Counts | null,
  { lang, json, mode }: Options,
  out: (text: string) => void,
): number {
  const ok = results.every(({ equal, replaced }) => equal || replaced);
  if (json) out(JSON.stringify({ ok, loaded, plans: results }, null, 2));
  else {
    const lines = loaded === null ? [] : loadedLines(loaded, lang);
    for (const result of results)
      lines.push(...planLines(result, mode, lang), ...(result.workflows ? workflowLines(result.workflows, lang) : []));
    if (results.length === 0)
      lines.push(lang === "zh" ? "数据库中还没有方案。" : "There is no plan in this database yet.");
    out(lines.join("\n"));
  }
  return ok ? 0 : 1;
}
