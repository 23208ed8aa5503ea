/** Opens a plan as a rehearsal on a running stack: its database rows, its worker, its workflows. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCheckpointSchedule } from "../gateway/checkpoint-schedule.js";
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { instantAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { localCommandKey } from "../embedded/secret.js";
import type { Stack } from "../embedded/stack.js";
import { type Child, startChild } from "../embedded/supervisor.js";
import { ensureSearchAttributes } from "../embedded/temporal.js";
import { upgradeWorkflows } from "./upgrade.js";
import { prepareDatabase } from "../prisma/database/roles.js";
import { rosterUnder } from "../loader/load-scenario.js";
import type { Scenario } from "../loader/scenario-schema.js";
import { takeDriverLock } from "../prisma/database/driver-lock.js";
import { createPlan, endPlan, findPlan, loadBundle, runningPlans } from "../prisma/plans/plan-store.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { readCommandKey } from "../prisma/ledger/command-key.js";
import { streamHeads, streamsAnnounced, taskStreamsOf } from "../prisma/ledger/stream-store.js";
import { DEFAULT_TASK_QUEUE, POSTMAN, SEARCH_ATTRIBUTES } from "../workflows/names.js";
import type { FileStore } from "./photos.js";
import { type Rehearsal, takeUp } from "./rehearsal.js";

const WORKER = fileURLToPath(new URL("../worker/main.ts", import.meta.url));
/**
 * A five-year rehearsal needs less than 160 MB of it at any time. Without a limit the heap grows by half as much again before
 * it is swept (measured: 619 MB resident, and 372 with 160 MB); a worker started by hand has Node's own limit.
 */
const WORKER_HEAP_MB = 256;
/** Time of day at which a rehearsal begins: before the first firing time of its first day. */
const OPENING = "08:00";

export interface OpenedPlan extends Rehearsal {
  readonly pool: Pool;
  readonly gateway: TemporalGateway;
  readonly worker: Child;
  /** Closes what is left up to the plan instant, and resolves when every letter is sent, or refused for good. */
  lettersSent(upTo: number, signal?: AbortSignal): Promise<void>;
  /** Ends the rehearsal's workflows for good; its ledger and letters stay. */
  terminate(reason: string): Promise<void>;
  close(): Promise<void>;
}

/** Brings the database, and the workflows of plans that run, to this release, and Temporal to know our search attributes and schedule. */
export async function prepare(stack: Stack): Promise<string[]> {
  const { connection, client } = await connectTemporal(stack.temporal);
  try {
    await ensureSearchAttributes(connection, stack.temporal.namespace, SEARCH_ATTRIBUTES);
    await ensureCheckpointSchedule(client, DEFAULT_TASK_QUEUE);
  } finally {
    await connection.close();
  }
  const applied = await prepareDatabase(stack);
  await upgradeWorkflows(stack.databaseOwnerUrl, stack.temporal);
  return applied;
}

export function startWorker(
  stack: Stack,
  stateDir: string,
  taskQueue: string,
  log: (line: string) => void,
  {
    heapMb = WORKER_HEAP_MB,
    role = "all",
  }: { readonly heapMb?: number | undefined; readonly role?: "all" | "letters" } = {},
): Promise<Child> {
  const { address, namespace } = stack.temporal;
  return startChild({
    name: "worker",
    entry: WORKER,
    nodeArgs: [`--max-old-space-size=${heapMb}`],
    env: {
      // glibc gives each of some twenty threads a heap of its own, of which most stays empty: 40 MB less (ignored elsewhere).
      MALLOC_ARENA_MAX: "2",
      ...process.env,
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ...(stack.smtpUrl === undefined ? {} : { SMTP_URL: stack.smtpUrl }),
      DUBAN_MAILBOX_URL: stack.mailboxUrl,
      DUBAN_TASK_QUEUE: taskQueue,
      DUBAN_WORKER_ROLE: role,
      DUBAN_STATE_DIR: path.resolve(stateDir),
      DUBAN_COMMAND_KEY: localCommandKey(stateDir),
    },
    logFile: path.join(stateDir, "logs", "worker.log"),
    log,
  });
}

export interface OpenOptions {
  readonly stack: Stack;
  readonly stateDir: string;
  /** Where the plan's workflows run. Absent: on a queue and with a worker of their own. */
  readonly taskQueue?: string;
  /** Where simulated inspectors' photos go. */
  readonly files: FileStore;
  readonly log: (line: string) => void;
}

/** Opens the plan as a new rehearsal by the scenario. */
export async function openRehearsal(
  options: OpenOptions,
  plan: PlanBundle,
  scenario: Scenario,
  seed: number,
): Promise<OpenedPlan> {
  const pool = openPool(options.stack.databaseUrl);
  const { planId } = await registerRehearsal(pool, plan, scenario, seed);
  return attend(options, pool, planId);
}

