/** A sheet of many rows as an .xlsx file, written as its rows come: no more than a few hundred of them are held. */
import exceljs from "exceljs";
import type { SheetCell, SheetColumn } from "./model.js";

export interface StreamedSheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** In pieces; a cell for every column. A text stays a text, whatever it begins with. */
  readonly rows: AsyncIterable<readonly (readonly SheetCell[])[]>;
  /** Paper: A4 (9) or A3 (8). */
  readonly paper?: 8 | 9;
}

/** Where a file's bytes go. */
type Sink = NonNullable<NonNullable<ConstructorParameters<typeof exceljs.stream.xlsx.WorkbookWriter>[0]>["stream"]>;

const FONT = { name: "宋体", size: 11 };

/** Writes the whole file, head and filters included; resolves once it is handed over. */
export async function streamXlsx(out: Sink, { name, columns, rows, paper = 9 }: StreamedSheet): Promise<void> {
  const file = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = file.addWorksheet(name, {
    views: [{ state: "frozen", ySplit: 1 }],
    pageSetup: {
      paperSize: paper as exceljs.PaperSize,
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "1:1",
    },
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
  if (columns.length > 0) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  const head = sheet.getRow(1);
  head.font = { ...FONT, bold: true };
  head.commit();
  for await (const piece of rows) for (const row of piece) sheet.addRow([...row]).commit();
  sheet.commit();
  await file.commit();
}
