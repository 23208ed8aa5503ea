/** What benchmarks share: the servers they run on, what they hand back, and the machine it was measured on. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Progress } from "../embedded/progress.js";
import { type Stack, startStack } from "../embedded/stack.js";
import { connectTemporal } from "../gateway/connect.js";
import { withClient } from "../prisma/database/connect.js";
import { serverVersion } from "../prisma/database/server.js";
import { prepare } from "../rehearsal/open.js";
import type { Aim } from "./aims.js";
import type { Table } from "./tables.js";

/** `small`: as little as shows that a benchmark works; its figures mean nothing. */
export type Size = "full" | "small";

export interface Bench {
  readonly stack: Stack;
  /** A folder of this run's own, which goes with it. */
  readonly stateDir: string;
  readonly progress: Progress;
  /** How often what is compared takes its turn. */
  readonly rounds: number;
  readonly size: Size;
  readonly signal: AbortSignal;
}

export interface Report {
  /** The figures for scripts, under their names. */
  readonly figures: Readonly<Record<string, unknown>>;
  readonly tables: readonly Table[];
  readonly aims: readonly Aim[];
}

export interface Benchmark {
  readonly name: string;
  /** One line. */
  readonly about: string;
  run(bench: Bench): Promise<Report>;
}

/** The machine and the versions of all that takes part. */
export interface Surroundings {
  /** Day of the measurement, in the machine's own time zone. */
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly system: string;
    /** Load of the last minute when the run began: figures of a busy machine are worth less. */
    readonly loadBefore: number;
  };
  readonly versions: Readonly<Record<string, string>>;
}

async function packageVersion(name: string): Promise<string> {
  const { default: content } = (await import(`${name}/package.json`, { with: { type: "json" } })) as {
    default: { version: string };
  };
  return content.version;
}

export async function surroundings(stack: Stack): Promise<Surroundings> {
  const postgres = await withClient(stack.databaseUrl, serverVersion);
  const { connection } = await connectTemporal(stack.temporal);
  const { serverVersion: temporal } = await connection.workflowService.getSystemInfo({});
  await connection.close();
  const [pgBoss, graphileWorker, sdk] = await Promise.all(
    ["pg-boss", "graphile-worker", "@temporalio/worker"].map(packageVersion),
  );
  return {
    date: new Date().toLocaleDateString("sv-SE"),
    machine: {
      cpu: os.cpus()[0]?.model ?? "unknown",
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()} ${os.arch()}`,
      loadBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
    },
    versions: {
      node: process.version,
      postgresql: postgres.split(" ")[0] ?? "unknown",
      temporalServer: temporal ?? "unknown",
      temporalSdk: sdk ?? "unknown",
      pgBoss: pgBoss ?? "unknown",
      graphileWorker: graphileWorker ?? "unknown",
    },
  };
}

/** Servers of this run's own, in a folder that goes with them; those given by address are used as they are. */
export async function withStack<T>(
  progress: Progress,
  work: (stack: Stack, stateDir: string) => Promise<T>,
): Promise<T> {
  const stateDir = mkdtempSync(path.join(os.tmpdir(), "duban-bench-"));
  chmodSync(stateDir, 0o755); // as root, PostgreSQL runs as another user who must get in
  try {
    const stack = await startStack({ stateDir, progress, ports: "os" });
    try {
      await prepare(stack);
      return await work(stack, stateDir);
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}
