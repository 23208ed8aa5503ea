/** A row of the table `ledger` as the domain knows it. */
import { ledgerRowOf } from "../../domain/ledger/codec.js";
import type { LedgerRow } from "../../domain/ledger/record.js";

/** The columns that `ledgerRow` reads, for a statement's SELECT. */
export const LEDGER_COLUMNS = "seq, type, event_version, item_id, at, cause, cause_no, actor, payload";

/** What LEDGER_COLUMNS answer. */
// pg's rows are untyped; the columns' types are those of the migration.
export function ledgerRow(row: Record<string, any>): LedgerRow {
  const { seq, type, event_version: version, payload, item_id: item, at, cause, cause_no: causeNo, actor } = row;
  return ledgerRowOf({ seq, type, version, payload, item, at, cause, causeNo, actor });
}
