/** Where a plan's streams stand in plan time, and the rehearsal's clock. */
import type { MonthStreamInfo, RoundStreamInfo, TaskStreamInfo } from "../../domain/streams/streams.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { PLAN_STREAM, streamsAfter, taskStreams } from "../../domain/streams/streams.js";
import { findPlan } from "../plans/plan-store.js";
import type { Pool, Queryable } from "../database/pool.js";
import { begunRegisters } from "../sql/registers/statements.js";
import * as sql from "../sql/ledger/statements.js";

/**
 * The earliest next due instant over the tasks' streams (null when every ladder has run out), and that of the plan's own,
 * whose monthly list comes for as long as the calendar reaches.
 */
export const nextDue = (pool: Pool, planId: string): Promise<{ tasks: number | null; plan: number | null }> =>
  sql.earliestDue.one(pool, { planId, plan: PLAN_STREAM });

/** Streams with something due by `upTo`, in name order. */
export async function dueStreams(pool: Pool, planId: string, upTo: number): Promise<string[]> {
  return (await sql.dueStreams.run(pool, { planId, upTo })).map(({ name }) => name);
}

/** Streams of a plan that were due before an instant and have not recorded it, in name order. */
export const overdueStreams = (pool: Pool, planId: string, before: number): Promise<string[]> =>
  dueStreams(pool, planId, before - 1);

/** The streams that the plan's own has begun, or that begin by themselves. */
export interface AnnouncedStreams {
  readonly tasks: readonly TaskStreamInfo[];
  /** Inspection rounds, without those that nothing ran to hold. */
  readonly rounds: readonly RoundStreamInfo[];
  /** Streams of registers that have rows: they begin with the first act on them. */
  readonly registers: readonly string[];
  /** Months that are asked about, without those that nothing ran to ask about. */
  readonly months: readonly MonthStreamInfo[];
}

/** All of them, as the plan's ledger tells; none where it has no row yet. */
export async function streamsAnnounced(on: Queryable, planId: string): Promise<AnnouncedStreams> {
  const rows = await sql.taskStreamsBegun.run(on, { planId, plan: PLAN_STREAM });
  const registers = (await begunRegisters.run(on, { planId })).map(({ name }) => name);
  const announced = rows.reduce<Omit<AnnouncedStreams, "registers">>(
    (known, { at, streams, order, round, month, missed }) => {
      const { tasks, rounds, months } = known;
      if (month) return missed ? known : { ...known, months: [...months, month] };
      if (round)
        return { ...known, tasks: [...tasks, ...(streams ?? [])], rounds: missed ? rounds : [...rounds, round] };
      if (streams) return { ...known, tasks: streams };
      return { ...known, tasks: order?.kind === "registerItems" ? streamsAfter(tasks, order, at) : tasks };
    },
    { tasks: [], rounds: [], months: [] },
  );
  return { ...announced, registers };
}

/** The task streams that the plan has: those it was opened with and those begun since; empty where its ledger has no row yet. */
export async function openedTaskStreams(pool: Pool, planId: string): Promise<readonly TaskStreamInfo[]> {
  return (await streamsAnnounced(pool, planId)).tasks;
}

/** The same; where the plan is yet to be opened, those that it will be opened with. */
export async function taskStreamsOf(
  pool: Pool,
  planId: string,
  bundle: PlanBundle,
): Promise<readonly TaskStreamInfo[]> {
  const opened = await openedTaskStreams(pool, planId);
  return opened.length > 0 ? opened : taskStreams(bundle);
}

/** Streams that have been opened, in name order. */
export async function startedStreams(pool: Pool, planId: string): Promise<string[]> {
  return (await sql.begunStreams.run(pool, { planId })).map(({ name }) => name);
}

/** A rehearsal's clock: `now` in plan time (milliseconds). */
export interface PlanClock {
  readonly version: number;
  readonly now: number;
}

/** Moves the clock forward; never back. */
export async function moveClock(pool: Pool, planId: string, now: number): Promise<PlanClock> {
  return (await sql.moveClock.maybe(pool, { planId, now })) ?? noClock(planId);
}

/** The clock as it stands. */
export async function readClock(pool: Pool, planId: string): Promise<PlanClock> {
  return (await sql.readClock.maybe(pool, { planId })) ?? noClock(planId);
}

function noClock(planId: string): never {
  throw new Error(`plan ${planId} has no clock: is it a rehearsal of this database?`);
}

/** The clock that a message carries: a rehearsal's own; null on a live plan, which goes by real time. */
export async function clockForMessages(pool: Pool, planId: string): Promise<PlanClock | null> {
  return (await findPlan(pool, planId)).mode === "live" ? null : readClock(pool, planId);
}

export interface StreamHead {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  readonly nextDue: number | null;
}

/** Where every stream's ledger ends, in name order. */
export const streamHeads = (pool: Pool, planId: string): Promise<StreamHead[]> => sql.streamHeads.run(pool, { planId });

export interface OpenMessage {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Messages no receiver has recorded as applied yet, in key order: sent again after a crash or a rebuild. */
export const unappliedMessages = (pool: Pool, planId: string): Promise<OpenMessage[]> =>
  sql.openMessages.run(pool, { planId });

/** How many streams have recorded an order of the plan, and how many items it took effect on. */
export const orderEffect = (
  pool: Pool,
  planId: string,
  key: string,
): Promise<{ readonly streams: number; readonly items: number }> =>
  sql.orderEffect.one(pool, { planId, cause: `order/${key}` });
