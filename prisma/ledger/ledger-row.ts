/** A row of the table `ledger` as the domain knows it. */
import type { LedgerRow } from "../../domain/ledger/record.js";

/** The columns that `ledgerRow` reads, for a statement's SELECT. */
export const LEDGER_COLUMNS = "seq, type, item_id, at, cause, cause_no, actor, payload";

/** What LEDGER_COLUMNS answer. */
// pg's rows are untyped; the columns' types are those of the migration.
export function ledgerRow(row: Record<string, any>): LedgerRow {
  return {
    seq: row["seq"],
    type: row["type"],
    at: row["at"],
    cause: row["cause"],
    causeNo: row["cause_no"],
    payload: row["payload"],
    ...(row["item_id"] === null ? {} : { item: row["item_id"] }),
    ...(row["actor"] === null ? {} : { actor: row["actor"] }),
  };
}
