/** Where a plan stands: one small statement that every request on a plan begins with. */
import type { Delegation } from "../../domain/people/delegations.js";
import { batched } from "../database/batched.js";
import { delegationsOf } from "../notices/delegations.js";
import type { PlanRow } from "./plan-store.js";
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
  /** Substitutions that were not ended before their time, whether they have begun or are over by now. */
  readonly delegations: readonly Delegation[];
  /** Kinds and versions of the plan's documents, as one word. */
  readonly documents: string;
}

const COLUMNS = `p.id, p.slug, p.title, p.mode, p.scenario, p.seed, p.opened_at AS "openedAt", p.created_at AS "createdAt",
  p.ended_at IS NOT NULL AS ended,
  CASE WHEN c.plan_id IS NOT NULL THEN jsonb_build_object('version', c.version, 'now', c.plan_now) END AS clock,
  coalesce((SELECT jsonb_agg(jsonb_build_object('stream', s.name, 'seq', s.seq, 'nextDue', s.next_due) ORDER BY s.name COLLATE "C")
    FROM stream s WHERE s.plan_id = p.id), '[]') AS streams,
  ${delegationsOf("p.id")} AS delegations,
  coalesce((SELECT string_agg(d.kind || d.version, ',' ORDER BY d.kind, d.version) FROM plan_document d WHERE d.plan_id = p.id), '') AS documents`;

const HEADS = `SELECT ${COLUMNS} FROM plan p LEFT JOIN clock c ON c.plan_id = p.id WHERE p.id = ANY($1)`;

/** Reads plans' heads by their ids; null where there is no such plan. */
export function planHeads(pool: Pool): (planId: string) => Promise<PlanHead | null> {
  return batched(async (planIds) => {
    // Named, so that each connection plans it once: that takes longer than reading does.
    const { rows } = await pool.query<PlanHead>({ name: "plan-heads", text: HEADS, values: [planIds] });
    return new Map(rows.map((head) => [head.id, head]));
  });
}
