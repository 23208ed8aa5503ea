/** A grid as somebody works on it: what is saved, what is typed since, what somebody else has changed. Pure. */
import {
  type Cells,
  type Column,
  COLUMNS,
  type Mistake,
  mistakesIn,
  tidyCells,
} from "../../../../domain/months/answers.js";
import type { AskedRow } from "../../../../domain/ledger/month-events.js";
import type { MonthGrid, SavedDraft } from "../../api/types.js";
import type { ChangedRow } from "../../components/grid/block.js";
import type { At } from "../../components/grid/move.js";

export type GridRow = MonthGrid["rows"][number];

/** One cell that two people wrote differently. */
export interface Conflict {
  readonly key: string;
  readonly column: Column;
  /** Empty: they emptied it. */
  readonly theirs: string;
  readonly by: string;
}

/**
 * A row as it stands on the screen. `base`: as it was last seen to be saved, which says what of the cells was written here; `version`: that
 * it was saved under; `changed` counts what was typed since.
 */
export interface RowState {
  readonly cells: Cells;
  readonly base: Cells;
  readonly version: number;
  readonly changed: number;
}

export interface GridState {
  readonly rows: ReadonlyMap<string, RowState>;
  readonly conflicts: readonly Conflict[];
}

/** What a row is of: first what tells it from the others (its place and item, or its task), then what else is asked there. */
export function namesOf({ kind, place, title, task }: GridRow): { readonly first: string; readonly second: string } {
  const placed = [place, kind === "item" ? title : task.title].filter(Boolean).join(" ");
  return { first: placed, second: kind === "item" ? task.title : title };
}

/** Where the keyboard begins: at the first cell that may be written. */
export const startIn = ([first]: readonly GridRow[]): At<Column> => ({
  row: 0,
  column: first?.asksProgress === false ? "measure" : "progress",
});

/** What a row of the answer is checked by. */
export const askedOf = ({ key, kind, task, measured, total, behind }: GridRow): AskedRow => ({
  key,
  kind,
  task: task.no,
  ...(measured ? { measured } : {}),
  ...(total === null ? {} : { total }),
  ...(behind ? { behind } : {}),
});

function startOf({ draft, answer }: GridRow): RowState {
  const cells = (draft?.cells ?? answer ?? {}) as Cells;
  // What was sent and never saved here is saved with the first change of it.
  return { cells, base: cells, version: draft?.version ?? 0, changed: 0 };
}

export const openGrid = (rows: readonly GridRow[]): GridState => ({
  rows: new Map(rows.map((row) => [row.key, startOf(row)])),
  conflicts: [],
});

/** The state after cells were changed: by typing, by pasting, by carrying over, from a workbook. */
export function changedGrid(state: GridState, changes: readonly ChangedRow<Column>[]): GridState {
  const rows = new Map(state.rows);
  for (const { key, cells } of changes) {
    const before = rows.get(key);
    if (!before) continue;
    rows.set(key, { ...before, cells: { ...before.cells, ...cells }, changed: before.changed + 1 });
  }
  return { ...state, rows };
}

/** Rows that are to be saved, with how much was changed of each when they were sent. */
export interface Saving {
  readonly rows: readonly { readonly key: string; readonly cells: Cells; readonly seen: number }[];
  readonly changed: ReadonlyMap<string, number>;
}

export function toSave({ rows, conflicts }: GridState): Saving | null {
  const waiting = new Set(conflicts.map(({ key }) => key));
  const changed = [...rows].filter(([key, row]) => row.changed > 0 && !waiting.has(key));
  if (changed.length === 0) return null;
  return {
    rows: changed.map(([key, { cells, version }]) => ({ key, cells: tidyCells(cells), seen: version })),
    changed: new Map(changed.map(([key, row]) => [key, row.changed])),
  };
}

