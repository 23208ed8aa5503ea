/** The rows that lights are folded from. */
import { ROWS_WITHOUT_LIGHT } from "../../domain/items/light.js";
import { decodeRow, type RowOf } from "../../domain/ledger/codec.js";
import type { EventType } from "../../domain/ledger/events.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import type { Pool } from "../database/pool.js";

interface Stored extends StoredEvent {
  readonly stream: string;
  readonly seq: number;
  readonly item: string | null;
  /** Plan instant. */
  readonly at: number;
  readonly actor: Actor | null;
}
export type LightRow = RowOf<Stored>;

const CALENDAR_EVENTS = ["streamOpened", "calendarChanged"] as const satisfies readonly EventType[];
export type CalendarRow = Extract<LightRow, { readonly type: (typeof CALENDAR_EVENTS)[number] }>;

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
  const { rows } = await pool.query<Stored>(rowsOf(condition), [
    planId,
    stretches.map(({ stream }) => stream),
    stretches.map(({ after }) => after),
    stretches.map(({ upTo }) => upTo),
    types,
  ]);
  return rows.map(decodeRow);
}

/** What lights follow from, in stream and row order. */
export function lightRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  return read(pool, planId, stretches, "type <> ALL($5)", ROWS_WITHOUT_LIGHT);
}

/** Rows that name the calendar a stream counts by. */
export async function calendarRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<CalendarRow[]> {
  const rows = await read(pool, planId, stretches, "type = ANY($5)", CALENDAR_EVENTS);
  return rows.filter((row): row is CalendarRow => CALENDAR_EVENTS.some((type) => type === row.type));
}
