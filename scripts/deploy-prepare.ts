/**
 * `npm run deploy:prepare`: brings the database (DATABASE_URL) to this release's schema and makes Temporal (TEMPORAL_ADDRESS)
 * ready: namespace and search attributes. The first time it also makes the office's account and prints its one-time password.
 * Run it before the workers and APIs of a release start; again does nothing.
 */
import { ensureFirstAccount, firstAccountLines } from "../api/accounts/first-start.js";
import { prepareNamespace } from "../embedded/namespace.js";
import { migrate } from "../prisma/database/migrate.js";
import { openPool } from "../prisma/database/pool.js";
import { upgradeWorkflows } from "../rehearsal/upgrade.js";
import { SEARCH_ATTRIBUTES } from "../workflows/names.js";
import { addresses, main } from "./cli.js";

await main(async () => {
  const { databaseUrl, temporal, taskQueue } = addresses();
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? "database: up to date" : `database: applied ${applied.join(", ")}`);
  const pool = openPool(databaseUrl, { size: 1 });
  for (const line of firstAccountLines(await ensureFirstAccount(pool))) console.log(line.trim());
  await pool.end();
  const { created } = await prepareNamespace(temporal, SEARCH_ATTRIBUTES);
  for (const plan of await upgradeWorkflows(databaseUrl, temporal, taskQueue))
    console.log(`workflows of plan ${plan}: started anew from the ledger, as this release needs`);
  console.log(`temporal: namespace ${temporal.namespace} ${created ? "registered" : "there"}, search attributes there`);
});
