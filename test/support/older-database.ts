/** A database as an earlier release left it, for what migrations do with the rows that are there. */
import { readdir, readFile } from "node:fs/promises";
import { freshDatabase, type TestDatabase } from "./database.js";

/** An empty database with the migrations up to one. */
export async function databaseOf(
  upTo: string,
): Promise<{ readonly database: TestDatabase; readonly applyLater: () => Promise<void> }> {
  const database = await freshDatabase();
  await database.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  const folder = new URL("../../prisma/migrations/", import.meta.url);
  const names = (await readdir(folder)).sort();
  const apply = async (some: readonly string[]): Promise<void> => {
    for (const name of some)
      await database.pool.query(await readFile(new URL(`${name}/migration.sql`, folder), "utf8"));
  };
  await apply(names.filter((name) => name <= upTo));
  return { database, applyLater: () => apply(names.filter((name) => name > upTo)) };
}
