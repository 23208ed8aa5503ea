/** A fresh, migrated database for one test file, on the run's PostgreSQL. */
import { randomUUID } from "node:crypto";
import { asRole, createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { migrate } from "../../prisma/database/migrate.js";
import { openPool, type Pool } from "../../prisma/database/pool.js";
import { type DatabaseUrls, prepareDatabase } from "../../prisma/database/roles.js";

/** Roles are the server's, so that all of a run's databases share them. */
export const ROLES = {
  application: { user: "duban_app", password: "of-the-tests" },
  reader: { user: "duban_reader", password: "of-the-tests" },
};

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Gives the roles what they may do, and answers the database's address for each: `url` and `pool` are the owner's. */
  roles(): Promise<Required<DatabaseUrls> & { readonly databaseReaderUrl: string }>;
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
    async roles() {
      const urls = {
        databaseOwnerUrl: url,
        databaseUrl: asRole(url, ROLES.application),
        databaseReaderUrl: asRole(url, ROLES.reader),
      };
      await prepareDatabase(urls);
      return urls;
    },
    async drop() {
      await pool.end();
      await dropDatabase(server, name);
    },
  };
}
