/** Where the photos of simulated inspectors lie: under their SHA-256, with the evidence of real people. */
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Pool } from "../prisma/database/pool.js";
import { keepPhoto as noted } from "../prisma/inspections/photos.js";
import type { PhotoOfVisit } from "./people/inspections/round-people.js";

/** A store of files by their SHA-256, as the API has it. */
export interface FileStore {
  /** Folder in which files are received before they are kept. */
  readonly incoming: string;
  keep(file: { readonly path: string; readonly sha256: string; readonly bytes: number }): Promise<void>;
}

/** Stores a photo's bytes, then notes that they are there. */
export async function keepPhoto(
  pool: Pool,
  files: FileStore | null,
  planId: string,
  { sha256, bytes, round, visit, person, at }: PhotoOfVisit,
): Promise<void> {
  if (!files)
    throw new Error(`the photos of ${visit} have no place: whoever plays a rehearsal names a store for evidence`);
  await mkdir(files.incoming, { recursive: true });
  const received = path.join(files.incoming, `photo-${randomUUID()}`);
  await writeFile(received, bytes);
  await files.keep({ path: received, sha256, bytes: bytes.length });
  const stored = { planId, round, visit, sha256, mediaType: "image/jpeg", bytes: bytes.length, person, receivedAt: at };
  await noted(pool, stored);
}
