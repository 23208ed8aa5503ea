/** Plans whose workflows were started by another generation of workflow code, and so cannot be replayed by this one. */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

/** Running plans whose workflows are of a generation before this one, oldest first. */
export async function plansBefore(pool: Pool, generation: number): Promise<string[]> {
  const plans = await clientOf(pool).plan.findMany({
    where: { endedAt: null, workflowGeneration: { lt: generation } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return plans.map(({ id }) => id);
}

/** Notes that the plan's workflows are of this generation from now on. */
export async function setGeneration(pool: Pool, planId: string, generation: number): Promise<void> {
  await clientOf(pool).plan.update({ where: { id: planId }, data: { workflowGeneration: generation } });
}
