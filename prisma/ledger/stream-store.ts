/** Where a plan's streams stand in plan time, and the rehearsal's clock. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { TaskStreamInfo } from "../../domain/streams/streams.js";
import type { PlanBundle } from "../../domain/plan/plan.js";
import { PLAN_STREAM, streamsAfter, taskStreams } from "../../domain/streams/streams.js";
import { findPlan } from "../plans/plan-store.js";
import type { Pool } from "../database/pool.js";

/**
 * The earliest next due instant over the tasks' streams (null when every ladder has run out), and that of the plan's own,
 * whose monthly list comes for as long as the calendar reaches.
 */
export async function nextDue(pool: Pool, planId: string): Promise<{ tasks: number | null; plan: number | null }> {
  const { rows } = await pool.query(
    `SELECT min(next_due) FILTER (WHERE name <> $2) AS tasks, min(next_due) FILTER (WHERE name = $2) AS plan
     FROM stream WHERE plan_id = $1`,
    [planId, PLAN_STREAM],
  );
  return rows[0];
}

/** Streams with something due by `upTo`, in name order. */
export async function dueStreams(pool: Pool, planId: string, upTo: number): Promise<string[]> {
  const { rows } = await pool.query("SELECT name FROM stream WHERE plan_id = $1 AND next_due <= $2 ORDER BY name", [
    planId,
    upTo,
  ]);
  return rows.map((row) => row.name);
}

/** Streams of a plan that were due before an instant and have not recorded it, in name order. */
export async function overdueStreams(pool: Pool, planId: string, before: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT name FROM stream WHERE plan_id = $1 AND next_due < $2 ORDER BY name",
    [planId, before],
  );
  return rows.map(({ name }) => name);
}

/** The task streams that the plan has: those it was opened with and those begun since; empty where its ledger has no row yet. */
export async function openedTaskStreams(pool: Pool, planId: string): Promise<readonly TaskStreamInfo[]> {
  const { rows } = await pool.query<{ at: number; streams: TaskStreamInfo[] | null; order: PlanOrder }>(
    `SELECT at, CASE WHEN type = 'planOpened' THEN payload -> 'streams' END AS streams, payload -> 'order' AS "order" FROM ledger
     WHERE plan_id = $1 AND stream = $2 AND (type = 'planOpened' OR payload #>> '{order,kind}' = 'registerItems') ORDER BY seq`,
    [planId, PLAN_STREAM],
  );
  return rows.reduce<readonly TaskStreamInfo[]>(
    (streams, { at, streams: opened, order }) =>
      opened ?? (order.kind === "registerItems" ? streamsAfter(streams, order, at) : streams),
    [],
  );
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
  const { rows } = await pool.query("SELECT name FROM stream WHERE plan_id = $1 AND seq > 0 ORDER BY name", [planId]);
  return rows.map((row) => row.name);
}

/** Moves the clock forward; never back. */
export async function moveClock(pool: Pool, planId: string, now: number): Promise<{ version: number; now: number }> {
  const { rows } = await pool.query(
    "UPDATE clock SET version = version + 1, plan_now = greatest(plan_now, $2) WHERE plan_id = $1 RETURNING version, plan_now",
    [planId, now],
  );
  const row = rows[0];
  if (!row) throw new Error(`plan ${planId} has no clock: is it a rehearsal of this database?`);
  return { version: row.version, now: row.plan_now };
}

export interface StreamHead {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  readonly nextDue: number | null;
}

/** Where every stream's ledger ends, in name order. */
export async function streamHeads(pool: Pool, planId: string): Promise<StreamHead[]> {
  const { rows } = await pool.query(
    `SELECT name AS stream, seq, head_hash AS hash, next_due AS "nextDue" FROM stream
     WHERE plan_id = $1 ORDER BY name COLLATE "C"`,
    [planId],
  );
  return rows;
}

export interface OpenMessage {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Messages no receiver has recorded as applied yet, in key order: sent again after a crash or a rebuild. */
export async function unappliedMessages(pool: Pool, planId: string): Promise<OpenMessage[]> {
  const { rows } = await pool.query(
    `SELECT key, from_stream AS "from", to_stream AS "to" FROM message WHERE plan_id = $1 AND NOT applied ORDER BY key COLLATE "C"`,
    [planId],
  );
  return rows;
}

/** The clock as it stands. */
export async function readClock(pool: Pool, planId: string): Promise<{ version: number; now: number }> {
  const { rows } = await pool.query("SELECT version, plan_now FROM clock WHERE plan_id = $1", [planId]);
  if (!rows[0]) throw new Error(`plan ${planId} has no clock: is it in this database?`);
  return { version: rows[0].version, now: rows[0].plan_now };
}

/** The clock that a message carries: a rehearsal's own; null on a live plan, which goes by real time. */
export async function clockForMessages(pool: Pool, planId: string): Promise<{ version: number; now: number } | null> {
  return (await findPlan(pool, planId)).mode === "live" ? null : readClock(pool, planId);
}

/** How many streams have recorded an order of the plan, and how many items it took effect on. */
export async function orderEffect(
  pool: Pool,
  planId: string,
  key: string,
): Promise<{ readonly streams: number; readonly items: number }> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS streams, coalesce(sum((payload ->> 'items')::int), 0)::int AS items FROM ledger
     WHERE plan_id = $1 AND type = 'orderApplied' AND cause = $2`,
    [planId, `order/${key}`],
  );
  return rows[0];
}
