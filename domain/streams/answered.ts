/** What a request took effect on, as its answer says it: told by the rows it left, for whoever makes answers again from the ledger. */
import { isRoundStream, roundOf } from "../inspections/round-name.js";
import { isRegisterStream, registerOfStream } from "../registers/register-name.js";
import type { LedgerRow } from "../ledger/record.js";
import { isMonthStream, monthOfStream } from "../months/month-name.js";
import { answeredItems } from "./plan-stream.js";

/** The items, streams or visits that a row of a request concerns. */
export function concernedBy(row: LedgerRow, stream: string): readonly string[] {
  if (row.type === "orderGiven" || row.type === "packageSignedFor") return answeredItems(row);
  if (isRoundStream(stream)) {
    const { payload } = row;
    return ["visit" in payload && typeof payload.visit === "string" ? payload.visit : roundOf(stream)];
  }
  if (isRegisterStream(stream)) return [registerOfStream(stream)];
  if (isMonthStream(stream)) {
    const { payload } = row;
    return ["unit" in payload && typeof payload.unit === "string" ? payload.unit : monthOfStream(stream)];
  }
  return row.item === undefined ? [] : [row.item];
}
