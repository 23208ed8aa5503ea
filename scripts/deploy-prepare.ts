/**
 * `npm run deploy:prepare`: brings the database (DATABASE_URL) to this release's schema and makes Temporal (TEMPORAL_ADDRESS)
 * ready: namespace and search attributes. Run it before the workers and APIs of a release start; again does nothing.
 */
import { prepareNamespace } from "../embedded/namespace.js";
import { migrate } from "../prisma/migrate.js";
import { SEARCH_ATTRIBUTES } from "../workflows/names.js";
import { addresses, main } from "./cli.js";

await main(async () => {
  const { databaseUrl, temporal } = addresses();
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? "database: up to date" : `database: applied ${applied.join(", ")}`);
  const { created } = await prepareNamespace(temporal, SEARCH_ATTRIBUTES);
  console.log(`temporal: namespace ${temporal.namespace} ${created ? "registered" : "there"}, search attributes there`);
});
