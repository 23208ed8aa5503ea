/** `npm run accounts`: who may sign in. On the database that runs here (`npm start`), or on the one DATABASE_URL names. */
import { readEmbeddedConfig } from "../embedded/config.js";
import { readRunFile } from "../embedded/run-file.js";
import { openPool } from "../prisma/database/pool.js";
import { accountsAsked, type Tell } from "./accounts-command.js";
import { main, STATE_DIR, UserError } from "./cli.js";
import { ownerMails } from "./owner-mails.js";

await main(async () => {
  const asked = accountsAsked(process.argv.slice(2));
  const embedded = readEmbeddedConfig();
  const databaseUrl = embedded.databaseUrl ?? readRunFile(STATE_DIR)?.databaseUrl;
  if (databaseUrl === undefined) throw new UserError("no database: npm start runs one here, or DATABASE_URL names one");
  const pool = openPool(databaseUrl, { size: 2 });
  const { mails, close } = ownerMails(pool);
  // What was changed stands, and is said, whether or not the owner can be told.
  const tell: Tell = async (accountId, change, also) => {
    await mails.told(accountId, change, null, also).catch((error: Error) => {
      console.error(`the owner was not told by mail: ${error.message}`);
    });
  };
  try {
    for (const line of await asked(pool, tell)) console.log(line);
  } finally {
    close();
    await pool.end();
  }
});
