/** What chaos is played on: every part a process of its own, and a proxy between each of our processes and each server. */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Client } from "@temporalio/client";
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import type { Patience } from "../embedded/keep-running.js";
import { freePort } from "../embedded/ports.js";
import { asRole, createDatabase, type PostgresHandle, startPostgres } from "../embedded/postgres.js";
import { startChild } from "../embedded/supervisor.js";
import { ensureSearchAttributes, startTemporal } from "../embedded/temporal.js";
import { DAY_MS } from "../domain/plan/plan-date.js";
import { addAccount, setPerson } from "../prisma/accounts/account-store.js";
import { issueToken } from "../prisma/accounts/token-store.js";
import { chaosPlan } from "./plan.js";
import { machineToken } from "../prisma/accounts/machine-account.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { CommandKey } from "../prisma/ledger/command-key.js";
import { prepareDatabase } from "../prisma/database/roles.js";
import { type Link, type Part, WORKERS } from "./faults.js";
import { isAlive, send, treeOf } from "./processes.js";
import { type Proxy, startProxy } from "./proxy.js";
import { limitQuota, mayLimit, mayMount, mountQuota, type Quota } from "./quota.js";
import { type ChaosSmtp, startSmtp } from "./smtp.js";

/** Killed on purpose, again and again: that is no reason to give a part up. */
const PATIENCE: Patience = { calmMs: 0, mostRestarts: 40 };
const ATTRIBUTES = { DubanPlan: "Keyword", DubanStream: "Keyword" } as const;
const TASK_QUEUE = "duban-chaos";
const NAMESPACE = "duban-chaos";
/** After this long a request is told undelivered, and sent again under its key (milliseconds). */
const DELIVER_WITHIN = 20_000;

interface Supervised {
  pid(): number;
  restarts(): number;
  stop(): Promise<void>;
}

export interface Stage {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** Straight to the database, for the driver's own reads. */
  readonly pool: Pool;
  /** Through a proxy, as the API's own is. */
  readonly gateway: TemporalGateway;
  /** On the gateway's own connection. */
  readonly client: Client;
  readonly apiUrl: string;
  /** Reads everything. */
  readonly apiToken: string;
  /** Of the office's desk in every plan of a run: brings photos in. */
  readonly officeToken: string;
  readonly smtp: ChaosSmtp;
  readonly quotas: Partial<Record<"postgres" | "temporal", Quota>>;
  /** Why data directories cannot be filled here; null: they can. */
  readonly noQuota: string | null;
  proxy(link: Link): Proxy;
  /** How often the part was started again. */
  restarts(part: Part): number;
  isUp(part: Part): boolean;
  /** All processes of the part. */
  pids(part: Part): number[];
  kill(part: Part): void;
  /** Asks it to leave in good order. */
  askToLeave(part: Part): void;
  stop(): Promise<void>;
}

const entry = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Everything begun, in the order in which it ends: last begun first. */
class Ends {
  private readonly ends: (() => Promise<unknown> | void)[] = [];
  add(end: () => Promise<unknown> | void): void {
    this.ends.unshift(end);
  }

  /** One that fails does not keep the others running; the first failure is thrown. */
  async all(): Promise<void> {
    let failed: unknown;
    for (const end of this.ends.splice(0)) {
      try {
        await end();
      } catch (error) {
        failed ??= error;
      }
    }
    if (failed !== undefined) throw failed;
  }
}

/** `folder` holds everything: data, logs, the mailbox. */
export async function setStage(folder: string, log: (line: string) => void): Promise<Stage> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user who must get in
  const ends = new Ends();
  try {
    return await begin(folder, log, ends);
  } catch (error) {
    await ends.all().catch(() => undefined); // what failed first is what counts
    throw error;
  }
}

