/**
 * The plan's funds (资金) on a day, by source: planned, arrived, spent, and how many projects stand in the project library (入库). Counted from
 * the rows of the register that the plan says holds them. A figure of which no row says anything is null, which is another thing than 0.
 */
import type { FundColumns } from "../plan/registers.js";
import type { Cells } from "../registers/values.js";

export interface FundsPart {
  /** Null: of all sources. */
  readonly source: string | null;
  readonly projects: number;
  /** Projects that stand in the project library. */
  readonly library: number;
  /** In the register's unit. */
  readonly planned: number | null;
  readonly arrived: number | null;
  readonly spent: number | null;
  /** Percent, to one decimal and never rounded up; null where a part is not known or there is no whole. */
  readonly arrivedRate: number | null;
  readonly spentRate: number | null;
}

export interface Funds {
  readonly year: string;
  readonly unit: string;
  readonly all: FundsPart;
  /** In the order in which the register has them first. */
  readonly sources: readonly FundsPart[];
}

const HUNDREDTHS = 100;
const TENTHS = 10;

/** Null: no row says anything. */
function sumOf(rows: readonly Cells[], column: string): number | null {
  const said = rows.flatMap((cells) => (cells[column] === undefined ? [] : [Number(cells[column])]));
  if (said.length === 0) return null;
  return Math.round(said.reduce((sum, value) => sum + value, 0) * HUNDREDTHS) / HUNDREDTHS;
}

/** The dust of binary fractions is no reason to round down: 4.2 of 6 is 70 %. */
const rateOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0
    ? null
    : Math.floor((Math.round((part / whole) * 1e8) / 1e6) * TENTHS) / TENTHS;

function partOf(source: string | null, rows: readonly Cells[], columns: FundColumns): FundsPart {
  const [planned, arrived, spent] = [columns.planned, columns.arrived, columns.spent].map((id) => sumOf(rows, id));
  return {
    source,
    projects: rows.length,
    library: rows.filter((cells) => cells[columns.library] === "是").length,
    planned: planned ?? null,
    arrived: arrived ?? null,
    spent: spent ?? null,
    arrivedRate: rateOf(arrived ?? null, planned ?? null),
    spentRate: rateOf(spent ?? null, arrived ?? null),
  };
}

/** The funds of a year; null: the register holds nothing of it. `rows`: all of the register's, as they stood on the day. */
export function fundsOf(rows: readonly Cells[], columns: FundColumns, year: string, unit: string): Funds | null {
  const own = rows.filter((cells) => cells[columns.year] === year);
  if (own.length === 0) return null;
  const sources = [...new Set(own.flatMap((cells) => cells[columns.source] ?? []))];
  return {
    year,
    unit,
    all: partOf(null, own, columns),
    sources: sources.map((source) =>
      partOf(
        source,
        own.filter((cells) => cells[columns.source] === source),
        columns,
      ),
    ),
  };
}

/** What is said where the ledger holds nothing: never 0. */
export const NO_DATA = "暂无数据";

const amount = (value: number | null, unit: string): string => (value === null ? NO_DATA : `${value}${unit}`);
const rate = (value: number | null): string => (value === null ? NO_DATA : `${value}%`);

/** 2021年计划资金120万元，到位60万元（到位率50%），… */
export function fundsText({ year, unit, all }: Funds): string {
  const { planned, arrived, spent, arrivedRate, spentRate, projects, library } = all;
  const rated = (value: number | null, name: string, share: number | null): string =>
    value === null ? "" : `（${name}${rate(share)}）`;
  return [
    `${year}年计划资金${amount(planned, unit)}`,
    `到位${amount(arrived, unit)}${rated(arrived, "到位率", arrivedRate)}`,
    `支出${amount(spent, unit)}${rated(spent, "支出率", spentRate)}`,
    `涉及项目${projects}个，其中入库${library}个`,
  ].join("，");
}

/** Its cells in a table, in the order of `FUNDS_COLUMNS`. */
export const fundsCells = ({ source, projects, library, planned, arrived, spent, arrivedRate, spentRate }: FundsPart) =>
  [source ?? "合计", planned, arrived, arrivedRate, spent, spentRate, projects, library] as const;

export const fundsColumns = (unit: string): readonly string[] => [
  "资金来源",
  `计划（${unit}）`,
  `到位（${unit}）`,
  "到位率（%）",
  `支出（${unit}）`,
  "支出率（%）",
  "项目（个）",
  "入库（个）",
];
