/** A row of the table `ledger` as the domain knows it. */
import { ledgerRowOf } from "../../domain/ledger/codec.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { streamRows } from "../sql/ledger/statements.js";
import type { RowOf } from "../sql/statement.js";

export const ledgerRow = ({
  seq,
  type,
  version,
  payload,
  item,
  at,
  cause,
  causeNo,
  actor,
}: RowOf<typeof streamRows>): LedgerRow =>
  ledgerRowOf({ seq, type, version, payload, item, at, cause, causeNo, actor });