async function begin(folder: string, log: (line: string) => void, ends: Ends): Promise<Stage> {
  const quotas: Stage["quotas"] = {};
  const dirs = { postgres: path.join(folder, "postgres"), temporal: path.join(folder, "temporal") };
  if (mayMount()) {
    for (const server of ["postgres", "temporal"] as const) {
      const quota = mountQuota(dirs[server]);
      quotas[server] = quota;
      ends.add(() => quota.end());
    }
  }
  const common = { log, patience: PATIENCE };
  const [postgres, temporal, smtp] = await Promise.all([
    kept(ends, startPostgres({ ...common, dataDir: dirs.postgres })),
    kept(ends, startTemporal({ ...common, stateDir: dirs.temporal, namespace: NAMESPACE })),
    kept(ends, startSmtp(path.join(folder, "mailbox"))),
  ]);
  if (!quotas.postgres && mayLimit()) quotas.postgres = limitQuota(() => postgres.pid());
  const databaseOwnerUrl = await createDatabase(postgres.url, "chaos");
  const databaseUrl = asRole(databaseOwnerUrl, postgres.roles.application);
  await prepareDatabase({ databaseUrl, databaseOwnerUrl, databaseReaderUrl: undefined });
  const proxies = await startProxies(postgres, temporal.address, ends);
  const proxy = (link: Link): Proxy => proxies.get(link) as Proxy;

  // PostgreSQL is killed all the time; whoever asks next is told.
  const pool = openPool(databaseUrl, { size: 4, statementTimeout: 10_000, report: () => undefined });
  ends.add(() => pool.end());
  const address = `127.0.0.1:${proxy("gateway>temporal").port}`;
  const { connection, client } = await connectTemporal({ address, namespace: NAMESPACE });
  ends.add(() => connection.close());
  await ensureSearchAttributes(connection, NAMESPACE, ATTRIBUTES);
  const key = randomBytes(32).toString("base64url");
  const commandKey = new CommandKey(key);
  const gateway = new TemporalGateway({ client, taskQueue: TASK_QUEUE, commandKey, deliverWithin: DELIVER_WITHIN });

  const parts = new Map<Part, Supervised>([
    ["postgres", postgres],
    ["temporal", temporal],
  ]);
  const apiPort = await freePort();
  const secret = randomBytes(32).toString("base64url");
  const machine = { account: "chaos", grants: ["auditor"], scopes: ["read"], days: 7 } as const;
  const { token: apiToken } = await machineToken(pool, machine);
  const officeToken = await tokenOfOffice(pool);
  const environment = (part: Part): NodeJS.ProcessEnv => ({
    ...process.env,
    DATABASE_URL: through(databaseUrl, proxy(`${part}>postgres`)),
    TEMPORAL_ADDRESS: `127.0.0.1:${proxy(`${part}>temporal`).port}`,
    TEMPORAL_NAMESPACE: NAMESPACE,
    DUBAN_TASK_QUEUE: TASK_QUEUE,
    DUBAN_STATE_DIR: folder,
    DUBAN_MAILBOX_URL: smtp.url,
    DUBAN_API_PORT: String(apiPort),
    // One account of the office brings in what are the photos of all inspectors of six plans.
    DUBAN_UPLOADS_PER_HOUR: "100000",
    DUBAN_SECRET: secret,
    DUBAN_COMMAND_KEY: key,
    SMTP_URL: "",
  });
  // One after the other: the first builds the workflow bundle that the second takes.
  for (const part of [...WORKERS, "api"] as const) {
    const file = part === "api" ? "api/main.ts" : "worker/main.ts";
    const logFile = path.join(folder, "logs", `${part.replace(" ", "-")}.log`);
    parts.set(
      part,
      await kept(ends, startChild({ ...common, name: part, entry: entry(file), env: environment(part), logFile })),
    );
  }
  const of = (part: Part): Supervised => parts.get(part) as Supervised;
  return {
    databaseUrl,
    temporalAddress: temporal.address,
    pool,
    gateway,
    client,
    apiToken,
    officeToken,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    smtp,
    quotas,
    noQuota: quotas.postgres ? null : "neither mounting a file system nor limiting a process is allowed here",
    proxy,
    restarts: (part) => of(part).restarts(),
    isUp: (part) => isAlive(of(part).pid()),
    pids: (part) => (part === "postgres" ? treeOf(of(part).pid()) : [of(part).pid()]),
    kill: (part) => void send(of(part).pid(), "SIGKILL"),
    // PostgreSQL's SIGTERM waits for its clients, who never leave by themselves.
    askToLeave: (part) => void send(of(part).pid(), part === "postgres" ? "SIGINT" : "SIGTERM"),
    stop: () => ends.all(),
  };
}

/** Somebody at the office's desk of the plans of a run. */
async function tokenOfOffice(pool: Pool): Promise<string> {
  const account = "chaos-office";
  const id = await addAccount(pool, { account, name: account });
  if (id === null) throw new Error(`there is another account with the address of ${account}`);
  await setPerson(pool, id, chaosPlan(1).plan.id, "p-office-desk");
  const expiresAt = new Date(Date.now() + 7 * DAY_MS);
  const { token } = await issueToken(pool, {
    accountId: id,
    name: account,
    scopes: ["read", "act"],
    twoFactors: true,
    expiresAt,
  });
  return token;
}

/** Started, and ended with everything else. */
async function kept<T extends { stop(): Promise<unknown> }>(ends: Ends, starting: Promise<T>): Promise<T> {
  const started = await starting;
  ends.add(() => started.stop());
  return started;
}

async function startProxies(postgres: PostgresHandle, temporal: string, ends: Ends): Promise<Map<Link, Proxy>> {
  const proxies = new Map<Link, Proxy>();
  const temporalPort = Number(temporal.split(":")[1]);
  for (const from of [...WORKERS, "api", "gateway"] as const) {
    proxies.set(
      `${from}>postgres`,
      await kept(
        ends,
        startProxy(() => postgres.port),
      ),
    );
    proxies.set(
      `${from}>temporal`,
      await kept(
        ends,
        startProxy(() => temporalPort),
      ),
    );
  }
  return proxies;
}

function through(url: string, { port }: Proxy): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.toString();
}
