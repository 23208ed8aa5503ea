/** A plan's documents by version: when each was written, by whom and why. */
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanBundle } from "../../domain/plan/plan.js";
import type { Kind } from "./plan-store.js";
import type { Pool } from "../database/pool.js";

export interface DocumentHead {
  readonly kind: Kind;
  readonly version: number;
  readonly createdAt: Date;
  /** The plan instant of the change that it came with; null: it came with the plan, or before changes were told. */
  readonly at: number | null;
  readonly actor: Actor | null;
  readonly reason: string | null;
  /** As the ledger has it. */
  readonly sha256: string | null;
}

const HEADS = `WITH told AS (
    SELECT l.at, l.actor, l.payload #>> '{order,reason}' AS reason, n ->> 'kind' AS kind, (n ->> 'version')::int AS version, n ->> 'sha256' AS sha256
    FROM ledger l, jsonb_array_elements(l.payload #> '{order,documents}') AS n
    WHERE l.plan_id = $1 AND l.stream = 'plan' AND l.type = 'orderGiven' AND l.payload #>> '{order,kind}' = 'changeDocuments')
  SELECT d.kind, d.version, d.created_at AS "createdAt", told.at, told.actor, told.reason, told.sha256
  FROM plan_document d LEFT JOIN told ON told.kind = d.kind AND told.version = d.version
  WHERE d.plan_id = $1 AND d.kind IN ('plan', 'roster', 'policy', 'calendar')`;

/** All versions of all documents, the newest of each first. */
export async function documentHeads(pool: Pool, planId: string): Promise<DocumentHead[]> {
  const { rows } = await pool.query<DocumentHead>(`${HEADS} ORDER BY d.kind, d.version DESC`, [planId]);
  return rows;
}

/** One version with its content, the newest unless told; null where there is none. */
export async function documentVersion<K extends Kind>(
  pool: Pool,
  planId: string,
  kind: K,
  version: number | null,
): Promise<(DocumentHead & { readonly content: PlanBundle[K] }) | null> {
  const { rows } = await pool.query(
    `SELECT h.*, d.content FROM (${HEADS}) AS h JOIN plan_document d ON d.plan_id = $1 AND d.kind = h.kind AND d.version = h.version
     WHERE h.kind = $2 AND ($3::int IS NULL OR h.version = $3) ORDER BY h.version DESC LIMIT 1`,
    [planId, kind, version],
  );
  return rows[0] ?? null;
}
