/**
 * `npm run ledger:verify [-- --plan ID] [--checkpoint FILE] [--key KEY]`: walks every chain, looks for what should be there and is not, and
 * holds the ledger against the signed checkpoints that the database keeps and those of a file. Reads only, as the reader's role
 * where there is one. Exits 1 when anything does not fit. What is and isn't proven by it: docs/ledger-format.md.
 */
import { readFileSync } from "node:fs";
import { type Checkpoint, readCheckpointLines } from "../prisma/checkpoints/checkpoint.js";
import { keptCheckpoints } from "../prisma/checkpoints/checkpoint-store.js";
import { compareWithCheckpoints } from "../prisma/checkpoints/compare.js";
import { readPublicKey } from "../prisma/checkpoints/keys.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { bringUpToDate } from "../prisma/database/roles.js";
import { missingFrom } from "../prisma/ledger/completeness.js";
import { planIds, verifyLedger } from "../prisma/ledger/verify.js";
import { databaseStack, main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run ledger:verify      walks the hash chains, and names what is broken or missing
  --plan ID                of one plan
  --checkpoint FILE        also against checkpoints that somebody else has kept
  --key PUBLIC_KEY         the key that signed them, as it was written down`;

await main(async () => {
  const text = { type: "string" } as const;
  const { values } = commandOptions(USAGE, { options: { plan: text, checkpoint: text, key: text } });
  const key = values.key === undefined ? null : readPublicKey(values.key);
  const given = values.checkpoint === undefined ? [] : checkpointsOf(values.checkpoint, key);
  const stack = await databaseStack();
  try {
    await bringUpToDate(stack);
    const pool = openPool(stack.databaseReaderUrl ?? stack.databaseUrl, { size: 2, statementTimeout: 0 });
    try {
      const problems = [
        ...(await chains(pool, values.plan, given.length > 0)),
        ...(await held(pool, "checkpoints that this database keeps", await keptCheckpoints(pool, key), values.plan)),
        ...(given.length === 0 ? [] : await held(pool, `checkpoints of ${values.checkpoint}`, given, values.plan)),
      ];
      for (const problem of new Set(problems)) console.log(`BROKEN ${problem}`);
      if (problems.length > 0) process.exitCode = 1;
      if (key === null && given.length > 0)
        console.log(
          "these checkpoints were held against the key that they name themselves: compare it with the one that was written down, or give that with --key",
        );
    } finally {
      await pool.end();
    }
  } finally {
    await stack.stop();
  }
});

function checkpointsOf(file: string, key: string | null): Checkpoint[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} can't be read: ${(error as Error).message}`);
  }
  return readCheckpointLines(text, key);
}

/** Says of each plan that holds that it does; answers what does not, in words. */
async function chains(pool: Pool, wanted: string | undefined, checkpointed: boolean): Promise<string[]> {
  const plans = await planIds(pool);
  // One that a checkpoint has may be the very one that was dropped.
  if (wanted !== undefined && !plans.includes(wanted) && !checkpointed)
    throw new UserError(`there is no plan ${wanted}; there are: ${plans.join(", ") || "none"}`);
  if (plans.length === 0) console.log("there is no plan in this database yet: npm start loads the seed plan");
  const problems: string[] = [];
  for (const plan of plans.filter((id) => wanted === undefined || id === wanted)) {
    const { rows, streams, head, problems: broken } = await verifyLedger(pool, plan);
    const found = [...broken, ...(await missingFrom(pool, plan))];
    if (found.length === 0) console.log(`ok ${plan}: ${rows} rows in ${streams} streams, head ${head}`);
    problems.push(...found);
  }
  return problems;
}

async function held(
  pool: Pool,
  what: string,
  checkpoints: Checkpoint[],
  plan: string | undefined,
): Promise<readonly string[]> {
  const [first, last] = [checkpoints[0], checkpoints.at(-1)];
  if (!first || !last) {
    console.log(`there are no ${what} yet`);
    return [];
  }
  const { heads, problems } = await compareWithCheckpoints(pool, checkpoints, plan ?? null);
  const keys = [...new Set(checkpoints.map(({ publicKey }) => publicKey))];
  if (problems.length === 0)
    console.log(
      `ok ${what}: ${checkpoints.length} (${first.says.no} to ${last.says.no}, the last of ${last.says.at}), ${heads} heads, signed by ${keys.join(", ")}`,
    );
  return problems;
}
