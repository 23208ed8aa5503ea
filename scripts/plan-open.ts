/**
 * `npm run plan:open -- FOLDER [--rehearse SCENARIO [--seed N]]`: opens a plan on servers given by address (DATABASE_URL,
 * TEMPORAL_ADDRESS), for the workers that run there: live from now on, or as a rehearsal whose clock the API moves. A live plan
 * is opened once; again only makes sure that all its workflows run. On one machine alone, `npm start` does this.
 */
import { linkFirstAccount } from "../api/accounts/first-start.js";
import { ensureSamples } from "../api/accounts/samples.js";
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { dateAt } from "../domain/plan/plan-date.js";
import { taskStreamsOf } from "../prisma/ledger/stream-store.js";
import { openPool } from "../prisma/database/pool.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { registerLive } from "../rehearsal/live.js";
import { registerRehearsal } from "../rehearsal/open.js";
import { addresses, existingFrom, main, planFrom, scenarioFrom, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run plan:open -- FOLDER                opens a plan on the servers that DATABASE_URL and TEMPORAL_ADDRESS name, live from now on
  --rehearse SCENARIO      as a rehearsal instead, whose clock the API moves
  --seed N                 draws other chances of the rehearsal`;

await main(async () => {
  const { values, positionals } = commandOptions(USAGE, {
    allowPositionals: true,
    options: { rehearse: { type: "string" }, seed: { type: "string" } },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UserError(`name one plan's folder\n\n${USAGE}`);
  if (values.seed !== undefined && (values.rehearse === undefined || !/^\d{1,9}$/.test(values.seed)))
    throw new UserError(`--seed takes a whole number and belongs to --rehearse\n\n${USAGE}`);
  const { databaseUrl, temporal, taskQueue = DEFAULT_TASK_QUEUE } = addresses();
  const bundle = await planFrom(folder);
  const scenario = values.rehearse === undefined ? null : await scenarioFrom(folder, bundle, values.rehearse);
  const existing = scenario ? {} : await existingFrom(folder, bundle);
  const pool = openPool(databaseUrl, { size: 2 });
  const { connection, client } = await connectTemporal(temporal);
  try {
    const gateway = new TemporalGateway({ client, taskQueue, commandKey: null });
    if (scenario) {
      const seed = values.seed === undefined ? scenario.seed : Number(values.seed);
      const { planId, ...rehearsal } = await registerRehearsal(pool, bundle, scenario, seed);
      await gateway.openPlan({ planId, mode: "rehearsal", openedAt: rehearsal.openedAt }, rehearsal.bundle);
      await ensureSamples(pool, rehearsal.bundle);
      console.log(`opened ${planId}: a rehearsal by ${scenario.id}, seed ${seed}`);
      return;
    }
    const { planId, isNew, openedAt, running } = await registerLive(pool, bundle, existing);
    const tasks = await taskStreamsOf(pool, planId, running);
    await gateway.openPlan({ planId, mode: "live", openedAt }, running, { tasks });
    await linkFirstAccount(pool, running, dateAt(Date.now(), running.plan.timeZone.offsetMinutes));
    console.log(isNew ? `opened ${planId}, live from now on` : `${planId} was opened before; all its workflows run`);
  } finally {
    await connection.close();
    await pool.end();
  }
});
