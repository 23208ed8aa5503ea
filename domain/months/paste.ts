/** A block of cells as Excel and WPS put it on the clipboard: rows in lines, cells apart by tabs, a cell with either in quotation marks. */
import { type Cells, type Column, COLUMNS } from "./answers.js";

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

export interface PastedRow {
  readonly key: string;
  readonly cells: Cells;
}

/**
 * What a block changes that is pasted at a row and a column: cells by row. What reaches beyond the grid is left out; `beyond`: how many
 * rows and columns that is.
 */
export function pasted(
  block: readonly (readonly string[])[],
  keys: readonly string[],
  at: { readonly row: number; readonly column: Column },
): { readonly rows: readonly PastedRow[]; readonly beyond: { readonly rows: number; readonly columns: number } } {
  const first = COLUMNS.indexOf(at.column);
  const width = Math.max(0, ...block.map((row) => row.length));
  const rows = block.flatMap((cells, index): PastedRow[] => {
    const key = keys[at.row + index];
    if (key === undefined) return [];
    const changed: { -readonly [C in Column]?: string } = {};
    for (const [offset, text] of cells.entries()) {
      const column = COLUMNS[first + offset];
      if (column !== undefined) changed[column] = text;
    }
    return [{ key, cells: changed }];
  });
  return {
    rows,
    beyond: {
      rows: Math.max(0, at.row + block.length - keys.length),
      columns: Math.max(0, first + width - COLUMNS.length),
    },
  };
}
