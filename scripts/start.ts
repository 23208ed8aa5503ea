/**
 * `npm start`: everything on this machine, with the seed plan as a rehearsal that began on its first day.
 * `npm start -- --plan FOLDER --live`: one's own plan, on the real clock. `--ui`: Temporal's own pages, too.
 */
import { ensureFirstAccount, firstAccountLines, linkFirstAccount } from "../api/accounts/first-start.js";
import { ensureInspector, ensureSamples } from "../api/accounts/samples.js";
import { dateAt } from "../domain/plan/plan-date.js";
import { FolderStore } from "../api/files/store.js";
import { createProgress, type Progress } from "../embedded/progress.js";
import { localCommandKey, localRegisterKey, localSecret } from "../embedded/secret.js";
import { type Stack, startStack } from "../embedded/stack.js";
import { startChild, stopInOrder } from "../embedded/supervisor.js";
import { readCheckpointSettings } from "../prisma/checkpoints/config.js";
import { signingKey } from "../prisma/checkpoints/keys.js";
import { latestRehearsal } from "../prisma/plans/plan-store.js";
import { openPool } from "../prisma/database/pool.js";
import { ONE_ROLE, rolesApart } from "../prisma/database/roles.js";
import { openLive } from "../rehearsal/live.js";
import {
  endAbandoned,
  openRehearsal,
  type OpenedPlan,
  type OpenOptions,
  prepare,
  reopenRehearsal,
} from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { type BuiltPage, buildPage } from "./build-web.js";
import {
  evidenceIn,
  existingFrom,
  main,
  planFrom,
  ROOT,
  scenarioFrom,
  SEED_PLAN,
  STATE_DIR,
  UserError,
} from "./cli.js";
import { commandOptions } from "./options.js";

const EVIDENCE_DIR = process.env["DUBAN_EVIDENCE_DIR"] || evidenceIn(STATE_DIR);

const USAGE = `npm start                                everything on this machine, with the seed plan as a rehearsal
npm start -- --plan FOLDER --live        one's own plan, on the real clock
  --ui                     Temporal's own pages, too
Ports and servers are set by the environment: docs/production.md. npm run doctor says what is missing.`;

/** What a fresh start plays, and up to which day: the first round of inspections has its bulletin, the second is under way. */
const SCENARIO = "typical";
const PLAY_TO = "2021-12-15";

/** Something that runs until the start is stopped. */
interface Part {
  readonly name: string;
  stop(): Promise<void>;
}

async function seedRehearsal(
  options: OpenOptions,
  progress: Progress,
  parts: Part[],
  signal: AbortSignal,
): Promise<void> {
  const bundle = await planFrom(SEED_PLAN);
  const scenario = await scenarioFrom(SEED_PLAN, bundle, SCENARIO);
  const pool = openPool(options.stack.databaseUrl, { size: 2 });
  const known = await latestRehearsal(pool, bundle.plan.id, scenario.id);
  await pool.end();
  const opened: OpenedPlan = known
    ? await progress.step("seed plan's rehearsal taken up again", () => reopenRehearsal(options, known))
    : await progress.step("seed plan opened as a rehearsal", () =>
        openRehearsal(options, bundle, scenario, scenario.seed),
      );
  parts.unshift({ name: "worker", stop: () => opened.close() });
  await ensureSamples(opened.pool, opened.bundle);
  // A start that was killed while playing is played on.
  await play(opened, progress, PLAY_TO, signal);
  await ensureInspector(opened.pool, opened.bundle, opened.planId);
  for (const id of await endAbandoned(opened.pool, opened.gateway, opened.planId))
    progress.line(`ended rehearsal ${id}, whose process was killed; its ledger and letters stay`);
}

/** Answers what is to be said of the first account. */
async function livePlan(options: OpenOptions, progress: Progress, parts: Part[], folder: string): Promise<string[]> {
  const bundle = await planFrom(folder);
  const existing = await existingFrom(folder, bundle);
  const opened = await progress.step(
    ({ isNew }) => (isNew ? "plan opened, live from now on" : "live plan taken up again"),
    () => openLive(options, bundle, existing),
  );
  parts.unshift({ name: "worker", stop: () => opened.close() });
  const password = await ensureFirstAccount(opened.pool);
  await linkFirstAccount(opened.pool, bundle, dateAt(Date.now(), bundle.plan.timeZone.offsetMinutes));
  if (opened.differs.length > 0) {
    const files = opened.differs.map((kind) => `${kind}.yaml`).join(", ");
    progress.line(
      `the folder's ${files} differ from what runs, which goes on unchanged: npm run plan:change -- ${folder} previews the change`,
    );
  }
  return firstAccountLines(password);
}

