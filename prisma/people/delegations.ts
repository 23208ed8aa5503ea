/** Substitutions (代理), read from the plan's stream of the ledger. */
import type { Delegation } from "../../domain/people/delegations.js";
import type { Queryable } from "../database/pool.js";
import * as sql from "../sql/notices/statements.js";

/** Those not ended before their time, whether they have begun or are over by now, in the order in which they were given. */
export async function readDelegations(on: Queryable, planId: string): Promise<Delegation[]> {
  const rows = await sql.readDelegations.run(on, { planId });
  return rows.map(({ delegation }) => delegation);
}
