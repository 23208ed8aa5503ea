/** Opens a plan live on a running stack: on the real clock, under its own id, once. */
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { canonicalJson } from "../domain/ledger/canonical.js";
import type { ExistingItem } from "../domain/items/existing.js";
import type { DocumentKind, PlanBundle } from "../domain/plan/bundle.js";
import { createPlan, findPlan, loadBundle, UnknownPlan } from "../prisma/plans/plan-store.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { taskStreamsOf } from "../prisma/ledger/stream-store.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { type OpenOptions, startWorker } from "./open.js";

export interface LivePlan {
  readonly planId: string;
  readonly pool: Pool;
  readonly gateway: TemporalGateway;
  /** Opened by this start. */
  readonly isNew: boolean;
  /** Documents of the folder that differ from what runs. */
  readonly differs: readonly DocumentKind[];
  close(): Promise<void>;
}

export async function openLive(
  options: Omit<OpenOptions, "files">,
  bundle: PlanBundle,
  existing: Readonly<Record<string, ExistingItem>>,
): Promise<LivePlan> {
  const { stack, stateDir, log, taskQueue = DEFAULT_TASK_QUEUE } = options;
  const pool = openPool(stack.databaseUrl);
  const { planId, isNew, openedAt, running } = await registerLive(pool, bundle, existing);
  const worker = await startWorker(stack, stateDir, taskQueue, log);
  const { connection, client } = await connectTemporal(stack.temporal);
  const gateway = new TemporalGateway({ client, taskQueue, commandKey: null });
  const close = async (): Promise<void> => {
    await worker.stop();
    await connection.close();
    await pool.end();
  };
  try {
    const tasks = await taskStreamsOf(pool, planId, running);
    await gateway.openPlan({ planId, mode: "live", openedAt }, running, { tasks });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    planId,
    pool,
    gateway,
    isNew,
    differs: (Object.keys(bundle) as DocumentKind[]).filter(
      (kind) => canonicalJson(bundle[kind]) !== canonicalJson(running[kind]),
    ),
    close,
  };
}

export interface RegisteredPlan {
  readonly planId: string;
  /** Written now. */
  readonly isNew: boolean;
  readonly openedAt: number;
  /** The plan as it runs: what was written first, with all changes since. */
  readonly running: PlanBundle;
}

/** Writes the plan as a live one, unless it is there; its workflows are the caller's to start. */
export async function registerLive(
  pool: Pool,
  bundle: PlanBundle,
  existing: Readonly<Record<string, ExistingItem>>,
): Promise<RegisteredPlan> {
  const planId = bundle.plan.id;
  const isNew = await createOnce(pool, bundle, existing);
  const { openedAt } = await findPlan(pool, planId);
  return { planId, isNew, openedAt, running: await loadBundle(pool, planId) };
}

/** Writes the plan unless it is there. Answers whether it was written. */
async function createOnce(
  pool: Pool,
  bundle: PlanBundle,
  existing: Readonly<Record<string, ExistingItem>>,
): Promise<boolean> {
  const { id, title } = bundle.plan;
  try {
    await findPlan(pool, id);
    return false;
  } catch (error) {
    if (!(error instanceof UnknownPlan)) throw error;
  }
  const row = { id, slug: id, title, mode: "live", scenario: null, seed: null, openedAt: Date.now() } as const;
  await createPlan(pool, row, bundle, { existing });
  return true;
}
