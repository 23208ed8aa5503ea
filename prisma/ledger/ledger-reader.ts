/** Reads what several streams have newly recorded, for those who follow the ledger as it grows. */
import { ledgerRowOf } from "../../domain/ledger/codec.js";
import type { EventType } from "../../domain/ledger/events.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import * as sql from "../sql/ledger/statements.js";
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
  const rows = await sql.newRows.run(pool, { planId, streams: [...seen.keys()], seen: [...seen.values()] });
  return rows.map(({ stream, recipients, ...row }) => ({ ...ledgerRowOf(row), stream, recipients }));
}
