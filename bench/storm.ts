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
import { atLeast, atMost } from "./aims.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";
import { clientOf } from "../prisma/database/client.js";

interface Letters {
  readonly letters: number;
  /** From the closing's sending until the mail server has accepted the last letter. */
  readonly lettersMs: number;
}

/** One storm on one plan. */
interface Storm extends Letters {
  readonly recordedMs: number;
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
  const items = await clientOf(pool).ledger.groupBy({ by: "itemId", where: { planId, at, type: "rungFired" } });
  return items.length;
}

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

async function ours(bench: Bench, bundle: PlanBundle, items: number): Promise<Storm> {
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    await tickAll(opened, planId, await jumpClock(opened, planId)); // 交办 comes before the first rung
    return await storm(opened, planId, items);
  } finally {
    await opened.close();
  }
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
  // Peers make schemas of their own.
  const { databaseOwnerUrl: databaseUrl, temporal } = bench.stack;
  const own: Storm[] = [];
  const backlogs: Letters[] = [];
  const peers: Record<PeerName, number[]> = { workflowPerItem: [], pgBoss: [], pgBossFetch: [], graphileWorker: [] };
  for (let no = 0; no < bench.rounds; no++) {
    own.push(
      await bench.progress.step(
        ({ recordedMs }: Storm) => `storm, round ${no + 1}: ${round(recordedMs)} ms`,
        () => ours(bench, bundle, items),
      ),
    );
    backlogs.push(
      await bench.progress.step(
        (sent: Letters) => `  ${sent.letters} letters of half a year: ${perSecond(sent)}/s`,
        () => backlog(bench),
      ),
    );
    for (const name of PEERS) {
      bench.signal.throwIfAborted();
      const ms = await bench.progress.step(
        (took: number) => `  ${TITLES[name]}: ${round(took)} ms`,
        () => runPeer({ name, items, databaseUrl, temporal }, bench.signal),
      );
      peers[name].push(ms);
    }
  }
  return reportOf(items, own, backlogs, peers);
}

const perSecond = ({ letters: count, lettersMs }: Letters): number => round((count / lettersMs) * 1_000);

/** `ratio`: how many times as long as ours. */
interface PeerFigures {
  readonly recordedMs: number;
  readonly ratio: number;
  readonly rounds: readonly number[];
}

function reportOf(
  items: number,
  own: readonly Storm[],
  backlogs: readonly Letters[],
  took: Readonly<Record<PeerName, readonly number[]>>,
): Report {
  const rounds = own.map((each) => round(each.recordedMs));
  const recordedMs = round(median(rounds));
  const acceptedMs = round(median(own.map((each) => each.recordedMs + each.lettersMs)));
  const lettersPerSecond = round(median(backlogs.map(perSecond)));
  const peers = Object.fromEntries(
    PEERS.map((name): [PeerName, PeerFigures] => {
      const middle = median(took[name]);
      return [
        name,
        { recordedMs: round(middle), ratio: round(middle / recordedMs, 1), rounds: took[name].map((ms) => round(ms)) },
      ];
    }),
  ) as Record<PeerName, PeerFigures>;
  return {
    figures: {
      items,
      recordedMs,
      rounds,
      letters: own[0]?.letters ?? 0,
      acceptedMs,
      backlogLetters: backlogs[0]?.letters ?? 0,
      lettersPerSecond,
      lettersPerSecondRounds: backlogs.map(perSecond),
      peers,
    },
    tables: [
      {
        title: `${items} items due at one instant, until every one is recorded`,
        columns: ["how", "median ms", "times ours", "rounds, ms"],
        rows: [
          ["duban: a workflow per task, one append each", recordedMs, 1, rounds.join(", ")],
          ...PEERS.map((name) => [
            TITLES[name],
            peers[name].recordedMs,
            peers[name].ratio,
            peers[name].rounds.join(", "),
          ]),
        ],
      },
      {
        title: "Letters, until the mail server has accepted them",
        columns: ["which", "letters", "figure"],
        rows: [
          ["the storm's own, from the due instant on", own[0]?.letters ?? 0, `${acceptedMs} ms`],
          ["half a year's of the seed plan at once", backlogs[0]?.letters ?? 0, `${lettersPerSecond}/s`],
        ],
      },
    ],
    aims: [
      atMost("recorded", recordedMs, 300, "ms"),
      atLeast("times the workflow per item", peers.workflowPerItem.ratio, 80, ""),
      atLeast("times pg-boss", peers.pgBoss.ratio, 4, ""),
      atLeast("times graphile-worker", peers.graphileWorker.ratio, 4, ""),
      atLeast("letters accepted", lettersPerSecond, 600, "/s"),
    ],
  };
}

export const stormBenchmark: Benchmark = {
  name: "storm",
  about:
    "1,600 items due at the same instant: recorded, and their letters accepted; beside a workflow per item and two job queues",
  run,
};
