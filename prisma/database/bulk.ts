/** Filling a database with very many rows at once. */
import { quoteIdentifier } from "./connect.js";
import type { Pool } from "./pool.js";

/**
 * Runs `fill` while the tables have no indexes but those that constraints stand on: building an index once is several times
 * cheaper than keeping it up to date with millions of rows. Leaves the tables vacuumed, as those are that grew in the ordinary way.
 */
export async function fillTables(pool: Pool, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = current_schema AND tablename = ANY($1) AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    [tables],
  );
  for (const { name } of rows) await pool.query(`DROP INDEX ${quoteIdentifier(name)}`);
  await fill();
  for (const { definition } of rows) await pool.query(definition);
  await pool.query("VACUUM ANALYZE");
}

/** A table's rows of one plan again under other ids. The ledger's hashes hold: a plan's id is no part of them. */
export async function copyRows(pool: Pool, table: string, source: string, copies: readonly string[]): Promise<void> {
  const key = table === "plan" ? "id" : "plan_id";
  const { rows } = await pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema AND table_name = $1 AND column_name <> $2 AND is_generated = 'NEVER'`,
    [table, key],
  );
  const columns = rows.map(({ name }) => quoteIdentifier(name)).join(", ");
  const into = quoteIdentifier(table);
  await pool.query(
    `INSERT INTO ${into} (${key}, ${columns}) SELECT copy, ${columns} FROM unnest($2::text[]) AS copy, ${into} WHERE ${key} = $1`,
    [source, copies],
  );
}

/**
 * A plan's items again, so many times, each under an id and in a stream of its own: a plan as large as no county has one. Nothing can
 * be decided in such a plan, only read. What is derived of the items beside their rows is not copied.
 */
export async function multiplyItems(pool: Pool, planId: string, copies: number): Promise<void> {
  const own = `FROM generate_series(1, $2) AS copy, `;
  const columns = async (table: string, except: readonly string[]): Promise<string> => {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema AND table_name = $1 AND column_name <> ALL($2) AND is_generated = 'NEVER'`,
      [table, except],
    );
    return rows.map(({ name }) => quoteIdentifier(name)).join(", ");
  };
  const streams = await columns("stream", ["name"]);
  await pool.query(
    `INSERT INTO stream (name, ${streams}) SELECT name || '000' || copy, ${streams} ${own} stream WHERE plan_id = $1 AND name LIKE 'task/%'`,
    [planId, copies],
  );
  const ledger = await columns("ledger", ["stream", "item_id"]);
  await pool.query(
    `INSERT INTO ledger (stream, item_id, ${ledger})
     SELECT stream || '000' || copy, item_id || '-' || copy, ${ledger} ${own} ledger WHERE plan_id = $1 AND stream LIKE 'task/%'`,
    [planId, copies],
  );
  const item = await columns("item", ["stream", "id"]);
  await pool.query(
    `INSERT INTO item (stream, id, ${item}) SELECT stream || '000' || copy, id || '-' || copy, ${item} ${own} item WHERE plan_id = $1`,
    [planId, copies],
  );
}
