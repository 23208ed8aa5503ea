/** 包抓 log: visits to villages and problems solved there, as the plan's ledger has them. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Actor } from "../../domain/ledger/record.js";
import { clientOf } from "../database/client.js";
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

export interface VisitPhoto {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** Notes a photo that somebody has sent for a visit; the same again changes nothing. */
export async function addVisitPhoto(pool: Pool, planId: string, person: string, photo: VisitPhoto): Promise<void> {
  await clientOf(pool).visitPhoto.createMany({ data: [{ planId, person, ...photo }], skipDuplicates: true });
}

/** Which of some photos a person has sent. */
export async function sentPhotos(
  pool: Pool,
  planId: string,
  person: string,
  photos: readonly string[],
): Promise<ReadonlySet<string>> {
  if (photos.length === 0) return new Set();
  const where = { planId, person, sha256: { in: [...photos] } };
  const rows = await clientOf(pool).visitPhoto.findMany({ where, select: { sha256: true } });
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** A photo of a visit that somebody may read; null: there is none. `within` null: any visit. */
export async function visitPhoto(
  pool: Pool,
  planId: string,
  sha256: string,
  within: VisitReach | null,
): Promise<VisitPhoto | null> {
  const [villages, person] = within === null ? [null, null] : [within.villages, within.person];
  if (!(await sql.visitWithPhoto.maybe(pool, { planId, sha256, within: villages, person }))) return null;
  const found = await clientOf(pool).visitPhoto.findFirst({ where: { planId, sha256 } });
  return found && { sha256, mediaType: found.mediaType, bytes: Number(found.bytes) };
}
