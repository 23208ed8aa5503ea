/**
 * Figures that follow from registers. What a row adds to a figure is a few sums; a change moves them by what the row adds after it less
 * what it added before, so that no change has to read the whole register. Pure.
 */
import type { Figure, FigureMethod, MilestoneFeed, Register, Registers, Term } from "../plan/registers.js";
import type { Cells } from "./values.js";

/** What a method adds up, in the order done, of, done of `minus`, of of `minus`; each rounded to four decimals. */
export type Sums = readonly [done: number, of: number, minusDone: number, minusOf: number];
export const NO_SUMS: Sums = [0, 0, 0, 0];

const SCALE = 10_000;
const exact = (value: number): number => Math.round(value * SCALE) / SCALE;

export const plusSums = (a: Sums, b: Sums, sign: 1 | -1 = 1): Sums =>
  a.map((value, index) => exact(value + sign * (b[index] ?? 0))) as unknown as Sums;

export const isZero = (sums: Sums): boolean => sums.every((value) => value === 0);

function termOf(term: Term, cells: Cells): number {
  if (term.kind === "cells") return term.columns.filter((id) => term.in.includes(cells[id] ?? "")).length;
  const { where } = term;
  if (where && !where.in.includes(cells[where.column] ?? "")) return 0;
  if (term.kind === "count") return 1;
  const value = Number(cells[term.column] ?? 0);
  return term.less ? -value : value;
}

const added = (terms: readonly Term[] | undefined, cells: Cells): number =>
  exact((terms ?? []).reduce((sum, term) => sum + termOf(term, cells), 0));

/** What one row adds to a figure by a method. */
export const rowSums = ({ done, of, minus }: FigureMethod, cells: Cells): Sums => [
  added(done, cells),
  added(of, cells),
  added(minus?.done, cells),
  added(minus?.of, cells),
];

/** Which of a figure's values a row belongs to: its cells in the columns that tell them apart. Null: to none, one is empty. */
export function scopeOf({ per }: Pick<Figure, "per">, cells: Cells): string | null {
  const parts = per.map((id) => cells[id]);
  return parts.includes(undefined) ? null : parts.join("/");
}

/** A figure's value by its sums, unrounded; null where there is nothing to divide by, which is not the same as 0. */
export function exactValue(method: FigureMethod, [done, of, minusDone, minusOf]: Sums): number | null {
  if (method.of === undefined) return done;
  if (of === 0) return null;
  const own = (100 * done) / of;
  if (!method.minus) return own;
  return minusOf === 0 ? null : own - (100 * minusDone) / minusOf;
}

/** The same as it is shown: to one decimal, never rounded up: 29.96 % is not yet 30. */
export function shownValue(method: FigureMethod, sums: Sums): number | null {
  const value = exactValue(method, sums);
  return value === null ? null : Math.floor(exact(value) * 10) / 10;
}

/** A figure as it stands for one scope. */
export interface FigureNow {
  readonly figure: string;
  readonly method: string;
  /** `""` of a figure that has one value for all rows. */
  readonly scope: string;
  readonly sums: Sums;
}

/** Names a running sum. */
export const sumKey = ({ figure, method, scope }: Omit<FigureNow, "sums">): string => `${figure}|${method}|${scope}`;

export const figuresOf = ({ figures }: Registers, register: string): readonly Figure[] =>
  figures.filter((figure) => figure.register === register);

/** What changes of rows do to the figures of a register: by running sum what is added to it. Those that stay are not there. */
export function moved(
  figures: readonly Figure[],
  changes: readonly { readonly before: Cells | null; readonly after: Cells | null }[],
): FigureNow[] {
  const sums = new Map<string, FigureNow>();
  const add = (figure: Figure, cells: Cells | null, sign: 1 | -1): void => {
    const scope = cells && scopeOf(figure, cells);
    if (cells === null || scope === null) return;
    for (const method of figure.methods) {
      const of = { figure: figure.id, method: method.id, scope };
      const key = sumKey(of);
      sums.set(key, { ...of, sums: plusSums(sums.get(key)?.sums ?? NO_SUMS, rowSums(method, cells), sign) });
    }
  };
  for (const { before, after } of changes)
    for (const figure of figures) {
      add(figure, before, -1);
      add(figure, after, 1);
    }
  return [...sums.values()].filter((now) => !isZero(now.sums));
}

/** The target of the item that a feed moves for a scope: a place, or `county`; null where the scope is another's. */
export function targetOf(
  { per }: Pick<Figure, "per">,
  { fixed = {} }: Pick<MilestoneFeed, "fixed">,
  scope: string,
): string | null {
  const parts = per.length === 0 ? [] : scope.split("/");
  const rest = per.flatMap((id, index) => (Object.hasOwn(fixed, id) ? [] : [parts[index] ?? ""]));
  const isMeant = Object.entries(fixed).every(([id, value]) => parts[per.indexOf(id)] === value);
  return isMeant ? (rest[0] ?? "county") : null;
}

/** The column of a register that an item's target stands in, where a figure is told apart by it. */
export const placeOfFigure = ({ per }: Figure, { fixed = {} }: Pick<MilestoneFeed, "fixed">): string | undefined =>
  per.find((id) => !Object.hasOwn(fixed, id));

/** Rows that a figure's value is made of: those of its scope. The query by which a page shows them. */
export const isRowOf = (figure: Figure, scope: string, cells: Cells): boolean => scopeOf(figure, cells) === scope;

/** Whether a register's figures could change with a column. */
export const columnsUsed = (register: Register, figures: readonly Figure[]): ReadonlySet<string> =>
  new Set(
    figures
      .filter((figure) => figure.register === register.id)
      .flatMap(({ per, methods }) => [
        ...per,
        ...methods.flatMap(({ done, of = [], minus }) =>
          [...done, ...of, ...(minus?.done ?? []), ...(minus?.of ?? [])].flatMap(termColumns),
        ),
      ]),
  );

export const termColumns = (term: Term): readonly string[] => {
  if (term.kind === "cells") return term.columns;
  const where = term.where ? [term.where.column] : [];
  return term.kind === "sum" ? [term.column, ...where] : where;
};
