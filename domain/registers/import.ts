/**
 * A sheet that somebody fills in Excel or WPS, as rows of a register: where its head stands, which column is which, and by cell what cannot be
 * taken and what is asked about. Pure: what stands in a file is read elsewhere.
 */
import { cutText } from "../language/text.js";
import type { Words } from "../language/words.js";
import { headOfColumn, type Register, type RegisterColumn } from "../plan/registers.js";
import { keyOf, wholeRowFault } from "./check-row.js";
import { type Cells, parseCell, plain, type Places, type RawCell } from "./values.js";

/** What stands in an exported cell that its reader may not see. Brought back it leaves the cell as it is. */
export const MASK = "●●●";

/** How far the reading of a workbook is, in order. `waiting`: it has not come yet. */
export const IMPORT_PHASES = ["waiting", "reading", "checking", "comparing", "keeping", "ended"] as const;
export type ImportPhase = (typeof IMPORT_PHASES)[number];

export interface SheetRow {
  readonly no: number;
  readonly cells: readonly (RawCell | undefined)[];
}

/** Something about a cell, named as the sheet names it; of a whole row its first cell. */
export interface CellNote {
  readonly cell: string;
  /** The column by its title; null: the row or the sheet. */
  readonly column: string | null;
  readonly words: Words;
}

export interface ImportedRow {
  readonly no: number;
  /** Sensitive ones in clear; those that were masked are absent. */
  readonly cells: Cells;
  /** Columns whose cell was masked: as it is. */
  readonly masked: readonly string[];
}

export interface Imported {
  readonly rows: readonly ImportedRow[];
  /** Why the sheet cannot be taken; where there is one, none of it is. */
  readonly faults: readonly CellNote[];
  /** What is taken in a way that whoever brings it must confirm. */
  readonly questions: readonly CellNote[];
  /** Columns of the register that the sheet has. */
  readonly columns: readonly string[];
}

/** Rows at the top of a sheet among which its head is looked for. */
const HEAD_WITHIN = 10;
const TOTAL = /^(合计|总计|小计|累计|共计|total)/i;
const NOTE = /^(注|备注|说明|填表说明|填报人|制表|审核)[:：]?/;

/** Column from 0, and row: as a sheet names it. */
function refOf(column: number, row: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return `${name}${row}`;
}

interface HeadColumn {
  readonly column: RegisterColumn;
  /** In the sheet, from 0. */
  readonly at: number;
  /** The unit that the head says, where it is another than the register's. */
  readonly unit: string | null;
}

const UNIT = /^(.*?)\s*\(([^()]*)\)$/;
const bare = (text: string): string =>
  plain(text)
    .replaceAll(/\s+/g, "")
    .replace(/^[*＊]/, "");

/** A column by what its head says: title, title with unit, English name or id. */
function columnBy(register: Register, head: string): { column: RegisterColumn; unit: string | null } | null {
  const text = bare(head);
  if (text === "") return null;
  const named = (name: string): RegisterColumn | undefined =>
    register.columns.find(({ id, title, english }) => [title, english, id].some((one) => bare(one) === name));
  const whole = named(text) ?? register.columns.find((column) => bare(headOfColumn(column)) === text);
  if (whole) return { column: whole, unit: null };
  const [, name = "", unit = ""] = UNIT.exec(text) ?? [];
  const column = named(name);
  return column ? { column, unit: unit === bare(column.unit ?? "") ? null : unit } : null;
}

interface Head {
  /** The last row of the head. */
  readonly until: number;
  readonly columns: readonly HeadColumn[];
  readonly strange: readonly { readonly at: number; readonly row: number; readonly text: string }[];
}

