/** Opens a plan as a rehearsal on a running stack: its database rows, its worker, its workflows. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { TemporalGateway } from "../api/temporal-gateway.js";
import { instantAt } from "../domain/plan-date.js";
import type { PlanBundle } from "../domain/plan.js";
import type { Stack } from "../embedded/stack.js";
import { type Child, startChild } from "../embedded/supervisor.js";
import { ensureSearchAttributes } from "../embedded/temporal.js";
import { LetterStore } from "../prisma/letter-store.js";
import { migrate } from "../prisma/migrate.js";
import { isTaskStream } from "../domain/streams.js";
import { rosterUnder } from "../loader/load-scenario.js";
import type { Scenario } from "../loader/scenario-schema.js";
import { rowsAfter } from "../prisma/ledger-reader.js";
import { createPlan, DirectoryCache, endPlan, loadLibrary } from "../prisma/plan-store.js";
import { openPool, type Pool } from "../prisma/pool.js";
import { dueStreams, moveClock, nextDue, unappliedMessages } from "../prisma/stream-store.js";
import { POSTMAN, SEARCH_ATTRIBUTES } from "../workflows/names.js";
import { type DriverStore, NOBODY, type People } from "./driver.js";
import { isSilent } from "./people/behaviours.js";
import { type PeopleOptions, SimulatedPeople } from "./people/people.js";

const WORKER = fileURLToPath(new URL("../worker/main.ts", import.meta.url));
/** Time of day at which a rehearsal begins: before the first firing time of its first day. */
const OPENING = "08:00";

export interface OpenedPlan {
  readonly planId: string;
  /** The plan with the roster as the scenario has it. */
  readonly bundle: PlanBundle;
  readonly people: People;
  readonly pool: Pool;
  readonly gateway: TemporalGateway;
  readonly store: DriverStore;
  readonly worker: Child;
  readonly streams: readonly string[];
  /** Closes what is left up to the plan instant, and resolves when every letter is sent, or refused for good. */
  lettersSent(upTo: number, signal?: AbortSignal): Promise<void>;
  /** Ends the rehearsal's workflows for good; its ledger and letters stay. */
  terminate(reason: string): Promise<void>;
  close(): Promise<void>;
}

/** Brings the database to this release and Temporal to know our search attributes. */
export async function prepare(stack: Stack): Promise<string[]> {
  const { namespace, ...target } = stack.temporal;
  const connection = await Connection.connect(target);
  try {
    await ensureSearchAttributes(connection, namespace, SEARCH_ATTRIBUTES);
  } finally {
    await connection.close();
  }
  return migrate(stack.databaseUrl);
}

export function startWorker(
  stack: Stack,
  stateDir: string,
  taskQueue: string,
  log: (line: string) => void,
): Promise<Child> {
  const { address, namespace } = stack.temporal;
  return startChild({
    name: "worker",
    entry: WORKER,
    env: {
      ...process.env,
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ...(stack.smtpUrl === undefined ? {} : { SMTP_URL: stack.smtpUrl }),
      DUBAN_MAILBOX_URL: stack.mailboxUrl,
      DUBAN_TASK_QUEUE: taskQueue,
      DUBAN_STATE_DIR: path.resolve(stateDir),
    },
    logFile: path.join(stateDir, "logs", "worker.log"),
    log,
  });
}

export interface OpenOptions {
  readonly stack: Stack;
  readonly stateDir: string;
  readonly bundle: PlanBundle;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly log: (line: string) => void;
}

export async function openRehearsal(options: OpenOptions): Promise<OpenedPlan> {
  const { stack, scenario, seed } = options;
  const bundle = { ...options.bundle, roster: rosterUnder(scenario, options.bundle.roster) };
  const planId = `${bundle.plan.id}-r${randomUUID().slice(0, 8)}`;
  const openedAt = instantAt(bundle.plan.start, OPENING, bundle.plan.timeZone.offsetMinutes);
  const pool = openPool(stack.databaseUrl);
  await createPlan(
    pool,
    {
      id: planId,
      slug: bundle.plan.id,
      title: bundle.plan.title,
      mode: "rehearsal",
      scenario: scenario.id,
      seed,
      openedAt,
    },
    bundle,
  );
  const taskQueue = `duban-${planId}`;
  const worker = await startWorker(stack, options.stateDir, taskQueue, options.log);
  const { namespace, ...target } = stack.temporal;
  const connection = await Connection.connect(target);
  const gateway = new TemporalGateway({ client: new Client({ connection, namespace }), taskQueue });
  const letters = new LetterStore(pool, new DirectoryCache(pool));
  const streams = await gateway.openPlan({ planId, mode: "rehearsal", openedAt }, bundle);
  return {
    planId,
    bundle,
    people: await openPeople(pool, planId, { scenario, seed, bundle, streams: streams.filter(isTaskStream) }),
    pool,
    gateway,
    worker,
    streams,
    store: {
      nextDue: (id) => nextDue(pool, id),
      dueStreams: (id, upTo) => dueStreams(pool, id, upTo),
      unappliedMessages: (id) => unappliedMessages(pool, id),
      moveClock: (id, now) => moveClock(pool, id, now),
      closingsUpTo: (id, upTo) => letters.closingsUpTo(id, upTo),
    },
    async lettersSent(upTo, signal) {
      for (;;) {
        await unlessAborted(gateway.drainLetters(planId, `drain-${randomUUID()}`), signal);
        // A letter that was refused may have raised an alarm, whose own letter closes later.
        const last = (await letters.closingsUpTo(planId, upTo)).at(-1);
        if (last === undefined) return;
        await gateway.closeLetters(planId, last);
      }
    },
    async terminate(reason) {
      for (const stream of [...streams, POSTMAN]) await gateway.terminate(planId, stream, reason);
      await endPlan(pool, planId);
    },
    async close() {
      await worker.stop();
      await connection.close();
      await pool.end();
    },
  };
}

/** The people who play a scenario on an opened plan; they see it through its database. */
export async function openPeople(pool: Pool, planId: string, options: Omit<PeopleOptions, "sight">): Promise<People> {
  if (isSilent(options.scenario)) return NOBODY;
  const letters = new LetterStore(pool, new DirectoryCache(pool));
  return SimulatedPeople.open({
    ...options,
    sight: {
      rowsAfter: (seen) => rowsAfter(pool, planId, seen),
      openDrafts: () => letters.openDrafts(planId),
      library: () => loadLibrary(pool, planId),
    },
  });
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
