/** Photos on the device, each under the hash of its bytes. A photo and the line that shows it are stored in one transaction. */
import { sayIn } from "./answers.js";
import type { FilingDatabase } from "./database.js";
import { sha256Of } from "./hash.js";
import type { LinePhoto, PhotoRecord } from "./records.js";

/** A picture as it is going to be sent. */
export interface TakenPhoto {
  readonly bytes: ArrayBuffer;
  readonly thumbnail: ArrayBuffer;
  readonly takenAt: number | null;
  readonly source: LinePhoto["source"];
}

/** Stores a photo with its line; resolves with its hash once it is 已存本机. The same photo on two lines is one file. */
export async function addPhoto(
  db: FilingDatabase,
  visitKey: string,
  line: string,
  photo: TakenPhoto,
  now: number,
): Promise<string> {
  // Before the transaction: it would end while this waits.
  const sha256 = await sha256Of(photo.bytes);
  await db.write(["visits", "answers", "photos", "bytes"], async (tx) => {
    const known = await tx.objectStore("photos").get([visitKey, sha256]);
    if (!known || known.state === "damaged" || known.state === "refused") {
      await tx.objectStore("bytes").put({ visitKey, sha256, bytes: photo.bytes });
      await tx.objectStore("photos").put(freshPhoto(visitKey, sha256, photo, now));
    }
    const shown: LinePhoto = { sha256, takenAt: photo.takenAt, source: photo.source };
    await sayIn(tx, visitKey, line, now, (said) =>
      said.photos.some((one) => one.sha256 === sha256) ? said : { ...said, photos: [...said.photos, shown] },
    );
  });
  return sha256;
}

const freshPhoto = (visitKey: string, sha256: string, { bytes, thumbnail }: TakenPhoto, now: number): PhotoRecord => ({
  visitKey,
  sha256,
  size: bytes.byteLength,
  thumbnail,
  state: "unsent",
  tries: 0,
  nextTryAt: 0,
  trouble: null,
  addedAt: now,
});

/** The person takes a photo off a line. Its bytes go only where no revision of any line names them. */
export const removePhoto = (
  db: FilingDatabase,
  visitKey: string,
  line: string,
  sha256: string,
  now: number,
): Promise<void> =>
  db.write(["visits", "answers", "photos", "bytes"], async (tx) => {
    await sayIn(tx, visitKey, line, now, (said) => ({
      ...said,
      photos: said.photos.filter((photo) => photo.sha256 !== sha256),
    }));
    const all = await tx.objectStore("answers").index("visit").getAll(visitKey);
    if (all.some(({ photos }) => photos.some((photo) => photo.sha256 === sha256))) return;
    await tx.objectStore("photos").delete([visitKey, sha256]);
    await tx.objectStore("bytes").delete([visitKey, sha256]);
  });

/** A photo's bytes, read back and held against their name; null, and marked as damaged, where they are not what was stored. */
export async function readPhoto(db: FilingDatabase, photo: PhotoRecord): Promise<ArrayBuffer | null> {
  const { visitKey, sha256 } = photo;
  const kept = await db.run((open) => open.get("bytes", [visitKey, sha256]));
  const bytes = kept?.bytes;
  const sound = bytes instanceof ArrayBuffer && bytes.byteLength === photo.size && (await sha256Of(bytes)) === sha256;
  if (sound) return bytes;
  await db.write(["photos"], (tx) => tx.store.put({ ...photo, state: "damaged" }));
  return null;
}
