/**
 * A sheet that somebody fills in Excel or WPS, as rows of a register: where its head stands, which column is which, and by cell what cannot be
 * taken and what is asked about. Pure: what stands in a file is read elsewhere.
 */
import { cutText } from "../language/text.js";
import type { Words } from "../language/words.js";
import { headOfColumn, placeColumn, type Register, type RegisterColumn } from "../plan/registers.js";
import { keyOf, wholeRowFaults } from "./check-row.js";
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
  /** Those without a mistake. */
  readonly rows: readonly ImportedRow[];
  /** How many rows of the register the sheet has, and how many of them have a mistake; null: its head is not the register's, and none was read. */
  readonly count: { readonly rows: number; readonly wrong: number } | null;
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

/** What beside the register and its sheet the reading goes by. */
export interface Reading {
  readonly places: Places;
  /** Whether a cell is one of several that were made one. */
  readonly merged?: (row: number, column: number) => boolean;
  /** Whether whoever brings the sheet may change a row; by default all of them. */
  readonly mayKeep?: (cells: Cells) => boolean;
  /**
   * Waited for after each row of the register: how many are checked, of how many. Where whoever reads a long sheet tells how far it is, lets
   * others have their turn, or stops by throwing.
   */
  readonly between?: (done: number, whole: number) => Promise<void> | void;
}

