/** A fresh, migrated database for one test file, on the run's PostgreSQL. */
import { randomUUID } from "node:crypto";
import { createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { migrate } from "../../prisma/database/migrate.js";
import { openPool, type Pool } from "../../prisma/database/pool.js";

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** `onServer`: another server than the run's own. */
export async function freshDatabase(onServer?: string): Promise<TestDatabase> {
  const server = onServer ?? process.env.DUBAN_TEST_DATABASE_URL;
  if (!server)
    throw new Error("DUBAN_TEST_DATABASE_URL is not set: run the tests with `npm test`, which starts PostgreSQL");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = await createDatabase(server, name);
  await migrate(url);
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await dropDatabase(server, name);
    },
  };
}
