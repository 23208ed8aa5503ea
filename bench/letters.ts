/** `letters`: a day's letters, closed and sent: by one process that sends, and by two. */
import { randomUUID } from "node:crypto";
import { instantAt } from "../domain/plan/plan-date.js";
import { clientOf } from "../prisma/database/client.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { atLeast, atMost } from "./aims.js";
import { jumpClock, type Opened, openPlans, tickAll } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

/** What half a year brings is closed and sent at once. The first is not counted: the workers have just begun. */
const HALF_YEARS = ["2021-06-30", "2021-12-31", "2022-06-30"];

interface Posted {
  readonly letters: number;
  readonly notices: number;
  /** One transaction: letters made, numbered, and their notices told which. */
  readonly closingMs: number;
  /** From there until the mail server has accepted the last. */
  readonly sendingMs: number;
}

/** Closes and sends everything up to the next due instant. */
export async function post({ pool, store, gateway }: Opened, planId: string): Promise<Posted> {
  const sent = (): Promise<number> => clientOf(pool).letter.count({ where: { planId, state: "sent" } });
  const before = await sent();
  const next = (await store.nextDue(planId)).tasks;
  const closing = (await store.closingsUpTo(planId, next === null ? Number.MAX_SAFE_INTEGER : next - 1)).at(-1);
  if (closing === undefined) return { letters: 0, notices: 0, closingMs: 0, sendingMs: 0 };
  const notices = await clientOf(pool).notice.count({ where: { planId, letterId: null, closeAt: { lte: closing } } });
  const since = performance.now();
  await gateway.closeLetters(planId, closing);
  const closed = performance.now();
  await gateway.drainLetters(planId, `drain-${randomUUID()}`);
  const drained = performance.now();
  return { letters: (await sent()) - before, notices, closingMs: closed - since, sendingMs: drained - closed };
}

/**
 * The seed plan's own letters, of their real sizes. (A storm's own are few and long, as everybody gets one letter with all
 * their items.)
 */
async function play(bench: Bench): Promise<Posted[]> {
  const bundle = await planFrom(SEED_PLAN);
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    const posted: Posted[] = [];
    for (const day of bench.size === "full" ? HALF_YEARS : [bundle.plan.start, HALF_YEARS[0] ?? ""]) {
      const end = instantAt(day, "23:59", bundle.plan.timeZone.offsetMinutes);
      while (((await opened.store.nextDue(planId)).tasks ?? end + 1) <= end) {
        bench.signal.throwIfAborted();
        await tickAll(opened, planId, await jumpClock(opened, planId));
      }
      posted.push(await post(opened, planId));
    }
    return posted.slice(1);
  } finally {
    await opened.close();
  }
}

const perSecond = (posted: readonly Posted[]): number =>
  round((sum(posted, "letters") / sum(posted, "sendingMs")) * 1_000);
const sum = (posted: readonly Posted[], what: keyof Posted): number =>
  posted.reduce((total, each) => total + each[what], 0);

async function run(bench: Bench): Promise<Report> {
  const one: Posted[][] = [];
  for (let no = 0; no < bench.rounds; no++)
    one.push(
      await bench.progress.step(
        (posted: Posted[]) =>
          `letters, round ${no + 1}: ${posted.map((each) => `${each.letters} (${each.notices} notices) closed in ${round(each.closingMs)} ms, sent in ${round(each.sendingMs)}`).join("; ")}; ${perSecond(posted)}/s`,
        () => play(bench),
      ),
    );
  const rate = round(median(one.map(perSecond)));
  const closingMs = round(median(one.flat().map((each) => each.closingMs)));
  return {
    figures: { closingMs, lettersPerSecond: rate },
    tables: [],
    aims: [atLeast("letters accepted", rate, 600, "/s"), atMost("closing", closingMs, 200, "ms")],
  };
}

export const lettersBenchmark: Benchmark = {
  name: "letters",
  about: "half a year's letters of the seed plan closed and sent at once, by one process that sends and by two",
  run,
};
