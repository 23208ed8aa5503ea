/** A register's grid as somebody works on it: what is changed and not saved, what of it is wrong, what others have changed meanwhile. */
import { useCallback, useMemo, useState } from "react";
import type { Refused } from "../../api/client.js";
import type { Register, RegisterRow, Words } from "../../api/types.js";
import { type Checker, checkerOf, type RowFaults } from "./check.js";
import {
  add,
  type Changes,
  type Conflict,
  conflictsOf,
  type DraftCells,
  type DraftRow,
  NOTHING,
  remove,
  rowsOf,
  settle,
  without,
  write,
} from "./draft-state.js";

export type { Conflict, DraftCells, DraftRow } from "./draft-state.js";

/** A row of the request's body. */
export interface WrittenRow {
  readonly row: string | null;
  readonly was: number;
  readonly cells: Record<string, string | null> | null;
}

export interface Draft {
  readonly rows: readonly DraftRow[];
  /** Rows that are to be saved: neither the same as before nor waiting for somebody's choice. */
  readonly changed: readonly DraftRow[];
  readonly faults: ReadonlyMap<string, RowFaults>;
  readonly conflicts: readonly Conflict[];
  /** What was taken otherwise than it was written (亿元 as 万元), of the last change. */
  readonly notes: readonly Words[];
  /** `added`: new rows below the last. */
  readonly write: (
    rows: readonly { readonly key: string; readonly cells: DraftCells }[],
    added?: readonly DraftCells[],
  ) => void;
  readonly remove: (key: string, gone: boolean) => void;
  readonly settle: (conflict: Conflict, take: "theirs" | "mine") => void;
  readonly discard: () => void;
  /** The request's rows, of the first so many that changed. */
  readonly body: (most: number) => { readonly keys: readonly string[]; readonly rows: readonly WrittenRow[] };
  /** Once these are saved. */
  readonly saved: (keys: readonly string[]) => void;
  /** What the API said of rows that do not fit. */
  readonly refused: (error: Refused, keys: readonly string[]) => void;
}

export function useDraft(register: Register, saved: readonly RegisterRow[]): Draft {
  const [changes, setChanges] = useState<Changes>(NOTHING);
  const [told, setTold] = useState<ReadonlyMap<string, RowFaults>>(new Map());
  const [notes, setNotes] = useState<readonly Words[]>([]);
  const checker = useMemo(() => checkerOf(register), [register]);
  const byId = useMemo(() => new Map(saved.map((row) => [row.row, row])), [saved]);
  const rows = useMemo(() => rowsOf(saved, changes), [saved, changes]);
  const conflicts = useMemo(() => conflictsOf(changes, byId), [changes, byId]);
  const changed = useMemo(() => {
    const waiting = new Set(conflicts.map(({ key }) => key));
    return rows.filter((row) => row.changed && !waiting.has(row.key));
  }, [rows, conflicts]);
  const faults = useMemo(() => faultsOf(rows, checker, told), [rows, checker, told]);
  const change = useCallback((next: (before: Changes) => Changes, keys: readonly string[]): void => {
    setChanges(next);
    setTold((before) => (before.size === 0 ? before : new Map([...before].filter(([key]) => !keys.includes(key)))));
  }, []);
  const tidy = useCallback(
    (cells: DraftCells, said: Words[]): DraftCells =>
      Object.fromEntries(
        Object.entries(cells).map(([column, text]) => {
          const parsed = checker.cell(column, text);
          if ("fault" in parsed) return [column, text];
          if (parsed.question) said.push(parsed.question);
          return [column, parsed.value ?? ""];
        }),
      ),
    [checker],
  );
  return {
    rows,
    changed,
    faults,
    conflicts,
    notes,
    write: useCallback(
      (written, below = []) => {
        const said: Words[] = [];
        const tidied = written.map(({ key, cells }) => ({ key, cells: tidy(cells, said) }));
        const added = below.map((cells) => tidy(cells, said));
        setNotes(said);
        change(
          (before) => add(write(before, tidied, byId), added),
          tidied.map(({ key }) => key),
        );
      },
      [change, tidy, byId],
    ),
    remove: useCallback((key, isGone) => change((before) => remove(before, key, isGone, byId), [key]), [change, byId]),
    settle: (conflict, take) => change((before) => settle(before, conflict, take, byId), [conflict.key]),
    discard: () => {
      setChanges(NOTHING);
      setTold(new Map());
      setNotes([]);
    },
    body: (most) => {
      const first = changed.slice(0, most);
      return {
        keys: first.map(({ key }) => key),
        rows: first.map(({ row, key, cells, gone }) => ({
          row: row?.row ?? null,
          was: row?.seq ?? 0,
          cells: gone ? null : row ? { ...changes.written[key] } : { ...cells },
        })),
      };
    },
    saved: (keys) => change((before) => without(before, keys), keys),
    refused: (error, keys) => setTold(toldOf(error, keys, checker.keyColumn)),
  };
}

/** What is wrong with changed rows: by the rules, by what the API said last, and where two rows are known by the same. */
function faultsOf(
  rows: readonly DraftRow[],
  checker: Checker,
  told: ReadonlyMap<string, RowFaults>,
): ReadonlyMap<string, RowFaults> {
  const found = new Map<string, RowFaults>();
  if (!rows.some(({ changed }) => changed)) return found;
  const firsts = new Map<string, number>();
  for (const [no, { cells, gone }] of rows.entries()) {
    const key = checker.keyOf(cells);
    if (!gone && !firsts.has(key)) firsts.set(key, no);
  }
  for (const [no, { key, cells, gone, changed }] of rows.entries()) {
    if (!changed || gone) continue;
    const own = checker.row(cells);
    const twin = firsts.get(checker.keyOf(cells)) ?? no;
    const same =
      twin === no || own[checker.keyColumn] !== undefined
        ? {}
        : { [checker.keyColumn]: { zh: `与第${twin + 1}行重复`, en: `the same as row ${twin + 1}` } };
    const all = { ...told.get(key), ...own, ...same };
    if (Object.keys(all).length > 0) found.set(key, all);
  }
  return found;
}

/** What is said of a row as a whole stands at the column by which it is known. */
function toldOf({ members }: Refused, keys: readonly string[], keyColumn: string): ReadonlyMap<string, RowFaults> {
  const said = (members["faults"] ?? []) as readonly { row: number; column: string | null; says: Words }[];
  const byRow = new Map<string, RowFaults>();
  for (const { row, column, says } of said) {
    const key = keys[row];
    if (key !== undefined) byRow.set(key, { ...byRow.get(key), [column ?? keyColumn]: says });
  }
  return byRow;
}
