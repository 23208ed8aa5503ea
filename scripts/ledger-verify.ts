/** `npm run ledger:verify [-- --plan ID]`: walks every chain of the running database and names the first broken row. */
import { parseArgs } from "node:util";
import { silentProgress } from "../embedded/progress.js";
import { attachOrStartStack } from "../embedded/stack.js";
import { migrate } from "../prisma/database/migrate.js";
import { openPool } from "../prisma/database/pool.js";
import { planIds, verifyLedger } from "../prisma/ledger/verify.js";
import { main, STATE_DIR, UserError } from "./cli.js";

await main(async () => {
  const { values } = parseArgs({ options: { plan: { type: "string" } } });
  const stack = await attachOrStartStack({ stateDir: STATE_DIR, progress: silentProgress, only: ["postgres"] });
  try {
    await migrate(stack.databaseUrl);
    const pool = openPool(stack.databaseUrl, { size: 2, statementTimeout: 0 });
    const plans = await planIds(pool);
    if (values.plan !== undefined && !plans.includes(values.plan))
      throw new UserError(`there is no plan ${values.plan}; there are: ${plans.join(", ") || "none"}`);
    for (const plan of values.plan === undefined ? plans : [values.plan]) {
      const verified = await verifyLedger(pool, plan);
      console.log(
        verified.broken
          ? `BROKEN ${verified.broken}`
          : `ok ${plan}: ${verified.rows} rows in ${verified.streams} streams, head ${verified.head}`,
      );
      if (verified.broken) process.exitCode = 1;
    }
    if (plans.length === 0) console.log("there is no plan in this database yet: npm start loads the seed plan");
    await pool.end();
  } finally {
    await stack.stop();
  }
});
