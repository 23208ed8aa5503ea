/** Findings of inspections (问题): rectification items with what was found, and the last grades of lines at a place. */
import type { ItemState } from "../../domain/items/work-item.js";
import type { Grade, Severity } from "../../domain/plan/checklists.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/inspections/statements.js";

export interface FindingFilter {
  readonly round?: string | undefined;
  readonly task?: number | undefined;
  readonly village?: string | undefined;
  readonly unit?: string | undefined;
  readonly severity?: Severity | undefined;
}

/** Findings that fit, however they stand, those that wait longest first. `ids`: of these items only; null: of all. */
export async function listFindings(
  pool: Pool,
  planId: string,
  { round, task, village, unit, severity }: FindingFilter,
  ids: readonly string[] | null,
): Promise<ItemState[]> {
  const rows = await sql.listFindings.run(pool, {
    planId,
    round: round ?? null,
    task: task ?? null,
    village: village ?? null,
    unit: unit ?? null,
    severity: severity ?? null,
    ids,
  });
  return rows.map(({ state }) => state);
}

/** Findings of one place, however they stand. */
export async function findingsAt(pool: Pool, planId: string, place: string): Promise<ItemState[]> {
  return (await sql.findingsAt.run(pool, { planId, place })).map(({ state }) => state);
}

export interface LastGrade {
  readonly round: string;
  readonly grade: Grade;
  readonly text: string;
  readonly on: PlanDate;
}

/** By line what its last check found at a place, before a round. */
export async function lastGradesAt(
  pool: Pool,
  planId: string,
  round: string,
  place: string,
): Promise<Map<string, LastGrade>> {
  const rows = await sql.lastGrades.run(pool, { planId, except: round, place });
  return new Map(rows.map(({ line, round: of, grade, text, on }) => [line, { round: of, grade, text, on }]));
}
