/** Plans whose workflows were started by another generation of workflow code, and so cannot be replayed by this one. */
import type { Pool } from "../database/pool.js";

/** Running plans whose workflows are of a generation before this one, oldest first. */
export async function plansBefore(pool: Pool, generation: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM plan WHERE ended_at IS NULL AND workflow_generation < $1 ORDER BY created_at, id",
    [generation],
  );
  return rows.map(({ id }) => id);
}

/** Notes that the plan's workflows are of this generation from now on. */
export async function setGeneration(pool: Pool, planId: string, generation: number): Promise<void> {
  await pool.query("UPDATE plan SET workflow_generation = $2 WHERE id = $1", [planId, generation]);
}
