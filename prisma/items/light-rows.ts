/** The rows that lights are folded from. */
import { ROWS_WITHOUT_LIGHT } from "../../domain/items/light.js";
import type { Actor } from "../../domain/ledger/record.js";
import * as sql from "../sql/items/statements.js";
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

/** What lights follow from, in stream and row order. */
export function lightRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  return sql.lightRows.run(pool, { planId, ...columnsOf(stretches), types: ROWS_WITHOUT_LIGHT });
}

/** Rows that name the calendar a stream counts by. */
export function calendarRows(pool: Pool, planId: string, stretches: readonly Stretch[]): Promise<LightRow[]> {
  const types = ["streamOpened", "calendarChanged"];
  return sql.calendarRows.run(pool, { planId, ...columnsOf(stretches), types });
}

const columnsOf = (stretches: readonly Stretch[]) => ({
  streams: stretches.map(({ stream }) => stream),
  after: stretches.map(({ after }) => after),
  upTo: stretches.map(({ upTo }) => upTo),
});
