/**
 * What a process reads before it says that it is ready: plans as they stand, so that nobody waits for the first look at one after a
 * start. On a day on which everybody's deadline falls, everybody looks at once.
 */
import { plansToLookAt } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { PlanReader, PlanView } from "./plan-view.js";
import type { Standings } from "./standings.js";

/** As many as the caches of documents and items hold (plan-view.ts, standings.ts). */
const MOST_PLANS = 120;
/** Plans read at a time: the reading is the database's part, the rest this process's own. */
const AT_ONCE = 2;

export interface WarmedUp {
  readonly plans: number;
  /** Of as many as were to be read. */
  readonly of: number;
}

/**
 * Reads the plans that people are most likely to look at, and prepares what is looked at first. Ends early after `within` milliseconds: what is left is read when it is
 * asked for, as is what could not be read. Throws where the database is away.
 */
export async function warmUp(
  { pool, plans, standings }: { readonly pool: Pool; readonly plans: PlanReader; readonly standings: Standings },
  within: number,
  prepare: (plan: PlanView) => Promise<void>,
): Promise<WarmedUp> {
  const until = performance.now() + within;
  const ids = await plansToLookAt(pool, MOST_PLANS);
  const left = ids.values();
  let read = 0;
  const lane = async (): Promise<void> => {
    for (const id of left) {
      if (performance.now() > until) return;
      try {
        const plan = await plans.view(id);
        await standings.at(plan, plan.today);
        await prepare(plan);
        read++;
      } catch {
        // Whoever asks for this plan is told what is wrong with it.
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { plans: read, of: ids.length };
}
