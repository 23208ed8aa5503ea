/** A table of any length as CSV (RFC 4180), UTF-8 with the mark by which Excel and WPS know it, written as its rows come. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { RowTable, SheetCell } from "../xlsx/model.js";

export const CSV_TYPE = "text/csv; charset=utf-8";

const BOM = "\uFEFF";
/** What a spreadsheet would take for a formula, or pass over to reach one. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠]|^[\t\r]/u;
const QUOTED = /[",\r\n]|^\s|\s$/;

/** A cell as CSV says it. A text that a spreadsheet would compute has an apostrophe before it: it stays text. */
export function csvCell(cell: SheetCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvLine = (cells: readonly SheetCell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * Ends `out` when all is written. Goes no faster than `out` is read.
 * @throws Error where a row hasn't a cell for every column, or `out` is gone.
 */
export async function streamCsv({ title, columns, rows }: RowTable, out: Writable): Promise<void> {
  await write(out, BOM + csvLine(columns.map((column) => column.title)));
  for await (const some of rows) {
    for (const row of some)
      if (row.length !== columns.length)
        throw new Error(`a row of ${title} has ${row.length} cells, its head ${columns.length}`);
    await write(out, some.map(csvLine).join(""));
  }
  out.end();
}

async function write(out: Writable, text: string): Promise<void> {
  if (out.destroyed) throw new Error("nobody reads the file any more");
  if (text === "" || out.write(text)) return;
  const gone = new AbortController();
  const stop = (): void => gone.abort();
  out.once("close", stop);
  await once(out, "drain", { signal: gone.signal }).finally(() => out.off("close", stop));
}