/** The row that names most columns, and the one below it where it names further ones, as under a merged head. */
function headOf(register: Register, rows: readonly SheetRow[]): Head | null {
  const found = rows.map(({ no, cells }) => {
    const texts = Array.from(cells, (cell, at) => ({ at, row: no, text: typeof cell === "string" ? cell : "" }));
    const named = texts.flatMap(({ at, text }) => {
      const known = columnBy(register, text);
      return known ? [{ ...known, at }] : [];
    });
    return { no, named, texts };
  });
  const best = found.reduce((most, one) => (one.named.length > most.named.length ? one : most), {
    no: 0,
    named: [],
    texts: [],
  } as (typeof found)[number]);
  if (best.named.length === 0) return null;
  const taken = new Set(best.named.map(({ at }) => at));
  const ids = new Set(best.named.map(({ column }) => column.id));
  const below = found.find(({ no }) => no === best.no + 1);
  const further = (below?.named ?? []).filter(({ at, column }) => !taken.has(at) && !ids.has(column.id));
  // A row of data can hold what is a column's name, but not where the head above it is empty and all it says are names.
  const isHead =
    below !== undefined &&
    further.length > 0 &&
    below.texts.filter(({ text }) => text !== "").length === below.named.length;
  const columns = isHead ? [...best.named, ...further] : best.named;
  const strange = best.texts.filter(({ at, text }) => bare(text) !== "" && !taken.has(at));
  return { until: isHead ? best.no + 1 : best.no, columns, strange };
}

/**
 * Reads a sheet whole. `merged`: whether a cell is one of several that were made one, and not the first of them. `between` is waited for after
 * each row, with how many were read: where whoever reads a long sheet tells how far it is, lets others have their turn, or stops by throwing.
 */
export async function importSheet(
  register: Register,
  rows: readonly SheetRow[],
  places: Places,
  merged: (row: number, column: number) => boolean = () => false,
  between: (done: number) => Promise<void> | void = () => {},
): Promise<Imported> {
  const head = headOf(register, rows.slice(0, HEAD_WITHIN));
  const nothing = { rows: [], questions: [], columns: [] };
  if (!head) return { ...nothing, faults: [noHead(register)] };
  const faults = headFaults(register, head);
  if (faults.length > 0) return { ...nothing, faults };
  const reader = new RowReader(register, head, places, merged);
  for (const [no, row] of rows.entries()) {
    if (row.no > head.until) reader.add(row);
    const wait = between(no + 1);
    if (wait) await wait;
  }
  const strange = head.strange.map(
    ({ at, row, text }): CellNote => ({
      cell: refOf(at, row),
      column: null,
      words: {
        zh: `本表没有“${text.trim()}”一列，该列不导入，请确认`,
        en: `the register has no column ${text.trim()}: it is left out`,
      },
    }),
  );
  const columns = head.columns.map(({ column }) => column.id);
  if (reader.rows.length === 0 && reader.faults.length === 0) reader.faults.push(noRows());
  return { rows: reader.rows, faults: reader.faults, questions: [...strange, ...reader.questions], columns };
}

const noHead = ({ title, columns }: Register): CellNote => ({
  cell: "A1",
  column: null,
  words: {
    zh: `前${HEAD_WITHIN}行中没有找到表头。请用“${title}”的模板，表头应有：${columns.map((column) => headOfColumn(column)).join("、")}`,
    en: `no head was found in the first ${HEAD_WITHIN} rows: use the register's template`,
  },
});

const noRows = (): CellNote => ({
  cell: "A1",
  column: null,
  words: { zh: "表头之下没有数据", en: "there is nothing below the head" },
});

function headFaults({ columns, key }: Register, head: Head): CellNote[] {
  const row = head.until;
  const has = new Map<string, HeadColumn>();
  const faults: CellNote[] = [];
  for (const one of head.columns) {
    const twice = has.get(one.column.id);
    if (twice)
      faults.push({
        cell: refOf(one.at, row),
        column: one.column.title,
        words: {
          zh: `“${one.column.title}”出现两次（另见${refOf(twice.at, row)}），请只留一列`,
          en: `${one.column.english} stands twice: leave one`,
        },
      });
    has.set(one.column.id, one);
  }
  for (const column of columns)
    if (!has.has(column.id) && (key.includes(column.id) || column.required))
      faults.push({
        cell: refOf(0, row),
        column: column.title,
        words: {
          zh: `缺少必填的“${headOfColumn(column)}”一列，请补上`,
          en: `the required column ${column.english} is missing`,
        },
      });
  return faults;
}

