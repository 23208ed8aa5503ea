/**
 * `npm run ledger:checkpoint`: signs where every stream of the ledger ends now, keeps it and appends it to the file of checkpoints, as
 * happens by itself each night. `-- --public-key` shows the key by which they are checked; `-- --print` writes the checkpoint out.
 */
import { randomUUID } from "node:crypto";
import { checkpointLine } from "../prisma/checkpoints/checkpoint.js";
import { appendToFile } from "../prisma/checkpoints/checkpoint-file.js";
import { makeCheckpoint } from "../prisma/checkpoints/checkpoint-store.js";
import { readCheckpointSettings } from "../prisma/checkpoints/config.js";
import { signingKey } from "../prisma/checkpoints/keys.js";
import { openPool } from "../prisma/database/pool.js";
import { bringUpToDate } from "../prisma/database/roles.js";
import { databaseStack, main, STATE_DIR } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run ledger:checkpoint  signs where every stream of the ledger ends now, and keeps it
  --public-key             only shows the key by which checkpoints are checked
  --print                  writes the checkpoint out`;

await main(async () => {
  const flag = { type: "boolean", default: false } as const;
  const { values } = commandOptions(USAGE, { options: { "public-key": flag, print: flag } });
  const settings = readCheckpointSettings(process.env, process.env["DUBAN_STATE_DIR"] || STATE_DIR);
  const key = signingKey(settings);
  if (values["public-key"]) {
    console.log(key.publicKey);
    return;
  }
  const stack = await databaseStack();
  try {
    await bringUpToDate(stack);
    const pool = openPool(stack.databaseUrl, { size: 1, statementTimeout: 0 });
    try {
      const made = await makeCheckpoint(pool, key, `command/${randomUUID()}`);
      await appendToFile(pool, settings.file);
      if (values.print) console.log(checkpointLine(made));
      else console.log(`checkpoint ${made.no}, hash ${made.hash}, in ${settings.file}; public key ${key.publicKey}`);
    } finally {
      await pool.end();
    }
  } finally {
    await stack.stop();
  }
});