/** Writes the plan as a new rehearsal under an id of its own; its workflows are the caller's to start. */
export async function registerRehearsal(
  pool: Pool,
  plan: PlanBundle,
  scenario: Scenario,
  seed: number,
): Promise<{ readonly planId: string; readonly openedAt: number; readonly bundle: PlanBundle }> {
  const bundle = { ...plan, roster: rosterUnder(scenario, plan.roster) };
  const { id: slug, title, start, timeZone } = bundle.plan;
  const planId = `${slug}-r${randomUUID().slice(0, 8)}`;
  const openedAt = instantAt(start, OPENING, timeZone.offsetMinutes);
  const row = { id: planId, slug, title, mode: "rehearsal", scenario: scenario.id, seed, openedAt } as const;
  await createPlan(pool, row, bundle, { scenario });
  return { planId, openedAt, bundle };
}

/** Takes up a rehearsal that another start has opened. */
export function reopenRehearsal(options: OpenOptions, planId: string): Promise<OpenedPlan> {
  return attend(options, openPool(options.stack.databaseUrl), planId);
}

/** Starts a worker, and with it whatever workflow of the plan does not run yet. */
async function attend(options: OpenOptions, pool: Pool, planId: string): Promise<OpenedPlan> {
  const { stack, stateDir, files, log, taskQueue = `duban-${planId}` } = options;
  const worker = await startWorker(stack, stateDir, taskQueue, log);
  const { connection, client } = await connectTemporal(stack.temporal);
  const commandKey = readCommandKey({ DUBAN_COMMAND_KEY: localCommandKey(stateDir) });
  const gateway = new TemporalGateway({ client, taskQueue, commandKey });
  const close = async (): Promise<void> => {
    await worker.stop();
    await connection.close();
    await pool.end();
  };
  let rehearsal: Rehearsal;
  try {
    rehearsal = await takeUp(pool, planId, files);
    const { openedAt } = await findPlan(pool, planId);
    const open = new Set((await streamHeads(pool, planId)).filter(({ seq }) => seq > 0).map(({ stream }) => stream));
    const opened = rehearsal.streams.every((stream) => open.has(stream));
    await gateway.openPlan({ planId, mode: "rehearsal", openedAt }, rehearsal.bundle, {
      opened,
      tasks: rehearsal.tasks,
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...rehearsal,
    pool,
    gateway,
    worker,
    async lettersSent(upTo, signal) {
      for (;;) {
        await unlessAborted(gateway.drainLetters(planId, `drain-${randomUUID()}`), signal);
        // A letter that was refused may have raised an alarm, whose own letter closes later.
        const last = (await rehearsal.store.closingsUpTo(planId, upTo)).at(-1);
        if (last === undefined) return;
        await gateway.closeLetters(planId, last);
      }
    },
    async terminate(reason) {
      for (const stream of [...rehearsal.streams, ...(await begunLater(pool, planId, rehearsal.streams)), POSTMAN])
        await gateway.workflows.terminate(planId, stream, reason);
      await endPlan(pool, planId);
    },
    close,
  };
}

/** Streams that the plan has begun beside some: rounds of inspections, months, tasks that had none, and registers. */
async function begunLater(pool: Pool, planId: string, known: readonly string[]): Promise<string[]> {
  const { tasks, rounds, months, registers } = await streamsAnnounced(pool, planId);
  return [...[...tasks, ...rounds, ...months].map(({ stream }) => stream), ...registers].filter(
    (stream) => !known.includes(stream),
  );
}

/**
 * Ends the rehearsals whose driver is gone, save the one to keep: a rehearsal that was killed would otherwise wait for ever.
 * Answers their ids.
 */
export async function endAbandoned(pool: Pool, gateway: TemporalGateway, keep: string): Promise<string[]> {
  const ended: string[] = [];
  for (const planId of await runningPlans(pool)) {
    if (planId === keep || (await findPlan(pool, planId)).mode !== "rehearsal") continue;
    const lock = await takeDriverLock(pool, planId);
    if (lock === null) continue; // somebody plays it right now
    try {
      const tasks = await taskStreamsOf(pool, planId, await loadBundle(pool, planId));
      const streams = [PLAN_STREAM, ...tasks.map(({ stream }) => stream)];
      for (const stream of [...streams, ...(await begunLater(pool, planId, streams)), POSTMAN])
        await gateway.workflows.terminate(planId, stream, "its driver was killed");
      await endPlan(pool, planId);
      ended.push(planId);
    } finally {
      await lock.release();
    }
  }
  return ended;
}

/** Draining ends when the mail server has taken everything: whoever waits may not want to wait that long. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
