/** Months, their requests, the rows of one, and what its desk has saved: as lists, grids and people's screens have them. */
import { type Cells, type DraftRow, tidyCells } from "../../domain/months/answers.js";
import type { ClosedMonth } from "../../domain/reports/months.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/months/statements.js";
import type { RowOf } from "../sql/statement.js";

/** A month with how its requests stand. */
export type ListedMonth = RowOf<typeof sql.listMonths>;
export const listMonths = (pool: Pool, planId: string): Promise<ListedMonth[]> => sql.listMonths.run(pool, { planId });

/** The figures of months that closed from one plan instant on and before another, the earliest first. */
export const closedMonths = (pool: Pool, planId: string, from: number, before: number): Promise<ClosedMonth[]> =>
  sql.closedBetween.run(pool, { planId, from, before });

/** A unit's request of a month. */
export type ListedRequest = RowOf<typeof sql.requestsOfMonth>;
export const requestsOfMonth = (pool: Pool, planId: string, month: string): Promise<ListedRequest[]> =>
  sql.requestsOfMonth.run(pool, { planId, month });

/** A row of a request with the newest answer to it. */
export type GridRow = RowOf<typeof sql.rowsOfUnits>;
export const rowsOfRequest = (pool: Pool, planId: string, month: string, unit: string): Promise<GridRow[]> =>
  sql.rowsOfUnits.run(pool, { planId, month, units: [unit] });

/** A row as somebody saved it. `version` counts its savings; `at`: plan instant. */
export type SavedRow = Omit<RowOf<typeof sql.readDrafts>, "unit">;

export async function readDraft(pool: Pool, planId: string, month: string, unit: string): Promise<SavedRow[]> {
  return (await sql.readDrafts.run(pool, { planId, month, units: [unit] })).map((saved) => {
    const { unit: _, ...row } = saved;
    return row;
  });
}

export interface Saving {
  readonly planId: string;
  readonly month: string;
  readonly unit: string;
  readonly person: string;
  readonly at: number;
}

/** What came of saving rows: the versions of those that were saved, and what stands where somebody else had saved meanwhile. */
export interface Saved {
  readonly saved: readonly { readonly key: string; readonly version: number }[];
  readonly conflicts: readonly SavedRow[];
}

/**
 * Saves rows, each over the version that its writer saw (0: none was saved). A row that somebody else has saved since is left as it is
 * and given back: nothing is written over what its writer has not seen.
 */
export async function saveDraft(
  pool: Pool,
  { planId, month, unit, person, at }: Saving,
  rows: readonly { readonly key: string; readonly cells: Cells; readonly seen: number }[],
): Promise<Saved> {
  const tidy = rows.map(({ key, cells, seen }) => ({ key, cells: tidyCells(cells), seen }));
  const saved = await sql.saveDraft.run(pool, { planId, month, unit, rows: tidy, person, at });
  const done = new Set(saved.map(({ key }) => key));
  const refused = new Set(tidy.filter(({ key }) => !done.has(key)).map(({ key }) => key));
  if (refused.size === 0) return { saved, conflicts: [] };
  const standing = await readDraft(pool, planId, month, unit);
  return { saved, conflicts: standing.filter(({ key }) => refused.has(key)) };
}

/** Writes a whole draft over whatever is saved: of a desk that nobody shares. */
export async function writeDraft(pool: Pool, of: Saving, rows: readonly DraftRow[]): Promise<void> {
  const standing = new Map((await readDraft(pool, of.planId, of.month, of.unit)).map((row) => [row.key, row.version]));
  const { conflicts } = await saveDraft(
    pool,
    of,
    rows.map((row) => ({ ...row, seen: standing.get(row.key) ?? 0 })),
  );
  if (conflicts.length > 0) throw new Error(`somebody else writes the draft of ${of.unit} for ${of.month} too`);
}
