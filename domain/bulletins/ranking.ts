/** Units and townships in order of what was found good with them. Leaders are never ranked: they stand in an annex of their own. */
import type { Grade } from "../plan/checklists.js";
import type { Records } from "./facts.js";
import { type FigureMaker, partFigures } from "./figures.js";

const JUDGED: readonly Grade[] = ["pass", "mostly", "fail"];

export interface Ranked {
  readonly id: string;
  /** Equal shares have the same; null: nothing of theirs was judged, or too little to rank them by. */
  readonly rank: number | null;
  /** Its figures begin with this: `township.nantan`. */
  readonly key: string;
}

/**
 * By the share of 合格 among the lines judged, the highest first; equal ones, and those that are not ranked, in the order given.
 * `least`: lines judged from which on somebody is ranked.
 */
export function rank(figures: FigureMaker, column: "unit" | "township", ids: readonly string[], least = 1): Ranked[] {
  const parts = ids.map((id) => {
    const key = `${column}.${id}`;
    partFigures(figures, key, { [column]: id });
    const judged = JUDGED.reduce((sum, grade) => sum + (figures.value(`${key}.${grade}`) ?? 0), 0);
    return { id, key, rate: judged < least ? null : figures.value(`${key}.rate`) };
  });
  const judged = parts
    .filter((part): part is typeof part & { readonly rate: number } => part.rate !== null)
    .sort((a, b) => b.rate - a.rate);
  return [
    ...judged.map(({ id, key, rate }) => ({ id, key, rank: 1 + judged.filter((other) => other.rate > rate).length })),
    ...parts.filter(({ rate }) => rate === null).map(({ id, key }) => ({ id, key, rank: null })),
  ];
}

/** Units that owe a line of the round or have a finding, without townships, in the order of the roster. */
export function rankedUnits(
  { current, findings }: Pick<Records, "current" | "findings">,
  roster: { readonly units: readonly { readonly id: string; readonly kind: string }[] },
): string[] {
  const owing = new Set<string>();
  for (const { unit } of current.lines) if (unit !== null) owing.add(unit);
  for (const { unit, status } of findings) if (status !== "withdrawn") owing.add(unit);
  return roster.units.flatMap(({ id, kind }) => (kind !== "township" && owing.has(id) ? [id] : []));
}
