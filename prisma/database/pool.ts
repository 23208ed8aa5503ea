/** One pool of connections per process, and the two ways statements run on it. */
import pg from "pg";
import { tracingIsOn } from "../../telemetry/spans.js";
import type { Client } from "./connect.js";
import { TracedClient } from "./traced-client.js";

export type Pool = pg.Pool;
export type Connection = pg.PoolClient;
/** Whatever runs statements: the pool, a connection of it (in a transaction), or a connection of one's own. */
export type Queryable = Pool | Connection | Client;

/** `statementTimeout` in milliseconds lies below the recording activity's own, as an attempt may time out and still commit. */
export function openPool(
  url: string,
  options: { size?: number; statementTimeout?: number; report?: (problem: string) => void } = {},
): Pool {
  const { report = console.warn } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size ?? 10,
    statement_timeout: options.statementTimeout ?? 8_000,
    // A stream that another holds for longer is waited for again: on the durable path, in a slot of its own.
    lock_timeout: 2_000,
    // Whoever is frozen or cut off in the middle of a transaction loses it, and with it the stream that it had locked.
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
    // Statements that are sent without waiting for the ones before them go out at once, and are answered in their order.
    pipeline: true,
    onConnect: speakUtc,
    ...(tracingIsOn() ? { Client: TracedClient as unknown as typeof pg.Client } : {}),
  });
  // A lost idle connection is not an error of any request: the pool replaces it, the next statement tells if it can't.
  pool.on("error", (error) => {
    // While the pool is being ended its server may end first: that is no loss.
    if (!pool.ending) report(`database connection lost: ${error.message}`);
  });
  // The pool hears only of connections that lie idle. One that is lost between two statements of a transaction tells its own
  // listeners, and where there is none the process ends: the next statement on it fails, and that is whose error it is.
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  return pool;
}

/**
 * Prisma's adapter writes instants without an offset and reads them without looking at theirs, so it is right in UTC only;
 * `pg` itself is right in any zone. A server's own zone is often its country's.
 */
async function speakUtc(connection: pg.ClientBase): Promise<void> {
  await connection.query("SET TIME ZONE 'UTC'");
}

/** Runs `work` in one transaction; whatever it throws undoes all of it. */
export async function inTransaction<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await connection.query("BEGIN");
    const result = await work(connection);
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    await connection.query("ROLLBACK").catch((failure: Error) => {
      broken = failure; // the connection itself is gone: it must not go back to the pool
    });
    throw error;
  } finally {
    connection.release(broken);
  }
}
