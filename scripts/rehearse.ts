/** `npm run rehearse [-- --plan FOLDER] [--scenario NAME] [--until YYYY-MM-DD] [--json]` */
import { parseArgs } from "node:util";
import { createProgress, silentProgress } from "../embedded/progress.js";
import { attachOrStartStack } from "../embedded/stack.js";
import { itemCounts, letterCount, noticesByInstrument, ownLeaderCounts } from "../prisma/report-store.js";
import { verifyLedger } from "../prisma/verify.js";
import { openRehearsal, type OpenedPlan, prepare } from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { writeReport } from "../rehearsal/report.js";
import type { PlanBundle } from "../domain/plan.js";
import { instantAt } from "../domain/plan-date.js";
import { POSTMAN } from "../workflows/names.js";
import { main, planFrom, SEED_PLAN, STATE_DIR, UserError } from "./cli.js";

/** Scenarios that can be played so far; `silence` needs no simulated people. */
const SCENARIOS = ["silence"];

async function summary(
  opened: OpenedPlan,
  bundle: PlanBundle,
  scenario: string,
  day: string,
  seconds: number,
  jumps: number,
): Promise<object> {
  const counts = await itemCounts(opened.pool, opened.planId, day);
  const leaders = await ownLeaderCounts(opened.pool, opened.planId);
  const ledger = await verifyLedger(opened.pool, opened.planId);
  if (ledger.broken) throw new Error(`the ledger's chain is broken: ${ledger.broken}`);
  const transitions = await Promise.all(
    [...opened.streams, POSTMAN].map((stream) => opened.gateway.stateTransitions(opened.planId, stream)),
  );
  return {
    plan: bundle.plan.id,
    scenario,
    seed: 1,
    seconds,
    jumps,
    items: counts.items,
    closed: counts.closed,
    notices: await noticesByInstrument(opened.pool, opened.planId),
    letters: await letterCount(opened.pool, opened.planId),
    villageItems: leaders.villageItems,
    villageItemsEscalatedToOwnCountyLeader: leaders.reached,
    ledgerRows: ledger.rows,
    ledgerHead: ledger.head,
    temporalStateTransitions: transitions.reduce((sum, n) => sum + n, 0),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** The end of the last day that is played; without one there is no end. */
function lastInstant({ plan }: PlanBundle, until: string | undefined): number {
  return until === undefined ? Number.MAX_SAFE_INTEGER : instantAt(until, "23:59", plan.timeZone.offsetMinutes);
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      plan: { type: "string" },
      scenario: { type: "string", default: "silence" },
      until: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (!SCENARIOS.includes(values.scenario))
    throw new UserError(`there is no scenario ${values.scenario}: choose one of ${SCENARIOS.join(", ")}`);
  if (values.until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.until))
    throw new UserError(`--until takes a day, YYYY-MM-DD, not ${values.until}`);
  const bundle = await planFrom(values.plan ?? SEED_PLAN);
  const progress = values.json ? silentProgress : createProgress();
  const stack = await attachOrStartStack({ stateDir: STATE_DIR, progress, only: ["postgres", "temporal", "smtp"] });
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  try {
    await progress.step("database and search attributes", () => prepare(stack));
    const since = performance.now();
    const opened = await progress.step("plan opened", () =>
      openRehearsal({
        stack,
        stateDir: STATE_DIR,
        bundle,
        scenario: values.scenario,
        seed: 1,
        log: (line) => progress.line(line),
      }),
    );
    try {
      const { day, jumps } = await play(opened, bundle, progress, values.until ?? null, stop.signal);
      await progress.step("letters sent", () => opened.lettersSent(lastInstant(bundle, values.until), stop.signal));
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      if (values.json) console.log(JSON.stringify(await summary(opened, bundle, values.scenario, day, seconds, jumps)));
      else process.stdout.write(await writeReport(opened.pool, opened.planId, bundle, day));
    } finally {
      try {
        await opened.terminate("the rehearsal is over");
      } finally {
        await opened.close();
      }
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.line("stopped");
    process.exitCode = 130;
  } finally {
    await stack.stop();
  }
});
