/**
 * `inspections`: a form opened without a network; forty inspectors who come back to one and send an afternoon's visits at once, while
 * other people act; the bulletin of their round; and what a telephone loads before it shows a form.
 */
import { groupBy } from "../domain/plan/group-by.js";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { newPhoto, type Photo } from "../chaos/live/photos.js";
import { buildPage } from "../scripts/build-web.js";
import { type Acted, actFor, tokensOf } from "./acting.js";
import { inTurn, readyToAct } from "./action.js";
import { sendVisit } from "./afternoon.js";
import { atMost } from "./aims.js";
import { startApi } from "./api-process.js";
import { cpuSeconds } from "./cpu.js";
import { closeRound, draftBulletins } from "./bulletin.js";
import { openForms } from "./filing-form.js";
import { inspectedPlan, LINES, officeOf, takenAlong, type Visited } from "./inspected.js";
import { openPlans } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

const PHOTOS = 400;
const PHOTO_BYTES = 500_000;
/** Acts of others a second, meanwhile. */
const PER_SECOND = 10;
/** Seconds of acts before the devices come, which are not counted: a process that has just begun compiles what answers them. */
const WARM_SECONDS = 3;
/** Seconds at most; they end with the last receipt. */
const MOST_SECONDS = 300;
/** How often a form is opened and a bulletin drafted, of each round. */
const TIMES = 5;

interface Afternoon {
  readonly visits: number;
  readonly photos: number;
  readonly inspectors: number;
  /** From the first request to the last receipt, submitted (milliseconds). */
  readonly ms: number;
  readonly requests: number;
  /** Processor time of API, worker, PostgreSQL and Temporal until then (seconds): what a busy machine does not change. */
  readonly cpu: number;
  readonly acted: Acted;
  /** Until the first line of a form stood, opened without a network (milliseconds). */
  readonly forms: readonly number[];
  /** Until a bulletin was drafted, with its Word document and its workbook (milliseconds). */
  readonly bulletins: readonly number[];
}

async function afternoon(bench: Bench): Promise<Afternoon> {
  const bundle = await inspectedPlan();
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    const items = inTurn(await readyToAct(opened, bundle, planId));
    const all = await takenAlong(opened, bundle, planId);
    const visits = bench.size === "full" ? all : all.slice(0, 3);
    const own = groupBy(visits, ({ inspector }) => inspector);
    const office = officeOf(bundle).person;
    const people = [office, ...own.keys(), ...items.map(({ actor }) => actor.person)];
    const slug = bundle.plan.id;
    const tokens = await tokensOf(opened.pool, slug, people);
    await buildPage();
    const { child, origin } = await startApi(bench, bench.stack.databaseUrl, opened.taskQueue);
    try {
      const [first] = visits;
      if (!first) throw new Error("the round has no visit");
      const times = bench.size === "full" ? TIMES : 1;
      const forms = await openForms({ pool: opened.pool, origin, planId, slug }, first, times);
      const shots = shotsOf(visits, bench.size === "full" ? PHOTOS : 3);
      const warm = { perSecond: PER_SECOND, seconds: WARM_SECONDS };
      await actFor(origin, items, tokens, warm, bench.signal);
      const over = new AbortController();
      const acts = { perSecond: PER_SECOND, seconds: MOST_SECONDS };
      const acting = actFor(origin, items, tokens, acts, bench.signal, over.signal);
      const pids = [child.pid(), opened.workerPid(), ...Object.values(bench.stack.pids())];
      const before = cpuSeconds(pids);
      const sent = await sendAll({ origin, planId, tokens }, own, shots).finally(() => over.abort());
      const acted = await acting;
      const cpu = cpuSeconds(pids) - before;
      await closeRound(opened, bundle, planId);
      const bulletins = await draftBulletins({ origin, planId, token: tokens.get(office) ?? "" }, times);
      const photos = [...shots.values()].flat().length;
      return { visits: visits.length, photos, inspectors: own.size, ...sent, cpu, acted, forms, bulletins };
    } finally {
      await child.stop();
    }
  } finally {
    await opened.close();
  }
}

interface To {
  readonly origin: string;
  readonly planId: string;
  readonly tokens: ReadonlyMap<string, string>;
}

/** By visit its photos, of so many dealt out to all. */
function shotsOf(visits: readonly Visited[], photos: number): ReadonlyMap<string, readonly Photo[]> {
  const shots = new Map(visits.map(({ id }) => [id, [] as Photo[]]));
  for (let no = 0; no < photos; no++) shots.get(visits[no % visits.length]?.id ?? "")?.push(newPhoto(PHOTO_BYTES));
  return shots;
}

