/**
 * `npm run deploy:prepare`: brings the database to this release's schema as its owner (DATABASE_OWNER_URL), gives the application's
 * role (DATABASE_URL) and the reader's (DATABASE_READER_URL) what each may do, making those that are missing, and makes Temporal (TEMPORAL_ADDRESS)
 * ready: namespace and search attributes. The first time it also makes the office's account and prints its one-time password.
 * Run it before the workers and APIs of a release start; again does nothing.
 */
import { ensureFirstAccount, firstAccountLines } from "../api/accounts/first-start.js";
import { prepareNamespace } from "../embedded/namespace.js";
import { openPool } from "../prisma/database/pool.js";
import { ONE_ROLE, prepareDatabase, rolesApart } from "../prisma/database/roles.js";
import { upgradeWorkflows } from "../rehearsal/upgrade.js";
import { SEARCH_ATTRIBUTES } from "../workflows/names.js";
import { addresses, main, scheduleCheckpoints } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run deploy:prepare     brings database and Temporal to this release, and gives the database's roles what they may do
It takes no options. Servers: DATABASE_OWNER_URL, DATABASE_URL, DATABASE_READER_URL, TEMPORAL_ADDRESS (docs/production.md).`;

await main(async () => {
  commandOptions(USAGE, {});
  const { temporal, taskQueue, ...database } = addresses();
  const { databaseUrl, databaseOwnerUrl, databaseReaderUrl } = database;
  const applied = await prepareDatabase(database);
  console.log(applied.length === 0 ? "database: up to date" : `database: applied ${applied.join(", ")}`);
  const reading = databaseReaderUrl === undefined ? "" : ", reader's";
  console.log(
    rolesApart(database) ? `database: owner's, application's${reading} roles apart` : `database: ${ONE_ROLE}`,
  );
  const pool = openPool(databaseUrl, { size: 1 });
  for (const line of firstAccountLines(await ensureFirstAccount(pool))) console.log(line.trim());
  await pool.end();
  const { created } = await prepareNamespace(temporal, SEARCH_ATTRIBUTES);
  await scheduleCheckpoints(temporal, taskQueue);
  for (const plan of await upgradeWorkflows(databaseOwnerUrl, temporal, taskQueue))
    console.log(`workflows of plan ${plan}: started anew from the ledger, as this release needs`);
  console.log(
    `temporal: namespace ${temporal.namespace} ${created ? "registered" : "there"}, search attributes and the schedule of checkpoints there`,
  );
});
