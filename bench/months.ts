/**
 * `months`: the month's request of several plans falls due at one instant, and so does the end of their month: every unit is asked and its
 * letter closed, every month is closed with its figures, by two workers. And what a hundred plans would need by that.
 */
import { calendarOf } from "../domain/plan/calendar.js";
import { monthDates, monthStream } from "../domain/months/month-name.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { addDays, instantAt } from "../domain/plan/plan-date.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { clientOf } from "../prisma/database/client.js";
import { drive, NOBODY } from "../rehearsal/driver.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { atMost } from "./aims.js";
import { type Opened, openPlans } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

const PLANS = 8;
const WANTED = 100;
/** As of the storm of a whole country: well before the letters of 09:00 are late (seconds). */
const WITHIN = 300;
const WORKERS = 2;

interface Played {
  readonly plans: number;
  /** Requests of all plans. */
  readonly requests: number;
  readonly askSeconds: number;
  readonly closeSeconds: number;
}

/** The days of the first month that the plan asks about. */
function firstMonth({ policy, calendar, plan }: PlanBundle): { month: string; asked: PlanDate; closes: PlanDate } {
  const { months } = policy;
  const dates = months && monthDates(months.first, months, calendarOf(calendar));
  if (!months || !dates) throw new Error(`${plan.id} asks nobody by the month`);
  return { month: months.first, asked: dates.askedOn, closes: dates.closesOn };
}

/** Moves all plans through everything that is due by an instant. Answers the seconds that it took. */
async function moveTo(opened: Opened, until: number): Promise<number> {
  const { store, gateway, planIds } = opened;
  const since = performance.now();
  await Promise.all(planIds.map((planId) => drive({ planId, store, gateway, people: NOBODY, until })));
  return (performance.now() - since) / 1_000;
}

async function play(bench: Bench, bundle: PlanBundle, plans: number): Promise<Played> {
  const { month, asked, closes } = firstMonth(bundle);
  const { offsetMinutes } = bundle.plan.timeZone;
  const at = (day: PlanDate, time: string): number => instantAt(day, time, offsetMinutes);
  const closing = calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(addDays(closes, 1));
  const opened = await openPlans(bench, bundle, plans, { workers: WORKERS });
  try {
    await moveTo(opened, at(asked, "08:59"));
    bench.signal.throwIfAborted();
    const askSeconds = await moveTo(opened, at(asked, "09:30"));
    const where = { planId: { in: [...opened.planIds] }, month };
    const requests = await clientOf(opened.pool).progressRequest.count({ where });
    if (requests === 0) throw new Error(`nobody was asked about ${month}`);
    await moveTo(opened, at(closing, "08:59"));
    bench.signal.throwIfAborted();
    const closeSeconds = await moveTo(opened, at(closing, "09:30"));
    const closed = await clientOf(opened.pool).progressMonth.count({ where: { ...where, status: "closed" } });
    if (closed !== plans) throw new Error(`${closed} of ${plans} months are closed`);
    return { plans, requests, askSeconds, closeSeconds };
  } finally {
    for (const planId of opened.planIds)
      await opened.gateway.workflows.terminate(planId, monthStream(month), "measured");
    await opened.close();
  }
}

async function run(bench: Bench): Promise<Report> {
  const bundle = await planFrom(SEED_PLAN);
  const plans = bench.size === "full" ? PLANS : 1;
  const played: Played[] = [];
  for (let no = 0; no < bench.rounds; no++) {
    bench.signal.throwIfAborted();
    played.push(
      await bench.progress.step(
        ({ requests, askSeconds, closeSeconds }: Played) =>
          `months, round ${no + 1}: ${requests} requests of ${plans} plans in ${round(askSeconds, 1)} s, closed in ${round(closeSeconds, 1)} s`,
        () => play(bench, bundle, plans),
      ),
    );
  }
  const ask = round(median(played.map(({ askSeconds }) => askSeconds)), 2);
  const close = round(median(played.map(({ closeSeconds }) => closeSeconds)), 2);
  const wanted = (seconds: number): number => round((seconds / plans) * WANTED, 1);
  return {
    figures: { plans, requests: played[0]?.requests ?? 0, askSeconds: ask, closeSeconds: close },
    tables: [
      {
        title: `The month's requests of ${plans} plans, with their letters closed, and the months' end; two workers, seconds`,
        columns: ["round", "requests", "asked", "closed"],
        rows: played.map((one, no) => [no + 1, one.requests, round(one.askSeconds, 2), round(one.closeSeconds, 2)]),
      },
    ],
    aims: [
      atMost(`${WANTED} plans asked, by the arithmetic`, wanted(ask), WITHIN, "s"),
      atMost(`${WANTED} months closed, by the arithmetic`, wanted(close), WITHIN, "s"),
    ],
  };
}

export const monthsBenchmark: Benchmark = {
  name: "months",
  about: "the month's request of many plans at one instant: everybody is asked, and the month is closed",
  run,
};
