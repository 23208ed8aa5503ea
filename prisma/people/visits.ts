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

/** Whose visits somebody may read: those to these villages, and their own. */
export interface VisitReach {
  readonly villages: readonly string[];
  readonly person: string | null;
}

/** The newest first, before a row of the plan's ledger. `village` null: of any. `within` null: all. */
export function visits(
  pool: Pool,
  planId: string,
  village: string | null,
  within: VisitReach | null,
  before: number,
  limit: number,
): Promise<Visit[]> {
  const [villages, person] = within === null ? [null, null] : [within.villages, within.person];
  return sql.visits.run(pool, { planId, before, village, within: villages, person, limit });
}
