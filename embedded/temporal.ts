/** Temporal's own development server as a supervised local part: one file, real durable timers. */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { spawnGuarded, type GuardedProcess } from "./guarded.js";
import { keepRunning, type Patience } from "./keep-running.js";
import { waitForLock, type Lock } from "./lock.js";
import { claimPort, freePort, isListening, LOOPBACK } from "./ports.js";
import { isAlive, identityOf, type ProcessIdentity } from "./process-identity.js";
import { findTemporalCli, type TemporalCli } from "./temporal-cli.js";
import { guardPages, hiddenAddress } from "./temporal-pages.js";
import { GiveUp, until } from "./wait.js";

export interface TemporalOptions {
  /** Folder for the database file, lock and logs. */
  stateDir: string;
  /** Fixed ports; those left out are asked from the OS. */
  ports?: { port?: number; uiPort?: number };
  /** Whether Temporal's own pages are served, behind the guard of `temporal-pages.ts`. */
  ui?: boolean;
  namespace?: string;
  log?: (line: string) => void;
  /** Shown in place while the CLI is fetched or built. */
  busy?: (line: string) => void;
  cacheDir?: string;
  onGivenUp?: (error: Error) => void;
  /** Default: given up after six crashes within a minute of each other. */
  patience?: Patience;
}

export interface TemporalHandle {
  address: string;
  /** Undefined: its pages are not served. */
  uiUrl: string | undefined;
  /** The API over HTTP, which can't be switched off: it answers nobody. */
  httpUrl: string;
  metricsUrl: string;
  namespace: string;
  cli: TemporalCli;
  pid(): number;
  restarts(): number;
  stop(): Promise<void>;
}

interface Ports {
  grpc: number;
  /** What people open, and where the page server itself listens. */
  ui: { port: number; host: string; hidden: number } | undefined;
  http: number;
  metrics: number;
}

const READY_TIMEOUT_MS = 30_000;
/** Closed workflows vanish after a day by default: too soon for looking something up. */
const RETENTION_DAYS = 90;

