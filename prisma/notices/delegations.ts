/** Substitutions (代理), read from the plan's stream of the ledger. */
import type { Delegation } from "../../domain/people/delegations.js";
import type { Connection, Pool } from "../database/pool.js";

/**
 * The substitutions of a plan as one JSON list, in the order in which they were given: those not ended before their time,
 * whether they have begun or are over by now. `plan`: SQL that names the plan's id.
 */
export const delegationsOf = (
  plan: string,
): string => `coalesce((SELECT jsonb_agg(b.payload -> 'order' || jsonb_build_object('id', substr(b.cause, 5)) ORDER BY b.seq)
    FROM ledger b WHERE b.plan_id = ${plan} AND b.stream = 'plan' AND b.type = 'orderGiven'
      AND b.payload #>> '{order,kind}' IN ('delegate', 'endDelegation') AND b.payload #>> '{order,kind}' = 'delegate'
      AND NOT EXISTS (SELECT FROM ledger e WHERE e.plan_id = ${plan} AND e.stream = 'plan' AND e.type = 'orderGiven'
        AND e.payload #>> '{order,kind}' IN ('delegate', 'endDelegation')
        AND 'cmd/' || (e.payload #>> '{order,delegation}') = b.cause)), '[]')`;

export async function readDelegations(connection: Pool | Connection, planId: string): Promise<Delegation[]> {
  const { rows } = await connection.query<{ delegations: Delegation[] }>(
    `SELECT ${delegationsOf("$1")} AS delegations`,
    [planId],
  );
  return rows[0]?.delegations ?? [];
}
