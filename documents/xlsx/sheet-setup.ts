/** How every sheet is set up: for the screen (frozen head, filter), for paper (the head on each page, page numbers), by kind of column. */
import type { PageSetup as ExcelPageSetup, PaperSize } from "exceljs";
import { cutText } from "../../domain/language/text.js";
import { FULL_SIZE, type Paper, paperPages } from "../../domain/paper/pages.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { SheetCell, SheetColumn } from "./model.js";

export const FONT = { name: "宋体", size: FULL_SIZE };
const ILLEGAL = /[:\\/?*[\]]/;
/** Excel's own numbers of sizes of paper. */
const PAPER: Readonly<Record<Paper, number>> = { A3: 8, A4: 9 };

/** Throws Error where `name` is no name of a sheet. */
export function checkedName(name: string): string {
  if (name.length === 0 || name.length > 31 || ILLEGAL.test(name))
    throw new Error(`${name} is no name of a sheet: at most 31 characters, none of : \\ / ? * [ ]`);
  return name;
}

/** A title as the name of a sheet: cut, and without the signs that none may have. */
export const sheetName = (title: string): string => cutText(title.replace(/[:\\/?*[\]]/g, " "), 31).trim() || "Sheet1";

/** Across the paper, at a size that can be read: on one page where that goes, else over several with head and first columns on each. */
export function pageSetup(paper: Paper, columns: readonly SheetColumn[]): Partial<ExcelPageSetup> {
  const { pages, keys } = paperPages(paper, columns);
  return {
    // The library's type knows but a few of Excel's sizes.
    paperSize: PAPER[paper] as PaperSize,
    orientation: "landscape",
    // By pages, not by percent: programs measure fonts each in their own way, and a little more would be one page more.
    fitToPage: true,
    fitToWidth: pages.length,
    fitToHeight: 0,
    pageOrder: "overThenDown",
    ...(keys === 0 ? {} : { printTitlesColumn: `A:${letterOf(keys)}` }),
    printTitlesRow: "1:1",
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
  };
}

/** The head's height in points: as many lines as its longest title takes in its column. Programs don't all make room by themselves. */
export const headHeight = (columns: readonly SheetColumn[]): number =>
  LINE * Math.max(1, ...columns.map(({ title, width }) => linesIn(title, width)));

/** A row's height in points, as the head's; undefined: one line, as programs have it anyway. */
export function rowHeight(cells: readonly SheetCell[], columns: readonly SheetColumn[]): number | undefined {
  let lines = 1;
  for (const [at, cell] of cells.entries())
    if (typeof cell === "string") lines = Math.max(lines, linesIn(cell, columns[at]?.width ?? 1));
  return lines === 1 ? undefined : Math.min(MOST_HEIGHT, LINE * lines);
}

/** Points. */
const LINE = 16;
/** Excel makes no row higher. */
const MOST_HEIGHT = 400;

/** Lines that a text takes in a column so many characters wide. */
function linesIn(text: string, width: number): number {
  const room = Math.max(1, width - 1);
  if (text.length * 2 <= room && !text.includes("\n")) return 1;
  return text.split("\n").reduce((lines, line) => lines + Math.max(1, Math.ceil(displayWidth(line) / room)), 0);
}

/** In characters of a sheet: Chinese ones are twice as wide. */
const displayWidth = (text: string): number => text.length + (text.match(/[\u2e80-\uffff]/g)?.length ?? 0);

/** A column's letter, counted from 1. Columns on every page are no more than the alphabet has. */
const letterOf = (column: number): string => String.fromCharCode(64 + Math.min(26, column));

export const viewSetup = { views: [{ state: "frozen" as const, ySplit: 1 }] };

/** On each page of paper: whose it is, what it is and of which day; below, which page. What it is called may have an ampersand, which is doubled. */
export function headAndFoot(creator: string, title: string, date: PlanDate): { oddHeader: string; oddFooter: string } {
  const [whose, what] = [creator, title].map((text) => text.replaceAll("&", "&&"));
  return { oddHeader: `&L${whose}&C${what}&R${date}`, oddFooter: "&C— &P / &N —" };
}

const THIN = { style: "thin" as const, color: { argb: "FF808080" } };
/** Lines of the cells themselves: lines of the grid exceljs leaves out of sheets that are streamed. */
const LINES = { top: THIN, left: THIN, bottom: THIN, right: THIN };

const FORMATS: Readonly<Record<NonNullable<SheetColumn["kind"]>, string | undefined>> = {
  // Text stays text also when somebody edits the cell: what begins with = + - @ never becomes a formula.
  text: "@",
  number: undefined,
  percent: "0.0",
  date: "yyyy-mm-dd",
};

export const columnSetup = ({ title, width, kind = "text" }: SheetColumn) => ({
  header: title,
  width,
  style: {
    font: FONT,
    alignment: { vertical: "top" as const, wrapText: true },
    border: LINES,
    ...(FORMATS[kind] === undefined ? {} : { numFmt: FORMATS[kind] }),
  },
});

/** A cell as the library takes it: a day is a date, so that sheets sort and filter it as one. */
export const cellValue = (cell: SheetCell, kind: SheetColumn["kind"]): string | number | Date | null =>
  kind === "date" && typeof cell === "string" ? new Date(`${cell}T00:00:00Z`) : cell;

/** Excel takes no more of a cell. */
const MOST_IN_CELL = 32_767;
export const fitting = (cell: SheetCell): SheetCell =>
  typeof cell === "string" && cell.length > MOST_IN_CELL ? `${cutText(cell, MOST_IN_CELL - 1)}…` : cell;

export const filterOver = (columns: number) => ({
  from: { row: 1, column: 1 },
  to: { row: 1, column: columns },
});
