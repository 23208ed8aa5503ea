/** Where a plan stands: one small statement that every request on a plan begins with. */
import { batched } from "../database/batched.js";
import type { PlanRow } from "./plan-store.js";
import * as sql from "../sql/plans/statements.js";
import type { Pool } from "../database/pool.js";

export interface StreamEnd {
  readonly stream: string;
  readonly seq: number;
  /** Plan instant. */
  readonly nextDue: number | null;
}

export interface PlanHead extends PlanRow {
  readonly createdAt: Date;
  readonly ended: boolean;
  /** Null where no clock was written; a live plan's stands at its opening. */
  readonly clock: { readonly version: number; readonly now: number } | null;
  /** In name order. */
  readonly streams: readonly StreamEnd[];
  /** Kinds and versions of the plan's documents, as one word. */
  readonly documents: string;
}

/** Reads plans' heads by their ids; null where there is no such plan. */
export function planHeads(pool: Pool): (planId: string) => Promise<PlanHead | null> {
  return batched(async (plans) => new Map((await sql.planHeads.run(pool, { plans })).map((head) => [head.id, head])));
}
