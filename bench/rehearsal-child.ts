/** One rehearsal in a process of its own, so that its memory is its own: node embedded/run.mjs bench/rehearsal-child.ts SETTINGS (JSON). */
import { dieWithParent } from "../embedded/child.js";
import { silentProgress } from "../embedded/progress.js";
import type { Stack } from "../embedded/stack.js";
import { openRehearsal } from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { buildReport } from "../rehearsal/report.js";
import { summary } from "../rehearsal/summary.js";
import { filesIn, planFrom, scenarioFrom, SEED_PLAN } from "../scripts/cli.js";
import type { RehearsalSettings } from "./rehearsal.js";

const settings = JSON.parse(process.argv[2] ?? "") as RehearsalSettings;
dieWithParent();
const stack = settings.stack as Stack;
const seed = await planFrom(SEED_PLAN);
const { inspections: _inspections, months: _months, ...tasksAlone } = seed.policy;
const bundle = settings.tasksOnly ? { ...seed, policy: tasksAlone } : seed;
const scenario = await scenarioFrom(SEED_PLAN, bundle, settings.scenario);
const since = performance.now();
const log = (line: string): void => console.error(line);
const { stateDir } = settings;
const files = filesIn(stateDir);
const opened = await openRehearsal({ stack, stateDir, files, log }, bundle, scenario, scenario.seed);
try {
  const played = await play(opened, silentProgress, settings.until);
  await opened.lettersSent(Number.MAX_SAFE_INTEGER);
  const seconds = Math.round((performance.now() - since) / 100) / 10;
  const report = await buildReport(opened.pool, opened.planId, { day: played.day });
  process.send?.(await summary(opened, report, { scenario: scenario.id, seed: scenario.seed, seconds }, played));
} finally {
  await opened.terminate("measured");
  await opened.close();
}
process.exit(0);
