/** The tables of a register as they follow from its stream's rows: the append and a rebuild both ask here. */
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import { type Register, type Registers, registerOf } from "../plan/registers.js";
import { keyOf } from "./check-row.js";
import type { Cells } from "./values.js";

/** A row as it stands; `removed`: it went. */
export interface RowRecord {
  readonly row: string;
  readonly seq: number;
  /** By which it is known; null of one that went. */
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
  readonly row: string;
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
      const own = now.get(change.row) ?? {};
      const removed = change.kind === "removed";
      const cells = removed ? own : cellsAfter(own, change.after);
      now.set(change.row, cells);
      changes.push({
        seq: at,
        no,
        row: change.row,
        kind: change.kind,
        before: present(change.before),
        after: present(change.after),
        cells: removed ? null : cells,
        at: row.at,
        changed_on,
        person,
        unit,
      });
      records.set(change.row, {
        row: change.row,
        seq: at,
        key: removed ? null : rowKey(found, cells),
        cells,
        removed,
        changed_on,
        person,
      });
    });
  }
  return { rows: [...records.values()], changes, figures };
}

/** Of a register that is no longer in the plan nothing is known by which its rows were told apart. */
const rowKey = (register: Register | undefined, cells: Cells): string =>
  register ? keyOf(register, cells) : JSON.stringify(cells);

/** The rows of a register as they stood at the end of a day: the last change of each that is not later. What stood then stands for ever. */
export function rowsOn(changes: readonly ChangeRecord[], day: PlanDate): ReadonlyMap<string, Cells> {
  const rows = new Map<string, Cells>();
  for (const { row, cells, changed_on } of changes) {
    if (changed_on > day) continue;
    if (cells === null) rows.delete(row);
    else rows.set(row, cells);
  }
  return rows;
}