class RowReader {
  readonly rows: ImportedRow[] = [];
  readonly faults: CellNote[] = [];
  readonly questions: CellNote[] = [];
  private readonly keys = new Map<string, number>();

  constructor(
    private readonly register: Register,
    private readonly head: Head,
    private readonly places: Places,
    private readonly merged: (row: number, column: number) => boolean,
  ) {}

  add({ no, cells }: SheetRow): void {
    const texts = this.head.columns.map(({ at }) => plain(String(cells[at] ?? "")));
    const filled = texts.filter((text) => text !== "");
    const first = plain(
      String(cells.find((cell) => cell !== undefined && cell !== null && plain(String(cell)) !== "") ?? ""),
    );
    if (first === "") return;
    // Totals are not rows of the register, and neither is what stands below them.
    if (TOTAL.test(first.replaceAll(/\s/g, "")))
      return this.leftOut(no, `“${first}”看似合计行，不导入，请确认`, `${first} looks like a total: it is left out`);
    if (NOTE.test(first) && filled.length <= 1)
      return this.leftOut(
        no,
        `“${cutText(first, 20)}”看似说明，不导入，请确认`,
        "this looks like a note: it is left out",
      );
    this.read(no, cells);
  }

  private leftOut(no: number, zh: string, en: string): void {
    this.questions.push({ cell: refOf(0, no), column: null, words: { zh, en } });
  }

  private read(no: number, raw: SheetRow["cells"]): void {
    const cells: Record<string, string> = {};
    const masked: string[] = [];
    const before = this.faults.length;
    for (const { column, at, unit } of this.head.columns) {
      const note = (words: Words): CellNote => ({ cell: refOf(at, no), column: column.title, words });
      if (this.merged(no, at)) {
        this.faults.push(
          note({ zh: "合并单元格，请取消合并并逐行填写", en: "cells are merged: undo that, and fill each row" }),
        );
        continue;
      }
      if (column.sensitive && raw[at] === MASK) {
        masked.push(column.id);
        continue;
      }
      const parsed = parseCell(column, withUnit(raw[at], unit), this.places);
      if ("fault" in parsed) this.faults.push(note(parsed.fault));
      else {
        if (parsed.question) this.questions.push(note(parsed.question));
        if (parsed.value !== null) cells[column.id] = parsed.value;
      }
    }
    if (this.faults.length > before || this.isUnfit(no, cells, masked)) return;
    this.rows.push({ no, cells, masked });
  }

  private isUnfit(no: number, cells: Cells, masked: readonly string[]): boolean {
    const at = (id: string | null): number => this.head.columns.find(({ column }) => column.id === id)?.at ?? 0;
    const fault = wholeRowFault(this.register, cells, masked);
    if (fault) {
      const column = this.register.columns.find(({ id }) => id === fault.column);
      this.faults.push({ cell: refOf(at(fault.column), no), column: column?.title ?? null, words: fault.words });
      return true;
    }
    const key = keyOf(this.register, cells);
    const twin = this.keys.get(key);
    this.keys.set(key, twin ?? no);
    if (twin === undefined) return false;
    const [first = ""] = this.register.key;
    const titles = this.register.key
      .map((id) => this.register.columns.find((column) => column.id === id)?.title ?? id)
      .join("、");
    this.faults.push({
      cell: refOf(at(first), no),
      column: titles,
      words: {
        zh: `与第${twin}行的“${titles}”重复，请合并或改正`,
        en: `the same ${this.register.key.join(", ")} as in row ${twin}`,
      },
    });
    return true;
  }
}

/** A number whose head names another unit is read as if the unit stood beside it. */
const withUnit = (raw: RawCell, unit: string | null): RawCell =>
  unit === null || raw === null || raw === undefined || raw instanceof Date || /[^\d.,\s+-]/.test(plain(String(raw)))
    ? raw
    : `${String(raw)}${unit}`;