function startApi(stack: Stack, log: (line: string) => void): Promise<Part> {
  return startChild({
    name: "API",
    entry: `${ROOT}/api/main.ts`,
    env: {
      ...process.env,
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporal.address,
      TEMPORAL_NAMESPACE: stack.temporal.namespace,
      DUBAN_MAILBOX_URL: stack.mailboxUrl,
      DUBAN_SECRET: process.env["DUBAN_SECRET"] || localSecret(STATE_DIR),
      DUBAN_COMMAND_KEY: localCommandKey(STATE_DIR),
      DUBAN_REGISTER_KEY: localRegisterKey(STATE_DIR),
      ...(stack.smtpUrl === undefined ? {} : { SMTP_URL: stack.smtpUrl }),
      DUBAN_EVIDENCE_DIR: EVIDENCE_DIR,
    },
    logFile: `${STATE_DIR}/logs/api.log`,
    log,
  });
}

await main(async () => {
  const { values } = commandOptions(USAGE, {
    options: { plan: { type: "string" }, live: { type: "boolean", default: false }, ui: { type: "boolean" } },
  });
  if (values.plan !== undefined && !values.live)
    throw new UserError("--plan runs a plan live: add --live; or rehearse it: npm run rehearse -- --plan FOLDER");
  if (values.live && values.plan === undefined)
    throw new UserError("--live needs the plan: npm start -- --plan FOLDER --live");
  const since = performance.now();
  const progress = createProgress();
  const stack = await startStack({
    stateDir: STATE_DIR,
    progress,
    only: ["postgres", "temporal", "smtp"],
    ...(values.ui && { ui: true }),
  });
  const parts: Part[] = [{ name: "stack", stop: () => stack.stop() }];
  const log = (line: string): void => progress.line(line);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopInOrder(parts));
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort());
  try {
    await progress.step("database and search attributes", () => prepare(stack));
    const files = new FolderStore(EVIDENCE_DIR);
    const options: OpenOptions = { stack, stateDir: STATE_DIR, taskQueue: DEFAULT_TASK_QUEUE, files, log };
    let signIn = ["  sign in with one of the sample accounts that the page lists: one for each role"];
    if (values.plan === undefined) await seedRehearsal(options, progress, parts, abort.signal);
    else signIn = await livePlan(options, progress, parts, values.plan);
    await progress.step(({ built }: BuiltPage) => (built ? "page built" : "page"), buildPage);
    parts.unshift(await progress.step("API", () => startApi(stack, log)));
    if (!rolesApart(stack)) progress.line(`  ${ONE_ROLE}`);
    progress.line(`ready after ${((performance.now() - since) / 1000).toFixed(1)} s`);
    progress.line(`  http://127.0.0.1:${stack.apiPort}/   the page: clock, lights, items and their stories, letters`);
    for (const line of signIn) progress.line(line);
    progress.line(`  http://127.0.0.1:${stack.apiPort}/api/docs   the API; /readyz says which part is missing`);
    const { publicKey } = signingKey(readCheckpointSettings(process.env, STATE_DIR));
    progress.line(`  checkpoints of the ledger are signed by ${publicKey}   write it down outside this machine`);
    if (stack.temporalUiUrl)
      progress.line(`  ${stack.temporalUiUrl}   Temporal's own page: what each task waits for, in words`);
    progress.line("  npm run letters   the letters so far, in the terminal");
    if (values.plan === undefined)
      progress.line("  next: npm run rehearse   (the whole plan in silence, with its report)");
    progress.line("  Ctrl-C stops everything");
    if (!abort.signal.aborted)
      await new Promise((resolve) => abort.signal.addEventListener("abort", resolve, { once: true }));
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    await stop();
  }
});
