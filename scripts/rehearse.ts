/** `npm run rehearse [-- --plan FOLDER] [--scenario NAME] [--seed N] [--until YYYY-MM-DD] [--json]` */
import { parseArgs } from "node:util";
import { createProgress, silentProgress } from "../embedded/progress.js";
import { attachOrStartStack } from "../embedded/stack.js";
import { itemCounts, letterCount, noticesByInstrument, ownLeaderCounts } from "../prisma/report-store.js";
import { verifyLedger } from "../prisma/verify.js";
import { openRehearsal, type OpenedPlan, prepare } from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { writeReport } from "../rehearsal/report.js";
import { MAX_SEED } from "../loader/scenario-schema.js";
import { main, planFrom, scenarioFrom, SEED_PLAN, STATE_DIR, UserError } from "./cli.js";

function seedFrom(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= MAX_SEED) return seed;
  throw new UserError(`--seed takes a whole number from 0 to ${MAX_SEED}, not ${text}`);
}

async function summary(
  opened: OpenedPlan,
  played: { scenario: string; seed: number },
  { day, jumps, acts, refused }: Awaited<ReturnType<typeof play>>,
  seconds: number,
): Promise<object> {
  const counts = await itemCounts(opened.pool, opened.planId, day);
  const leaders = await ownLeaderCounts(opened.pool, opened.planId);
  const ledger = await verifyLedger(opened.pool, opened.planId);
  if (ledger.broken) throw new Error(`the ledger's chain is broken: ${ledger.broken}`);
  const transitions = await Promise.all(
    opened.streams.map((stream) => opened.gateway.stateTransitions(opened.planId, stream)),
  );
  return {
    plan: opened.bundle.plan.id,
    ...played,
    seconds,
    jumps,
    acts,
    refused,
    undone: opened.people.undone,
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

await main(async () => {
  const { values } = parseArgs({
    options: {
      plan: { type: "string" },
      scenario: { type: "string" },
      seed: { type: "string" },
      until: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (values.until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.until))
    throw new UserError(`--until takes a day, YYYY-MM-DD, not ${values.until}`);
  const folder = values.plan ?? SEED_PLAN;
  const bundle = await planFrom(folder);
  const scenario = await scenarioFrom(folder, bundle, values.scenario);
  const seed = values.seed === undefined ? scenario.seed : seedFrom(values.seed);
  const progress = values.json ? silentProgress : createProgress();
  const stack = await attachOrStartStack({ stateDir: STATE_DIR, progress, only: ["postgres", "temporal"] });
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
        scenario,
        seed,
        log: (line) => progress.line(line),
      }),
    );
    try {
      const played = await play(opened, opened.bundle, progress, values.until ?? null, stop.signal);
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      if (values.json)
        console.log(JSON.stringify(await summary(opened, { scenario: scenario.id, seed }, played, seconds)));
      else process.stdout.write(await writeReport(opened.pool, opened.planId, opened.bundle, played.day));
    } finally {
      // The rehearsal is over: its workflows end, its ledger stays.
      for (const stream of opened.streams)
        await opened.gateway.terminate(opened.planId, stream, "the rehearsal is over");
      await opened.close();
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.line("stopped");
    process.exitCode = 130;
  } finally {
    await stack.stop();
  }
});