/** All inspectors at once, each their visits one after the other, as a telephone does. */
async function sendAll(
  { origin, planId, tokens }: To,
  own: ReadonlyMap<string, readonly Visited[]>,
  shots: ReadonlyMap<string, readonly Photo[]>,
): Promise<Pick<Afternoon, "ms" | "requests">> {
  let requests = 0;
  const since = performance.now();
  await Promise.all(
    [...own].map(async ([person, mine]) => {
      for (const visit of mine) {
        const phone = { origin, planId, token: tokens.get(person) ?? "" };
        const sent = await sendVisit(phone, visit, shots.get(visit.id) ?? []);
        requests += sent.requests;
      }
    }),
  );
  return { ms: performance.now() - since, requests };
}

/** Script that the filing page loads before it shows a form (bytes of gzip). */
async function firstLoad(): Promise<number> {
  const { dist } = await buildPage();
  const html = readFileSync(path.join(dist, "filing/index.html"), "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="(\/filing\/assets\/[^"]+\.js)"/g)].map(([, at]) => at ?? "");
  return scripts.reduce((sum, at) => sum + gzipSync(readFileSync(path.join(dist, at)), { level: 9 }).length, 0);
}

async function run(bench: Bench): Promise<Report> {
  const rounds: Afternoon[] = [];
  for (let no = 0; no < bench.rounds; no++) {
    bench.signal.throwIfAborted();
    rounds.push(
      await bench.progress.step(
        ({ ms, acted }: Afternoon) =>
          `inspections, round ${no + 1}: all receipts after ${round(ms / 1_000, 1)} s, acts meanwhile p99 ${acted.p99} ms${acted.firstFailure === null ? "" : `, failed: ${acted.firstFailure}`}`,
        () => afternoon(bench),
      ),
    );
  }
  return reportOf(rounds, await firstLoad());
}

function reportOf(rounds: readonly Afternoon[], scriptBytes: number): Report {
  const seconds = round(median(rounds.map(({ ms }) => ms)) / 1_000, 1);
  const actsP99 = round(median(rounds.map(({ acted }) => acted.p99)));
  const failed = rounds.reduce((sum, { acted }) => sum + acted.failed, 0);
  const scriptKb = round(scriptBytes / 1_000);
  const formMs = round(median(rounds.flatMap(({ forms }) => forms)));
  const bulletinMs = round(median(rounds.flatMap(({ bulletins }) => bulletins)));
  const [first] = rounds;
  return {
    figures: {
      visits: first?.visits ?? 0,
      lines: (first?.visits ?? 0) * LINES,
      photos: first?.photos ?? 0,
      photoBytes: PHOTO_BYTES,
      inspectors: first?.inspectors ?? 0,
      seconds,
      rounds: rounds.map(({ ms, requests, cpu, acted }) => ({
        seconds: round(ms / 1_000, 1),
        requests,
        processorSeconds: cpu,
        acted,
      })),
      scriptKb,
      formMs,
      bulletinMs,
    },
    tables: [
      {
        title: `${first?.inspectors ?? 0} inspectors send ${first?.visits ?? 0} visits of ${LINES} lines and ${first?.photos ?? 0} photos of ${PHOTO_BYTES / 1_000} kB at once; one API process, one worker`,
        columns: [
          "round",
          "all receipts, s",
          "processor s",
          "requests",
          "acts of others",
          "failed",
          "p50 ms",
          "p99 ms",
          "longest ms",
        ],
        rows: rounds.map(({ ms, requests, cpu, acted }, no) => [
          no + 1,
          round(ms / 1_000, 1),
          round(cpu, 1),
          requests,
          acted.count,
          acted.failed,
          acted.p50,
          acted.p99,
          acted.max,
        ]),
      },
      {
        title: "The filing page, and the round's bulletin",
        columns: ["what", "figure"],
        rows: [
          ["script before the form is shown, gzip", `${scriptKb} kB`],
          ["a form of the page opened without a network, processor ÷ 4, median", `${formMs} ms`],
          ["bulletin drafted, with its Word document and its workbook, median", `${bulletinMs} ms`],
        ],
      },
    ],
    aims: [
      atMost("all receipts", seconds, 60, "s"),
      atMost("acts of others meanwhile, p99", actsP99, 300, "ms"),
      atMost("acts of others that failed", failed, 0, ""),
      atMost("script of the filing page", scriptKb, 120, "kB"),
      atMost("form opened without a network, processor ÷ 4", formMs, 3_000, "ms"),
      atMost("bulletin with its Word document and its workbook", bulletinMs, 3_000, "ms"),
    ],
  };
}

export const inspectionsBenchmark: Benchmark = {
  name: "inspections",
  about: "40 inspectors send 64 visits with 1,600 lines and 400 photos at once, while others act",
  run,
};
