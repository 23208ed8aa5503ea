/**
 * `npm run registers:rotate`: puts the sensitive cells of all registers under the newest key of DUBAN_REGISTER_KEY. The ledger stays as it is:
 * it names cells by reference. Broken off it goes on where it was; older keys may be dropped once it has come to its end.
 */
import { openPool } from "../prisma/database/pool.js";
import { bringUpToDate } from "../prisma/database/roles.js";
import { readRegisterKeys, rotateSecrets } from "../prisma/registers/secrets.js";
import { localRegisterKey } from "../embedded/secret.js";
import { databaseStack, main, STATE_DIR, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run registers:rotate  encrypts the sensitive cells of all registers with the newest key of DUBAN_REGISTER_KEY`;

await main(async () => {
  commandOptions(USAGE, { options: {} });
  const keys = readRegisterKeys({ DUBAN_REGISTER_KEY: localRegisterKey(process.env["DUBAN_STATE_DIR"] || STATE_DIR) });
  if (!keys) throw new UserError("DUBAN_REGISTER_KEY is not set: there is no key to go over to");
  const stack = await databaseStack();
  try {
    await bringUpToDate(stack);
    const pool = openPool(stack.databaseUrl, { size: 1, statementTimeout: 0 });
    try {
      const done = await rotateSecrets(pool, keys, (sofar) => console.log(`${sofar} cells so far`));
      console.log(`${done} sensitive cells went over to the key ${keys.newest}; older keys are needed no more`);
    } finally {
      await pool.end();
    }
  } finally {
    await stack.stop();
  }
});
