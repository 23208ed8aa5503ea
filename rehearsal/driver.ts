/**
 * Drives a rehearsal (推演): plan time jumps from due instant to due instant. At each instant, in this order: the
 * streams that are due are moved to it and settle; people act; the letters that have closed by then are made. Sending
 * trails behind and overlaps the next jumps.
 */
import type { Command } from "../domain/commands.js";
import type { Outcome } from "../domain/record.js";
import type { Clock, TickAnswer } from "../workflows/messages.js";

/** What the driver needs of the ledger's database. */
export interface DriverStore {
  /** The earliest next due instant over all streams. */
  nextDue(planId: string): Promise<number | null>;
  /** Streams with something due by the instant, in name order. */
  dueStreams(planId: string, upTo: number): Promise<readonly string[]>;
  /** Moves the clock row; the answer is the fact every message carries. */
  moveClock(planId: string, now: number): Promise<Clock>;
  /** The instants at or before `upTo` at which letters close, in order. */
  closingsUpTo(planId: string, upTo: number): Promise<readonly number[]>;
}

/** What the driver needs of Temporal. */
export interface DriverGateway {
  tick(planId: string, stream: string, clock: Clock): Promise<TickAnswer>;
  act(planId: string, stream: string, command: Command, clock: Clock): Promise<Outcome>;
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
  for (;;) {
    options.signal?.throwIfAborted();
    const next = earliest(await options.store.nextDue(options.planId), options.people.nextAt());
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

/** Moves every due stream to the clock until none is due. The plan's own stream goes before its tasks'. */
async function settle(options: DriverOptions, clock: Clock): Promise<void> {
  for (;;) {
    const due = await options.store.dueStreams(options.planId, clock.now);
    if (due.length === 0) return;
    const first = due.filter((stream) => !stream.startsWith("task/"));
    for (const stream of first) await options.gateway.tick(options.planId, stream, clock);
    const tasks = due.filter((stream) => stream.startsWith("task/"));
    for (let i = 0; i < tasks.length; i += TOGETHER) {
      await Promise.all(
        tasks.slice(i, i + TOGETHER).map((stream) => options.gateway.tick(options.planId, stream, clock)),
      );
    }
  }
}
