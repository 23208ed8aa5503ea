/** A table of any length as an .xlsx file, written as its rows come: what is at hand is a piece of it. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import exceljs from "exceljs";
import type { RowTable } from "./model.js";
import {
  cellValue,
  columnSetup,
  filterOver,
  fitting,
  FONT,
  headAndFoot,
  headHeight,
  pageSetup,
  rowHeight,
  sheetName,
  viewSetup,
} from "./sheet-setup.js";

/** Rows of a sheet, its head among them; Excel reads no more. */
export const MOST_ROWS = 1_048_576;

/** The library's own way to what compresses it, where it writes on however much waits: streams of its own older kind. */
interface Waiting {
  readonly stream: {
    readonly pipes: readonly (NodeJS.EventEmitter & { readonly _writableState?: { readonly needDrain: boolean } })[];
  };
}

/**
 * Ends `out` when all is written. Goes no faster than `out` is read.
 * @throws Error where a row hasn't a cell for every column, where there are more rows than a sheet holds, where `out` is gone.
 */
export async function streamXlsx(table: RowTable, out: Writable): Promise<void> {
  const { title, creator, date, columns, paper, rows } = table;
  const day = new Date(`${date}T00:00:00Z`);
  const file = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, zip: { zlib: { level: 1 } } });
  Object.assign(file, { created: day, modified: day, creator, lastModifiedBy: creator });
  const sheet = file.addWorksheet(sheetName(title), {
    ...viewSetup,
    pageSetup: pageSetup(paper, columns),
    headerFooter: headAndFoot(creator, title, date),
  });
  sheet.columns = columns.map(columnSetup);
  sheet.autoFilter = filterOver(columns.length);
  const head = sheet.getRow(1);
  head.font = { ...FONT, bold: true };
  head.height = headHeight(columns);
  head.commit();
  // The very same object for all cells of a column: the library knows it again, and does not describe it anew 120,000 times.
  const styles = columns.map((column) => columnSetup(column).style);
  let written = 1;
  for await (const some of rows) {
    for (const row of some) {
      if (row.length !== columns.length)
        throw new Error(`row ${written} of ${title} has ${row.length} cells, its head ${columns.length}`);
      if (++written > MOST_ROWS) throw new Error(`${title} has more rows than a sheet holds`);
      const line = sheet.addRow(row.map((cell, at) => cellValue(fitting(cell), columns[at]?.kind)));
      const height = rowHeight(row, columns);
      if (height !== undefined) line.height = height;
      line.eachCell({ includeEmpty: true }, (cell, at) => (cell.style = styles[at - 1] ?? {}));
      line.commit();
    }
    await drained(sheet as unknown as Waiting, out);
  }
  await file.commit();
}

/** Waits until what was written has been compressed and read. Throws where nobody reads any more. */
async function drained({ stream }: Waiting, out: Writable): Promise<void> {
  for (const pipe of stream.pipes) {
    if (out.destroyed) throw new Error("nobody reads the file any more");
    if (pipe._writableState === undefined) throw new Error("exceljs writes to another kind of stream than it did");
    if (pipe._writableState.needDrain) await untilDrained(pipe, out);
  }
}

async function untilDrained(pipe: NodeJS.EventEmitter, out: Writable): Promise<void> {
  const gone = new AbortController();
  const stop = (): void => gone.abort();
  out.once("close", stop);
  await once(pipe, "drain", { signal: gone.signal }).finally(() => out.off("close", stop));
}
