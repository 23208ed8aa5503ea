/** An API process: `node embedded/run.mjs api/main.ts`, with DATABASE_URL and TEMPORAL_ADDRESS set. Listens on loopback unless DUBAN_API_HOST says otherwise. */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../embedded/config.js";
import { dieWithParent, onStopSignal, reportReady } from "../embedded/child.js";
import { MailConfigError } from "../mail/config.js";
import { createMailers } from "../mail/mailers.js";
import { ping } from "../prisma/database/server.js";
import { CommandKeyError } from "../prisma/ledger/command-key.js";
import { openPool } from "../prisma/database/pool.js";
import { checkHeadway } from "../prisma/ledger/headway.js";
import { checkRestored } from "../prisma/ledger/restored.js";
import { readTelemetryConfig, TelemetryConfigError } from "../telemetry/config.js";
import { createLog, logCrashes } from "../telemetry/log.js";
import { startTracing } from "../telemetry/tracing.js";
import { AccountConfigError } from "./accounts/config.js";
import { accountMails } from "./accounts/account-mails.js";
import { answersOf, createApp } from "./app.js";
import { ApiConfigError, readApiConfig } from "./config.js";
import { createMetrics } from "./serving/metrics.js";
import { startClearing } from "./files/leftovers.js";
import { S3Store } from "./files/s3-store.js";
import { FolderStore } from "./files/store.js";
import { openApiDocument } from "./serving/openapi.js";
import { createServices } from "./serving/services.js";
import { getLights } from "./lights/routes.js";
import { needsProxy, UNTOLD_PROXY } from "./http/forwarded.js";
import { pageIfBuilt } from "./http/static.js";
import { ROUTES } from "./routes.js";
import { startSweeper } from "./sweeper.js";
import { warmUp } from "./views/warm-up.js";
import { linkTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { EnvironmentError, takeSecretsFromFiles } from "../settings/environment.js";
import { useProxies } from "../settings/proxy.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";

/** A start is not held up longer than this by plans to be read (milliseconds; a hundred plans take some 3 s). */
const WARM_UP_WITHIN = 8_000;

const { config, telemetry } = settings();
dieWithParent();
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const log = createLog("api", telemetry.logLevel);
logCrashes(log);
// Before the pool: connections are made so that their statements can be told.
const tracing = await startTracing("duban-api", { traces: telemetry.traces, version, log });
const pool = openPool(config.databaseUrl, { size: 5, report: (problem) => log.warn(problem) });
const metrics = createMetrics();
const { namespace } = config.temporal;
// An API that starts before Temporal says so in /readyz instead of not starting.
const { connection, client } = linkTemporal(
  config.temporal,
  tracing ? { interceptors: tracing.clientInterceptors } : {},
);
const gateway = new TemporalGateway({
  client,
  commandKey: config.commandKey,
  // It sends messages only: which queue workflows are started on does not matter here.
  taskQueue: DEFAULT_TASK_QUEUE,
  observe: metrics.observeUpdate,
  inFlight: config.updatesInFlight,
});
const mailers = createMailers(config.mail);
const evidence = config.s3
  ? new S3Store(path.join(config.evidenceDir, "incoming"), config.s3)
  : new FolderStore(config.evidenceDir);
const services = createServices({
  pool,
  log,
  gateway,
  evidence,
  registerKeys: config.registerKeys,
  accounts: config.accounts,
  channels: config.channels,
  mails: accountMails({
    pool,
    mailer: mailers.live,
    publicUrl: config.accounts.publicUrl,
    language: config.language,
  }),
});

const page = pageIfBuilt({ dist: fileURLToPath(new URL("../web/dist", import.meta.url)) });
if (!page) log.warn("the page is not built, so only the API is served: npm run build");

const { publicUrl, trustedProxies } = config.accounts;
if (trustedProxies === 0 && needsProxy(publicUrl)) log.warn(`people open ${publicUrl}, but ${UNTOLD_PROXY}`);

const document = openApiDocument(ROUTES, version);
const answers = answersOf(version, document);
const app = createApp({
  version,
  document,
  answers,
  services,
  authenticate: services.accounts.authenticate,
  metrics,
  page,
  allowedHosts: config.allowedHosts,
  parts: [
    { name: "database", check: () => ping(pool) },
    { name: "temporal", check: async () => void (await connection.workflowService.describeNamespace({ namespace })) },
    // People can still read, so an API is not taken out of service for it.
    { name: "ledger", check: () => checkRestored(pool), advisory: true },
    { name: "streams", check: () => checkHeadway(pool), advisory: true },
  ],
});
// Not ready before: whoever deals requests out to several processes sends none until then.
await warmUp(services, WARM_UP_WITHIN, (plan) => answers.prepare(getLights, plan, services)).then(
  (warmed) => log.info(warmed, "plans were read before the first look"),
  (error: unknown) => log.warn({ err: error }, "plans could not be read before the first look"),
);
const server = app.listen(config.port, config.host, (error?: Error) => {
  if (error) {
    console.error(
      `cannot listen on ${config.host}, port ${config.port}: ${error.message}. Set DUBAN_API_PORT or DUBAN_API_HOST to another.`,
    );
    process.exit(1);
  }
  const { port } = server.address() as AddressInfo;
  log.info({ port, version }, "API is ready");
  reportReady({ port });
});
const clearing = startClearing(evidence.incoming, (what) =>
  "error" in what
    ? log.warn({ err: what.error }, "what uploads left behind could not be removed")
    : log.info(what, "removed what uploads left behind"),
);
const sweeper = startSweeper(pool, gateway, (problem) => log.warn(problem));
onStopSignal(async () => {
  clearing.stop();
  await sweeper.stop();
  // Streams never end by themselves; everything else is answered first.
  const closed = new Promise((resolve) => server.close(resolve));
  // Whoever asks again and again on one connection would keep us here for ever: each is told that this answer was its last.
  server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
  services.endStreams();
  await closed;
  await services.close();
  mailers.close();
  await connection.close();
  await pool.end();
  await tracing?.stop();
});

/** A wrong setting ends the process with its name and an example, not with a stack trace. */
function settings() {
  try {
    takeSecretsFromFiles();
    useProxies();
    return { config: readApiConfig(), telemetry: readTelemetryConfig() };
  } catch (error) {
    const kinds = [
      EnvironmentError,
      ApiConfigError,
      AccountConfigError,
      CommandKeyError,
      ConfigError,
      MailConfigError,
      TelemetryConfigError,
    ];
    const told = kinds.some((kind) => error instanceof kind);
    if (!told || !(error instanceof Error)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