export async function startTemporal(options: TemporalOptions): Promise<TemporalHandle> {
  const log = options.log ?? (() => undefined);
  const namespace = options.namespace ?? "duban";
  const cli = await findTemporalCli({ log, busy: options.busy, cacheDir: options.cacheDir });
  log(`Temporal CLI ${cli.from}: ${cli.version}`);
  mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
  const lock = await lockDatabase(options.stateDir);
  try {
    const ports = await choosePorts(options.ports ?? {}, options.ui ?? false);
    const address = `${LOOPBACK}:${ports.grpc}`;
    const launch = async (): Promise<GuardedProcess> => {
      const server = await spawnServer(cli, options.stateDir, namespace, ports);
      lock.note({ server: identityOf(server.pid) });
      try {
        await ready(server, ports, namespace, options.stateDir);
        return server;
      } catch (error) {
        await server.stop(0);
        throw error;
      }
    };
    const { onGivenUp, patience } = options;
    const kept = await keepRunning({ name: "Temporal", launch, graceMs: 10_000, log, onGivenUp, patience });
    const pages = ports.ui && (await guardPages(ports.ui.port, { host: ports.ui.host, port: ports.ui.hidden }));
    return {
      address,
      namespace,
      cli,
      uiUrl: pages && `http://${LOOPBACK}:${pages.port}`,
      httpUrl: `http://${LOOPBACK}:${ports.http}`,
      metricsUrl: `http://${LOOPBACK}:${ports.metrics}/metrics`,
      pid: () => kept.current().pid,
      restarts: () => kept.restarts(),
      async stop() {
        await pages?.stop();
        await kept.stop().finally(() => lock.release());
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The server does not mind a second one on its database file, so the lock is ours. A server
 * orphaned by a kill -9 a moment ago is still closing the file: wait until it has left.
 */
async function lockDatabase(stateDir: string): Promise<Lock> {
  const lock = await waitForLock(join(stateDir, "temporal.lock"), { timeoutMs: 5_000 });
  const orphan = lock.leftBehind?.["server"] as ProcessIdentity | undefined;
  if (!orphan) return lock;
  try {
    await until(
      `the Temporal server of an earlier start (process ${orphan.pid}) leaves`,
      () => Promise.resolve(isAlive(orphan) ? undefined : true),
      { timeoutMs: 20_000 },
    );
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function choosePorts(wanted: { port?: number; uiPort?: number }, ui: boolean): Promise<Ports> {
  const host = hiddenAddress();
  return {
    grpc: wanted.port ? await claimPort(wanted.port, "Temporal", "DUBAN_TEMPORAL_PORT") : await freePort(),
    ui: ui
      ? {
          port: wanted.uiPort
            ? await claimPort(wanted.uiPort, "Temporal's own web pages", "DUBAN_TEMPORAL_UI_PORT")
            : await freePort(),
          host,
          hidden: await freePort(host),
        }
      : undefined,
    http: await freePort(),
    metrics: await freePort(),
  };
}

function spawnServer(cli: TemporalCli, stateDir: string, namespace: string, ports: Ports): Promise<GuardedProcess> {
  const pragmas = ["journal_mode=WAL", "synchronous=NORMAL"]; // 2–3 times the speed of the default, and no time-outs under load
  const dynamic = [
    "system.enableActivityEagerExecution=true",
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
    "history.timerProcessorMaxPollRPS=100",
    // The API over HTTP takes a page's text/plain requests without a token and can't be switched off: it answers under a name that
    // nobody knows, which is to nobody.
    `frontend.httpAllowedHosts=["${randomUUID()}.invalid"]`,
  ];
  const args = ["server", "start-dev", "--ip", LOOPBACK, "--namespace", namespace, "--log-level", "warn"];
  args.push(
    "--port",
    String(ports.grpc),
    ...(ports.ui ? ["--ui-ip", ports.ui.host, "--ui-port", String(ports.ui.hidden)] : ["--headless"]),
    "--http-port",
    String(ports.http),
    "--metrics-port",
    String(ports.metrics),
  );
  args.push("--db-filename", join(stateDir, "temporal.db"));
  args.push(
    ...pragmas.flatMap((pragma) => ["--sqlite-pragma", pragma]),
    ...dynamic.flatMap((value) => ["--dynamic-config-value", value]),
  );
  return spawnGuarded({ command: cli.path, args, signal: "TERM", logFile: logFile(stateDir), env: { HOME: stateDir } });
}

const logFile = (stateDir: string): string => join(stateDir, "logs", "temporal.log");

async function ready(server: GuardedProcess, ports: Ports, namespace: string, stateDir: string): Promise<void> {
  const address = `${LOOPBACK}:${ports.grpc}`;
  await until(
    `Temporal answers on ${address} (log: ${logFile(stateDir)})`,
    async () => {
      if (server.hasExited())
        throw new GiveUp(`Temporal ${await server.exited} while starting (log: ${logFile(stateDir)})`);
      // A refused gRPC connection waits a whole second before it tries again: look for the port first.
      if (!(await isListening(ports.grpc))) return undefined;
      return withConnection(address, async (connection) => {
        await raiseRetention(connection, namespace);
        return true;
      });
    },
    { timeoutMs: READY_TIMEOUT_MS },
  );
}

async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function raiseRetention(connection: Connection, namespace: string): Promise<void> {
  const seconds = RETENTION_DAYS * 24 * 60 * 60;
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= seconds) return;
  type Update = Parameters<typeof connection.workflowService.updateNamespace>[0];
  const request = { namespace, config: { workflowExecutionRetentionTtl: { seconds } } } as unknown as Update;
  await connection.workflowService.updateNamespace(request);
}

export type AttributeType = "Text" | "Keyword" | "Int" | "Double" | "Bool" | "Datetime" | "KeywordList";

/** Temporal's IndexedValueType by number, so that no generated package is needed for seven names. */
const TYPE_CODES: Record<AttributeType, number> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};
const ALREADY_EXISTS = 6;

/** Registers what is missing and leaves what is there; a name in use for another type is an error. */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
  attributes: Record<string, AttributeType>,
): Promise<void> {
  const known = (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  const missing: Record<string, number> = {};
  for (const [name, type] of Object.entries(attributes)) {
    const there = known[name] as number | undefined;
    if (there === undefined) missing[name] = TYPE_CODES[type];
    else if (there !== TYPE_CODES[type]) {
      const other = Object.entries(TYPE_CODES).find(([, code]) => code === there)?.[0] ?? String(there);
      throw new Error(
        `search attribute ${name} exists in namespace ${namespace} as ${other}, needed as ${type}; rename or remove it with Temporal's operator commands`,
      );
    }
  }
  if (Object.keys(missing).length > 0)
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    } catch (error) {
      if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error; // another boot was quicker
    }
  // Even those that are there: another boot may have made them a moment ago.
  await usable(connection, namespace, Object.keys(attributes));
}

/**
 * Servers cache a namespace and its attributes for some seconds: a start that used one too soon would be refused. Only a query
 * that names them goes through the same cache as a start; the list of them does not.
 */
async function usable(connection: Connection, namespace: string, names: string[]): Promise<void> {
  const query = names.map((name) => `${name} IS NULL`).join(" AND ");
  await until(
    `search attributes ${names.join(", ")} are usable in namespace ${namespace}`,
    async () => {
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
      return true;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
}
