/**
 * `npm run migration:draft -- --name what-changes`: drafts the migration that brings the database of the migrations to
 * prisma/schema.prisma, for editing. It is compared on a database of its own beside DATABASE_URL's, or beside npm start's.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createDatabase, dropDatabase } from "../embedded/postgres.js";
import { migrate } from "../prisma/database/migrate.js";
import { databaseStack, main, ROOT, UserError } from "./cli.js";
import { commandOptions } from "./options.js";
import { schemaDiff } from "./schema-diff.js";

const USAGE = `npm run migration:draft -- --name what-changes    drafts the migration that brings the database to prisma/schema.prisma, for editing`;

const MIGRATIONS = path.join(ROOT, "prisma/migrations");

await main(async () => {
  const { values } = commandOptions(USAGE, { options: { name: { type: "string" } } });
  const name = values.name?.replaceAll("-", "_") ?? "";
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new UserError(
      "say what the migration changes, in small letters: npm run migration:draft -- --name letter-leases",
    );
  const draft = await draftOf();
  if (draft === null) {
    console.log("prisma/schema.prisma and the migrations agree: there is nothing to migrate");
    return;
  }
  const folder = path.join(MIGRATIONS, `${await nextStamp(new Date())}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, "migration.sql"), draft);
  console.log(
    `${path.relative(ROOT, folder)}/migration.sql is drafted. Edit it: what happens to rows that are there, checks and triggers.`,
  );
});

async function draftOf(): Promise<string | null> {
  const stack = await databaseStack();
  const scratch = `duban_draft_${randomUUID().replaceAll("-", "")}`;
  try {
    const url = await createDatabase(stack.databaseOwnerUrl, scratch);
    await migrate(url);
    return await schemaDiff(url);
  } finally {
    await dropDatabase(stack.databaseOwnerUrl, scratch);
    await stack.stop();
  }
}

/** Now, or just after the newest migration where that claims to be later: they are applied in the order of their names. */
async function nextStamp(now: Date): Promise<string> {
  const stampOf = (at: Date): string => at.toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const [newest = ""] = (await readdir(MIGRATIONS))
    .filter((each) => /^\d{14}_/.test(each))
    .sort()
    .reverse();
  const stamp = stampOf(now);
  if (stamp > newest.slice(0, 14)) return stamp;
  const [, date = "", time = ""] = /^(\d{8})(\d{6})/.exec(newest) ?? [];
  const latest = `${date.replace(/(....)(..)(..)/, "$1-$2-$3")}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`;
  return stampOf(new Date(Date.parse(latest) + 60_000));
}
