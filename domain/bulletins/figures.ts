/**
 * The figures (数据) of a bulletin. Each has a key, a value, what it counts, and how its rows are fetched. A value is null where there
 * is nothing to compute it from (无数据), which is not zero; what somebody may not see is neither and is not made here.
 */
import type { Records } from "./facts.js";
import { type QueryName, type QueryParams, type Reference, rowsOf } from "./queries.js";

/** What a figure counts: it decides the word behind the number. */
export type Counted = "place" | "line" | "finding" | "objection" | "paper" | "time" | "percent" | "group" | "person";

export interface Figure {
  /** Unique in its bulletin: `lines.fail`, `township.nantan.rate`. */
  readonly key: string;
  /** A percentage has one decimal. Null: 无数据. */
  readonly value: number | null;
  readonly counted: Counted;
  /** The round whose rows it counts. */
  readonly round: string;
  /** Its rows. */
  readonly rows: Reference;
  /** Of a percentage: the rows that are the whole. */
  readonly whole?: Reference;
  /** Of a change: the rows that it is compared with, in the round before. */
  readonly before?: Reference;
  /** Summed over the rows instead of counting them. */
  readonly sum?: Summed;
}

/** Columns that can be summed. */
const SUMS = {
  materials: (row: { readonly materials?: number }) => row.materials ?? 0,
  asked: (row: { readonly asked?: number }) => row.asked ?? 0,
} as const;
export type Summed = keyof typeof SUMS;

/** One decimal, halves up; exact in integers. */
const percent = (part: number, whole: number): number => Math.round((part * 1000) / whole) / 10;

/** Makes figures of one round's records. Everything that a bulletin counts comes through here. */
export class FigureMaker {
  private readonly made = new Map<string, Figure>();
  readonly round: string;

  constructor(private readonly records: Records) {
    this.round = records.current.round;
  }

  get all(): readonly Figure[] {
    return [...this.made.values()];
  }

  value(key: string): number | null {
    const figure = this.made.get(key);
    if (!figure) throw new Error(`the figure ${key} was not made`);
    return figure.value;
  }

  private reference<Q extends QueryName>(query: Q, params: QueryParams, round = this.round) {
    return { query, params: { round, ...params } };
  }

  private keep(figure: Figure): string {
    const before = this.made.get(figure.key);
    if (before && before.value !== figure.value) throw new Error(`the figure ${figure.key} has two values`);
    this.made.set(figure.key, figure);
    return figure.key;
  }

  /** How many rows there are. */
  count(key: string, counted: Counted, query: QueryName, params: QueryParams = {}): string {
    const rows = this.reference(query, params);
    return this.keep({ key, value: rowsOf(rows, this.records).length, counted, round: this.round, rows });
  }

  sum(key: string, counted: Counted, sum: Summed, params: QueryParams = {}): string {
    const rows = this.reference("visits", params);
    const value = rowsOf({ query: "visits", params: rows.params }, this.records).reduce(
      (total, row) => total + SUMS[sum](row),
      0,
    );
    return this.keep({ key, value, counted, round: this.round, rows, sum });
  }

  /** What share of the whole the rows are; null where the whole is nothing. */
  share(key: string, query: QueryName, part: QueryParams, whole: QueryParams): string {
    const rows = this.reference(query, part);
    const all = this.reference(query, whole);
    const of = rowsOf(all, this.records).length;
    const value = of === 0 ? null : percent(rowsOf(rows, this.records).length, of);
    return this.keep({ key, value, counted: "percent", round: this.round, rows, whole: all });
  }

  /** How many more rows there are than in the round before; null where that round looked at none of `looked`. */
  change(key: string, counted: Counted, query: QueryName, params: QueryParams, looked: QueryParams): string {
    const rows = this.reference(query, params);
    const { previous } = this.records;
    const before = this.reference(query, params, previous?.round ?? "");
    const seen = previous === null ? 0 : rowsOf(this.reference(query, looked, previous.round), this.records).length;
    const value = seen === 0 ? null : rowsOf(rows, this.records).length - rowsOf(before, this.records).length;
    return this.keep({ key, value, counted, round: this.round, rows, before });
  }
}

/** The figures that every bulletin has, over the whole round. */
export function overallFigures(figures: FigureMaker): void {
  figures.count("visits.planned", "place", "visits");
  figures.count("visits.done", "place", "visits", { counts: "inTime" });
  figures.count("visits.open", "place", "visits", { counts: "out,late" });
  figures.count("visits.villages", "place", "visits", { kind: "village", mode: "visit", counts: "inTime" });
  figures.count("visits.papers", "place", "visits", { kind: "village", mode: "desk", counts: "inTime" });
  figures.count("visits.units", "place", "visits", { kind: "unit", counts: "inTime" });
  figures.sum("burden.materials", "paper", "materials", { counts: "inTime" });
  figures.count("lines.asked", "line", "lines");
  figures.count("lines.checked", "line", "lines", { checked: "yes" });
  figures.count("lines.unchecked", "line", "lines", { checked: "no" });
  for (const grade of ["pass", "mostly", "fail", "notApplicable"])
    figures.count(`lines.${grade}`, "line", "lines", { grade });
  figures.share("lines.rate", "lines", { grade: "pass" }, { judged: "yes" });
  figures.count("lines.highlights", "line", "lines", { highlight: "yes" });
  findingFigures(figures, "findings", {});
  figures.count("findings.found", "finding", "findings", { stands: "yes", found: "yes" });
  figures.count("findings.new", "finding", "findings", { stands: "yes", first: "yes" });
  figures.count("findings.again", "finding", "findings", { stands: "yes", found: "yes", first: "no" });
  figures.count("findings.reopened", "finding", "findings", { stands: "yes", found: "yes", reopened: "yes" });
  figures.count("findings.systemic", "finding", "findings", { stands: "yes", systemic: "yes" });
  figures.count("findings.grave", "finding", "findings", { status: "open", severity: "grave" });
  figures.count("objections.all", "objection", "objections");
  for (const state of ["granted", "refused", "waiting"])
    figures.count(`objections.${state}`, "objection", "objections", { state });
}

/** Findings over all rounds: all that stand, closed, open and overdue. Open is all less closed, by construction of the facts. */
function findingFigures(figures: FigureMaker, key: string, of: QueryParams): void {
  figures.count(`${key}.all`, "finding", "findings", { ...of, stands: "yes" });
  figures.count(`${key}.closed`, "finding", "findings", { ...of, status: "closed" });
  figures.count(`${key}.open`, "finding", "findings", { ...of, status: "open" });
  figures.count(`${key}.overdue`, "finding", "findings", { ...of, overdue: "yes" });
}

/** What a table has of a unit, a township or a task. `of`: the column and its value. */
export function partFigures(figures: FigureMaker, key: string, of: QueryParams): void {
  figures.count(`${key}.asked`, "line", "lines", of);
  figures.count(`${key}.unchecked`, "line", "lines", { ...of, checked: "no" });
  for (const grade of ["pass", "mostly", "fail", "notApplicable"])
    figures.count(`${key}.${grade}`, "line", "lines", { ...of, grade });
  figures.share(`${key}.rate`, "lines", { ...of, grade: "pass" }, { ...of, judged: "yes" });
  findingFigures(figures, key, of);
}
