/** One driver per rehearsal, over all processes: two would move its clock against each other. */
import type { Pool } from "./pool.js";

export interface DriverLock {
  release(): Promise<void>;
}

/**
 * Takes the rehearsal's driver lock, or answers null when another process drives it. The lock is the connection's: a
 * process that is killed gives it back.
 */
export async function takeDriverLock(pool: Pool, planId: string): Promise<DriverLock | null> {
  const connection = await pool.connect();
  const key = `duban driver ${planId}`;
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
