/** `npm run accounts`: who may sign in. On the database that runs here (`npm start`), or on the one DATABASE_URL names. */
import { readEmbeddedConfig } from "../embedded/config.js";
import { readRunFile } from "../embedded/run-file.js";
import { openPool } from "../prisma/database/pool.js";
import { accountsCommand } from "./accounts-command.js";
import { main, STATE_DIR, UserError } from "./cli.js";

await main(async () => {
  const databaseUrl = readEmbeddedConfig().databaseUrl ?? readRunFile(STATE_DIR)?.databaseUrl;
  if (databaseUrl === undefined) throw new UserError("no database: npm start runs one here, or DATABASE_URL names one");
  const pool = openPool(databaseUrl, { size: 2 });
  try {
    for (const line of await accountsCommand(pool, process.argv.slice(2))) console.log(line);
  } finally {
    await pool.end();
  }
});
