/**
 * `national`: what all counties of the country together would need, from the measured cost of a storm: deadlines fall on
 * the same few days, and every county's 09:00 is the same 09:00. By two workers, and checked against a larger run of theirs.
 */
import path from "node:path";
import os from "node:os";
import { plannedItems } from "../domain/plan/planned-items.js";
import { atMost } from "./aims.js";
import { cpuSeconds, residentMb } from "./cpu.js";
import { jumpClock, openPlans, tickAll } from "./opened.js";
import { STORM_MILESTONES, stormPlan } from "./plans.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

/** 县级行政区 of the country at the end of 2021 (民政部's yearly figures: 2,843 to 2,844). */
export const COUNTIES = 2_844;
/** A storm has to be recorded well before the day's letters close, ten minutes after it (seconds). */
const WITHIN = 300;

interface Step {
  readonly plans: number;
  readonly items: number;
  readonly seconds: number;
  /** Processor seconds of worker, PostgreSQL and Temporal for all storms of this size, divided by storms. */
  readonly cpuSecondsPerStorm: number;
  readonly cpuMsPerItem: number;
  /** Of the workers, after the last storm (resident). */
  readonly workerMb: number;
}

const STORMS = 4;
/** One keeps about one core busy. */
const WORKERS = 2;

async function step(bench: Bench, milestones: number, plans: number): Promise<Step> {
  const bundle = await stormPlan(path.join(bench.stateDir, "plans", `national-${plans}`), milestones);
  const opened = await openPlans(bench, bundle, plans, { workers: WORKERS });
  try {
    const pids = [...opened.pids(), ...Object.values(bench.stack.pids())];
    await Promise.all(opened.planIds.map(async (planId) => tickAll(opened, planId, await jumpClock(opened, planId))));
    const took: number[] = [];
    const before = cpuSeconds(pids);
    for (let no = 0; no < STORMS; no++) {
      bench.signal.throwIfAborted();
      const since = performance.now();
      await Promise.all(opened.planIds.map(async (planId) => tickAll(opened, planId, await jumpClock(opened, planId))));
      took.push((performance.now() - since) / 1_000);
    }
    const cpu = (cpuSeconds(pids) - before) / STORMS;
    const items = plannedItems(bundle).length * plans;
    return {
      plans,
      items,
      seconds: round(median(took), 2),
      cpuSecondsPerStorm: round(cpu, 2),
      cpuMsPerItem: round((cpu / items) * 1_000, 3),
      workerMb: opened.pids().reduce((sum, pid) => sum + residentMb(pid), 0),
    };
  } finally {
    await opened.close();
  }
}

/** Cores that record `COUNTIES` storms within the time, at a cost per item. */
function coresFor(cpuMsPerItem: number, itemsPerPlan: number): number {
  return Math.ceil((COUNTIES * itemsPerPlan * cpuMsPerItem) / 1_000 / WITHIN);
}

async function run(bench: Bench): Promise<Report> {
  const full = bench.size === "full";
  const [small, large, milestones] = full ? [4, 24, STORM_MILESTONES] : [1, 2, 1];
  const base = await bench.progress.step(`national, ${small} plans`, () => step(bench, milestones, small));
  const check = await bench.progress.step(`national, ${large} plans`, () => step(bench, milestones, large));
  const itemsPerPlan = base.items / base.plans;
  const cores = os.availableParallelism();
  // What the smaller run's cost says about the larger, were every core busy with nothing else.
  const predicted = round((base.cpuMsPerItem * check.items) / 1_000 / cores, 2);
  const needed = coresFor(base.cpuMsPerItem, itemsPerPlan);
  return {
    figures: {
      counties: COUNTIES,
      itemsPerCounty: itemsPerPlan,
      withinSeconds: WITHIN,
      steps: [base, check],
      predictedSecondsOfLargest: predicted,
      measuredSecondsOfLargest: check.seconds,
      coresNeeded: needed,
      coresNeededByLargest: coresFor(check.cpuMsPerItem, itemsPerPlan),
    },
    tables: [
      {
        title: "A storm on many plans at once with two workers, and what it costs",
        columns: ["plans", "items due", "recorded s", "processor s", "processor ms per item", "workers MB"],
        rows: [base, check].map((each) => [
          each.plans,
          each.items,
          each.seconds,
          each.cpuSecondsPerStorm,
          each.cpuMsPerItem,
          each.workerMb,
        ]),
      },
      {
        title: `${COUNTIES} counties`,
        columns: ["what", "figure"],
        rows: [
          ["items due at one 09:00", `${COUNTIES} × ${itemsPerPlan} = ${COUNTIES * itemsPerPlan}`],
          [
            "processor time",
            `× ${base.cpuMsPerItem} ms = ${round((COUNTIES * itemsPerPlan * base.cpuMsPerItem) / 1_000)} s`,
          ],
          [`cores, to have it recorded within ${WITHIN} s`, needed],
          ["the same from the larger run's cost", coresFor(check.cpuMsPerItem, itemsPerPlan)],
          [`check: ${check.plans} plans on ${cores} cores, by the smaller run's cost`, `${predicted} s`],
          ["check: measured", `${check.seconds} s`],
        ],
      },
    ],
    aims: [atMost("time of the larger run, by the arithmetic", round(check.seconds / predicted, 2), 1.3, "")],
  };
}

export const nationalBenchmark: Benchmark = {
  name: "national",
  about: "from the measured cost of a storm, what 2,844 counties would need, checked by the largest run that fits here",
  run,
};
