/**
 * Where evidence lies: files under their SHA-256, outside the database. What a file is called, what it is of and whose it is
 * stands in the database and the ledger; the same file given twice is kept once.
 */
import { createReadStream } from "node:fs";
import { link, mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";

/** A file that was received whole and is not kept yet. */
export interface Received {
  /** On this machine's disk. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface EvidenceStore {
  /** Folder in which files are received before they are kept. */
  readonly incoming: string;
  /** Keeps a received file; resolves once it is safe. The received copy may be gone afterwards. */
  keep(file: Received): Promise<void>;
  /** The file's bytes; null where it is not here. */
  read(sha256: string): Promise<Readable | null>;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/** Files in a folder: `ab/ab12…`. */
export class FolderStore implements EvidenceStore {
  readonly incoming: string;

  constructor(private readonly folder: string) {
    this.incoming = path.join(folder, "incoming");
  }

  private place(sha256: string): string {
    return path.join(this.folder, sha256.slice(0, 2), sha256);
  }

  async keep({ path: received, sha256 }: Received): Promise<void> {
    const place = this.place(sha256);
    await mkdir(path.dirname(place), { recursive: true });
    await flush(received);
    try {
      await link(received, place);
    } catch (error) {
      // The same file is here already.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    await flush(path.dirname(place));
    await rm(received, { force: true });
  }

  async read(sha256: string): Promise<Readable | null> {
    try {
      const file = await open(this.place(sha256));
      return file.createReadStream();
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

/** What is in the ledger must not be lost with the machine's power. */
async function flush(place: string): Promise<void> {
  const handle = await open(place);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The bytes of a file on disk. */
export const bytesOf = (place: string): Readable => createReadStream(place);
