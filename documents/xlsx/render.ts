/** A workbook as an .xlsx file. This folder is the only place that knows exceljs. */
import exceljs from "exceljs";
import { unzipSync } from "fflate";
import { fixedZip } from "../fixed-zip.js";
import type { Sheet, Workbook } from "./model.js";
import {
  cellValue,
  checkedName,
  columnSetup,
  filterOver,
  fitting,
  FONT,
  headAndFoot,
  headHeight,
  pageSetup,
  rowHeight,
  viewSetup,
} from "./sheet-setup.js";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const FIRST = ["[Content_Types].xml", "_rels/.rels"];

/**
 * The same workbook gives the same bytes, whatever the clock, time zone and process: dates are the workbook's own day, and the archive is
 * made anew (fixed-zip.ts), since the library stamps its entries with the clock.
 * @throws Error where a row hasn't a cell for every column, or a sheet's name is none.
 */
export async function renderXlsx(workbook: Workbook): Promise<Uint8Array> {
  const file = new exceljs.Workbook();
  const day = new Date(`${workbook.date}T00:00:00Z`);
  file.created = day;
  file.modified = day;
  file.creator = workbook.creator;
  file.lastModifiedBy = workbook.creator;
  file.title = workbook.title;
  for (const sheet of workbook.sheets) addSheet(file, workbook, sheet);
  const packed = new Uint8Array(await file.xlsx.writeBuffer());
  return fixedZip(unzipSync(packed), FIRST);
}

function addSheet(
  file: exceljs.Workbook,
  { creator, title, date }: Workbook,
  { name, columns, paper = "A4", rows }: Sheet,
): void {
  const sheet = file.addWorksheet(checkedName(name), {
    ...viewSetup,
    pageSetup: pageSetup(paper, columns),
    headerFooter: headAndFoot(creator, title === name ? title : `${title} · ${name}`, date),
  });
  sheet.columns = columns.map(columnSetup);
  for (const [index, row] of rows.entries()) {
    if (row.length !== columns.length)
      throw new Error(`row ${index + 1} of ${name} has ${row.length} cells, its head ${columns.length}`);
    const line = sheet.addRow(row.map((cell, at) => cellValue(fitting(cell), columns[at]?.kind)));
    const height = rowHeight(row, columns);
    if (height !== undefined) line.height = height;
  }
  const head = sheet.getRow(1);
  head.font = { ...FONT, bold: true };
  head.height = headHeight(columns);
  if (columns.length > 0) sheet.autoFilter = filterOver(columns.length);
}
