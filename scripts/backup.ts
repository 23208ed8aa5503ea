/**
 * `npm run backup -- FILE`: writes all that cannot be made again (plans, ledger, letters) into one file, also while the
 * product runs; `.gz` at its end packs it. `npm run rebuild -- --from FILE` reads it back.
 */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { writeBackup } from "../prisma/rebuild/backup.js";
import { bringUpToDate } from "../prisma/database/roles.js";
import { databaseStack, main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run backup -- FILE     writes all that cannot be made again into FILE, also while the product runs, e.g. duban.sql.gz
                           (.gz packs it). npm run rebuild -- --from FILE reads it back.`;

await main(async () => {
  const { positionals } = commandOptions(USAGE, { allowPositionals: true, options: {} });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UserError(`name one file\n\n${USAGE}`);
  const file = path.resolve(name);
  // Under its own name only once it is whole.
  const draft = `${file}.part`;
  const stack = await databaseStack();
  try {
    if (stack.own) await bringUpToDate(stack);
    const text = new PassThrough();
    const target = createWriteStream(draft, { mode: 0o600 });
    const packed = file.endsWith(".gz");
    const written = (packed ? pipeline(text, createGzip(), target) : pipeline(text, target)).catch((error: Error) => {
      throw new UserError(`${file} cannot be written: ${error.message}`);
    });
    const [counts] = await Promise.all([writeBackup(stack.databaseOwnerUrl, text).finally(() => text.end()), written]);
    await rename(draft, file);
    const told = Object.entries(counts).map(([table, rows]) => `${table} ${rows}`);
    console.log(`${file}: ${told.join(", ")} rows`);
  } finally {
    await rm(draft, { force: true });
    await stack.stop();
  }
});
