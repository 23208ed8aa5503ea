/** What somebody has changed of a register's rows and not saved, beside what others have saved meanwhile. Pure. */
import { MASK } from "../../../../domain/registers/import.js";
import type { RegisterRow } from "../../api/types.js";

export type DraftCells = Readonly<Record<string, string>>;

/** `written` and `gone` are of rows by id, of new rows by a name of their own. `base`: the row as it stood when it was first changed. */
export interface Changes {
  readonly written: Readonly<Record<string, DraftCells>>;
  readonly base: Readonly<Record<string, RegisterRow>>;
  readonly gone: ReadonlySet<string>;
  readonly added: readonly string[];
  /** How many new rows there have been: their names are not used twice. */
  readonly count: number;
}
export const NOTHING: Changes = { written: {}, base: {}, gone: new Set(), added: [], count: 0 };

export interface DraftRow {
  /** A row's id; of a new one a name of its own. */
  readonly key: string;
  readonly row: RegisterRow | null;
  readonly cells: DraftCells;
  readonly gone: boolean;
  readonly changed: boolean;
}

/** One cell that two people wrote differently, or a row that one of them took out. */
export interface Conflict {
  readonly key: string;
  readonly by: string | null;
  /** Where they differ, by column; empty: one of the two takes the row out. */
  readonly cells: readonly { readonly column: string; readonly theirs: string; readonly mine: string }[];
  /** Who takes the row out. */
  readonly removal: "theirs" | "mine" | null;
}

/** Rows with what was changed of them, new ones last. */
export function rowsOf(saved: readonly RegisterRow[], { written, gone, added }: Changes): DraftRow[] {
  const kept = saved.map((row): DraftRow => {
    const own = written[row.row];
    const isGone = gone.has(row.row);
    const differs = own !== undefined && Object.entries(own).some(([id, cell]) => (row.cells[id] ?? "") !== cell);
    return {
      key: row.row,
      row,
      cells: own ? { ...row.cells, ...own } : row.cells,
      gone: isGone,
      changed: isGone || differs,
    };
  });
  return [
    ...kept,
    ...added.map((key): DraftRow => ({ key, row: null, cells: written[key] ?? {}, gone: false, changed: true })),
  ];
}

/** `saved`: rows as they stand, by id. */
export function write(
  changes: Changes,
  rows: readonly { readonly key: string; readonly cells: DraftCells }[],
  saved: ReadonlyMap<string, RegisterRow>,
): Changes {
  const written = { ...changes.written };
  const base = { ...changes.base };
  for (const { key, cells } of rows) {
    written[key] = { ...written[key], ...cells };
    const row = saved.get(key);
    if (row) base[key] ??= row;
  }
  return { ...changes, written, base };
}

export function add(changes: Changes, rows: readonly DraftCells[]): Changes {
  const names = rows.map((_, no) => `new-${changes.count + no + 1}`);
  const written = { ...changes.written };
  for (const [no, name] of names.entries()) written[name] = rows[no] ?? {};
  return { ...changes, written, added: [...changes.added, ...names], count: changes.count + rows.length };
}

export function remove(
  changes: Changes,
  key: string,
  isGone: boolean,
  saved: ReadonlyMap<string, RegisterRow>,
): Changes {
  if (changes.added.includes(key)) return { ...changes, added: changes.added.filter((one) => one !== key) };
  const gone = new Set(changes.gone);
  if (isGone) gone.add(key);
  else gone.delete(key);
  const row = saved.get(key);
  return { ...changes, gone, base: row ? { [key]: row, ...changes.base } : changes.base };
}

/** What is left of the changes once these rows' are saved, or given up. */
export function without(changes: Changes, keys: readonly string[]): Changes {
  const leaves = new Set(keys);
  const kept = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(of).filter(([key]) => !leaves.has(key)));
  return {
    ...changes,
    written: kept(changes.written),
    base: kept(changes.base),
    gone: new Set([...changes.gone].filter((key) => !leaves.has(key))),
    added: changes.added.filter((key) => !leaves.has(key)),
  };
}

/** What somebody else has saved of a row since it was changed here, and what both wrote differently. Cells that only one wrote are no conflict. */
export function conflictsOf({ written, base, gone }: Changes, saved: ReadonlyMap<string, RegisterRow>): Conflict[] {
  return Object.entries(base).flatMap(([key, before]): Conflict[] => {
    const own = written[key] ?? {};
    const isGone = gone.has(key);
    if (!isGone && Object.keys(own).length === 0) return [];
    const now = saved.get(key);
    if (!now) return isGone ? [] : [{ key, by: null, cells: [], removal: "theirs" }];
    if (now.seq === before.seq) return [];
    if (isGone) return [{ key, by: now.by.name, cells: [], removal: "mine" }];
    const cells = Object.entries(own).flatMap(([column, mine]) => {
      const [old, theirs] = [before.cells[column] ?? "", now.cells[column] ?? ""];
      // Masked cells look alike whatever is in them: whoever wrote one is asked.
      const isTheirs = theirs !== old || (theirs === MASK && mine !== MASK);
      return isTheirs && theirs !== mine ? [{ column, theirs, mine }] : [];
    });
    return cells.length > 0 ? [{ key, by: now.by.name, cells, removal: null }] : [];
  });
}

/** The changes once somebody has chosen between the two. */
export function settle(
  changes: Changes,
  conflict: Conflict,
  take: "theirs" | "mine",
  saved: ReadonlyMap<string, RegisterRow>,
): Changes {
  const { key, cells } = conflict;
  const now = saved.get(key);
  if (take === "mine") {
    if (now) return { ...changes, base: { ...changes.base, [key]: now } };
    // The row is gone: what was written of it stands in a new one.
    const before = changes.base[key]?.cells ?? {};
    const anew = Object.entries({ ...before, ...changes.written[key] }).filter(([, text]) => text !== MASK);
    return add(without(changes, [key]), [Object.fromEntries(anew)]);
  }
  if (!now || conflict.removal === "mine") return without(changes, [key]);
  const theirs = new Set(cells.map(({ column }) => column));
  const own = Object.fromEntries(Object.entries(changes.written[key] ?? {}).filter(([column]) => !theirs.has(column)));
  return { ...changes, written: { ...changes.written, [key]: own }, base: { ...changes.base, [key]: now } };
}
