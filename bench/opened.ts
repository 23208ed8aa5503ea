/** Plans opened to be measured: as rehearsals, on one task queue, with one worker process (unless told), as a district would run them. */
import { randomUUID } from "node:crypto";
import { localCommandKey } from "../embedded/secret.js";
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { instantAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { SILENCE } from "../loader/silence.js";
import { createPlan, endPlan } from "../prisma/plans/plan-store.js";
import { readCommandKey } from "../prisma/ledger/command-key.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import type { DriverStore } from "../rehearsal/driver.js";
import { startWorker } from "../rehearsal/open.js";
import { driverStore } from "../rehearsal/rehearsal.js";
import { POSTMAN } from "../workflows/names.js";
import type { Bench } from "./run.js";

export interface Opened {
  readonly planIds: readonly string[];
  readonly taskQueue: string;
  readonly pool: Pool;
  readonly gateway: TemporalGateway;
  readonly store: DriverStore;
  /** All streams of a plan that have a workflow. */
  streamsOf(planId: string): readonly string[];
  workerPid(): number;
  /** All processes that work for the plans. */
  pids(): readonly number[];
  close(): Promise<void>;
}

/** How plans are opened, where it is not as rehearsals at the start of their first day with one worker. */
interface Opening {
  readonly mode?: "live" | "rehearsal";
  readonly openedAt?: number;
  readonly workers?: number;
  /** Processes beside the workers that only send letters. */
  readonly senders?: number;
}

/** Opens the plan `count` times over. */
export async function openPlans(
  bench: Bench,
  bundle: PlanBundle,
  count = 1,
  { mode = "rehearsal", workers: workerCount = 1, senders = 0, ...opening }: Opening = {},
): Promise<Opened> {
  const { stack, stateDir, progress } = bench;
  const { id: slug, title, start, timeZone } = bundle.plan;
  const openedAt = opening.openedAt ?? instantAt(start, "08:00", timeZone.offsetMinutes);
  const taskQueue = `bench-${randomUUID().slice(0, 8)}`;
  const pool = openPool(stack.databaseUrl);
  // A worker of many plans is started by hand, with a heap to match; one rehearsal's is small.
  const heapMb = count > 4 ? 256 * count : undefined;
  const log = (line: string): void => progress.line(line);
  const workers = await Promise.all([
    ...Array.from({ length: workerCount }, () => startWorker(stack, stateDir, taskQueue, log, { heapMb })),
    ...Array.from({ length: senders }, () => startWorker(stack, stateDir, taskQueue, log, { role: "letters" })),
  ]);
  const { connection, client } = await connectTemporal(stack.temporal);
  const commandKey = readCommandKey({ DUBAN_COMMAND_KEY: localCommandKey(stateDir) });
  const gateway = new TemporalGateway({ client, taskQueue, commandKey });
  const planIds = Array.from({ length: count }, () => `${slug}-b${randomUUID().slice(0, 8)}`);
  const streams = new Map<string, readonly string[]>();
  const streamsOf = (planId: string): readonly string[] => [PLAN_STREAM, ...(streams.get(planId) ?? []), POSTMAN];
  const close = async (): Promise<void> => {
    for (const planId of streams.keys()) {
      for (const stream of streamsOf(planId)) await gateway.workflows.terminate(planId, stream, "measured");
      await endPlan(pool, planId);
    }
    await Promise.all(workers.map((worker) => worker.stop()));
    await connection.close();
    await pool.end();
  };
  try {
    for (const planId of planIds) {
      bench.signal.throwIfAborted();
      const played = mode === "live" ? null : SILENCE;
      const row = { id: planId, slug, title, mode, scenario: played?.id ?? null, seed: played ? 1 : null, openedAt };
      await createPlan(pool, row, bundle, played ? { scenario: played } : {});
      streams.set(planId, []);
      streams.set(planId, await gateway.openPlan({ planId, mode, openedAt }, bundle));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    planIds,
    taskQueue,
    pool,
    gateway,
    store: driverStore(pool),
    streamsOf,
    workerPid: () => workers[0]?.pid() ?? 0,
    pids: () => workers.map((worker) => worker.pid()),
    close,
  };
}

/** Moves a plan's clock to the next due instant without moving its streams. */
export async function jumpClock(opened: Opened, planId: string) {
  const due = (await opened.store.nextDue(planId)).tasks;
  if (due === null) throw new Error(`nothing is due on ${planId}`);
  const clock = await opened.store.moveClock(planId, due);
  return { clock, streams: await opened.store.dueStreams(planId, due) };
}

/** Moves every due stream of a plan to the clock at once, as their timers would. Resolves when all of it is recorded. */
export async function tickAll(
  opened: Opened,
  planId: string,
  { clock, streams }: Awaited<ReturnType<typeof jumpClock>>,
) {
  await Promise.all(streams.map((stream) => opened.gateway.tick(planId, stream, clock)));
}
