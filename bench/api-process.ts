/** An API process as it is run, for benchmarks that ask over HTTP. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { freePort } from "../embedded/ports.js";
import { localCommandKey } from "../embedded/secret.js";
import { type Child, startChild } from "../embedded/supervisor.js";
import { machineToken } from "../prisma/accounts/machine-account.js";
import { openPool } from "../prisma/database/pool.js";
import { ROOT } from "../scripts/cli.js";
import type { Bench } from "./run.js";

export interface ApiProcess {
  readonly child: Child;
  readonly origin: string;
  /** Of a machine that reads everything. */
  readonly token: string;
}

/** On a database, with the workers of a task queue. */
export async function startApi(bench: Bench, databaseUrl: string, taskQueue: string): Promise<ApiProcess> {
  const port = await freePort();
  const pool = openPool(databaseUrl, { size: 1 });
  const machine = { account: "bench", grants: ["auditor"], scopes: ["read"], days: 1 } as const;
  const { token } = await machineToken(pool, machine);
  await pool.end();
  const child = await startChild({
    name: "API",
    entry: path.join(ROOT, "api/main.ts"),
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: bench.stack.temporal.address,
      TEMPORAL_NAMESPACE: bench.stack.temporal.namespace,
      DUBAN_TASK_QUEUE: taskQueue,
      DUBAN_API_PORT: String(port),
      DUBAN_SECRET: randomBytes(32).toString("base64url"),
      DUBAN_COMMAND_KEY: localCommandKey(bench.stateDir),
      DUBAN_EVIDENCE_DIR: path.join(bench.stateDir, "evidence"),
      // A few accounts do what a county does: what one may ask for is not what is measured.
      DUBAN_ACTS_PER_MINUTE: "1000000",
    },
    logFile: `${bench.stateDir}/logs/api.log`,
    log: (line) => bench.progress.line(line),
  });
  return { child, origin: `http://127.0.0.1:${port}`, token };
}
