/** Sheets that were given out with a key to each row, and come back filled in: their head, their cells, and mistakes by cell. */
import { type Merge, type ReadCell, type ReadRow, refOf } from "../../documents/xlsx/read.js";
import type { Words } from "../../domain/language/words.js";

/** The column that says which row it is. */
export const KEY_TITLE = "编号（请勿改动）";
/** Rows at the top of a sheet among which its head is looked for. */
const HEAD_WITHIN = 20;

export interface SheetMistake {
  /** `D7` */
  readonly cell: string;
  readonly message: Words;
}

export interface SheetHead {
  /** Which of the sheet's rows it is, from 0, and as the sheet counts. */
  readonly at: number;
  readonly no: number;
  /** Columns from 0, by what they are called. */
  readonly columns: ReadonlyMap<string, number>;
}

export const textOf = (cell: ReadCell | undefined): string => {
  if (cell === undefined || cell === null) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
};

/** Null: no row of the first names the key. */
export function headOf(rows: readonly ReadRow[]): SheetHead | null {
  for (const [at, { no, cells }] of rows.slice(0, HEAD_WITHIN).entries()) {
    const columns = new Map(
      cells.flatMap((cell, index) => (textOf(cell) === "" ? [] : [[textOf(cell), index] as const])),
    );
    if (columns.has(KEY_TITLE)) return { at, no, columns };
  }
  return null;
}

export const NO_HEAD: SheetMistake = {
  cell: "A1",
  message: {
    zh: `没有找到表头“${KEY_TITLE}”，请在下载的表格中填写`,
    en: `There is no head “${KEY_TITLE}”: fill in the workbook that was downloaded`,
  },
};

/** A mistake for each of some columns, by their Chinese names, that the head does not have. */
export const missingColumns = ({ no, columns }: SheetHead, wanted: readonly Words[]): SheetMistake[] =>
  wanted
    .filter(({ zh }) => !columns.has(zh))
    .map(({ zh, en }) => ({
      cell: refOf(0, no),
      message: { zh: `缺少“${zh}”一列`, en: `The column ${en} is missing` },
    }));

/** Sixty percent that a cell shows so is 0.6 in the file: nobody can tell it from a little more than half of one. */
export const isShare = (cell: ReadCell | undefined): boolean => typeof cell === "number" && cell > 0 && cell < 1;

export const isMerged = (merges: readonly Merge[], column: number, no: number): boolean =>
  merges.some((one) => one.top <= no && no <= one.bottom && one.left <= column && column <= one.right);

export const MERGED: Words = { zh: "请取消合并单元格", en: "Take the merged cells apart" };
export const SHARE: Words = {
  zh: "请填百分数本身，如60，不要设百分比格式",
  en: "Write the percentage itself, e.g. 60, not a cell formatted as percent",
};
