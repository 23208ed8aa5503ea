/** 交办清单: who was given which, and who signed for it. */
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/packages/statements.js";
import type { RowOf } from "../sql/statement.js";

export type PackageOf = RowOf<typeof sql.readPackages>;
export type PackageCounts = RowOf<typeof sql.countPackages>;

/** Whose packages: those of some units, and of the seats at some posts. */
export interface PackageReach {
  readonly units: readonly string[];
  readonly posts: readonly string[];
}

/** The newest year first, units before seats. `within` null: everybody's. */
export const packagesOf = (pool: Pool, planId: string, within: PackageReach | null): Promise<PackageOf[]> =>
  sql.readPackages.run(pool, { planId, units: within?.units ?? null, posts: within?.posts ?? null });

/** How many of a year were given and are signed for. */
export const packageCounts = (pool: Pool, planId: string, year: number): Promise<PackageCounts> =>
  sql.countPackages.one(pool, { planId, year });

/** The tasks in which items wait for a unit's signature, by number. */
export async function tasksToSign(pool: Pool, planId: string, unit: string): Promise<number[]> {
  return (await sql.waitingTasks.run(pool, { planId, unit })).map(({ task }) => task);
}
