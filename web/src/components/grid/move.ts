/** Where the keyboard is in a grid, and where a key leads. Pure. */

export interface At<C extends string = string> {
  /** From 0. */
  readonly row: number;
  readonly column: C;
}

/** Rows that a page of keys passes over. */
const PAGE = 10;

/** Where an arrow, Tab or Enter leads; the grid's ends are ends. Null: out of the grid, or the key leads nowhere. */
export function moved<C extends string>(
  { row, column }: At<C>,
  key: string,
  shift: boolean,
  rows: number,
  columns: readonly C[],
): At<C> | null {
  const no = columns.indexOf(column);
  const to = (nextRow: number, nextColumn: number): At<C> => ({
    row: Math.max(0, Math.min(rows - 1, nextRow)),
    column: columns[Math.max(0, Math.min(columns.length - 1, nextColumn))] as C,
  });
  switch (key) {
    case "ArrowUp":
      return to(row - 1, no);
    case "ArrowDown":
      return to(row + 1, no);
    case "ArrowLeft":
      return to(row, no - 1);
    case "ArrowRight":
      return to(row, no + 1);
    case "Home":
      return to(row, 0);
    case "End":
      return to(row, columns.length - 1);
    case "PageUp":
      return to(row - PAGE, no);
    case "PageDown":
      return to(row + PAGE, no);
    case "Enter":
      return to(row + (shift ? -1 : 1), no);
    case "Tab": {
      const next = no + (shift ? -1 : 1);
      if (next >= 0 && next < columns.length) return to(row, next);
      const line = row + (shift ? -1 : 1);
      // Beyond the last cell Tab leaves the grid, as it does anywhere.
      return line < 0 || line >= rows ? null : to(line, shift ? columns.length - 1 : 0);
    }
    default:
      return null;
  }
}

/** The next of some cells after one, by rows and columns; from the last on to the first. Undefined: there is none. */
export function nextOf<C extends string>(
  places: readonly At<C>[],
  at: At<C>,
  columns: readonly C[],
): At<C> | undefined {
  const order = ({ row, column }: At<C>): number => row * columns.length + columns.indexOf(column);
  const inOrder = [...places].sort((a, b) => order(a) - order(b));
  return inOrder.find((one) => order(one) > order(at)) ?? inOrder[0];
}
