/** A worker process: `tsx worker/main.ts`, with DATABASE_URL and TEMPORAL_ADDRESS set. Run as many as you like. */
import path from "node:path";
import { DefaultLogger, NativeConnection, Runtime } from "@temporalio/worker";
import { createActivities } from "../activities/create-activities.js";
import { dieWithParent, reportReady } from "../embedded/child.js";
import { ConfigError } from "../embedded/config.js";
import { createMailers } from "../mail/mailers.js";
import { openPool } from "../prisma/pool.js";
import { readWorkerConfig, WorkerConfigError } from "./config.js";
import { createWorker } from "./create-worker.js";

const config = settings();
dieWithParent();
// The runtime shuts its workers down on SIGINT and SIGTERM; `run` returns once what was accepted is done.
Runtime.install({ logger: new DefaultLogger("WARN"), shutdownSignals: ["SIGINT", "SIGTERM"] });
const pool = openPool(config.databaseUrl, { size: 20 });
const mailers = createMailers(config.mail);
const { namespace, ...address } = config.temporal;
const connection = await NativeConnection.connect(address);
const mailDomain = config.mail.from.address.replace(/^.*@/, "");
const worker = await createWorker({
  connection,
  namespace,
  taskQueue: config.taskQueue,
  activities: createActivities({
    pool,
    mailers,
    language: config.language,
    messageIdOf: (planId, letterId) => `<${letterId}.${planId}@${mailDomain}>`,
  }),
  bundleDir: path.join(config.stateDir, "bundles"),
});
const running = worker.run();
reportReady({ taskQueue: config.taskQueue });
try {
  await running;
} finally {
  mailers.close();
  await connection.close();
  await pool.end();
}
// A pipe to the parent or a late timer must not keep a drained worker alive.
process.exit(0);

/** A wrong setting ends the process with its name and an example, not with a stack trace. */
function settings(): ReturnType<typeof readWorkerConfig> {
  try {
    return readWorkerConfig();
  } catch (error) {
    if (!(error instanceof WorkerConfigError || error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
