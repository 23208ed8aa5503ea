/** The tables of a register as they follow from its stream's rows: the append and a rebuild both ask here. */
import { canonicalJson } from "../ledger/canonical.js";
import { sha256 } from "../ledger/sha256.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import { type Register, type Registers, registerOf } from "../plan/registers.js";
import { keyOf } from "./check-row.js";
import type { Cells } from "./values.js";

/** A row as it stands; `removed`: it went. Members are named as the table's columns. */
export interface RowRecord {
  readonly row_id: string;
  readonly seq: number;
  /** Rows are listed in the order in which they were added; 0: as it is. */
  readonly place: number;
  /** SHA-256 of what it is known by; null of one that went. */
  readonly key: string | null;
  readonly cells: Cells;
  readonly removed: boolean;
  readonly changed_on: PlanDate;
  readonly person: string;
}

/** One change of one row. `cells`: the row whole after it; null: it went. */
export interface ChangeRecord {
  readonly seq: number;
  readonly no: number;
  readonly row_id: string;
  readonly kind: "added" | "changed" | "removed";
  readonly before: Cells;
  readonly after: Cells;
  readonly cells: Cells | null;
  readonly at: number;
  readonly changed_on: PlanDate;
  readonly person: string;
  readonly unit: string;
}

/** A figure as a row of the ledger left it. */
export interface FigureRecord {
  readonly seq: number;
  readonly figure: string;
  readonly method: string;
  readonly scope: string;
  readonly sums: readonly number[];
  readonly changed_on: PlanDate;
}

/** What rows of the ledger write. */
export interface RegisterTables {
  readonly rows: readonly RowRecord[];
  readonly changes: readonly ChangeRecord[];
  readonly figures: readonly FigureRecord[];
}

/** More changes than one row of the ledger holds: places are told apart by it. */
const MOST_CHANGES = 100_000;

const present = (cells: Readonly<Record<string, string | null>>): Cells =>
  Object.fromEntries(Object.entries(cells).flatMap(([id, cell]) => (cell === null ? [] : [[id, cell]])));

/** A row's cells after a change. */
export const cellsAfter = (cells: Cells, after: Readonly<Record<string, string | null>>): Cells =>
  present({ ...cells, ...after });

/**
 * What further rows of a register's stream write. `before`: cells of the rows that they change, as they stood; a rebuild, which begins with
 * the first row, has none. `seq`: of the row before the first of them.
 */
export function registerTables(
  register: string,
  rows: readonly (NewRow | LedgerRow)[],
  seq: number,
  before: ReadonlyMap<string, Cells>,
  { registers, offsetMinutes }: { readonly registers: Registers | undefined; readonly offsetMinutes: number },
): RegisterTables {
  const now = new Map(before);
  const found = registers && registerOf(registers, register);
  const records = new Map<string, RowRecord>();
  const changes: ChangeRecord[] = [];
  const figures: FigureRecord[] = [];
  let at = seq;
  for (const row of rows) {
    at += 1;
    const changed_on = dateAt(row.at, offsetMinutes);
    if (row.type === "figuresMoved")
      for (const figure of row.payload.figures) figures.push({ ...figure, seq: at, changed_on });
    if (row.type !== "registerRowsChanged") continue;
    const { person = "", unit = "" } = row.actor ?? {};
    row.payload.changes.forEach((change, no) => {
      // A row that went and comes again is a new one.
      const own = change.kind === "added" ? {} : (now.get(change.row) ?? {});
      const removed = change.kind === "removed";
      const cells = removed ? own : cellsAfter(own, change.after);
      now.set(change.row, cells);
      changes.push({
        seq: at,
        no,
        row_id: change.row,
        kind: change.kind,
        before: present(change.before),
        after: present(change.after),
        cells: removed ? null : cells,
        at: row.at,
        changed_on,
        person,
        unit,
      });
      const place = change.kind === "added" ? at * MOST_CHANGES + no + 1 : (records.get(change.row)?.place ?? 0);
      const key = removed ? null : rowKey(found, cells);
      records.set(change.row, { row_id: change.row, seq: at, place, key, cells, removed, changed_on, person });
    });
  }
  return { rows: [...records.values()], changes, figures };
}

/** Of a register that is no longer in the plan nothing is known by which its rows were told apart. */
const rowKey = (register: Register | undefined, cells: Cells): string =>
  sha256(register ? keyOf(register, cells) : canonicalJson(cells));

/** The rows of a register as they stood at the end of a day: the last change of each that is not later. What stood then stands for ever. */
export function rowsOn(changes: readonly ChangeRecord[], day: PlanDate): ReadonlyMap<string, Cells> {
  const rows = new Map<string, Cells>();
  for (const { row_id: row, cells, changed_on } of changes) {
    if (changed_on > day) continue;
    if (cells === null) rows.delete(row);
    else rows.set(row, cells);
  }
  return rows;
}
