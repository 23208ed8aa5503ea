/**
 * Applies the migrations in `prisma/migrations`, keeping the same `_prisma_migrations` table as Prisma's own command,
 * which agrees with it wherever its engine can be downloaded. Each file runs whole, in one transaction; an applied
 * migration that was edited, or that this release does not know, is refused. Processes that start together take turns.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { toldMessage } from "../../telemetry/errors.js";
import { type Client, withClient } from "./connect.js";

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "../migrations");
/** Prisma's own advisory lock for migrations. */
const LOCK = 72_707_369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

export class MigrationError extends Error {}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function onDisk(): Promise<Migration[]> {
  const names = (await readdir(FOLDER, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(FOLDER, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

function check(known: readonly Migration[], applied: readonly AppliedMigration[]): void {
  for (const row of applied) {
    const same = known.find((migration) => migration.name === row.migration_name);
    if (!same)
      throw new MigrationError(
        `the database has migration ${row.migration_name}, which this release does not know: run the newer release`,
      );
    if (same.checksum !== row.checksum)
      throw new MigrationError(
        `migration ${row.migration_name} was changed after it was applied: restore the file and add a new migration`,
      );
    if (!row.finished_at)
      throw new MigrationError(
        `migration ${row.migration_name} did not finish: see its logs in _prisma_migrations, then repair the database`,
      );
  }
}

/** Brings the database to this release's schema. Answers the names it applied now. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const missing = await missingIn(client, await onDisk());
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  });
}

/** Names of the migrations that the database does not have yet. Changes nothing. Throws MigrationError as `migrate` does. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows: found } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there");
    const known = await onDisk();
    const missing = found[0].there ? await missingIn(client, known) : known;
    return missing.map((migration) => migration.name);
  });
}

async function missingIn(client: Client, known: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<AppliedMigration>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  check(known, rows);
  const done = new Set(rows.map((row) => row.migration_name));
  return known.filter((migration) => !done.has(migration.name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(migration.sql);
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new MigrationError(`migration ${migration.name} failed and was undone: ${toldMessage(error)}`, {
      cause: error,
    });
  }
}
