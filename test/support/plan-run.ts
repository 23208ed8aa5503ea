/** A plan on the real parts, for tests: a database and task queue of its own, a worker in this process. */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client, Connection, WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime } from "@temporalio/worker";
import type { CheckpointDeps } from "../../activities/checkpoints.js";
import type { Activities } from "../../activities/contract.js";
import { createActivities } from "../../activities/create-activities.js";
import { TemporalGateway } from "../../gateway/temporal-gateway.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { createChannels } from "../../mail/channels/channels.js";
import { readChannelSettings } from "../../mail/channels/config.js";
import { createMailers, type MailSettings } from "../../mail/mailers.js";
import { ensureSearchAttributes } from "../../embedded/temporal.js";
import type { LedgerRow, Outcome } from "../../domain/ledger/record.js";
import { readRows } from "../../prisma/ledger/stream-rows.js";
import { Letters } from "./letters.js";
import { openPool } from "../../prisma/database/pool.js";
import { createPlan } from "../../prisma/plans/plan-store.js";
import { streamsAnnounced } from "../../prisma/ledger/stream-store.js";
import type { DriverStore } from "../../rehearsal/driver.js";
import { driverStore } from "../../rehearsal/rehearsal.js";
import { createWorkers, type Workers } from "../../worker/create-worker.js";
import type { WorkerRole } from "../../worker/roles.js";
import { POSTMAN, workflowId } from "../../workflows/names.js";
import { freshDatabase, type TestDatabase } from "./database.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