/** The state once a saving was answered. What was typed meanwhile is still to be saved. */
export function savedGrid(state: GridState, saving: Saving, answer: SavedDraft): GridState {
  const rows = new Map(state.rows);
  const sent = new Map(saving.rows.map(({ key, cells }) => [key, cells]));
  for (const { key, version } of answer.saved) {
    const row = rows.get(key);
    const base = sent.get(key);
    if (row && base)
      rows.set(key, { ...row, base, version, changed: row.changed - (saving.changed.get(key) ?? row.changed) });
  }
  const conflicts = answer.conflicts.flatMap(({ key, cells, version, by }): Conflict[] => {
    const row = rows.get(key);
    if (!row) return [];
    const merged = mergedRow(row, cells as Cells);
    rows.set(key, { ...merged.row, version });
    return merged.columns.map((column) => ({ key, column, theirs: (cells as Cells)[column] ?? "", by: by.name }));
  });
  const known = new Set(answer.conflicts.map(({ key }) => key));
  return { rows, conflicts: [...state.conflicts.filter(({ key }) => !known.has(key)), ...conflicts] };
}

/** A row with what somebody else has saved of it: each keeps what they alone wrote. `columns`: where both wrote, and not the same. */
function mergedRow(row: RowState, theirs: Cells): { readonly row: RowState; readonly columns: readonly Column[] } {
  const [base, mine] = [tidyCells(row.base), tidyCells(row.cells)];
  const isMine = (column: Column): boolean => mine[column] !== base[column] && mine[column] !== theirs[column];
  const taken = Object.fromEntries(
    COLUMNS.filter((column) => !isMine(column)).map((column) => [column, theirs[column] ?? ""]),
  );
  return {
    row: rested({ ...row, cells: { ...row.cells, ...taken }, base: theirs }),
    columns: COLUMNS.filter((column) => isMine(column) && theirs[column] !== base[column]),
  };
}

/** The row, with nothing to save where it says what is saved. */
function rested(row: RowState): RowState {
  const [base, mine] = [tidyCells(row.base), tidyCells(row.cells)];
  const isSaved = COLUMNS.every((column) => mine[column] === base[column]);
  return { ...row, changed: isSaved ? 0 : Math.max(1, row.changed) };
}

/** The state once somebody has chosen between two writings of a cell. */
export function settledGrid(state: GridState, { key, column }: Conflict, take: "theirs" | "mine"): GridState {
  const conflict = state.conflicts.find((one) => one.key === key && one.column === column);
  const row = state.rows.get(key);
  if (!conflict || !row) return state;
  const rows = new Map(state.rows);
  rows.set(key, rested(take === "theirs" ? { ...row, cells: { ...row.cells, [column]: conflict.theirs } } : row));
  return { rows, conflicts: state.conflicts.filter((one) => one !== conflict) };
}

/** What may be carried over from the month before: everything that was said but the progress. */
export function carriedOver(row: GridRow): Cells {
  const { progress: _, ...texts } = (row.before ?? {}) as Cells;
  return texts;
}

export const hasBefore = (row: GridRow): boolean => Object.keys(carriedOver(row)).length > 0;

const WORDS: readonly Column[] = ["measure", "problem", "nextStep"];

/** Whether the row says word for word what it said the month before. */
export function isAsBefore(row: GridRow, cells: Cells): boolean {
  const before = (row.before ?? {}) as Cells;
  return (
    WORDS.some((column) => (cells[column] ?? "") !== "") &&
    WORDS.every((column) => (cells[column] ?? "") === (before[column] ?? ""))
  );
}

/** What is wrong with every row, by row; nothing where nothing is. */
export function allMistakes(rows: readonly GridRow[], state: GridState): Map<string, readonly Mistake[]> {
  const found = new Map<string, readonly Mistake[]>();
  for (const row of rows) {
    const mistakes = mistakesIn(askedOf(row), state.rows.get(row.key)?.cells ?? {});
    if (mistakes.length > 0) found.set(row.key, mistakes);
  }
  return found;
}
