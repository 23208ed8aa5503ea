/** What is known of the files that were uploaded to items. The files themselves lie outside the database (api/evidence). */
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { clientOf } from "../database/client.js";
import { dateOf, dayOf, fromJson, toJson } from "../database/columns.js";
import { Prisma } from "../generated/client.js";
import type { EvidenceModel } from "../generated/models.js";
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

const fileOf = (row: EvidenceModel): EvidenceFile => ({
  item: row.itemId,
  sha256: row.sha256,
  name: row.name,
  mediaType: row.mediaType,
  bytes: Number(row.bytes),
  effectiveOn: dayOf(row.effectiveOn),
  receivedAt: Number(row.receivedAt),
  actor: fromJson<Actor>(row.actor),
  note: row.note,
  takenAt: row.takenAt,
  location: fromJson<EvidenceFile["location"]>(row.location),
  orientation: row.orientation,
});

/** The same file again for the same item changes nothing: what was said first stands. */
export async function addEvidence(pool: Pool, planId: string, file: EvidenceFile): Promise<void> {
  const { item, sha256, name, mediaType, bytes, effectiveOn, receivedAt, actor, note, takenAt, location } = file;
  const data = {
    planId,
    itemId: item,
    sha256,
    name,
    mediaType,
    bytes,
    effectiveOn: dateOf(effectiveOn),
    receivedAt,
    actor: toJson(actor),
    note,
    takenAt,
    location: location === null ? Prisma.DbNull : toJson(location),
    orientation: file.orientation,
  };
  await clientOf(pool).evidence.createMany({ data, skipDuplicates: true });
}

/** An item's files, as they were received. */
export async function evidenceOf(pool: Pool, planId: string, item: string): Promise<EvidenceFile[]> {
  const rows = await clientOf(pool).evidence.findMany({
    where: { planId, itemId: item },
    orderBy: [{ receivedAt: "asc" }, { receivedReal: "asc" }, { sha256: "asc" }],
  });
  return rows.map(fileOf);
}

/** One of an item's files; null where it has no such. */
export async function findEvidence(
  pool: Pool,
  planId: string,
  item: string,
  sha256: string,
): Promise<EvidenceFile | null> {
  const row = await clientOf(pool).evidence.findUnique({
    where: { planId_itemId_sha256: { planId, itemId: item, sha256 } },
  });
  return row && fileOf(row);
}

/** By each of some files all the items of the plan that have it, in the order in which they came. */
export async function itemsWith(
  pool: Pool,
  planId: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (files.length === 0) return new Map();
  const rows = await clientOf(pool).evidence.findMany({
    where: { planId, sha256: { in: [...files] } },
    select: { itemId: true, sha256: true },
    orderBy: [{ receivedAt: "asc" }, { receivedReal: "asc" }, { itemId: "asc" }],
  });
  const found = new Map<string, string[]>();
  for (const { itemId, sha256 } of rows) found.set(sha256, [...(found.get(sha256) ?? []), itemId]);
  return found;
}

/** Which of some files were uploaded to which of some items. */
export async function filedWith(
  pool: Pool,
  planId: string,
  items: readonly string[],
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await clientOf(pool).evidence.findMany({
    where: { planId, itemId: { in: [...items] }, sha256: { in: [...files] } },
    select: { itemId: true, sha256: true },
    orderBy: { sha256: "asc" },
  });
  const found = new Map<string, string[]>();
  for (const { itemId, sha256 } of rows) found.set(itemId, [...(found.get(itemId) ?? []), sha256]);
  return found;
}
