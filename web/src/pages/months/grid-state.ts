/** A grid as somebody works on it: what is saved, what is typed since, what somebody else has changed. Pure. */
import { type Cells, type Column, type Mistake, mistakesIn, tidyCells } from "../../../../domain/months/answers.js";
import type { AskedRow } from "../../../../domain/ledger/month-events.js";
import type { MonthGrid, SavedDraft } from "../../api/types.js";
import type { ChangedRow } from "../../components/grid/block.js";

export type GridRow = MonthGrid["rows"][number];

export interface Conflict {
  readonly key: string;
  readonly theirs: Cells;
  readonly by: string;
}

/** A row as it stands on the screen. `version`: that it was saved under; `changed` counts what was typed since. */
export interface RowState {
  readonly cells: Cells;
  readonly version: number;
  readonly changed: number;
}

export interface GridState {
  readonly rows: ReadonlyMap<string, RowState>;
  readonly conflicts: readonly Conflict[];
}

/** What a row of the answer is checked by. */
export const askedOf = ({ key, kind, task, measured, total, behind }: GridRow): AskedRow => ({
  key,
  kind,
  task: task.no,
  ...(measured ? { measured } : {}),
  ...(total === null ? {} : { total }),
  ...(behind ? { behind } : {}),
});

const startOf = ({ draft, answer }: GridRow): RowState => ({
  cells: (draft?.cells ?? answer ?? {}) as Cells,
  version: draft?.version ?? 0,
  // What was sent and never saved here is saved with the first change of it.
  changed: 0,
});

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
  for (const { key, version } of answer.saved) {
    const row = rows.get(key);
    if (row) rows.set(key, { ...row, version, changed: row.changed - (saving.changed.get(key) ?? 0) });
  }
  const conflicts = answer.conflicts.map(({ key, cells, version, by }) => {
    const row = rows.get(key);
    if (row) rows.set(key, { ...row, version });
    return { key, theirs: cells as Cells, by: by.name };
  });
  const known = new Set(conflicts.map(({ key }) => key));
  return { rows, conflicts: [...state.conflicts.filter(({ key }) => !known.has(key)), ...conflicts] };
}

/** The state once somebody has chosen between two writings of a row. */
export function settledGrid(state: GridState, key: string, take: "theirs" | "mine"): GridState {
  const conflict = state.conflicts.find((one) => one.key === key);
  const row = state.rows.get(key);
  if (!conflict || !row) return state;
  const rows = new Map(state.rows);
  rows.set(key, take === "theirs" ? { ...row, cells: conflict.theirs, changed: 0 } : { ...row, changed: 1 });
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
