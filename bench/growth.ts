/** `growth`: the storm and people's acts on 1, 4 and 16 plans at once, with one worker and with two. */
import path from "node:path";
import { plannedItems } from "../domain/plan/planned-items.js";
import { acts, type Actable, inTurn, readyToAct, TOGETHER } from "./action.js";
import { atLeast } from "./aims.js";
import { residentMb } from "./cpu.js";
import { jumpClock, type Opened, openPlans, tickAll } from "./opened.js";
import { STORM_MILESTONES, stormPlan } from "./plans.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { type Latency, latencyOf, median, round } from "./statistics.js";

interface Grown {
  readonly workers: number;
  readonly plans: number;
  readonly items: number;
  readonly stormMs: number;
  /** Items recorded per second, over all plans. */
  readonly perSecond: number;
  /** Of the workflows' histories, for each item of one storm. */
  readonly historyBytesPerItem: number;
  /** Of all workers after the acts (resident). */
  readonly workerMb: number;
  readonly action: Latency;
}

/** Over all streams of all plans. */
async function historyBytes(opened: Opened): Promise<number> {
  const { planIds, gateway } = opened;
  const streams = planIds.flatMap((planId) => opened.streamsOf(planId).map((stream) => [planId, stream] as const));
  const usage = await Promise.all(streams.map(([planId, stream]) => gateway.workflows.usage(planId, stream)));
  return usage.reduce((sum, each) => sum + each.historyBytes, 0);
}

/** Storms on all plans at the same time, each on every item of its plan. */
const STORMS = 3;
const ACTS = 400;

async function grown(bench: Bench, milestones: number, plans: number, workers: number): Promise<Grown> {
  const bundle = await stormPlan(path.join(bench.stateDir, "plans", `growth-${plans}-${workers}`), milestones);
  const opened = await openPlans(bench, bundle, plans, { workers });
  try {
    const actable: Actable[][] = [];
    for (const planId of opened.planIds) actable.push(inTurn(await readyToAct(opened, bundle, planId)));
    const storms: number[] = [];
    const before = await historyBytes(opened);
    for (let no = 0; no < STORMS; no++) {
      bench.signal.throwIfAborted();
      const jumps = await Promise.all(opened.planIds.map((planId) => jumpClock(opened, planId)));
      const since = performance.now();
      await Promise.all(
        opened.planIds.map((planId, index) => tickAll(opened, planId, jumps[index] as (typeof jumps)[0])),
      );
      storms.push(performance.now() - since);
    }
    const stormBytes = ((await historyBytes(opened)) - before) / STORMS;
    const took = await acts(opened, inTurn(actable), bench.size === "full" ? ACTS : TOGETHER, TOGETHER);
    const items = plannedItems(bundle).length * plans;
    const stormMs = median(storms);
    return {
      workers,
      plans,
      items,
      stormMs: round(stormMs),
      perSecond: round((items / stormMs) * 1_000),
      historyBytesPerItem: round(stormBytes / items, 1),
      workerMb: opened.pids().reduce((sum, pid) => sum + residentMb(pid), 0),
      action: latencyOf(took),
    };
  } finally {
    await opened.close();
  }
}

async function run(bench: Bench): Promise<Report> {
  const [sizes, milestones] = bench.size === "full" ? [[1, 4, 16], STORM_MILESTONES] : [[1, 2], 1];
  const steps: Grown[] = [];
  for (const plans of sizes)
    for (const workers of [1, 2])
      steps.push(
        await bench.progress.step(`growth, ${plans} plans at once, ${workers} workers`, () =>
          grown(bench, milestones, plans, workers),
        ),
      );
  const [one, two] = steps.slice(-2);
  const gain = round((two?.perSecond ?? 0) / (one?.perSecond ?? 1), 2);
  return {
    figures: { steps, gain },
    tables: [
      {
        title: "Plans at once, every item of every plan due at the same instant; then 20 acts at a time over all plans",
        columns: [
          "plans",
          "workers",
          "items due",
          "recorded ms",
          "items/s",
          "act p50 ms",
          "act p99 ms",
          "history bytes/item",
          "worker MB",
        ],
        rows: steps.map(({ plans, workers, items, stormMs, perSecond, action, historyBytesPerItem, workerMb }) => [
          plans,
          workers,
          items,
          stormMs,
          perSecond,
          action.p50,
          action.p99,
          historyBytesPerItem,
          workerMb,
        ]),
      },
    ],
    aims: [atLeast(`two workers on ${two?.plans ?? 0} plans, times one`, gain, 1.7, "")],
  };
}

export const growthBenchmark: Benchmark = {
  name: "growth",
  about: "storm and action on 1, 4 and 16 plans at once, with one worker and with two",
  run,
};
