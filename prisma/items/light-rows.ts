/** The rows that lights are folded from. */
import { ROWS_WITHOUT_LIGHT } from "../../domain/items/light.js";
import { decodeRow, type RowOf } from "../../domain/ledger/codec.js";
import type { EventType } from "../../domain/ledger/events.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import * as sql from "../sql/items/statements.js";
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

/** What lights follow from, in stream and row order. */
export async function lightRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  const rows = await sql.lightRows.run(pool, { planId, ...columnsOf(stretches), types: ROWS_WITHOUT_LIGHT });
  return rows.map(decodeRow);
}

/** Rows that name the calendar a stream counts by. */
export async function calendarRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<CalendarRow[]> {
  const rows = (await sql.calendarRows.run(pool, { planId, ...columnsOf(stretches), types: [...CALENDAR_EVENTS] })).map(
    decodeRow,
  );
  return rows.filter((row): row is CalendarRow => CALENDAR_EVENTS.some((type) => type === row.type));
}

const columnsOf = (stretches: readonly Stretch[]) => ({
  streams: stretches.map(({ stream }) => stream),
  after: stretches.map(({ after }) => after),
  upTo: stretches.map(({ upTo }) => upTo),
});
