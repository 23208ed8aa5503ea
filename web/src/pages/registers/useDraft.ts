/** What somebody has changed of a register's rows and not saved: by row what its cells become, null where it is to go. */
import { useMemo, useState } from "react";
import { Refused } from "../../api/client.js";
import type { RegisterRow } from "../../api/types.js";
import type { Words } from "../../api/types.js";

export type DraftCells = Readonly<Record<string, string>>;

export interface DraftRow {
  /** A row's id; of a new one a name of its own. */
  readonly key: string;
  readonly row: RegisterRow | null;
  readonly cells: DraftCells;
  readonly gone: boolean;
  readonly changed: boolean;
}

export interface CellFault {
  readonly column: string | null;
  readonly says: Words;
}

export interface Draft {
  readonly rows: readonly DraftRow[];
  readonly changed: readonly DraftRow[];
  readonly faults: ReadonlyMap<string, readonly CellFault[]>;
  readonly write: (key: string, column: string, value: string) => void;
  readonly add: (cells: DraftCells) => void;
  readonly remove: (key: string, gone: boolean) => void;
  readonly discard: () => void;
  /** The body of the request. */
  body(): readonly {
    readonly row: string | null;
    readonly was: number;
    readonly cells: Record<string, string | null> | null;
  }[];
  /** What the API said of rows that do not fit. */
  readonly refused: (error: Refused) => void;
}

interface Changes {
  readonly written: Readonly<Record<string, DraftCells>>;
  readonly gone: ReadonlySet<string>;
  readonly added: readonly string[];
}
const NOTHING: Changes = { written: {}, gone: new Set(), added: [] };

export function useDraft(saved: readonly RegisterRow[]): Draft {
  const [changes, setChanges] = useState<Changes>(NOTHING);
  const [faults, setFaults] = useState<ReadonlyMap<string, readonly CellFault[]>>(new Map());
  const rows = useMemo(() => rowsOf(saved, changes), [saved, changes]);
  const changed = useMemo(() => rows.filter((row) => row.changed), [rows]);
  const change = (next: (before: Changes) => Changes, key?: string): void => {
    setChanges(next);
    setFaults((before) => new Map([...before].filter(([one]) => one !== key)));
  };
  return {
    rows,
    changed,
    faults,
    write: (key, column, value) =>
      change(
        (before) => ({ ...before, written: { ...before.written, [key]: { ...before.written[key], [column]: value } } }),
        key,
      ),
    add: (cells) =>
      change((before) => {
        const key = `new-${before.added.length + 1}`;
        return { ...before, added: [...before.added, key], written: { ...before.written, [key]: cells } };
      }),
    remove: (key, isGone) =>
      change((before) => {
        if (before.added.includes(key)) return { ...before, added: before.added.filter((one) => one !== key) };
        const gone = new Set(before.gone);
        if (isGone) gone.add(key);
        else gone.delete(key);
        return { ...before, gone };
      }, key),
    discard: () => {
      setChanges(NOTHING);
      setFaults(new Map());
    },
    body: () =>
      changed.map(({ row, key, cells, gone }) => ({
        row: row?.row ?? null,
        was: row?.seq ?? 0,
        cells: gone ? null : row ? (changes.written[key] ?? {}) : cells,
      })),
    refused: (error) => setFaults(faultsOf(error, changed)),
  };
}

function rowsOf(saved: readonly RegisterRow[], { written, gone, added }: Changes): DraftRow[] {
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

function faultsOf({ members }: Refused, changed: readonly DraftRow[]): ReadonlyMap<string, readonly CellFault[]> {
  const found = (members["faults"] ?? []) as readonly (CellFault & { readonly row: number })[];
  const byRow = new Map<string, CellFault[]>();
  for (const { row, ...fault } of found) {
    const key = changed[row]?.key;
    if (key !== undefined) byRow.set(key, [...(byRow.get(key) ?? []), fault]);
  }
  return byRow;
}
