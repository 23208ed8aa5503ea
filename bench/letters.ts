/** `letters`: a day's letters, closed and sent: by one process that sends, and by two. */
import { randomUUID } from "node:crypto";
import { instantAt } from "../domain/plan/plan-date.js";
import { clientOf } from "../prisma/database/client.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { atLeast, atMost } from "./aims.js";
import { jumpClock, type Opened, openPlans, tickAll } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

/** What a year brings is closed and sent at once. The first is not counted: the workers have just begun. */
const YEARS = ["2021-12-31", "2022-12-31", "2023-12-31"];
/** Processes that send. */
const SENDERS = [1, 2] as const;

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
  const told = (): Promise<number> => clientOf(pool).letterNotice.count({ where: { planId } });
  const toldBefore = await told();
  const since = performance.now();
  await gateway.closeLetters(planId, closing);
  const closed = performance.now();
  await gateway.drainLetters(planId, `drain-${randomUUID()}`);
  const drained = performance.now();
  return {
    letters: (await sent()) - before,
    notices: (await told()) - toldBefore,
    closingMs: closed - since,
    sendingMs: drained - closed,
  };
}

/**
 * The seed plan's own letters, of their real sizes. (A storm's own are few and long, as everybody gets one letter with all
 * their items.)
 */
async function play(bench: Bench, senders: number): Promise<Posted[]> {
  const bundle = await planFrom(SEED_PLAN);
  const opened = await openPlans(bench, bundle, 1, { senders: senders - 1 });
  const [planId = ""] = opened.planIds;
  try {
    const posted: Posted[] = [];
    for (const day of bench.size === "full" ? YEARS : [bundle.plan.start, "2021-06-30"]) {
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
  const posted = new Map<number, Posted[][]>(SENDERS.map((senders) => [senders, []]));
  for (let no = 0; no < bench.rounds; no++)
    for (const senders of SENDERS)
      posted.get(senders)?.push(
        await bench.progress.step(
          (all: Posted[]) =>
            `letters, round ${no + 1}, ${senders} sending: ${perSecond(all)}/s; ${all
              .map((each) => `${each.letters} of ${each.notices} notices closed in ${round(each.closingMs)} ms`)
              .join(", ")}`,
          () => play(bench, senders),
        ),
      );
  return reportOf(posted);
}

function reportOf(posted: ReadonlyMap<number, readonly Posted[][]>): Report {
  const rounds = (senders: number): number[] => (posted.get(senders) ?? []).map(perSecond);
  const rate = (senders: number): number => round(median(rounds(senders)));
  const closings = [...posted.values()].flat(2);
  const closingMs = round(median(closings.map((each) => each.closingMs)));
  const [one, two] = SENDERS.map(rate) as [number, number];
  const letters = round(median(closings.map((each) => each.letters)));
  const notices = round(median(closings.map((each) => each.notices)));
  return {
    figures: { letters, notices, closingMs, lettersPerSecond: Object.fromEntries(SENDERS.map((n) => [n, rounds(n)])) },
    tables: [
      {
        title: `A year's letters of the seed plan at once: some ${letters}, of ${notices} notices`,
        columns: ["what", "median", "rounds"],
        rows: [
          ["closed: made, numbered and assigned in one transaction", `${closingMs} ms`, ""],
          ["accepted by the mail server, one process sending", `${one}/s`, rounds(1).join(", ")],
          ["two processes sending", `${two}/s`, rounds(2).join(", ")],
        ],
      },
    ],
    aims: [
      atLeast("letters accepted, one process", one, 600, "/s"),
      atLeast("letters accepted, two processes", two, 1_000, "/s"),
      atMost("closing a year's letters", closingMs, 400, "ms"),
    ],
  };
}

export const lettersBenchmark: Benchmark = {
  name: "letters",
  about: "a year's letters of the seed plan closed and sent at once, by one process that sends and by two",
  run,
};
