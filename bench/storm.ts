/** `storm`: items of all tasks due at one instant, until all is recorded, and until all their letters are accepted. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { plannedItems } from "../domain/planned-items.js";
import type { PlanBundle } from "../domain/plan.js";
import { jumpClock, openPlans, type Opened, tickAll } from "./opened.js";
import { PEERS, type PeerName, runPeer } from "./peers/peer.js";
import { STORM_MILESTONES, stormPlan, VILLAGES } from "./plans.js";
import { type Bench, type Benchmark, atLeast, atMost, type Report } from "./run.js";
import { median, round } from "./statistics.js";

/** One storm on one plan. */
interface Storm {
  readonly recordedMs: number;
  readonly letters: number;
  /** From the closing's sending until the mail server has accepted the last letter. */
  readonly lettersMs: number;
}

/** Jumps to the next due instant and times what falls due there. */
export async function storm(opened: Opened, planId: string, items: number): Promise<Storm> {
  const jump = await jumpClock(opened, planId);
  const since = performance.now();
  await tickAll(opened, planId, jump);
  const recordedMs = performance.now() - since;
  const fired = await rungsAt(opened, planId, jump.clock.now);
  if (fired !== items) throw new Error(`${fired} rungs are recorded, not one for each of ${items} items`);
  return { recordedMs, ...(await letters(opened, planId)) };
}

async function rungsAt({ pool }: Opened, planId: string, at: number): Promise<number> {
  const { rows } = await pool.query(
    "SELECT count(DISTINCT item_id)::int AS n FROM ledger WHERE plan_id = $1 AND at = $2 AND type = 'rungFired'",
    [planId, at],
  );
  return rows[0].n;
}

async function letters({ pool, store, gateway }: Opened, planId: string): Promise<Omit<Storm, "recordedMs">> {
  const sentSoFar = async (): Promise<number> => {
    const { rows } = await pool.query("SELECT count(*)::int AS n FROM letter WHERE plan_id = $1 AND state = 'sent'", [planId]);
    return rows[0].n;
  };
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

/** The first storms of a fresh plan: recording is measured on the very first, letters on all of them. */
const STORMS = 5;

async function ours(bench: Bench, bundle: PlanBundle, items: number): Promise<Storm> {
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    const storms: Storm[] = [];
    for (let no = 0; no < STORMS; no++) storms.push(await storm(opened, planId, items));
    bench.progress.line(JSON.stringify(storms));
    return {
      recordedMs: storms[0]?.recordedMs ?? 0,
      letters: storms.reduce((sum, each) => sum + each.letters, 0),
      lettersMs: storms.reduce((sum, each) => sum + each.lettersMs, 0),
    };
  } finally {
    await opened.close();
  }
}

const TITLES: Readonly<Record<PeerName, string>> = {
  workflowPerItem: "a workflow per item, same Temporal server",
  pgBoss: "pg-boss, 4 workers × 100",
  pgBossFetch: "pg-boss, 4 × 100 by fetch without pauses",
  graphileWorker: "graphile-worker, 10 concurrent",
};

async function run(bench: Bench): Promise<Report> {
  const milestones = bench.size === "full" ? STORM_MILESTONES : 1;
  const bundle = await stormPlan(path.join(bench.stateDir, "plans", "storm"), milestones);
  const items = plannedItems(bundle).length;
  if (items !== milestones * VILLAGES) throw new Error(`the plan has ${items} items`);
  const { databaseUrl, temporal } = bench.stack;
  const own: Storm[] = [];
  const peers: Record<PeerName, number[]> = { workflowPerItem: [], pgBoss: [], pgBossFetch: [], graphileWorker: [] };
  for (let no = 0; no < bench.rounds; no++) {
    own.push(await bench.progress.step(`storm, round ${no + 1}`, () => ours(bench, bundle, items)));
    for (const name of PEERS) {
      bench.signal.throwIfAborted();
      peers[name].push(
        await bench.progress.step(({ ms }: { ms: number }) => `  ${TITLES[name]}: ${round(ms)} ms`, async () => ({
          ms: await runPeer({ name, items, databaseUrl, temporal }, bench.signal),
        })).then(({ ms }) => ms),
      );
    }
  }
  return reportOf(items, own, peers);
}

function reportOf(items: number, own: readonly Storm[], peers: Readonly<Record<PeerName, number[]>>): Report {
  const recordedMs = round(median(own.map((each) => each.recordedMs)));
  const lettersPerSecond = round(median(own.map((each) => (each.letters / each.lettersMs) * 1_000)));
  const medians = Object.fromEntries(
    PEERS.map((name) => [
      name,
      { recordedMs: round(median(peers[name])), ratio: round(median(peers[name]) / recordedMs, 1), rounds: peers[name].map((ms) => round(ms)) },
    ]),
  ) as Record<PeerName, { recordedMs: number; ratio: number; rounds: number[] }>;
  return {
    figures: {
      items,
      recordedMs,
      recordedMsRounds: own.map((each) => round(each.recordedMs)),
      letters: own[0]?.letters ?? 0,
      lettersPerSecond,
      lettersPerSecondRounds: own.map((each) => round((each.letters / each.lettersMs) * 1_000)),
      peers: medians,
    },
    tables: [
      {
        title: `${items} items due at one instant, until every one is recorded`,
        columns: ["how", "median ms", "× ours", "rounds"],
        rows: [
          ["duban: a workflow per task, batched", recordedMs, 1, own.map((each) => round(each.recordedMs)).join(", ")],
          ...PEERS.map((name) => [TITLES[name], medians[name].recordedMs, medians[name].ratio, medians[name].rounds.join(", ")]),
        ],
      },
    ],
    aims: [
      atMost("recorded", recordedMs, 300, "ms"),
      atLeast("× the workflow per item", medians.workflowPerItem.ratio, 80, ""),
      atLeast("× pg-boss", medians.pgBoss.ratio, 4, ""),
      atLeast("× graphile-worker", medians.graphileWorker.ratio, 4, ""),
      atLeast("letters accepted", lettersPerSecond, 600, "/s"),
    ],
  };
}

export const stormBenchmark: Benchmark = {
  name: "storm",
  about: "1,600 items due at the same instant: recorded, and their letters accepted; beside a workflow per item and two job queues",
  run,
};
