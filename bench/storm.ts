/** `storm`: items of all tasks due at one instant, until all is recorded, and until all their letters are accepted. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { plannedItems } from "../domain/plan/planned-items.js";
import { instantAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { jumpClock, openPlans, type Opened, tickAll } from "./opened.js";
import { PEERS, type PeerName, runPeer } from "./peers/peer.js";
import { STORM_MILESTONES, stormPlan, VILLAGES } from "./plans.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";
import { clientOf } from "../prisma/database/client.js";
import { type Letters, PEER_TITLES, type PeerTimes, stormReport } from "./storm-report.js";
import { assigned, liveStorm, type Storms, storms } from "./storms.js";

async function letters({ pool, store, gateway }: Opened, planId: string): Promise<Letters> {
  const sentSoFar = (): Promise<number> => clientOf(pool).letter.count({ where: { planId, state: "sent" } });
  const before = await sentSoFar();
  const next = (await store.nextDue(planId)).tasks;
  const closing = (await store.closingsUpTo(planId, next === null ? Number.MAX_SAFE_INTEGER : next - 1)).at(-1);
  if (closing === undefined) return { letters: 0, lettersMs: 0 };
  const since = performance.now();
  await gateway.closeLetters(planId, closing);
  await gateway.drainLetters(planId, `drain-${randomUUID()}`);
  const lettersMs = performance.now() - since;
  return { letters: (await sentSoFar()) - before, lettersMs };
}

/** One plan of its own, from a worker that has just begun. */
interface Own extends Storms, Letters {
  readonly liveMs: number;
}

async function ours(bench: Bench, bundle: PlanBundle, items: number): Promise<Own> {
  const opened = await assigned(bench, bundle);
  const [planId = ""] = opened.planIds;
  const recorded = await storms(opened, planId, items)
    .then(async (own) => ({ ...own, ...(await letters(opened, planId)) }))
    .finally(() => opened.close());
  return { ...recorded, liveMs: await liveStorm(bench, bundle, items) };
}

/** Ends of half-years whose letters are sent all at once. Those of the first are not counted: the worker has just begun. */
const BACKLOGS = ["2021-06-30", "2021-12-31"];

/**
 * The seed plan's own letters of half a year, none of them closed before the last: as many as the mail server ever gets at
 * once, of their real sizes. (A storm's own are few and long, as everybody gets one letter with all their items.)
 */
async function backlog(bench: Bench): Promise<Letters> {
  const bundle = await planFrom(SEED_PLAN);
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    let sent: Letters = { letters: 0, lettersMs: 0 };
    for (const day of bench.size === "full" ? BACKLOGS : [bundle.plan.start]) {
      const end = instantAt(day, "23:59", bundle.plan.timeZone.offsetMinutes);
      while (((await opened.store.nextDue(planId)).tasks ?? end + 1) <= end) {
        bench.signal.throwIfAborted();
        await tickAll(opened, planId, await jumpClock(opened, planId));
      }
      sent = await letters(opened, planId);
    }
    return sent;
  } finally {
    await opened.close();
  }
}

async function run(bench: Bench): Promise<Report> {
  const milestones = bench.size === "full" ? STORM_MILESTONES : 1;
  const bundle = await stormPlan(path.join(bench.stateDir, "plans", "storm"), milestones);
  const items = plannedItems(bundle).length;
  if (items !== milestones * VILLAGES) throw new Error(`the plan has ${items} items`);
  const own: Own[] = [];
  const backlogs: Letters[] = [];
  const peers: PeerTimes[] = [];
  for (let no = 0; no < bench.rounds; no++) {
    const ownRound = await bench.progress.step(
      ({ coldMs, warmMs, liveMs }: Own) =>
        `storm, round ${no + 1}: cold ${round(coldMs)} ms, warm ${round(median(warmMs))} ms, live ${round(liveMs)} ms`,
      () => ours(bench, bundle, items),
    );
    own.push(ownRound);
    backlogs.push(
      await bench.progress.step(
        (sent: Letters) => `  ${sent.letters} letters of half a year: ${perSecond(sent)}/s`,
        () => backlog(bench),
      ),
    );
    // Each does the durable work of a row per item, then that of the notices too, as many as ours had.
    for (const name of PEERS)
      for (const notices of [0, ownRound.noticesPerItem])
        peers.push({ name, notices: notices > 0, ms: await peer(bench, name, items, notices) });
  }
  return stormReport(items, own, peers, {
    own,
    backlogs: backlogs.map(perSecond),
    backlogLetters: backlogs[0]?.letters ?? 0,
  });
}

/** Peers make schemas of their own. */
function peer(bench: Bench, name: PeerName, items: number, notices: number): Promise<number> {
  const { databaseOwnerUrl: databaseUrl, temporal } = bench.stack;
  bench.signal.throwIfAborted();
  return bench.progress.step(
    (took: number) => `  ${PEER_TITLES[name]}${notices > 0 ? ", notices too" : ""}: ${round(took)} ms`,
    () => runPeer({ name, items, notices, databaseUrl, temporal }, bench.signal),
  );
}

const perSecond = ({ letters: count, lettersMs }: Letters): number => round((count / lettersMs) * 1_000);

export const stormBenchmark: Benchmark = {
  name: "storm",
  about:
    "1,600 items due at the same instant: recorded, and their letters accepted; cold and warm, by ticks and by timers; beside workflows per item and two job queues",
  run,
};
