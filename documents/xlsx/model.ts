/** A workbook (电子表格) as data: sheets of plain rows. Nothing is computed in it: what it says was counted before. */
import type { Paper } from "../../domain/paper/pages.js";
import type { PlanDate } from "../../domain/plan/plan.js";

export interface Workbook {
  readonly title: string;
  /** The body in whose name it is. */
  readonly creator: string;
  /** Its own day: what the file's properties say. */
  readonly date: PlanDate;
  readonly sheets: readonly Sheet[];
}

export interface Sheet {
  /** At most 31 characters, none of `: \ / ? * [ ]`. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** For what paper it is set up; absent: A4. */
  readonly paper?: Paper;
  /** A cell for every column; null: there is nothing to say. */
  readonly rows: readonly SheetRow[];
}

export interface SheetColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** `percent`: a number from 0 to 100 with one decimal. `date`: a plan day, `2021-06-30`. */
  readonly kind?: "text" | "number" | "percent" | "date";
  /** Says which row it is: on every page of paper where the columns lie on several. */
  readonly key?: boolean;
}

export type SheetCell = string | number | null;
export type SheetRow = readonly SheetCell[];

/** A table whose rows come one piece after another, and are never all at hand. */
export interface RowTable {
  readonly title: string;
  readonly creator: string;
  readonly date: PlanDate;
  readonly columns: readonly SheetColumn[];
  /** For what paper it is set up: lists with many columns want A3. */
  readonly paper: Paper;
  readonly rows: AsyncIterable<readonly SheetRow[]>;
}
