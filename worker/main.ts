/** A worker process: `node embedded/run.mjs worker/main.ts`, with DATABASE_URL and TEMPORAL_ADDRESS set. Run as many as you like. */
import path from "node:path";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { NativeConnection, Runtime, TransportError } from "@temporalio/worker";
import { createActivities } from "../activities/create-activities.js";
import { dieWithParent, reportReady } from "../embedded/child.js";
import { addressOf, ConfigError } from "../embedded/config.js";
import { dataConverterOf } from "../gateway/connect.js";
import { createChannels } from "../mail/channels/channels.js";
import { createMailers } from "../mail/mailers.js";
import { CheckpointConfigError } from "../prisma/checkpoints/config.js";
import { signingKey } from "../prisma/checkpoints/keys.js";
import { openPool } from "../prisma/database/pool.js";
import { serve } from "../prisma/database/serving-lock.js";
import { EnvironmentError, takeSecretsFromFiles } from "../settings/environment.js";
import { useProxies } from "../settings/proxy.js";
import { readTelemetryConfig, TelemetryConfigError } from "../telemetry/config.js";
import { createLog, logCrashes } from "../telemetry/log.js";
import { startTracing } from "../telemetry/tracing.js";
import { readWorkerConfig, WorkerConfigError } from "./config.js";
import { createWorkers } from "./create-worker.js";
import { runtimeOptions } from "./runtime.js";

const { config, telemetry, key } = settings();
dieWithParent();
// The runtime shuts its workers down on SIGINT and SIGTERM; `run` returns once what was accepted is done.
const log = createLog("worker", telemetry.logLevel);
logCrashes(log);
Runtime.install({ ...runtimeOptions(log, telemetry), shutdownSignals: ["SIGINT", "SIGTERM"] });
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
// Before the pool: connections are made so that their statements can be told.
const tracing = await startTracing("duban-worker", { traces: telemetry.traces, version, log });
const pool = openPool(config.databaseUrl, { size: 20, report: (problem) => log.warn(problem) });
const mailers = createMailers(config.mail);
const { namespace, address } = config.temporal;
const connection = await orLeave(NativeConnection.connect(addressOf(config.temporal)));
const mailDomain = config.mail.from.address.replace(/^.*@/, "");
const workers = await orLeave(
  createWorkers(
    {
      connection,
      namespace,
      ...dataConverterOf(config.temporal),
      taskQueue: config.taskQueue,
      activities: createActivities({
        pool,
        mailers,
        channels: createChannels(config.channels, mailers.live),
        language: config.language,
        commandKey: config.commandKey,
        messageIdOf: (planId, letterId) => `<${letterId}.${planId}@${mailDomain}>`,
        checkpoints: { key, ...config.checkpoints },
      }),
      bundleDir: path.join(config.stateDir, "bundles"),
      version: config.version,
      tracing,
    },
    config.role,
  ),
);
// Before anything is taken on: a rebuild has the database to itself.
const serving = await serve(config.databaseUrl, `duban worker ${process.pid} on ${hostname()}`, (problem) =>
  log.warn(problem),
);
const running = workers.run();
reportReady({ taskQueue: config.taskQueue });
const { version: release } = config;
const versions = { role: config.role, version, ...(release && { release }), checkpointKey: key.publicKey };
log.info({ taskQueue: config.taskQueue, namespace, ...versions }, "worker is ready");
try {
  await running;
} finally {
  await serving.release();
  mailers.close();
  await connection.close();
  await pool.end();
  await tracing?.stop();
}
log.info("worker has finished what it had accepted");
// A pipe to the parent or a late timer must not keep a drained worker alive.
process.exit(0);

/** A worker that Temporal does not let begin has nothing to do: it says why in one line and leaves, to be started again by its supervisor. */
async function orLeave<T>(begun: Promise<T>): Promise<T> {
  try {
    return await begun;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    console.error(
      `the worker can't begin at TEMPORAL_ADDRESS ${address}, TEMPORAL_NAMESPACE ${namespace}: ${reason(error)} npm run doctor looks at each part.`,
    );
    process.exit(1);
  }
}

/** The system's own words of a failed connection, e.g. "Connection refused", without the library's nesting. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${(/message: "([^"]+)"/.exec(text)?.[1] ?? text).replace(/\.$/, "")}.`;
}

/** A wrong setting ends the process with its name and an example, not with a stack trace. */
function settings() {
  try {
    takeSecretsFromFiles();
    useProxies();
    const config = readWorkerConfig();
    return { config, telemetry: readTelemetryConfig(), key: signingKey(config.checkpoints) };
  } catch (error) {
    const told = [EnvironmentError, WorkerConfigError, ConfigError, TelemetryConfigError, CheckpointConfigError].some(
      (kind) => error instanceof kind,
    );
    if (!told || !(error instanceof Error)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
