/** An API process: `tsx api/main.ts`, with DATABASE_URL and TEMPORAL_ADDRESS set. Listens on loopback only until accounts exist. */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { Client, Connection } from "@temporalio/client";
import { dieWithParent, onStopSignal, reportReady } from "../embedded/child.js";
import { openPool } from "../prisma/pool.js";
import { createApp } from "./app.js";
import { readApiConfig } from "./config.js";
import { startSweeper } from "./sweeper.js";
import { TemporalGateway } from "./temporal-gateway.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";

const config = readApiConfig();
dieWithParent();
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const pool = openPool(config.databaseUrl, { size: 5 });
const { namespace, ...target } = config.temporal;
// Lazy: an API that starts before Temporal says so in /readyz instead of not starting.
const connection = Connection.lazy(target);

const app = createApp({
  version,
  parts: [
    { name: "database", check: async () => void (await pool.query("SELECT 1")) },
    { name: "temporal", check: async () => void (await connection.workflowService.describeNamespace({ namespace })) },
  ],
});
const server = app.listen(config.port, "127.0.0.1", (error?: Error) => {
  if (error) {
    console.error(`cannot listen on port ${config.port}: ${error.message}. Set DUBAN_API_PORT to another.`);
    process.exit(1);
  }
  reportReady({ port: (server.address() as AddressInfo).port });
});
const sweeper = startSweeper(
  pool,
  // It sends signals only: which queue workflows are started on does not matter here.
  new TemporalGateway({ client: new Client({ connection, namespace }), taskQueue: DEFAULT_TASK_QUEUE }),
  (problem) => console.warn(problem),
);
onStopSignal(async () => {
  await sweeper.stop();
  await new Promise((resolve) => server.close(resolve));
  await connection.close();
  await pool.end();
});
