/**
 * Drives a rehearsal (推演): plan time jumps from due instant to due instant. At each instant, in this order: the
 * streams that are due are moved to it and settle; people act; the letters that have closed by then are made. Sending
 * trails behind and overlaps the next jumps.
 */
import type { Command } from "../domain/commands.js";
import type { OrderMessage } from "../domain/orders.js";
import { orderIn } from "../domain/plan-stream.js";
import type { Outcome } from "../domain/record.js";
import { isTaskStream } from "../domain/streams.js";
import type { OpenMessage } from "../prisma/stream-store.js";
import type { Clock, TickAnswer } from "../workflows/messages.js";

/** What the driver needs of the ledger's database. */
export interface DriverStore {
  /** The earliest next due instant of the tasks' streams, and that of the plan's own. */
  nextDue(planId: string): Promise<{ readonly tasks: number | null; readonly plan: number | null }>;
  /** Streams with something due by the instant, in name order. */
  dueStreams(planId: string, upTo: number): Promise<readonly string[]>;
  /** Messages that no receiver has recorded as applied. */
  unappliedMessages(planId: string): Promise<readonly Pick<OpenMessage, "to" | "body">[]>;
  /** Moves the clock row; the answer is the fact every message carries. */
  moveClock(planId: string, now: number): Promise<Clock>;
  /** The instants at or before `upTo` at which letters close, in order. */
  closingsUpTo(planId: string, upTo: number): Promise<readonly number[]>;
}

/** What the driver needs of Temporal. */
export interface DriverGateway {
  tick(planId: string, stream: string, clock: Clock): Promise<TickAnswer>;
  act(planId: string, stream: string, command: Command, clock: Clock): Promise<Outcome>;
  deliver(planId: string, stream: string, message: OrderMessage, clock: Clock): Promise<void>;
  closeLetters(planId: string, upTo: number): Promise<number>;
}

/** A simulated person's act, and the stream it goes to. */
export interface PlannedAct {
  readonly at: number;
  readonly stream: string;
  readonly command: Command;
}

/** The simulated people: asked for what they do next, and told what came of it. */
export interface People {
  nextAt(): number | null;
  /** Acts at exactly this instant, in seeded order. */
  takeAt(instant: number): Promise<readonly PlannedAct[]> | readonly PlannedAct[];
}

export const NOBODY: People = { nextAt: () => null, takeAt: () => [] };

export interface JumpReport {
  readonly now: number;
  readonly jumps: number;
  readonly letters: number;
  readonly acts: number;
  readonly refused: number;
}

export interface DriverOptions {
  readonly planId: string;
  readonly store: DriverStore;
  readonly gateway: DriverGateway;
  readonly people: People;
  /** Stops before the first instant later than this; null runs until every ladder has run out. */
  readonly until: number | null;
  readonly onJump?: (report: JumpReport) => void | Promise<void>;
  /** Tells refusals apart from failures of the system. */
  readonly isRefusal: (error: unknown) => boolean;
  readonly signal?: AbortSignal;
}

/** Streams that are moved at the same time: enough to keep two cores busy, few enough not to flood one server. */
const TOGETHER = 9;

export async function drive(options: DriverOptions): Promise<JumpReport> {
  let report: JumpReport = { now: 0, jumps: 0, letters: 0, acts: 0, refused: 0 };
  let lastList = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const due = await options.store.nextDue(options.planId);
    const step = earliest(due.tasks, options.people.nextAt());
    // Once nothing else comes, one more list tells of what is still open; the months after it would only repeat it.
    const next = step === null && lastList ? null : earliest(step, due.plan);
    lastList = step === null;
    const stop = next === null || (options.until !== null && next > options.until);
    report = { ...report, letters: report.letters + (await closeBefore(options, stop ? options.until : next)) };
    if (stop) return report;
    report = await jump(options, next, report);
    await options.onJump?.(report);
  }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/**
 * Makes the letters that close before the clock moves on to `next`: all of them together, as each bears its own closing
 * time and no two closings of one letter lie between two jumps.
 */
async function closeBefore(options: DriverOptions, next: number | null): Promise<number> {
  const limit = next === null ? Number.MAX_SAFE_INTEGER : next - 1;
  const last = (await options.store.closingsUpTo(options.planId, limit)).at(-1);
  return last === undefined ? 0 : options.gateway.closeLetters(options.planId, last);
}

async function jump(options: DriverOptions, now: number, before: JumpReport): Promise<JumpReport> {
  const clock = await options.store.moveClock(options.planId, now);
  await settle(options, clock);
  let acts = 0;
  let refused = 0;
  if (options.people.nextAt() === now) {
    for (const act of await options.people.takeAt(now)) {
      acts++;
      try {
        await options.gateway.act(options.planId, act.stream, act.command, clock);
      } catch (error) {
        if (!options.isRefusal(error)) throw error;
        refused++;
      }
    }
    await settle(options, clock);
  }
  return { ...before, now, jumps: before.jumps + 1, acts: before.acts + acts, refused: before.refused + refused };
}

/**
 * Moves every due stream to the clock until none is due and every message is applied. The plan's own stream goes before
 * its tasks'.
 */
async function settle(options: DriverOptions, clock: Clock): Promise<void> {
  const { planId, store, gateway } = options;
  for (;;) {
    const due = await store.dueStreams(planId, clock.now);
    const messages = await store.unappliedMessages(planId);
    if (due.length + messages.length === 0) return;
    for (const stream of due.filter((name) => !isTaskStream(name))) await gateway.tick(planId, stream, clock);
    const tasks = [...new Set([...due.filter(isTaskStream), ...messages.map(({ to }) => to)])];
    for (let i = 0; i < tasks.length; i += TOGETHER) {
      await Promise.all(
        tasks.slice(i, i + TOGETHER).map(async (stream) => {
          // Its sender has sent it too; whichever comes first is applied, and the tick is answered after both.
          for (const { to, body } of messages)
            if (to === stream) await gateway.deliver(planId, stream, orderIn(body), clock);
          await gateway.tick(planId, stream, clock);
        }),
      );
    }
  }
}
