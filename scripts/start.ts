/** `npm start`: everything on this machine, with the seed plan as a rehearsal that began on its first day. */
import { createProgress, type Progress } from "../embedded/progress.js";
import { type Stack, startStack } from "../embedded/stack.js";
import { startChild, stopInOrder } from "../embedded/supervisor.js";
import { latestRehearsal } from "../prisma/plan-store.js";
import { openPool } from "../prisma/pool.js";
import { endAbandoned, openRehearsal, type OpenedPlan, prepare, reopenRehearsal } from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { main, planFrom, ROOT, scenarioFrom, SEED_PLAN, STATE_DIR } from "./cli.js";

/** What a fresh start plays, and up to which day, so that there is something to see. */
const SCENARIO = "typical";
const PLAY_TO = "2021-11-30";

async function openOrReopen(stack: Stack, progress: Progress): Promise<OpenedPlan> {
  const options = {
    stack,
    stateDir: STATE_DIR,
    taskQueue: DEFAULT_TASK_QUEUE,
    log: (line: string) => progress.line(line),
  };
  const bundle = await planFrom(SEED_PLAN);
  const scenario = await scenarioFrom(SEED_PLAN, bundle, SCENARIO);
  const pool = openPool(stack.databaseUrl, { size: 2 });
  const known = await latestRehearsal(pool, bundle.plan.id, scenario.id);
  await pool.end();
  return known
    ? progress.step("seed plan's rehearsal taken up again", () => reopenRehearsal(options, known))
    : progress.step("seed plan opened as a rehearsal", () => openRehearsal(options, bundle, scenario, scenario.seed));
}

await main(async () => {
  const since = performance.now();
  const progress = createProgress();
  const stack = await startStack({ stateDir: STATE_DIR, progress, only: ["postgres", "temporal", "smtp"] });
  const parts: { name: string; stop(): Promise<void> }[] = [{ name: "stack", stop: () => stack.stop() }];
  const log = (line: string): void => progress.line(line);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopInOrder(parts));
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort());
  try {
    await progress.step("database and search attributes", () => prepare(stack));
    const opened = await openOrReopen(stack, progress);
    parts.unshift({ name: "worker", stop: () => opened.close() });
    // A start that was killed while playing is played on.
    await play(opened, progress, PLAY_TO, abort.signal);
    for (const id of await endAbandoned(opened.pool, opened.gateway, opened.planId))
      progress.line(`ended rehearsal ${id}, whose process was killed; its ledger and letters stay`);
    const api = await progress.step("API", () =>
      startChild({
        name: "API",
        entry: `${ROOT}/api/main.ts`,
        env: {
          ...process.env,
          DATABASE_URL: stack.databaseUrl,
          TEMPORAL_ADDRESS: stack.temporal.address,
          TEMPORAL_NAMESPACE: stack.temporal.namespace,
        },
        logFile: `${STATE_DIR}/logs/api.log`,
        log,
      }),
    );
    parts.unshift(api);
    progress.line(`ready after ${((performance.now() - since) / 1000).toFixed(1)} s`);
    progress.line(`  http://127.0.0.1:${stack.apiPort}/readyz   health of the parts`);
    if (stack.temporalUiUrl)
      progress.line(`  ${stack.temporalUiUrl}   Temporal's own page: what each task waits for, in words`);
    progress.line("  npm run letters   the letters so far, in the terminal");
    progress.line("  next: npm run rehearse   (the whole plan in silence, with its report)   Ctrl-C stops everything");
    if (!abort.signal.aborted)
      await new Promise((resolve) => abort.signal.addEventListener("abort", resolve, { once: true }));
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    await stop();
  }
});
