/**
 * The rescue file: whatever no receipt has named yet, as one zip under the same keys, for the office to bring in without doubles
 * (`enteredFor` the author). `filing.json` is a `RescueFile`; the photos lie beside it as `photos/<sha256>.jpg`.
 */
import { strToU8, zipSync } from "fflate";
import {
  RESCUE_FORMAT,
  RESCUE_JSON,
  type RescuedVisit,
  type RescueFile,
  rescuePhoto,
} from "../../../../domain/inspections/rescue-file.js";
import { contentOf, filedLineOf } from "../local/answers.js";
import type { FilingDatabase } from "../local/database.js";
import { readPhoto } from "../local/photos.js";
import { listVisits, readVisit, type VisitView } from "../local/visits.js";

export interface Rescue {
  readonly name: string;
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly file: RescueFile;
}

/** Makes the rescue file of all visits, or of one (`only`: its key). */
export async function rescue(
  db: FilingDatabase,
  about: Pick<RescueFile, "account" | "device" | "clockOffset">,
  only?: string,
): Promise<Rescue> {
  const visits: RescuedVisit[] = [];
  const files: Record<string, [Uint8Array, { level: 0 }]> = {};
  for (const { key } of await listVisits(db)) {
    if (only !== undefined && key !== only) continue;
    const view = await readVisit(db, key);
    if (!view) continue;
    const photos: string[] = [];
    for (const photo of view.photos.values()) {
      const bytes = photo.state === "stored" ? null : await readPhoto(db, photo);
      if (!bytes) continue;
      photos.push(photo.sha256);
      // A JPEG grows no smaller.
      files[rescuePhoto(photo.sha256)] = [new Uint8Array(bytes), { level: 0 }];
    }
    const visit = rescued(view, photos);
    if (visit.answers.length + visit.drafts.length + visit.spoken.length + photos.length > 0) visits.push(visit);
  }
  const deviceNow = Date.now();
  const file: RescueFile = { format: RESCUE_FORMAT, version: 1, ...about, deviceNow, visits };
  const zip = zipSync({ [RESCUE_JSON]: strToU8(JSON.stringify(file, null, 2)), ...files }) as Uint8Array<ArrayBuffer>;
  const stamp = new Date(deviceNow).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  return { name: `duban-filing-${about.account}-${stamp}.zip`, zip, file };
}

function rescued({ visit, answers, spoken }: VisitView, photos: readonly string[]): RescuedVisit {
  const open = [...answers.values()].filter(({ state }) => state !== "received");
  const { plan, round, visit: id, person, bundle } = visit;
  return {
    plan,
    round,
    visit: id,
    checklist: bundle.checklist,
    person,
    answers: open.flatMap((answer) => {
      const filed = filedLineOf(answer);
      return filed ? [{ key: `${filed.line}@${filed.revision}`, content: contentOf(filed), answer: filed }] : [];
    }),
    drafts: open
      .filter((answer) => filedLineOf(answer) === null)
      .map(({ line, grade, text, cause, photos: shown }) => ({ line, grade, text, cause, photos: shown })),
    spoken: spoken
      .filter(({ state }) => state !== "received")
      .map(({ kind, body, key, saidAt }) => ({ kind, body, key, saidAt })),
    photos,
  };
}

/** Hands the file over: by the device's own sharing where it has that, else as a download. */
export async function handOver({ name, zip }: Rescue, share: boolean): Promise<void> {
  const file = new File([zip], name, { type: "application/zip" });
  const shared = { files: [file], title: name };
  if (share && navigator.canShare?.(shared)) return navigator.share(shared);
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
