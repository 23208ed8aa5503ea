/** 包抓 log: visits to villages and problems solved there, as the plan's ledger has them. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Pool } from "../database/pool.js";

export interface Visit {
  readonly seq: number;
  /** Plan instant of its logging. */
  readonly at: number;
  readonly actor: Actor;
  readonly order: Extract<PlanOrder, { readonly kind: "logVisit" }>;
}

/** The newest first, before a row of the plan's ledger; of some villages, or of all. */
export async function visits(
  pool: Pool,
  planId: string,
  villages: readonly string[] | null,
  before: number,
  limit: number,
): Promise<Visit[]> {
  const { rows } = await pool.query<Visit>(
    `SELECT seq, at, actor, payload -> 'order' AS "order" FROM ledger
     WHERE plan_id = $1 AND stream = 'plan' AND type = 'orderGiven' AND payload #>> '{order,kind}' = 'logVisit'
       AND seq < $2 AND ($3::text[] IS NULL OR payload #>> '{order,village}' = ANY($3)) ORDER BY seq DESC LIMIT $4`,
    [planId, before, villages, limit],
  );
  return rows;
}
