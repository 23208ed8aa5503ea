/** Ledger rows to be told: of one item, and of all streams in the order in which they were recorded. */
import { decodeRow, type RowOf, UnknownEvent } from "../../domain/ledger/codec.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { isObject } from "../../domain/ledger/shape.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import type { Pool } from "../database/pool.js";

interface StoredRow extends StoredEvent {
  readonly stream: string;
  readonly seq: number;
  readonly item: string | null;
  /** Plan instant. */
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor: Actor | null;
  /** Whom its notices reached, grouped by notice. */
  readonly recipients: readonly (readonly Recipient[])[];
  readonly previousHash: string;
  readonly hash: string;
  readonly recordedAt: Date;
}
/** What a newer release wrote: told by its name alone. */
export interface UnknownRow extends StoredRow {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly unknown: true;
}
export type RecordedRow = RowOf<StoredRow> | UnknownRow;

/** Readers go on while processes are replaced one by one: a row of the newer release must not take the page from them. */
function recordedRow(stored: StoredRow): RecordedRow {
  try {
    return decodeRow(stored);
  } catch (error) {
    if (!(error instanceof UnknownEvent)) throw error;
    return { ...stored, payload: isObject(stored.payload) ? stored.payload : {}, unknown: true };
  }
}

const COLUMNS = `seq, type, item_id AS item, at, cause, cause_no AS "causeNo", actor, payload, recipients, prev_hash AS "previousHash", hash,
  recorded_at AS "recordedAt"`;

/** An item's rows later than `after`, oldest first. An item's rows are all in one stream. */
export async function itemRows(
  pool: Pool,
  planId: string,
  item: string,
  after: number,
  limit: number,
): Promise<RecordedRow[]> {
  const { rows } = await pool.query<StoredRow>(
    `SELECT stream, ${COLUMNS} FROM ledger WHERE plan_id = $1 AND item_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
    [planId, item, after, limit],
  );
  return rows.map(recordedRow);
}

/** How many rows speak of an item. */
export async function itemRowCount(pool: Pool, planId: string, item: string): Promise<number> {
  const { rows } = await pool.query("SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1 AND item_id = $2", [
    planId,
    item,
  ]);
  return rows[0].n;
}

/** How far each stream has been read: stream name → sequence number, 0 for nothing. */
export type Positions = ReadonlyMap<string, number>;

/*
 * The ledger has no order over all streams but time, and a transaction that began earlier may commit later. So a place in
 * the feed is a place in every stream: within one, rows appear in order, and nothing read from there on is left out or told
 * twice. Rows of several streams are merged by when they were recorded; the running maximum keeps each stream's own order
 * even where its transactions began in another one.
 */
const AFTER = `SELECT merged.stream, ${COLUMNS} FROM (
    SELECT w.stream, l.seq, max(l.recorded_at) OVER (PARTITION BY w.stream ORDER BY l.seq) AS shown
    FROM unnest($2::text[], $3::int[]) AS w (stream, place), LATERAL (SELECT seq, recorded_at FROM ledger
      WHERE plan_id = $1 AND ledger.stream = w.stream AND seq > w.place AND ($5::text[] IS NULL OR item_id = ANY($5))
      ORDER BY seq LIMIT $4) AS l
    ORDER BY shown, w.stream COLLATE "C", l.seq LIMIT $4) AS merged
  JOIN ledger USING (stream, seq) WHERE plan_id = $1 ORDER BY shown, merged.stream COLLATE "C", seq`;

const BEFORE = `SELECT merged.stream, ${COLUMNS} FROM (
    SELECT w.stream, l.seq, min(l.recorded_at) OVER (PARTITION BY w.stream ORDER BY l.seq DESC) AS shown
    FROM unnest($2::text[], $3::int[]) AS w (stream, place), LATERAL (SELECT seq, recorded_at FROM ledger
      WHERE plan_id = $1 AND ledger.stream = w.stream AND seq <= w.place AND ($5::text[] IS NULL OR item_id = ANY($5))
      ORDER BY seq DESC LIMIT $4) AS l
    ORDER BY shown DESC, w.stream COLLATE "C" DESC, l.seq DESC LIMIT $4) AS merged
  JOIN ledger USING (stream, seq) WHERE plan_id = $1 ORDER BY shown, merged.stream COLLATE "C", seq`;

/** The next rows after a place, in recorded order. `items`: only those of these items; null: all. */
export async function rowsAfter(
  pool: Pool,
  planId: string,
  from: Positions,
  limit: number,
  items: readonly string[] | null = null,
): Promise<RecordedRow[]> {
  const values = [planId, [...from.keys()], [...from.values()], limit, items];
  return (await pool.query<StoredRow>(AFTER, values)).rows.map(recordedRow);
}

/** The last rows up to a place, in recorded order. `items`: only those of these items; null: all. */
export async function rowsBefore(
  pool: Pool,
  planId: string,
  upTo: Positions,
  limit: number,
  items: readonly string[] | null = null,
): Promise<RecordedRow[]> {
  const values = [planId, [...upTo.keys()], [...upTo.values()], limit, items];
  return (await pool.query<StoredRow>(BEFORE, values)).rows.map(recordedRow);
}
