/** Where a plan's streams stand in plan time, and the rehearsal's clock. */
import type { Pool } from "./pool.js";

/** The earliest next due instant over all streams; null when every ladder has run out. */
export async function nextDue(pool: Pool, planId: string): Promise<number | null> {
  const { rows } = await pool.query("SELECT min(next_due) AS next FROM stream WHERE plan_id = $1", [planId]);
  return rows[0]?.next ?? null;
}

/** Streams with something due by `upTo`, in name order. */
export async function dueStreams(pool: Pool, planId: string, upTo: number): Promise<string[]> {
  const { rows } = await pool.query("SELECT name FROM stream WHERE plan_id = $1 AND next_due <= $2 ORDER BY name", [planId, upTo]);
  return rows.map((row) => row.name);
}

/** Streams whose last rows no workflow has been seen to know. */
export async function unacknowledgedStreams(pool: Pool, planId: string): Promise<string[]> {
  const { rows } = await pool.query("SELECT name FROM stream WHERE plan_id = $1 AND acked_seq < seq ORDER BY name", [planId]);
  return rows.map((row) => row.name);
}

/** Moves the clock forward; never back. */
export async function moveClock(pool: Pool, planId: string, now: number): Promise<{ version: number; now: number }> {
  const { rows } = await pool.query(
    "UPDATE clock SET version = version + 1, plan_now = greatest(plan_now, $2) WHERE plan_id = $1 RETURNING version, plan_now",
    [planId, now],
  );
  const row = rows[0];
  if (!row) throw new Error(`plan ${planId} has no clock: is it a rehearsal of this database?`);
  return { version: row.version, now: row.plan_now };
}
