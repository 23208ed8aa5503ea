/** The storm as duban records it: from a worker that has just begun and from one that is warm, by ticks and by timers. */
import { calendarOf } from "../domain/plan/calendar.js";
import { DAY_MS, dayNumber, instantAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { clientOf } from "../prisma/database/client.js";
import { LedgerListener } from "../prisma/ledger/ledger-listener.js";
import { dueStreams } from "../prisma/ledger/stream-store.js";
import { jumpClock, type Opened, openPlans, tickAll } from "./opened.js";
import type { Bench } from "./run.js";

/** Of one plan's storms, each of one rung on every item. */
export interface Storms {
  /** The first: its worker has recorded nothing but the opening and 交办. */
  readonly coldMs: number;
  /** Those after it. */
  readonly warmMs: readonly number[];
  /** Notices of the last, for each item. */
  readonly noticesPerItem: number;
}

/** The first rungs of the plan's ladder are reminders, alike in what they write. */
const WARM = 2;

/** Jumps to the next due instant and times what falls due there. */
async function timedJump(opened: Opened, planId: string, items: number): Promise<{ ms: number; at: number }> {
  const jump = await jumpClock(opened, planId);
  const since = performance.now();
  await tickAll(opened, planId, jump);
  const ms = performance.now() - since;
  await mustHaveFired(opened, planId, jump.clock.now, items);
  return { ms, at: jump.clock.now };
}

export async function mustHaveFired({ pool }: Opened, planId: string, at: number, items: number): Promise<void> {
  const fired = await clientOf(pool).ledger.groupBy({
    by: "itemId",
    where: { planId, at: { gte: at }, type: "rungFired" },
  });
  if (fired.length !== items) throw new Error(`${fired.length} rungs are recorded, not one for each of ${items} items`);
}

/** On a plan whose items are assigned. */
export async function storms(opened: Opened, planId: string, items: number): Promise<Storms> {
  const first = await timedJump(opened, planId, items);
  const warmMs: number[] = [];
  let { at } = first;
  for (let no = 0; no < WARM; no++) {
    const next = await timedJump(opened, planId, items);
    warmMs.push(next.ms);
    at = next.at;
  }
  const notices = await clientOf(opened.pool).notice.count({ where: { planId, at } });
  return { coldMs: first.ms, warmMs, noticesPerItem: Math.round(notices / items) };
}

/** From opening to the due instant: 交办 of every item is recorded by then (milliseconds). */
const LEAD = 45_000;
/** Instants of a plan are whole minutes of its zone; the zone's offset is whole minutes of the machine's. */
const MINUTE = 60_000;
const FIRING = 9 * 60;

/**
 * The plan laid so that its first rung falls due at an instant of the machine's clock: its zone is moved, and its days stay as they
 * are.
 */
function laidAt(
  { plan, ...documents }: PlanBundle,
  first: number,
): { readonly bundle: PlanBundle; readonly openedAt: number } {
  const day = calendarOf(documents.calendar).addWorkingDays(plan.start, 1);
  const offsetMinutes = (dayNumber(day) * DAY_MS - first) / MINUTE + FIRING;
  const timeZone = { ...plan.timeZone, offsetMinutes };
  return {
    bundle: { ...documents, plan: { ...plan, timeZone } },
    openedAt: instantAt(plan.start, "08:00", offsetMinutes),
  };
}

/** A live plan, whose workflows' timers fall due: milliseconds from the due instant until its last rung is recorded. */
export async function liveStorm(bench: Bench, bundle: PlanBundle, items: number): Promise<number> {
  const first = Math.ceil((Date.now() + LEAD) / MINUTE) * MINUTE;
  const laid = laidAt(bundle, first);
  const opened = await openPlans(bench, laid.bundle, 1, { mode: "live", openedAt: laid.openedAt });
  const [planId = ""] = opened.planIds;
  const listener = new LedgerListener(opened.pool, (problem) => bench.progress.line(problem));
  try {
    let recordedAt = 0;
    await new Promise<void>((resolve, reject) => {
      const look = async (): Promise<void> => {
        if (Date.now() < first || recordedAt > 0) return;
        const due = await dueStreams(opened.pool, planId, first);
        if (due.length > 0 || recordedAt > 0) return;
        recordedAt = Date.now();
        resolve();
      };
      const follower = { wake: () => void look().catch(reject), hearing: () => undefined };
      listener.follow(planId, follower).catch(reject);
      bench.signal.addEventListener("abort", () => reject(bench.signal.reason as Error), { once: true });
    });
    await mustHaveFired(opened, planId, first, items);
    return recordedAt - first;
  } finally {
    await listener.close();
    await opened.close();
  }
}

/** A fresh plan with a fresh worker, its items assigned. */
export async function assigned(bench: Bench, bundle: PlanBundle): Promise<Opened> {
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    await tickAll(opened, planId, await jumpClock(opened, planId));
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
