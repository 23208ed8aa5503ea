/** A workbook as an .xlsx file. The only place that knows exceljs. */
import exceljs from "exceljs";
import { unzipSync } from "fflate";
import { fixedZip } from "../fixed-zip.js";
import type { Sheet, Workbook } from "./model.js";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const FONT = { name: "宋体", size: 11 };
const FIRST = ["[Content_Types].xml", "_rels/.rels"];
const ILLEGAL = /[:\\/?*[\]]/;

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
  for (const sheet of workbook.sheets) addSheet(file, sheet);
  const packed = new Uint8Array(await file.xlsx.writeBuffer());
  return fixedZip(unzipSync(packed), FIRST);
}

function addSheet(file: exceljs.Workbook, { name, columns, rows }: Sheet): void {
  if (name.length === 0 || name.length > 31 || ILLEGAL.test(name))
    throw new Error(`${name} is no name of a sheet: at most 31 characters, none of : \\ / ? * [ ]`);
  const sheet = file.addWorksheet(name, {
    views: [{ state: "frozen", ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  sheet.columns = columns.map(({ title, width, kind }) => ({
    header: title,
    width,
    style: {
      font: FONT,
      alignment: { vertical: "top", wrapText: true },
      ...(kind === "percent" ? { numFmt: "0.0" } : {}),
    },
  }));
  for (const [index, row] of rows.entries()) {
    if (row.length !== columns.length)
      throw new Error(`row ${index + 1} of ${name} has ${row.length} cells, its head ${columns.length}`);
    sheet.addRow([...row]);
  }
  sheet.getRow(1).font = { ...FONT, bold: true };
  if (columns.length > 0) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}
