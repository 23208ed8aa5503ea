/** A worker process: `tsx worker/main.ts`, with DATABASE_URL and TEMPORAL_ADDRESS set. Run as many as you like. */
import path from "node:path";
import { DefaultLogger, NativeConnection, Runtime } from "@temporalio/worker";
import { createActivities } from "../activities/create-activities.js";
import { dieWithParent, reportReady } from "../embedded/child.js";
import { openPool } from "../prisma/pool.js";
import { readWorkerConfig } from "./config.js";
import { createWorker } from "./create-worker.js";

const config = readWorkerConfig();
dieWithParent();
// The runtime shuts its workers down on SIGINT and SIGTERM; `run` returns once what was accepted is done.
Runtime.install({ logger: new DefaultLogger("WARN"), shutdownSignals: ["SIGINT", "SIGTERM"] });
const pool = openPool(config.databaseUrl, { size: 20 });
const { namespace, ...address } = config.temporal;
const connection = await NativeConnection.connect(address);
const worker = await createWorker({
  connection,
  namespace,
  taskQueue: config.taskQueue,
  activities: createActivities({ pool }),
  bundleDir: path.join(config.stateDir, "bundles"),
});
const running = worker.run();
reportReady({ taskQueue: config.taskQueue });
try {
  await running;
} finally {
  await connection.close();
  await pool.end();
}
// A pipe to the parent or a late timer must not keep a drained worker alive.
process.exit(0);
