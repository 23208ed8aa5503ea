/**
 * `reads`: what people look at all day, with a hundred plans in the database and fifty of them asking at once; and what they do,
 * twenty acts a second for a minute on one plan more, of which all workflows run.
 */
import type { PlanBundle } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { type Acted, actFor, tokensOf } from "./acting.js";
import { startApi } from "./api-process.js";
import { inTurn, readyToAct } from "./action.js";
import { type Filled, fill } from "./filled.js";
import { load } from "./http-load.js";
import { type Opened, openPlans } from "./opened.js";
import { atMost } from "./aims.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { type Latency, latencyOf, round } from "./statistics.js";

const TOGETHER = 50;
/** 100 plans × 19 × 64 = 121,600 items. */
const FULL = { plans: 100, milestones: 19, ledgerRows: 10_000, before: 300, requests: 3_000, seconds: 60 };
const SMALL = { plans: 2, milestones: 1, ledgerRows: 100, before: 10, requests: 60, seconds: 1 };
/** Acts. */
const PER_SECOND = 20;

const PAGES = ["heatMap", "myItems", "itemPage"] as const;
type Page = (typeof PAGES)[number];
const TITLES: Readonly<Record<Page, string>> = {
  heatMap: "map of lights: /lights",
  myItems: "a unit's own items: /items?unit=…",
  itemPage: "an item's page: /items/{id}",
};

interface Read extends Latency {
  readonly perSecond: number;
}

/** The paths of one kind of page, over all plans in turn, the same at every run. */
function pathsOf(page: Page, { planIds, bundle }: Filled, count: number): string[] {
  const items = plannedItems(bundle);
  const units = [...new Set(items.map((item) => item.primaryUnit))];
  return Array.from({ length: count }, (_, no) => {
    const plan = `/api/v1/plans/${planIds[no % planIds.length]}`;
    // A step that shares no factor with the number of items, so that all of them come.
    const item = items[(no * 37) % items.length]?.id ?? "";
    if (page === "heatMap") return `${plan}/lights`;
    if (page === "myItems") return `${plan}/items?unit=${units[(no * 7) % units.length]}`;
    return `${plan}/items/${encodeURIComponent(item)}`;
  });
}

async function run(bench: Bench): Promise<Report> {
  const { plans, milestones, ledgerRows } = bench.size === "full" ? FULL : SMALL;
  const filled = await bench.progress.step(
    (done: Filled) => `reads: ${done.items} items, ${done.ledgerRows} ledger rows, ${done.notices} notices`,
    () => fill(bench, plans, milestones, ledgerRows),
  );
  try {
    const bundle = await planFrom(SEED_PLAN);
    const opened = await openPlans({ ...bench, stack: { ...bench.stack, databaseUrl: filled.databaseUrl } }, bundle);
    try {
      const { child, origin, token } = await startApi(bench, filled.databaseUrl, opened.taskQueue);
      try {
        const { first, pages } = await look(bench, filled, origin, token);
        return reportOf(filled, first, pages, await act(bench, opened, bundle, origin));
      } finally {
        await child.stop();
      }
    } finally {
      await opened.close();
    }
  } finally {
    await filled.drop();
  }
}

async function look(bench: Bench, filled: Filled, origin: string, token: string) {
  const { plans, before, requests } = bench.size === "full" ? FULL : SMALL;
  // Each plan once, as the first who looks at a plan after a start waits for it to be read.
  const first = await load(origin, pathsOf("heatMap", filled, plans), TOGETHER, token);
  const pages: Partial<Record<Page, Read>> = {};
  for (const page of PAGES) {
    bench.signal.throwIfAborted();
    pages[page] = await bench.progress.step(`reads, ${TITLES[page]}`, async () => {
      const paths = pathsOf(page, filled, before + requests);
      // Not counted: a process that has just begun has yet to compile what answers this page.
      await load(origin, paths.slice(0, before), TOGETHER, token);
      const done = await load(origin, paths.slice(before), TOGETHER, token);
      return { ...latencyOf(done.milliseconds), perSecond: round(requests / done.seconds) };
    });
  }
  return { first: latencyOf(first.milliseconds), pages: pages as Record<Page, Read> };
}

async function act(bench: Bench, opened: Opened, bundle: PlanBundle, origin: string): Promise<Acted> {
  const { seconds } = bench.size === "full" ? FULL : SMALL;
  const items = inTurn(await readyToAct(opened, bundle, opened.planIds[0] ?? ""));
  const people = items.map(({ actor }) => actor.person);
  const tokens = await tokensOf(opened.pool, bundle.plan.id, people);
  return bench.progress.step(`reads, ${PER_SECOND} acts a second`, () =>
    actFor(origin, items, tokens, { perSecond: PER_SECOND, seconds }, bench.signal),
  );
}

function reportOf(filled: Filled, first: Latency, pages: Readonly<Record<Page, Read>>, acted: Acted): Report {
  const { items, ledgerRows, notices, planIds } = filled;
  return {
    figures: {
      plans: planIds.length,
      items,
      ledgerRows,
      notices,
      connections: TOGETHER,
      firstLook: first,
      ...pages,
      acted,
    },
    tables: [
      {
        title: `${planIds.length} plans, ${items} items, ${ledgerRows} ledger rows; ${TOGETHER} connections, one API process`,
        columns: ["page", "requests", "p50 ms", "p99 ms", "longest ms", "requests/s"],
        rows: [
          ["each plan's first look after a start", first.count, first.p50, first.p99, first.max, ""],
          ...PAGES.map((page) => {
            const { count, p50, p99, max, perSecond } = pages[page];
            return [TITLES[page], count, p50, p99, max, perSecond];
          }),
        ],
      },
      {
        title: `Progress reported over HTTP on a further plan, ${acted.perSecond} a second for ${acted.seconds} s`,
        columns: ["acts", "refused or failed", "p50 ms", "p99 ms", "longest ms"],
        rows: [[acted.count, acted.failed, acted.p50, acted.p99, acted.max]],
      },
    ],
    aims: [
      atMost("each plan's first look after a start, p99", first.p99, 300, "ms"),
      ...PAGES.map((page) => atMost(`${TITLES[page]}, p99`, pages[page].p99, 50, "ms")),
      atMost(`acts of ${acted.count} that failed`, acted.failed, 0, ""),
    ],
  };
}

export const readsBenchmark: Benchmark = {
  name: "reads",
  about: "map of lights, a unit's items, an item's page: 100 plans in the database, 50 connections",
  run,
};