/** Reads a sheet whole. */
export async function importSheet(
  register: Register,
  rows: readonly SheetRow[],
  { places, merged = () => false, mayKeep = () => true, between = () => {} }: Reading,
): Promise<Imported> {
  const head = headOf(register, rows.slice(0, HEAD_WITHIN));
  const nothing = { rows: [], count: null, questions: [], columns: [] };
  if (!head) return { ...nothing, faults: [noHead(register)] };
  const faults = headFaults(register, head);
  if (faults.length > 0) return { ...nothing, faults };
  const reader = new RowReader(register, head, { places, merged, mayKeep });
  const below = rows.filter(({ no }) => no > head.until).map((row) => ({ row, kind: reader.kindOf(row) }));
  const whole = below.filter(({ kind }) => kind === "row").length;
  let done = 0;
  for (const { row, kind } of below) {
    reader.add(row, kind);
    const wait = kind === "row" ? between(++done, whole) : undefined;
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
  if (whole === 0) reader.faults.push(noRows());
  const count = { rows: whole, wrong: whole - reader.rows.length };
  return { rows: reader.rows, count, faults: reader.faults, questions: [...strange, ...reader.questions], columns };
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
  const lacking = columns.filter(({ id, required }) => !has.has(id) && (key.includes(id) || required));
  return lacking.length === 0 ? faults : [lacksColumns(lacking, head), ...faults];
}

/** Heads of the sheet that are named where others are missing: one of them may be meant. */
const MOST_STRANGE = 10;

function lacksColumns(lacking: readonly RegisterColumn[], { until, strange }: Head): CellNote {
  const named = strange.slice(0, MOST_STRANGE).map(({ at, row, text }) => ({ ref: refOf(at, row), text: text.trim() }));
  const more = strange.length > named.length;
  const unknown = {
    zh: `；表中无法识别的栏目：${named.map(({ ref, text }) => `“${cutText(text, 20)}”（${ref}）`).join("、")}${more ? `等${strange.length}个` : ""}`,
    en: `; not known: ${named.map(({ ref, text }) => `${cutText(text, 20)} (${ref})`).join(", ")}${more ? `, ${strange.length} in all` : ""}`,
  };
  const [zh, en] = named.length === 0 ? ["", ""] : [unknown.zh, unknown.en];
  return {
    cell: refOf(0, until),
    column: null,
    words: {
      zh: `第${until}行的表头缺少必填的${lacking.map((column) => `“${headOfColumn(column)}”`).join("、")}${zh}。请使用本台账的模板，或按模板改正表头`,
      en: `the head in row ${until} lacks the required ${lacking.map(({ english }) => english).join(", ")}${en}. Use the register's template, or correct the head by it`,
    },
  };
}

/** `blank` rows are passed over; totals and notes are left out, and that is to be confirmed. */
type RowKind = "blank" | "total" | "note" | "row";

class RowReader {
  readonly rows: ImportedRow[] = [];
  readonly faults: CellNote[] = [];
  readonly questions: CellNote[] = [];
  private readonly keys = new Map<string, number>();

  constructor(
    private readonly register: Register,
    private readonly head: Head,
    private readonly by: Required<Omit<Reading, "between">>,
  ) {}

  kindOf({ cells }: SheetRow): RowKind {
    const first = firstOf(cells);
    if (first === "") return "blank";
    // Totals are not rows of the register, and neither is what stands below them.
    if (TOTAL.test(first.replaceAll(/\s/g, ""))) return "total";
    const filled = this.head.columns.filter(({ at }) => plain(String(cells[at] ?? "")) !== "");
    return NOTE.test(first) && filled.length <= 1 ? "note" : "row";
  }

  add({ no, cells }: SheetRow, kind: RowKind): void {
    const first = firstOf(cells);
    if (kind === "total")
      this.leftOut(no, `“${first}”看似合计行，不导入，请确认`, `${first} looks like a total: it is left out`);
    if (kind === "note")
      this.leftOut(no, `“${cutText(first, 20)}”看似说明，不导入，请确认`, "this looks like a note: it is left out");
    if (kind === "row") this.read(no, cells);
  }

  private leftOut(no: number, zh: string, en: string): void {
    this.questions.push({ cell: refOf(0, no), column: null, words: { zh, en } });
  }

  private read(no: number, raw: SheetRow["cells"]): void {
    const cells: Record<string, string> = {};
    const masked: string[] = [];
    const unread: string[] = [];
    const before = this.faults.length;
    for (const { column, at, unit } of this.head.columns) {
      const note = (words: Words): CellNote => ({ cell: refOf(at, no), column: column.title, words });
      const unfit = (words: Words): void => {
        this.faults.push(note(words));
        unread.push(column.id);
      };
      if (this.by.merged(no, at)) {
        unfit({ zh: "合并单元格，请取消合并并逐行填写", en: "cells are merged: undo that, and fill each row" });
        continue;
      }
      if (column.sensitive && raw[at] === MASK) {
        masked.push(column.id);
        continue;
      }
      const parsed = parseCell(column, withUnit(raw[at], unit), this.by.places);
      if ("fault" in parsed) unfit(parsed.fault);
      else {
        if (parsed.question) this.questions.push(note(parsed.question));
        if (parsed.value !== null) cells[column.id] = parsed.value;
      }
    }
    this.tellWhole(no, cells, masked, unread);
    if (this.faults.length === before) this.rows.push({ no, cells, masked });
  }

  /** What is wrong with a row beside its cells one by one, as far as the cells that it takes could be read. */
  private tellWhole(no: number, cells: Cells, masked: readonly string[], unread: readonly string[]): void {
    const { register } = this;
    const lacking = wholeRowFaults(register, cells, masked, unread);
    for (const { column, words } of lacking) this.tell(no, column, this.titleOf(column), words);
    const told = new Set([...unread, ...lacking.flatMap(({ column }) => (column && !cells[column] ? column : []))]);
    const place = placeColumn(register)?.id ?? null;
    if ((place === null || !told.has(place)) && !this.by.mayKeep(cells))
      this.tell(no, place, this.titleOf(place), {
        zh: "这一行不由您的单位填报，请删去",
        en: "this row is not your unit's to keep: take it out",
      });
    if (!register.key.some((id) => told.has(id))) this.tellTwin(no, cells);
  }

  private tellTwin(no: number, cells: Cells): void {
    const { key: ids } = this.register;
    const key = keyOf(this.register, cells);
    const twin = this.keys.get(key);
    this.keys.set(key, twin ?? no);
    if (twin === undefined) return;
    const titles = ids.map((id) => this.titleOf(id) ?? id).join("、");
    this.tell(no, ids[0] ?? null, titles, {
      zh: `与第${twin}行的“${titles}”重复，请合并或改正`,
      en: `the same ${ids.join(", ")} as in row ${twin}`,
    });
  }

  /** At a column's cell; without one, or where the sheet does not have it, at the row's first. */
  private tell(no: number, id: string | null, column: string | null, words: Words): void {
    const at = this.head.columns.find((one) => one.column.id === id)?.at ?? 0;
    this.faults.push({ cell: refOf(at, no), column, words });
  }

  private titleOf(id: string | null): string | null {
    return this.register.columns.find((column) => column.id === id)?.title ?? null;
  }
}

const isFilled = (cell: RawCell | undefined): boolean =>
  cell !== undefined && cell !== null && plain(String(cell)) !== "";
const firstOf = (cells: SheetRow["cells"]): string => plain(String(cells.find(isFilled) ?? ""));

/** A number whose head names another unit is read as if the unit stood beside it. */
const withUnit = (raw: RawCell, unit: string | null): RawCell =>
  unit === null || raw === null || raw === undefined || raw instanceof Date || /[^\d.,\s+-]/.test(plain(String(raw)))
    ? raw
    : `${String(raw)}${unit}`;
