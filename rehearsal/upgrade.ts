/**
 * An upgrade whose workflows are of another generation: those of running plans are started anew from the ledger, and what is
 * derived from it is made again. Before any worker takes them up.
 */
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import type { TemporalTarget } from "../embedded/config.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { haveAlone } from "../prisma/database/serving-lock.js";
import { streamsAnnounced } from "../prisma/ledger/stream-store.js";
import { findPlan } from "../prisma/plans/plan-store.js";
import { plansBefore, setGeneration } from "../prisma/rebuild/generation.js";
import { rebuildPlan } from "../prisma/rebuild/rebuild.js";
import { DEFAULT_TASK_QUEUE, WORKFLOW_GENERATION } from "../workflows/names.js";

/** As the tables' owner. Answers the plans whose workflows were started anew. Throws StillServed while a worker runs, and where a ledger's chain is broken. */
export async function upgradeWorkflows(
  databaseUrl: string,
  temporal: TemporalTarget,
  taskQueue = DEFAULT_TASK_QUEUE,
): Promise<string[]> {
  const pool = openPool(databaseUrl, { size: 3, statementTimeout: 0 });
  try {
    const plans = await plansBefore(pool, WORKFLOW_GENERATION);
    if (plans.length === 0) return [];
    const alone = await haveAlone(databaseUrl);
    const { connection, client } = await connectTemporal(temporal);
    try {
      const gateway = new TemporalGateway({ client, taskQueue, commandKey: null });
      for (const plan of plans) await upgradePlan(pool, gateway, plan);
    } finally {
      await connection.close();
      await alone.release();
    }
    return plans;
  } finally {
    await pool.end();
  }
}

async function upgradePlan(pool: Pool, gateway: TemporalGateway, planId: string): Promise<void> {
  const { broken } = await rebuildPlan(pool, planId, { mode: "repair" });
  if (broken !== null)
    throw new Error(`plan ${planId} is not upgraded: ${broken}. npm run ledger:verify looks closer.`);
  const { mode, openedAt, title } = await findPlan(pool, planId);
  await gateway.workflows.restart({ planId, mode, openedAt }, await streamsAnnounced(pool, planId), title);
  await setGeneration(pool, planId, WORKFLOW_GENERATION);
}
