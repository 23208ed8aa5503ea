/** 包抓 log: visits to villages and problems solved there, as the plan's ledger has them. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Actor } from "../../domain/ledger/record.js";
import * as sql from "../sql/people/statements.js";
import type { Pool } from "../database/pool.js";

export interface Visit {
  readonly seq: number;
  /** Plan instant of its logging. */
  readonly at: number;
  readonly actor: Actor;
  readonly order: Extract<PlanOrder, { readonly kind: "logVisit" }>;
}

/** The newest first, before a row of the plan's ledger; of some villages, or of all. */
export function visits(
  pool: Pool,
  planId: string,
  villages: readonly string[] | null,
  before: number,
  limit: number,
): Promise<Visit[]> {
  return sql.visits.run(pool, { planId, before, villages, limit });
}
