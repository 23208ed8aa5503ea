/** The rows that lights are folded from. */
import { ROWS_WITHOUT_LIGHT } from "../../domain/items/light.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Pool } from "../database/pool.js";

export interface LightRow {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly item: string | null;
  /** Plan instant. */
  readonly at: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: Actor | null;
}

/** A stretch of a stream: rows later than `after`, up to and including `upTo`. */
export interface Stretch {
  readonly stream: string;
  readonly after: number;
  readonly upTo: number;
}

/** `OFFSET 0` keeps each stretch one range of the ledger's primary key. */
const rowsOf = (condition: string): string =>
  `SELECT wanted.stream, l.* FROM unnest($2::text[], $3::int[], $4::int[]) AS wanted (stream, after, up_to),
     LATERAL (SELECT seq, type, item_id AS item, at, payload, actor FROM ledger
       WHERE plan_id = $1 AND ledger.stream = wanted.stream AND seq > after AND seq <= up_to AND ${condition} OFFSET 0) AS l
   ORDER BY wanted.stream COLLATE "C", l.seq`;

async function read(
  pool: Pool,
  planId: string,
  stretches: readonly Stretch[],
  condition: string,
  types: readonly string[],
): Promise<LightRow[]> {
  const { rows } = await pool.query<LightRow>(rowsOf(condition), [
    planId,
    stretches.map(({ stream }) => stream),
    stretches.map(({ after }) => after),
    stretches.map(({ upTo }) => upTo),
    types,
  ]);
  return rows;
}

/** What lights follow from, in stream and row order. */
export function lightRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  return read(pool, planId, stretches, "type <> ALL($5)", ROWS_WITHOUT_LIGHT);
}

/** Rows that name the calendar a stream counts by. */
export function calendarRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  return read(pool, planId, stretches, "type = ANY($5)", ["streamOpened", "calendarChanged"]);
}
