/** Reads what several streams have newly recorded, for those who follow the ledger as it grows. */
import type { EventType } from "../../domain/ledger/events.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { LEDGER_COLUMNS, ledgerRow } from "./ledger-row.js";
import type { Pool } from "../database/pool.js";

/** A recorded row with its stream and with whom its notices reached: one list for each notice. */
export type ObservedRow<T extends EventType = EventType> = LedgerRow<T> & {
  readonly stream: string;
  readonly recipients: readonly (readonly Recipient[])[];
};

/**
 * Rows later than the last one seen of each stream, in stream and row order. Streams with nothing new cost one look-up
 * together, so this may be asked after every step. `seen`: stream name → sequence number, 0 for "nothing yet".
 */
export async function rowsAfter(pool: Pool, planId: string, seen: ReadonlyMap<string, number>): Promise<ObservedRow[]> {
  const { rows } = await pool.query(
    // OFFSET 0 keeps the planner from joining the whole ledger: each stream is one range of its primary key.
    `SELECT s.name AS stream, l.* FROM unnest($2::text[], $3::int[]) AS seen (name, seq)
       JOIN stream s ON s.plan_id = $1 AND s.name = seen.name AND s.seq > seen.seq,
       LATERAL (SELECT ${LEDGER_COLUMNS}, recipients FROM ledger
         WHERE plan_id = $1 AND stream = seen.name AND ledger.seq > seen.seq OFFSET 0) AS l
     ORDER BY s.name COLLATE "C", l.seq`,
    [planId, [...seen.keys()], [...seen.values()]],
  );
  return rows.map((row) => ({ ...ledgerRow(row), stream: row.stream, recipients: row.recipients }));
}
