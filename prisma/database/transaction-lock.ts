/** One at a time over all processes, for as long as a transaction lasts. */
import type { Connection } from "./pool.js";

/** Waits for the lock of a name, which ends with the transaction. */
export async function lockInTransaction(connection: Connection, name: string): Promise<void> {
  await connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
}
