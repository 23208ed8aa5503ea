/**
 * The sweep: nothing waits unnoticed. A worker that is killed right after a commit, with its caller, leaves messages that nobody
 * sends, and a workflow that is gone lets instants pass. At a process's start and every minute while there is any of it, the
 * streams concerned are told to look. Sign-ins that have ended, and rows of registers that were staged and never recorded, are removed on the way.
 */
import type { Pool } from "../prisma/database/pool.js";
import { sweepStaged } from "../prisma/registers/staging.js";
import { sweepSignIns } from "../prisma/accounts/session-store.js";
import { alarmStandstill, standstillWords } from "../prisma/ledger/headway.js";
import { findPlan, runningPlans } from "../prisma/plans/plan-store.js";
import { clockForMessages, overdueStreams, startedStreams, unappliedMessages } from "../prisma/ledger/stream-store.js";
import { toldMessage } from "../telemetry/errors.js";
import type { Clock } from "../workflows/messages.js";

/** What the sweep needs of Temporal. */
export interface SweepGateway {
  resync(planId: string, stream: string): Promise<void>;
  deliver(planId: string, stream: string, message: string, clock: Clock | null): Promise<void>;
}

export interface Swept {
  readonly resynced: number;
  readonly delivered: number;
  /** Streams that could not be told, with the reason. */
  readonly failed: readonly { readonly plan: string; readonly stream: string; readonly reason: string }[];
}

/**
 * One pass over all plans that run. `first`: every stream of a live plan is told to look, so that a database restored from an
 * older back-up, or a workflow that is gone, is noticed at a process's start and not when something next falls due.
 */
export async function sweep(pool: Pool, gateway: SweepGateway, { first = false } = {}): Promise<Swept> {
  let resynced = 0;
  let delivered = 0;
  const failed: { plan: string; stream: string; reason: string }[] = [];
  const tell = async (plan: string, stream: string, send: () => Promise<void>): Promise<boolean> => {
    try {
      await send();
      return true;
    } catch (error) {
      failed.push({ plan, stream, reason: toldMessage(error) });
      return false;
    }
  };
  for (const plan of await runningPlans(pool)) {
    const messages = await unappliedMessages(pool, plan);
    const clock = messages.length > 0 ? await clockForMessages(pool, plan) : null;
    for (const { to, key } of messages)
      if (await tell(plan, to, () => gateway.deliver(plan, to, key, clock))) delivered++;
    // A rehearsal's streams have nothing due by themselves: its driver brings them what is.
    if ((await findPlan(pool, plan)).mode !== "live") continue;
    for (const stream of first ? await startedStreams(pool, plan) : await overdueStreams(pool, plan, Date.now() - LATE))
      if (await tell(plan, stream, () => gateway.resync(plan, stream))) resynced++;
  }
  await sweepSignIns(pool);
  await sweepStaged(pool);
  return { resynced, delivered, failed };
}

/** What is due is recorded within seconds; a stream that takes longer has not noticed (milliseconds). */
const LATE = 60_000;

/** Between two passes (milliseconds). Not business time: only how soon a crash's traces are found. */
const EVERY = 60_000;

/** Sweeps now and every minute. Passes never overlap. What goes wrong is reported and tried again in the next pass. */
export function startSweeper(
  pool: Pool,
  gateway: SweepGateway,
  report: (problem: string) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const pass = (first: boolean): void => {
    running = running.then(async () => {
      try {
        for (const { plan, stream, reason } of (await sweep(pool, gateway, { first })).failed)
          report(`sweep: ${stream} of plan ${plan} could not be told to look at its ledger: ${reason}`);
        const standstill = standstillWords(await alarmStandstill(pool));
        if (standstill !== null) report(standstill);
      } catch (error) {
        report(`sweep: ${toldMessage(error)}`);
      }
    });
  };
  pass(true);
  const timer = setInterval(() => pass(false), EVERY);
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}
