/** A stream's rows as the domain knows them. */
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { Queryable } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";
import { ledgerRow } from "./ledger-row.js";

/** A stream's rows after one, in order; `items`: only those of these items and those of none. */
export async function readRows(
  on: Queryable,
  planId: string,
  stream: string,
  after = 0,
  items: readonly string[] | null = null,
): Promise<LedgerRow[]> {
  return (await sql.streamRows.run(on, { planId, stream, after, items })).map(ledgerRow);
}
