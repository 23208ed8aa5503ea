/** Visits on the device: taken along, read for the screen, brought up to what a receipt says, forgotten when their time is over. */
import type { Receipt } from "../../../../domain/inspections/types.js";
import { answersOfBundle, contentOf, filedLineOf } from "./answers.js";
import type { FilingDatabase } from "./database.js";
import type { AnswerRecord, PhotoRecord, PictureRecord, SpokenRecord, VisitRecord } from "./records.js";

/** Text stays on the device this long after the round's last day (days); pictures go with the receipt. */
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Everything of a visit but the photos' bytes. `answers`: the newest revision of each line that is not merely superseded. */
export interface VisitView {
  readonly visit: VisitRecord;
  readonly answers: ReadonlyMap<string, AnswerRecord>;
  readonly photos: ReadonlyMap<string, PhotoRecord>;
  readonly pictures: ReadonlyMap<string, PictureRecord>;
  readonly spoken: readonly SpokenRecord[];
}

export const listVisits = (db: FilingDatabase): Promise<VisitRecord[]> => db.run((open) => open.getAll("visits"));

export function readVisit(db: FilingDatabase, key: string): Promise<VisitView | null> {
  return db.run(async (open) => {
    const tx = open.transaction(["visits", "answers", "photos", "pictures", "spoken"]);
    const [visit, answers, photos, pictures, spoken] = await Promise.all([
      tx.objectStore("visits").get(key),
      tx.objectStore("answers").index("visit").getAll(key),
      tx.objectStore("photos").index("visit").getAll(key),
      tx.objectStore("pictures").index("visit").getAll(key),
      tx.objectStore("spoken").index("visit").getAll(key),
    ]);
    if (!visit) return null;
    return {
      visit,
      answers: newestByLine(answers),
      photos: new Map(photos.map((photo) => [photo.sha256, photo])),
      pictures: new Map(pictures.map((picture) => [picture.sha256, picture])),
      spoken,
    };
  });
}

/** Records come in the order of their keys: a line's revisions one after the other. */
export function newestByLine(answers: readonly AnswerRecord[]): Map<string, AnswerRecord> {
  const newest = new Map<string, AnswerRecord>();
  for (const answer of answers) if (answer.state !== "superseded") newest.set(answer.line, answer);
  return newest;
}

/**
 * Keeps a visit that was taken along. What is answered on the device already stays; what the server has of it comes beside it. A line
 * that a newer bundle no longer has is kept with its answer.
 */
export const keepVisit = (db: FilingDatabase, visit: VisitRecord): Promise<void> =>
  db.write(["visits", "answers"], async (tx) => {
    const before = await tx.objectStore("visits").get(visit.key);
    const keys = new Set(visit.bundle.lines.map(({ key }) => key));
    const dropped = [...(before?.dropped ?? []), ...(before?.bundle.lines ?? [])].filter(({ key }) => !keys.has(key));
    // What the device knows of it stays: only what it was given is new.
    const known = before ?? visit;
    const { receipt, receiptAt, submitAsked, submitRefused, takenAt, offeredSeen } = known;
    const seen = offeredSeen === undefined ? {} : { offeredSeen };
    await tx
      .objectStore("visits")
      .put({ ...visit, receipt, receiptAt, submitAsked, submitRefused, takenAt, ...seen, dropped });
    const answers = tx.objectStore("answers");
    for (const answer of answersOfBundle(visit)) {
      const { visitKey, line, revision } = answer;
      if ((await answers.get([visitKey, line, revision])) === undefined) await answers.put(answer);
    }
  });

export const changeVisit = (db: FilingDatabase, key: string, change: Partial<VisitRecord>): Promise<void> =>
  db.write(["visits"], async (tx) => {
    const visit = await tx.store.get(key);
    if (visit) await tx.store.put({ ...visit, ...change });
  });

/**
 * Brings a visit up to a receipt. Only here is anything let go of: an answer is received where its row and its very content are named, a
 * photo's bytes go where the receipt says that they are stored. What was sent and is not named is sent again.
 */
export const applyReceipt = (db: FilingDatabase, key: string, receipt: Receipt, now: number): Promise<void> =>
  db.write(["visits", "answers", "photos", "bytes"], async (tx) => {
    const visit = await tx.objectStore("visits").get(key);
    if (!visit) return;
    await tx.objectStore("visits").put({ ...visit, receipt, receiptAt: now });
    const answers = tx.objectStore("answers");
    for (const answer of newestByLine(await answers.index("visit").getAll(key)).values()) {
      const next = receivedBy(answer, receipt);
      if (next !== answer) await answers.put(next);
    }
    const stored = new Set(receipt.files.filter((file) => file.stored).map(({ sha256 }) => sha256));
    for await (const cursor of tx.objectStore("photos").index("visit").iterate(key)) {
      const { sha256, state } = cursor.value;
      if (stored.has(sha256)) {
        if (state !== "stored") await cursor.update({ ...cursor.value, state: "stored", trouble: null });
        await tx.objectStore("bytes").delete([key, sha256]);
      } else if (state === "sent" || state === "stored") {
        const kept = await tx.objectStore("bytes").getKey([key, sha256]);
        if (kept) await cursor.update({ ...cursor.value, state: "unsent" });
      }
    }
  });

function receivedBy(answer: AnswerRecord, receipt: Receipt): AnswerRecord {
  const filed = filedLineOf(answer);
  if (!filed) return answer;
  const named = receipt.rows.find(
    ({ line, revision, content }) =>
      line === answer.line && revision === answer.revision && content === contentOf(filed),
  );
  if (named && !named.conflicting)
    return answer.state === "received"
      ? answer
      : { ...answer, state: "received", row: named.row, trouble: null, stopped: null };
  return answer.state === "sent" || answer.state === "received" ? { ...answer, state: "unsent" } : answer;
}

/** Whether all that the device holds of a visit has been received. */
export const isAllReceived = ({ answers, photos, spoken }: Pick<VisitView, "answers" | "photos" | "spoken">): boolean =>
  [...answers.values()].every(({ state }) => state === "received") &&
  [...photos.values()].every(({ state }) => state === "stored") &&
  spoken.every(({ state }) => state === "received");

/** Forgets visits whose round was closed thirty days ago by the plan's own day, and of which nothing waits. The device's clock judges nothing. */
export async function forgetOld(db: FilingDatabase): Promise<void> {
  for (const { key, listed, planToday, receipt } of await listVisits(db)) {
    if (!listed || planToday === null || listed.roundStatus !== "closed" || receipt?.submittedRow == null) continue;
    if (Date.parse(planToday) < Date.parse(listed.closesOn) + KEPT_DAYS * DAY_MS) continue;
    const view = await readVisit(db, key);
    if (view && isAllReceived(view)) await forgetVisit(db, key);
  }
}

/** Removes all that the device has of a visit. The caller has seen to it that nothing waits, or the person confirmed it. */
export const forgetVisit = (db: FilingDatabase, key: string): Promise<void> =>
  db.write(["visits", "answers", "photos", "bytes", "spoken", "pictures"], async (tx) => {
    await tx.objectStore("visits").delete(key);
    for (const name of ["answers", "photos", "bytes", "spoken", "pictures"] as const)
      for await (const cursor of tx.objectStore(name).index("visit").iterate(key)) await cursor.delete();
  });
