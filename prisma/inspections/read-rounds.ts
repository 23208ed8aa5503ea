/** Rounds and visits as lists have them. */
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/inspections/statements.js";
import type { RowOf } from "../sql/statement.js";

/** A round with how its visits stand. */
export type ListedRound = RowOf<typeof sql.listRounds>;

/** The rounds of a plan, the newest first. */
export const listRounds = (pool: Pool, planId: string): Promise<ListedRound[]> => sql.listRounds.run(pool, { planId });

/** A visit of somebody's. */
export type OwnVisit = RowOf<typeof sql.visitsOfPerson>;

/** Visits in whose group somebody sits, or that they took along; those not submitted first. */
export const visitsOfPerson = (pool: Pool, planId: string, person: string): Promise<OwnVisit[]> =>
  sql.visitsOfPerson.run(pool, { planId, person });
