/** 带走: all that is to be known of a visit, onto the device. Whole, or said not to be. */
import { toThumbnail } from "../camera/shrink.js";
import type { FilingDatabase } from "../local/database.js";
import type { PictureRecord, VisitRecord } from "../local/records.js";
import { changeVisit, keepVisit, readVisit } from "../local/visits.js";
import {
  isBundle,
  type MyVisit,
  picturePath,
  type VisitAddress,
  type VisitBundle,
  visitKeyOf,
  visitPath,
} from "../contract.js";
import { type Answer, ask } from "./transport.js";

export interface Taker {
  readonly person: { readonly id: string; readonly name: string };
  readonly planTitle: string;
  readonly device: string;
}

/** Takes a visit along; `again`: reads it anew without recording that. Resolves with the answer; what was kept is in the database. */
export async function takeAlong(
  db: FilingDatabase,
  at: VisitAddress,
  listed: MyVisit,
  taker: Taker,
  again: boolean,
): Promise<Answer<VisitBundle>> {
  const isOurs = (body: unknown): body is VisitBundle => isBundle(body, at);
  const answered = again
    ? await ask({ method: "GET", path: `${visitPath(at)}/bundle` }, isOurs)
    : await ask({ method: "POST", path: `${visitPath(at)}/take-along`, json: { device: taker.device } }, isOurs);
  if (answered.kind !== "ok") return answered;
  await keepVisit(db, recordOf(at, listed, taker, answered.body));
  await fetchPictures(db, visitKeyOf(at));
  return answered;
}

function recordOf(at: VisitAddress, listed: MyVisit, taker: Taker, bundle: VisitBundle): VisitRecord {
  const { plan, round, visit } = at;
  const wanted = picturesOf(bundle).length;
  return {
    key: visitKeyOf(at),
    plan,
    round,
    visit,
    planTitle: taker.planTitle,
    person: taker.person,
    bundle,
    takenAt: Date.now(),
    pictures: { wanted, missing: wanted },
    receipt: null,
    receiptAt: null,
    listed,
    planToday: null,
    submitAsked: null,
    submitRefused: null,
    dropped: [],
  };
}

const PICTURE_WITHIN_MS = 60_000;

/** Pictures among what units show and among what was found before, each once. */
export function picturesOf({ lines }: Pick<VisitBundle, "lines">): string[] {
  const wanted = new Set<string>();
  for (const { claims, findings } of lines) {
    for (const { evidence } of claims)
      for (const { sha256, mediaType } of evidence) if (mediaType.startsWith("image/")) wanted.add(sha256);
    for (const { photos } of findings) for (const sha256 of photos) wanted.add(sha256);
  }
  return [...wanted];
}

/** Fetches the pictures that are not here yet. One that the API refuses is done with; one that did not come makes the visit not ready. */
export async function fetchPictures(db: FilingDatabase, key: string): Promise<void> {
  const view = await readVisit(db, key);
  if (!view) return;
  const wanted = picturesOf(view.visit.bundle);
  let missing = wanted.length;
  for (const sha256 of wanted) {
    const here = view.pictures.has(sha256) || (await fetchPicture(db, view.visit, sha256));
    if (here) missing -= 1;
  }
  await changeVisit(db, key, { pictures: { wanted: wanted.length, missing } });
}

async function fetchPicture(db: FilingDatabase, visit: VisitRecord, sha256: string): Promise<boolean> {
  const path = picturePath(visit, sha256);
  let response: Response;
  let blob: Blob;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PICTURE_WITHIN_MS);
  try {
    response = await fetch(path, { cache: "no-store", redirect: "error", signal: abort.signal });
    blob = await response.blob();
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok) return response.status === 403 || response.status === 404 || response.status === 410;
  if (!blob.type.startsWith("image/")) return false;
  const bytes = await toThumbnail(blob);
  // A picture that this browser cannot read is not waited for.
  if (!bytes) return true;
  const picture: PictureRecord = { visitKey: visit.key, sha256, bytes };
  await db.write(["pictures"], (tx) => tx.store.put(picture));
  return true;
}
