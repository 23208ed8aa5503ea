/**
 * Registers (清单、台账) as the engine runs on them: lists of facts that the plan asks for, as data of the plan. A register says what its
 * columns hold, who keeps which rows, how often, and which figures follow from them.
 */
import type { TextSource } from "./plan.js";

export const COLUMN_TYPES = [
  "text",
  "number",
  "integer",
  "percent",
  "date",
  "year",
  "choice",
  "flag",
  "village",
  "township",
  "unit",
] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export const RHYTHMS = ["once", "monthly", "quarterly", "halfYearly", "yearly"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** One column. Texts of `title` and `unit` stand in the head of sheets and pages. */
export interface RegisterColumn {
  /** Unique in its register, and the same for ever: rows hold their cells by it. */
  readonly id: string;
  readonly title: string;
  readonly english: string;
  readonly type: ColumnType;
  /** 万元, 户, 人, 亩 …; absent: it counts nothing. */
  readonly unit?: string;
  readonly required?: boolean;
  /** Of numbers, the unit's own. */
  readonly min?: number;
  readonly max?: number;
  /** Decimals at most; absent: two of a number, one of a percentage. */
  readonly decimals?: number;
  /** Of a choice, in order. */
  readonly options?: readonly string[];
  /** Of one person or household: encrypted, masked, and its reading is logged. */
  readonly sensitive?: boolean;
  /** What belongs in it, where the title does not say. */
  readonly note?: string;
}

/** Columns whose sum equals another column, or is at most that. Empty cells count as 0; without any there is nothing to check. */
export interface RegisterCheck {
  readonly sum: readonly string[];
  readonly equals?: string;
  readonly atMost?: string;
}

/** Who keeps the rows: one unit all of them, or each township those of itself and its villages. */
export type Keeper = { readonly kind: "unit"; readonly unit: string } | { readonly kind: "township" };

export interface Register {
  /** Unique in the plan; names the stream `register/<id>`. */
  readonly id: string;
  readonly title: string;
  readonly english: string;
  readonly clause: string;
  readonly task?: number;
  /** Whose list it is; absent: the office's (办公室拟定). */
  readonly textSource?: TextSource;
  readonly keeper: Keeper;
  readonly rhythm: Rhythm;
  /** Columns by which a row is known: no two rows have the same. */
  readonly key: readonly string[];
  /** One row, at least, is wanted of each village or township. */
  readonly expects?: "villages" | "townships";
  readonly columns: readonly RegisterColumn[];
  readonly checks: readonly RegisterCheck[];
}

/** Rows that count: those whose cell in a column is one of some. */
export interface Where {
  readonly column: string;
  readonly in: readonly string[];
}

/** What is added up over rows: a column's numbers, the rows themselves, or cells that say one of some words. */
export type Term =
  | { readonly kind: "sum"; readonly column: string; readonly less?: boolean; readonly where?: Where }
  | { readonly kind: "count"; readonly where?: Where }
  | { readonly kind: "cells"; readonly columns: readonly string[]; readonly in: readonly string[] };

/** A part of a whole in percent; without `of` what is done, as it is. */
export interface Ratio {
  readonly done: readonly Term[];
  readonly of?: readonly Term[];
}

/** One way of computing a figure. `minus`: another share that is taken off, in percentage points. */
export interface FigureMethod extends Ratio {
  readonly id: string;
  readonly title: string;
  readonly english: string;
  readonly minus?: Ratio;
}

/** An item's percentage that follows from a figure. `fixed`: values of the columns that the figure is told apart by. */
export interface MilestoneFeed {
  readonly milestone: string;
  readonly fixed?: Readonly<Record<string, string>>;
}

/** A KPI that a figure answers, and when it is met: above a value, or at least one. In the figure's unit. */
export interface KpiFeed {
  readonly kpi: string;
  readonly fixed?: Readonly<Record<string, string>>;
  readonly above?: number;
  readonly atLeast?: number;
}

export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly english: string;
  readonly register: string;
  readonly unit: string;
  /** Columns that tell its values apart (a village, a year); none: one figure for all rows. */
  readonly per: readonly string[];
  /** More than one: the office chooses once, and until then nothing follows from it. */
  readonly methods: readonly FigureMethod[];
  /** The whole is fixed with the office's choice and does not grow by itself. */
  readonly fixesTotal?: boolean;
  readonly milestones: readonly MilestoneFeed[];
  readonly kpis: readonly KpiFeed[];
}

/** Where the plan's funds (资金) stand: the register, and its columns by what they hold. */
export interface FundColumns {
  readonly register: string;
  readonly year: string;
  readonly source: string;
  readonly planned: string;
  readonly arrived: string;
  readonly spent: string;
  /** 入库: whether a project stands in the project library. */
  readonly library: string;
}

/** registers.yaml: one document with versions. */
export interface Registers {
  readonly version: number;
  readonly registers: readonly Register[];
  readonly figures: readonly Figure[];
  /** Absent: no register of the plan holds its funds. */
  readonly funds?: FundColumns;
}

export const registerOf = ({ registers }: Registers, id: string): Register | undefined =>
  registers.find((register) => register.id === id);

export const columnOf = ({ columns }: Register, id: string): RegisterColumn | undefined =>
  columns.find((column) => column.id === id);

/** The column that says where a row belongs: its village, else its township, else its unit. */
export function placeColumn({ columns }: Register): RegisterColumn | undefined {
  const of = (type: ColumnType): RegisterColumn | undefined => columns.find((column) => column.type === type);
  return of("village") ?? of("township") ?? of("unit");
}

/** The figure that a milestone's percentage is computed by; undefined: none, it is reported. */
export const figureFeeding = (registers: Registers | undefined, milestone: string): Figure | undefined =>
  registers?.figures.find(({ milestones }) => milestones.some((feed) => feed.milestone === milestone));

/** A column with its unit, as it stands in a head. */
export const headOfColumn = ({ title, unit }: RegisterColumn): string =>
  unit === undefined ? title : `${title}（${unit}）`;
