/** Photos of visits whose bytes are stored. The files themselves lie outside the database (api/files). */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/inspections/statements.js";

export interface PhotoOf {
  readonly planId: string;
  readonly round: string;
  readonly visit: string;
  readonly sha256: string;
}

export interface StoredPhoto {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** Notes a photo whose bytes are stored: what is there is there. */
export async function keepPhoto(
  pool: Pool,
  photo: PhotoOf & Omit<StoredPhoto, "sha256"> & { readonly person: string; readonly receivedAt: number },
): Promise<void> {
  await sql.keepPhoto.run(pool, photo);
}

/** A photo of any visit of the plan; null where its bytes are not stored. */
export async function findPhotoOfPlan(pool: Pool, planId: string, sha256: string): Promise<StoredPhoto | null> {
  const row = await clientOf(pool).inspectionPhoto.findFirst({
    where: { planId, sha256 },
    select: { sha256: true, mediaType: true, bytes: true },
  });
  return row && { ...row, bytes: Number(row.bytes) };
}

/** A photo of a visit; null where its bytes are not stored. */
export const findPhoto = (pool: Pool, photo: PhotoOf): Promise<StoredPhoto | null> => sql.findPhoto.maybe(pool, photo);
