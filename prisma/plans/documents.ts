/** A plan's documents by version: when each was written, by whom and why. */
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Kind } from "./plan-store.js";
import { clientOf } from "../database/client.js";
import { fromJson } from "../database/columns.js";
import * as sql from "../sql/plans/statements.js";
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

/** All versions of all documents, the newest of each first. */
export function documentHeads(pool: Pool, planId: string): Promise<DocumentHead[]> {
  return sql.documentHeads.run(pool, { planId });
}

/** One version with its content, the newest unless told; null where there is none. */
export async function documentVersion<K extends Kind>(
  pool: Pool,
  planId: string,
  kind: K,
  version: number | null,
): Promise<(DocumentHead & { readonly content: PlanBundle[K] }) | null> {
  const heads = await documentHeads(pool, planId);
  const head = heads.find((one) => one.kind === kind && (version === null || one.version === version));
  if (!head) return null;
  const place = { planId, kind, version: head.version };
  const { content } = await clientOf(pool).planDocument.findUniqueOrThrow({ where: { planId_kind_version: place } });
  return { ...head, content: fromJson<PlanBundle[K]>(content) };
}
