/** A block of cells as Excel and WPS put it on the clipboard: rows in lines, cells apart by tabs, a cell with either in quotation marks. */
import { mayWrite, type Writable } from "./writable.js";

/** The cells of a block, row by row. A last line end is none of them. */
export function cellsOfBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") endCell();
    else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

/** Cells as Excel and WPS put them on the clipboard; `cellsOfBlock` reads them again. */
export function blockOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[\t\n\r"]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const text = rows.map((row) => row.map(cell).join("\t")).join("\n");
  // One empty cell is a line without text: nothing at all would leave the clipboard's old text to be pasted.
  return text === "" && rows.length > 0 ? "\n" : text;
}

/** Cells of one row that change, by column. */
export interface ChangedRow<C extends string = string> {
  readonly key: string;
  readonly cells: { readonly [Column in C]?: string };
}

/** How much of a block was left out: what reaches beyond the grid, and texts at cells that are not asked. */
export interface Beyond {
  readonly rows: number;
  readonly columns: number;
  readonly shut: number;
}

export interface Pasted<C extends string> {
  readonly rows: readonly ChangedRow<C>[];
  /** What lies below the last row, by column: new rows, where a grid takes them. */
  readonly below: readonly ChangedRow<C>["cells"][];
  readonly beyond: Beyond;
}

/**
 * What a block changes that is pasted at a row and a column (both from 0): cells by row. What reaches beyond the grid is left out, and so are
 * rows that may not be edited and cells that are shut.
 */
export function pasted<C extends string>(
  block: readonly (readonly string[])[],
  rows: readonly (Writable & { readonly key: string })[],
  columns: readonly C[],
  at: { readonly row: number; readonly column: C },
): Pasted<C> {
  const first = columns.indexOf(at.column);
  const width = Math.max(0, ...block.map((row) => row.length));
  const named = block.map((cells): ChangedRow<C>["cells"] => {
    const own: { [Column in C]?: string } = {};
    for (const [offset, text] of cells.entries()) {
      const column = columns[first + offset];
      if (column !== undefined) own[column] = text;
    }
    return own;
  });
  const within = Math.max(0, rows.length - at.row);
  let shut = 0;
  const changed = named.slice(0, within).flatMap((cells, index): ChangedRow<C>[] => {
    const row = rows[at.row + index];
    if (!row?.mayEdit) return [];
    const texts = Object.entries<string | undefined>(cells);
    const open = texts.filter(([column]) => mayWrite(row, column));
    shut += texts.filter(([column, text]) => text !== "" && !mayWrite(row, column)).length;
    return open.length === 0 ? [] : [{ key: row.key, cells: Object.fromEntries(open) as ChangedRow<C>["cells"] }];
  });
  return {
    rows: changed,
    below: named.slice(within),
    beyond: { rows: Math.max(0, block.length - within), columns: Math.max(0, first + width - columns.length), shut },
  };
}