export interface PlanRun {
  readonly planId: string;
  readonly taskQueue: string;
  readonly database: TestDatabase;
  readonly ledger: {
    readStream(planId: string, stream: string): Promise<LedgerRow[]>;
    /** The recorded answer to a request's key, or null. */
    findOutcome(planId: string, key: string): Promise<Outcome | null>;
  };
  readonly gateway: TemporalGateway;
  readonly client: Client;
  readonly store: DriverStore;
  readonly openedAt: number;
  readonly letters: Letters;
  /** Starts the plan's task workflows. */
  open(): Promise<void>;
  /** Closings come from the letter store from now on; the plan is opened where it is not, and with it its postman. */
  openPostman(): Promise<void>;
  startWorker(wrap?: (activities: Activities) => Activities, role?: WorkerRole): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

function address(): { address: string; namespace: string } {
  const { DUBAN_TEST_TEMPORAL_ADDRESS, DUBAN_TEST_TEMPORAL_NAMESPACE } = process.env;
  if (!DUBAN_TEST_TEMPORAL_ADDRESS)
    throw new Error("DUBAN_TEST_TEMPORAL_ADDRESS is not set: run the tests with `npm test`, which starts Temporal");
  return { address: DUBAN_TEST_TEMPORAL_ADDRESS, namespace: DUBAN_TEST_TEMPORAL_NAMESPACE ?? "default" };
}

let installed = false;

/** Servers other than the run's own: a test that kills them has its own. */
export interface Servers {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly database: TestDatabase;
}

export interface PlanOptions {
  readonly mode?: "live" | "rehearsal";
  readonly openedAt?: number;
  /** Where this process's worker sends letters; without it a letter that is sent fails the test. */
  readonly mail?: Pick<MailSettings, "mailboxUrl" | "smtpUrl">;
  /** The settings of channels beside mail, as variables. */
  readonly channels?: NodeJS.ProcessEnv;
  /** How its worker makes checkpoints of the ledger; without it none can be made. */
  readonly checkpoints?: CheckpointDeps;
}

/** Where the workers of tests find their bundle once it has been built. */
export const BUNDLES = path.join(tmpdir(), "duban-test-bundles");

/** Nobody listens there: a plan without a postman sends nothing. */
const NO_MAILBOX = "smtp://127.0.0.1:9";

export async function startPlan(
  bundle: PlanBundle,
  servers?: Servers,
  {
    mode = "rehearsal",
    mail = { mailboxUrl: NO_MAILBOX },
    channels: variables = {},
    checkpoints,
    ...options
  }: PlanOptions = {},
): Promise<PlanRun> {
  if (!installed) Runtime.install({ logger: new DefaultLogger("ERROR") });
  installed = true;
  const target = servers?.temporal ?? address();
  const database = servers?.database ?? (await freshDatabase());
  const planId = `${bundle.plan.id}-${randomUUID().slice(0, 8)}`;
  const openedAt = options.openedAt ?? instantAt(bundle.plan.start, "08:00", bundle.plan.timeZone.offsetMinutes);
  await createPlan(
    database.pool,
    {
      id: planId,
      slug: bundle.plan.id,
      title: bundle.plan.title,
      mode,
      scenario: "test",
      seed: 1,
      openedAt,
    },
    bundle,
  );
  const connection = await Connection.connect({ address: target.address });
  const native = await NativeConnection.connect({ address: target.address });
  await ensureSearchAttributes(connection, target.namespace, { DubanPlan: "Keyword", DubanStream: "Keyword" });
  const client = new Client({ connection, namespace: target.namespace });
  const taskQueue = `test-${planId}`;
  const gateway = new TemporalGateway({ client, taskQueue, commandKey: readCommandKey() });
  const { pool } = database;
  const ledger: PlanRun["ledger"] = {
    readStream: (id, stream) => readRows(pool, id, stream),
    async findOutcome(id, key) {
      const { rows } = await pool.query("SELECT outcome FROM request WHERE plan_id = $1 AND key = $2", [id, key]);
      return rows[0]?.outcome ?? null;
    },
  };
  const letters = new Letters(pool);
  // The worker has no more rights than in a deployment.
  const application = openPool((await database.roles()).databaseUrl, { report: () => undefined });
  const mailers = createMailers({ ...mail, from: { address: "office@sample.invalid" } });
  const channels = createChannels(readChannelSettings(variables), mailers.live);
  let postman = false;
  let worker: Workers | undefined;
  let running: Promise<void> | undefined;
  let streams: string[] = [];

  const run: PlanRun = {
    planId,
    taskQueue,
    database,
    ledger,
    gateway,
    client,
    openedAt,
    letters,
    store: {
      ...driverStore(pool),
      closingsUpTo: async (id, upTo) => (postman ? letters.closingsUpTo(id, upTo) : []),
    },
    async open() {
      streams = await gateway.openPlan({ planId, mode, openedAt }, bundle);
    },
    async openPostman() {
      postman = true;
      if (streams.length === 0) await run.open();
      // A test may have ended it; the plan's workflow starts it once only.
      await client.workflow
        .start("postmanWorkflow", { workflowId: workflowId(planId, POSTMAN), taskQueue, args: [{ planId, mode }] })
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        });
    },
    async startWorker(wrap = (activities) => activities, role = "all") {
      const activities = createActivities({
        pool: application,
        mailers,
        channels,
        language: "zh",
        commandKey: readCommandKey(),
        ...(checkpoints && { checkpoints }),
      });
      worker = await createWorkers(
        {
          connection: native,
          namespace: target.namespace,
          taskQueue,
          activities: wrap(activities),
          bundleDir: BUNDLES,
        },
        role,
      );
      running = worker.run();
    },
    async stopWorker() {
      worker?.shutdown();
      await running;
      worker = undefined;
      running = undefined;
    },
    async close() {
      // What the plan has begun meanwhile as well: rounds, and streams of tasks that had none.
      const { tasks, rounds, months, registers } = await streamsAnnounced(pool, planId);
      const later = [...tasks, ...rounds, ...months].map(({ stream }) => stream);
      const begun = new Set([...streams, ...later, ...registers, POSTMAN]);
      for (const stream of begun) await gateway.workflows.terminate(planId, stream, "the test is over");
      await run.stopWorker();
      mailers.close();
      await native.close();
      await connection.close();
      await application.end();
      await database.drop();
    },
  };
  return run;
}
