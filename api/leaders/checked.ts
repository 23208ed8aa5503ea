/** Reports on a 批示 go to its leader once the office has checked them: what nobody has checked yet is not told here. */
import type { RecordedRow } from "../../prisma/ledger/ledger-rows.js";

/** What an instruction's rows have in common on one item; empty for other rows. */
export const instructionOf = (row: RecordedRow): string =>
  "unknown" in row || !("instruction" in row.payload) ? "" : `${row.item} ${row.payload.instruction}`;

const isToCheck = (row: RecordedRow): boolean =>
  row.type === "instructionReplied" && "toCheck" in row.payload && row.payload.toCheck === true;

/** Whether a row is a report that waits for the office, among those of its item (`instructionForwarded` included). */
export const isUnchecked = (row: RecordedRow, rows: readonly RecordedRow[]): boolean =>
  isToCheck(row) &&
  !rows.some(
    (other) =>
      other.type === "instructionForwarded" && other.seq > row.seq && instructionOf(other) === instructionOf(row),
  );
