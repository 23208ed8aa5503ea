/** What is known of the files that were uploaded to items. The files themselves lie outside the database (api/evidence). */
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../database/pool.js";

export interface EvidenceFile {
  readonly item: string;
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** The day it is of, as its uploader says. */
  readonly effectiveOn: PlanDate;
  /** Plan instant of its filing in the ledger. */
  readonly receivedAt: number;
  readonly actor: Actor;
  readonly note: string;
  /** As the camera wrote it. */
  readonly takenAt: string | null;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
}

const COLUMNS = `item_id AS item, sha256, name, media_type AS "mediaType", bytes, effective_on AS "effectiveOn",
  received_at AS "receivedAt", actor, note, taken_at AS "takenAt", location, orientation`;

/** The same file again for the same item changes nothing: what was said first stands. */
export async function addEvidence(pool: Pool, planId: string, file: EvidenceFile): Promise<void> {
  const { item, sha256, name, mediaType, bytes, effectiveOn, receivedAt, actor, note, takenAt, location } = file;
  await pool.query(
    `INSERT INTO evidence (plan_id, item_id, sha256, name, media_type, bytes, effective_on, received_at, actor, note, taken_at, location, orientation)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
    [
      planId,
      item,
      sha256,
      name,
      mediaType,
      bytes,
      effectiveOn,
      receivedAt,
      JSON.stringify(actor),
      note,
      takenAt,
      location && JSON.stringify(location),
      file.orientation,
    ],
  );
}

/** An item's files, as they were received. */
export async function evidenceOf(pool: Pool, planId: string, item: string): Promise<EvidenceFile[]> {
  const { rows } = await pool.query<EvidenceFile>(
    `SELECT ${COLUMNS} FROM evidence WHERE plan_id = $1 AND item_id = $2 ORDER BY received_at, received_real, sha256`,
    [planId, item],
  );
  return rows;
}

/** One of an item's files; null where it has no such. */
export async function findEvidence(
  pool: Pool,
  planId: string,
  item: string,
  sha256: string,
): Promise<EvidenceFile | null> {
  const { rows } = await pool.query<EvidenceFile>(
    `SELECT ${COLUMNS} FROM evidence WHERE plan_id = $1 AND item_id = $2 AND sha256 = $3`,
    [planId, item, sha256],
  );
  return rows[0] ?? null;
}

/** Which of some files were uploaded to which of some items. */
export async function filedWith(
  pool: Pool,
  planId: string,
  items: readonly string[],
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await pool.query<{ item: string; files: string[] }>(
    `SELECT item_id AS item, array_agg(sha256 ORDER BY sha256) AS files FROM evidence
     WHERE plan_id = $1 AND item_id = ANY($2) AND sha256 = ANY($3) GROUP BY item_id`,
    [planId, items, files],
  );
  return new Map(rows.map(({ item, files: found }) => [item, found]));
}
