/**
 * One at a time over all processes: one driver per rehearsal (two would move its clock against each other), and one who
 * changes a plan.
 */
import type { Pool } from "./pool.js";

export interface DriverLock {
  release(): Promise<void>;
}

/**
 * Takes the rehearsal's driver lock, or answers null when another process drives it. The lock is the connection's: a
 * process that is killed gives it back.
 */
export function takeDriverLock(pool: Pool, planId: string): Promise<DriverLock | null> {
  return takeLock(pool, `duban driver ${planId}`);
}

/** Takes the lock of whoever changes the plan, or answers null when another process does right now. */
export function takeChangeLock(pool: Pool, planId: string): Promise<DriverLock | null> {
  return takeLock(pool, `duban change ${planId}`);
}

async function takeLock(pool: Pool, key: string): Promise<DriverLock | null> {
  const connection = await pool.connect();
  try {
    const { rows } = await connection.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken", [key]);
    if (!rows[0].taken) {
      connection.release();
      return null;
    }
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
  return {
    async release() {
      try {
        await connection.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [key]);
        connection.release();
      } catch (error) {
        // With the connection the lock is gone too.
        connection.release(error as Error);
      }
    },
  };
}
