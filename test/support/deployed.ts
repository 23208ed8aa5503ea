/**
 * A rehearsal on servers of its own whose data a test can take away: the real worker process, the deployment's commands as
 * processes, simulated people, a mail server that tells what it was given.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readEmbeddedConfig, type TemporalTarget } from "../../embedded/config.js";
import { connectTemporal } from "../../gateway/connect.js";
import { TemporalGateway } from "../../gateway/temporal-gateway.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { taskStreams } from "../../domain/streams/streams.js";
import { prepareNamespace } from "../../embedded/namespace.js";
import { asRole } from "../../embedded/postgres.js";
import { type Child, RUN, startChild } from "../../embedded/supervisor.js";
import { startTemporal, type TemporalHandle } from "../../embedded/temporal.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import { loadBundle } from "../../prisma/plans/plan-store.js";
import { openPool, type Pool } from "../../prisma/database/pool.js";
import { type DatabaseUrls, prepareDatabase } from "../../prisma/database/roles.js";
import { drive } from "../../rehearsal/driver.js";
import { registerRehearsal } from "../../rehearsal/open.js";
import { driverStore, openPeople } from "../../rehearsal/rehearsal.js";
import { SEARCH_ATTRIBUTES } from "../../workflows/names.js";
import { ROLES } from "./database.js";
import { startSmtp, type TestSmtp } from "./smtp.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export class Deployed {
  readonly folder = mkdtempSync(path.join(tmpdir(), "duban-deployed-"));
  /** As the owner, as tests look at it; what is deployed connects as the application. */
  databaseUrl = "";
  private readonly secret = randomBytes(32).toString("base64url");
  private server: TemporalHandle | undefined;
  private worker: Child | undefined;
  private servers = 0;
  /** The small plan's ids are none that a scenario's file may have: nothing can take it up from its document. */
  private readonly scenarios = new Map<string, Scenario>();

  private constructor(
    readonly smtp: TestSmtp,
    private readonly taskQueue: string,
  ) {}

  static async start(taskQueue: string): Promise<Deployed> {
    const deployed = new Deployed(await startSmtp(), taskQueue);
    await deployed.newTemporal();
    return deployed;
  }

  /** A Temporal server that knows nothing, in the place of the one before. */
  async newTemporal(): Promise<void> {
    await this.server?.stop();
    this.server = await startTemporal({
      stateDir: path.join(this.folder, `temporal-${++this.servers}`),
      namespace: "duban",
    });
    await prepareNamespace(this.temporal, SEARCH_ATTRIBUTES);
  }

  get temporal(): { readonly address: string; readonly namespace: string } {
    return { address: this.server?.address ?? "", namespace: "duban" };
  }

  private get database(): DatabaseUrls {
    return {
      databaseOwnerUrl: this.databaseUrl,
      databaseUrl: asRole(this.databaseUrl, ROLES.application),
      databaseReaderUrl: asRole(this.databaseUrl, ROLES.reader),
    };
  }

  get env(): NodeJS.ProcessEnv {
    const { databaseUrl, databaseOwnerUrl, databaseReaderUrl } = this.database;
    return {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
      DATABASE_READER_URL: databaseReaderUrl,
      TEMPORAL_ADDRESS: this.temporal.address,
      TEMPORAL_NAMESPACE: this.temporal.namespace,
      DUBAN_TASK_QUEUE: this.taskQueue,
      DUBAN_MAILBOX_URL: this.smtp.url,
      DUBAN_STATE_DIR: this.folder,
      DUBAN_SECRET: this.secret,
    };
  }

  async startWorker(): Promise<Child> {
    await prepareDatabase(this.database);
    this.worker = await startChild({
      name: "worker",
      entry: path.join(ROOT, "worker/main.ts"),
      env: this.env,
      logFile: path.join(this.folder, "worker.log"),
    });
    return this.worker;
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  /** Runs one of the commands in `scripts/`. */
  run(script: string, ...args: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [RUN, path.join(ROOT, "scripts", script), ...args],
        { cwd: ROOT, env: this.env, maxBuffer: 1e8 },
        (error, out, told) => resolve({ code: error ? Number(error.code) : 0, out, error: told }),
      );
    });
  }

  /** Opens the plan as a rehearsal; a worker must run. */
  async open(bundle: PlanBundle, scenario: Scenario): Promise<string> {
    return this.with(async (pool, gateway) => {
      const opened = await registerRehearsal(pool, bundle, scenario, scenario.seed);
      const { planId, openedAt } = opened;
      this.scenarios.set(planId, scenario);
      await gateway.openPlan({ planId, mode: "rehearsal", openedAt }, opened.bundle);
      return planId;
    });
  }

  /** Plays on to a plan instant (null: to the end), as whoever takes the rehearsal up does; all its letters are sent then. */
  async play(planId: string, until: number | null): Promise<void> {
    await this.with(async (pool, gateway) => {
      const scenario = this.scenarios.get(planId) as Scenario;
      const [planned, store] = [await loadBundle(pool, planId), driverStore(pool)];
      const streams = taskStreams(planned).map(({ stream }) => stream);
      const people = await openPeople(pool, planId, { scenario, seed: scenario.seed, bundle: planned, streams });
      await drive({ planId, store, gateway, people, until });
      await gateway.drainLetters(planId, `drain-${Date.now()}`);
    });
  }

  async with<T>(work: (pool: Pool, gateway: TemporalGateway) => Promise<T>): Promise<T> {
    const pool = openPool(this.databaseUrl, { report: () => undefined });
    const { connection, client } = await connectTemporal(readEmbeddedConfig(this.env).temporal as TemporalTarget);
    try {
      const gateway = new TemporalGateway({ client, taskQueue: this.taskQueue, commandKey: readCommandKey() });
      return await work(pool, gateway);
    } finally {
      await connection.close();
      await pool.end();
    }
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.server?.stop();
    await this.smtp.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
