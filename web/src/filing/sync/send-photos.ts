/**
 * Sends photos, one at a time. Each is asked for first; a large one, and any on a bad line, goes in pieces from the offset that the
 * server names, so that a line that breaks costs one piece and not the photo.
 */
import type { FilingDatabase } from "../local/database.js";
import { readPhoto } from "../local/photos.js";
import type { PhotoRecord, VisitRecord } from "../local/records.js";
import { readVisit } from "../local/visits.js";
import { photoPath } from "../contract.js";
import { backOffMs, MOST_ENTRY_MS } from "./back-off.js";
import type { Halt } from "./send-lines.js";
import { type Answer, ask } from "./transport.js";

/** Bytes. Above `WHOLE` a photo always goes in pieces. */
const WHOLE = 2 ** 20;
const LARGEST_PIECE = 256 * 1_024;
/** On 50 kbit/s some five seconds. */
const SMALLEST_PIECE = 32 * 1_024;
/** A piece that took less is followed by a larger one (milliseconds). */
const QUICK_MS = 4_000;
/** A piece that has not arrived by then will not (milliseconds). */
const PIECE_WITHIN_MS = 45_000;

/** How large the next piece is: learnt from the line, from large to small at its first failure. */
export class PieceSize {
  #bytes = isPoor() ? SMALLEST_PIECE : Number.POSITIVE_INFINITY;

  of(size: number): number {
    return Math.min(size, this.#bytes === Number.POSITIVE_INFINITY && size > WHOLE ? LARGEST_PIECE : this.#bytes);
  }
  failed(): void {
    this.#bytes = Number.isFinite(this.#bytes) ? Math.max(SMALLEST_PIECE, this.#bytes / 2) : SMALLEST_PIECE;
  }
  arrived(tookMs: number): void {
    if (Number.isFinite(this.#bytes) && tookMs < QUICK_MS) this.#bytes = Math.min(LARGEST_PIECE, this.#bytes * 2);
  }
}

function isPoor(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly effectiveType?: string } };
  return /2g/.test(connection?.effectiveType ?? "");
}

/** Sends the photos that wait, of lines that have been sent. `force`: also those that wait to be tried again. */
export async function sendPhotos(
  db: FilingDatabase,
  visit: VisitRecord,
  pieces: PieceSize,
  force: boolean,
): Promise<Halt> {
  const view = await readVisit(db, visit.key);
  for (const photo of view?.photos.values() ?? []) {
    if (photo.state !== "unsent" || (!force && photo.nextTryAt > Date.now())) continue;
    const bytes = await readPhoto(db, photo);
    if (!bytes) continue;
    const outcome = await sendPhoto(visit, photo, bytes, pieces);
    if (outcome.kind === "offline" && outcome.why !== "timeout") return outcome;
    if (outcome.kind === "signIn") return outcome;
    await note(db, photo, outcome);
  }
  return null;
}

type Outcome = Answer<unknown>;

async function sendPhoto(
  visit: VisitRecord,
  photo: PhotoRecord,
  bytes: ArrayBuffer,
  pieces: PieceSize,
): Promise<Outcome> {
  const path = photoPath(visit, photo.sha256);
  const asked = await offsetAt(path, bytes.byteLength);
  if ("kind" in asked) return asked;
  let { offset } = asked;
  // Each round gets on, or gives up: a server that names the same offset for ever is not asked for ever.
  for (let standing = 0; offset < bytes.byteLength; ) {
    const size = pieces.of(bytes.byteLength - offset);
    const since = performance.now();
    const answered = await putPiece(path, bytes, offset, size);
    const reached = reachedBy(answered, bytes.byteLength);
    if (reached === null) {
      if (answered.kind === "offline") pieces.failed();
      return answered.kind === "ok" ? { kind: "offline", why: "notOurs" } : answered;
    }
    if (reached === bytes.byteLength) return { kind: "ok", status: 201, body: null, headers: new Headers() };
    standing = reached > offset ? 0 : standing + 1;
    if (standing > 2) return { kind: "busy", status: 409, retryAfterMs: null };
    if (answered.kind === "ok") pieces.arrived(performance.now() - since);
    offset = reached;
  }
  return { kind: "ok", status: 200, body: null, headers: new Headers() };
}

const putPiece = (path: string, bytes: ArrayBuffer, offset: number, size: number): Promise<Answer<unknown>> =>
  ask({
    method: "PUT",
    path,
    bytes: bytes.slice(offset, offset + size),
    headers: { "Upload-Offset": String(offset), "Upload-Length": String(bytes.byteLength) },
    withinMs: PIECE_WITHIN_MS,
  });

/** How much of it the server has (bytes), or what else it said. */
async function offsetAt(path: string, length: number): Promise<{ readonly offset: number } | Outcome> {
  const answered = await ask({ method: "HEAD", path });
  if (answered.kind === "refused" && answered.status === 404) return { offset: 0 };
  if (answered.kind !== "ok") return answered;
  const known = numberOf(answered.headers, "Upload-Length");
  const offset = numberOf(answered.headers, "Upload-Offset");
  if (offset === null) return { kind: "offline", why: "notOurs" };
  // Of a part it is not said how large the whole is. One with all its bytes that is not stored is begun anew.
  if (known === null) return { offset: offset < length ? offset : 0 };
  return { offset: known === length ? offset : 0 };
}

/** The offset that an answer to a piece names; null: it names none, and the photo goes no further now. 201: all of it. */
function reachedBy(answered: Answer<unknown>, length: number): number | null {
  if (answered.kind === "ok" && answered.status === 201) return length;
  if (answered.kind !== "ok" && !(answered.kind === "refused" && answered.status === 409)) return null;
  return numberOf(answered.headers, "Upload-Offset");
}

function numberOf(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** 201 is no receipt: the bytes stay until one names them. */
const note = (db: FilingDatabase, { visitKey, sha256 }: PhotoRecord, outcome: Outcome): Promise<void> =>
  db.write(["photos"], async (tx) => {
    const photo = await tx.store.get([visitKey, sha256]);
    if (photo?.state !== "unsent") return;
    if (outcome.kind === "ok") return void (await tx.store.put({ ...photo, state: "sent", trouble: null }));
    if (outcome.kind === "refused")
      return void (await tx.store.put({
        ...photo,
        state: "refused",
        trouble: outcome.code || `http${outcome.status}`,
      }));
    const trouble = outcome.kind === "busy" ? `http${outcome.status}` : "timeout";
    const tries = photo.tries + 1;
    await tx.store.put({ ...photo, trouble, tries, nextTryAt: Date.now() + backOffMs(tries, MOST_ENTRY_MS) });
  });
