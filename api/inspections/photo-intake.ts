/**
 * Photos of visits as they come in, whole or in pieces, by the SHA-256 of their bytes. What has come of one lies in the folder in which
 * the store receives files until it is whole, is what its name says, and is a photo; then it is kept as evidence is. A part that nobody
 * goes on with is removed like any file that was left over: its device is told to begin again.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Semaphore } from "../../gateway/semaphore.js";
import { kindOf } from "../evidence/kinds.js";
import { isPhoto } from "../evidence/strip.js";
import { storeAway } from "../files/store-away.js";
import type { EvidenceStore } from "../files/store.js";
import { ProblemError } from "../http/problem.js";

/** Largest photo that is taken (bytes). */
export const MOST_PHOTO_BYTES = 1.5 * 2 ** 20;

export interface PhotoName {
  readonly planId: string;
  readonly round: string;
  readonly visit: string;
  readonly sha256: string;
}

/** A piece of a photo: where it begins, and how large the whole is; both absent: it is the whole. */
export interface Piece {
  readonly offset: number;
  readonly length: number | null;
  readonly bytes: Readable;
}

/** How far a photo has come; `whole`: its file is kept. */
export type Taken =
  | { readonly whole: false; readonly offset: number; readonly length: number }
  | { readonly whole: true; readonly bytes: number; readonly mediaType: string };

const problem = (code: "wrongHash" | "emptyPhoto" | "notAPhoto" | "tooLarge", zh: string, en: string): ProblemError =>
  new ProblemError(code, { zh, en });

const tooLarge = (): ProblemError =>
  problem("tooLarge", "照片超过1.5MB，请压缩后重新上传。", "The photo is larger than 1.5 MB: make it smaller.");

/** Go on from another byte: what came before is here, or is not. */
export class WrongOffset extends Error {
  constructor(readonly offset: number) {
    super(`the photo goes on from byte ${offset}`);
    this.name = "WrongOffset";
  }
}

/** Requests of one process for one photo, one after the other: two tabs may send the same. */
const lanes = new Map<string, Promise<unknown>>();

async function inLane<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = lanes.get(name) ?? Promise.resolve();
  const own = before.then(work, work);
  const settled = own.catch(() => undefined);
  lanes.set(name, settled);
  try {
    return await own;
  } finally {
    if (lanes.get(name) === settled) lanes.delete(name);
  }
}

export class PhotoIntake {
  /** `bulk`: through which whole photos go, a few at a time. Their bytes come as fast as their lines are, and wait for nobody. */
  constructor(
    private readonly store: EvidenceStore,
    private readonly bulk: Semaphore,
  ) {}

  private placeOf({ planId, round, visit, sha256 }: PhotoName): string {
    const name = createHash("sha256").update([planId, round, visit, sha256].join("\0")).digest("hex");
    return path.join(this.store.incoming, `photo-${name}`);
  }

  /** How much of it has come; 0 where nothing has. */
  async arrived(name: PhotoName): Promise<number> {
    return sizeOf(this.placeOf(name));
  }

  /** Takes a piece, and keeps the photo once it is whole. Throws WrongOffset, the photo's problems, `storeAway`. */
  take(name: PhotoName, piece: Piece): Promise<Taken> {
    const place = this.placeOf(name);
    return inLane(place, async () => {
      await mkdir(this.store.incoming, { recursive: true });
      const arrived = await sizeOf(place);
      if (piece.length !== null && piece.length > MOST_PHOTO_BYTES) throw tooLarge();
      if (piece.offset !== arrived && piece.offset !== 0) throw new WrongOffset(arrived);
      const hash = piece.offset === 0 ? createHash("sha256") : null;
      const offset = await append(place, piece, hash);
      const length = piece.length ?? offset;
      if (offset < length) return { whole: false, offset, length };
      return this.bulk.run(() => this.keep(place, name.sha256, offset, length, hash));
    });
  }

  /** `hash`: of all its bytes, where they came in one piece. */
  private async keep(place: string, sha256: string, bytes: number, length: number, hash: Hash | null): Promise<Taken> {
    try {
      if (bytes === 0)
        throw problem("emptyPhoto", "照片为空（0字节），请重新拍摄或选择。", "The photo is empty (0 bytes).");
      if (bytes > length || (hash?.digest("hex") ?? (await hashOf(place))) !== sha256)
        throw problem(
          "wrongHash",
          "收到的内容与照片编号（SHA-256）不符，请重新上传。",
          "The bytes are not those of its name (SHA-256): send it again from its first byte.",
        );
      const mediaType = await photoKind(place);
      await this.store.keep({ path: place, sha256, bytes }).catch((error: unknown) => {
        throw storeAway(error);
      });
      await rm(place, { force: true });
      return { whole: true, bytes, mediaType };
    } catch (error) {
      // What is wrong with it another piece does not mend.
      if (error instanceof ProblemError && error.code !== "storeAway") await rm(place, { force: true });
      throw error;
    }
  }
}

async function photoKind(place: string): Promise<string> {
  const mediaType = await kindOf(place).catch((error: unknown) => {
    if (error instanceof ProblemError) return "";
    throw error;
  });
  if (isPhoto(mediaType)) return mediaType;
  throw problem(
    "notAPhoto",
    "不是完整的JPEG或PNG照片，请重新拍摄。",
    "It is not a whole JPEG or PNG photo: take it again.",
  );
}

async function sizeOf(place: string): Promise<number> {
  try {
    return (await stat(place)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}

async function hashOf(place: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(place)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Writes a piece where it belongs; one from the first byte begins anew. What has come stays, also of a request that breaks off: it is
 * flushed, save where the photo is whole, which the store does that keeps it.
 */
async function append(place: string, { offset, length, bytes }: Piece, hash: Hash | null): Promise<number> {
  const file = await open(place, offset === 0 ? "w" : "a", 0o600);
  let at = offset;
  try {
    for await (const chunk of bytes) {
      at += (chunk as Buffer).length;
      if (at > MOST_PHOTO_BYTES) throw tooLarge();
      hash?.update(chunk as Buffer);
      await file.write(chunk as Buffer);
    }
    if (length !== null && at < length) await file.sync();
    return at;
  } catch (error) {
    if (error instanceof ProblemError) await rm(place, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
