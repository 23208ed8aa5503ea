/** What the device keeps. One database a person; instants are the device's clock, epoch milliseconds, unless said otherwise. */
import type { DBSchema } from "idb";
import type { FiledLine, Grade, Receipt, Severity } from "../../../../domain/inspections/types.js";
import type { MyVisit, VisitAddress, VisitBundle } from "../contract.js";

export type LinePhoto = FiledLine["photos"][number];

/** A visit that was taken along (带走). */
export interface VisitRecord extends VisitAddress {
  readonly key: string;
  readonly planTitle: string;
  /** Who took it along: what is filed for it is sent in their session only. */
  readonly person: { readonly id: string; readonly name: string };
  readonly bundle: VisitBundle;
  readonly takenAt: number;
  /** Pictures of claims and findings that could not be fetched for want of a line: not ready to leave. */
  readonly pictures: { readonly wanted: number; readonly missing: number };
  /** As the server last answered, and when. */
  readonly receipt: Receipt | null;
  readonly receiptAt: number | null;
  /** As the list of visits last had it. */
  readonly listed: MyVisit | null;
  /** The plan's own day (`YYYY-MM-DD`) when it was listed: a rehearsal's is not the device's. */
  readonly planToday: string | null;
  /** The inspector asked for the submission. */
  readonly submitAsked: number | null;
  /** Why the submission was refused. */
  readonly submitRefused: Stopped | null;
  /** The version of the checklists of which its inspector has seen what it adds and cancels. */
  readonly offeredSeen?: number;
  /** Lines that a newer bundle no longer has: their answers are kept. */
  readonly dropped: VisitBundle["lines"];
}

/** Why an entry stopped: it waits for the person, the others go on. */
export interface Stopped {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly at: number;
  /** What else the answer said, e.g. the rows of a conflict. */
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * `unsent`: 已存本机. `sent`: answered 200, not on a receipt yet. `received`: a receipt names its row and content. `stopped`: refused for
 * a reason that trying again does not change. `superseded`: a newer revision took its place.
 */
export type AnswerState = "unsent" | "sent" | "received" | "stopped" | "superseded";

/** An answer to a line, as far as it goes: without a grade it is a draft. */
export interface AnswerRecord {
  readonly visitKey: string;
  readonly line: string;
  readonly revision: number;
  readonly person: string;
  readonly grade: Grade | null;
  readonly text: string;
  readonly cause: string | null;
  readonly severity: Severity | null;
  readonly highlight: string;
  readonly contradicts: boolean;
  readonly asRest: boolean;
  readonly photos: readonly LinePhoto[];
  readonly answeredAt: number;
  readonly state: AnswerState;
  /** It has been on its way at least once: the server may have it, so a change is a new revision. */
  readonly attempted: boolean;
  readonly tries: number;
  readonly nextTryAt: number;
  readonly trouble: string | null;
  readonly stopped: Stopped | null;
  readonly row: number | null;
}

/** `damaged`: what was read back is not what was stored. */
export type PhotoState = "unsent" | "sent" | "stored" | "refused" | "damaged";

export interface PhotoRecord {
  readonly visitKey: string;
  readonly sha256: string;
  readonly size: number;
  readonly thumbnail: ArrayBuffer;
  readonly state: PhotoState;
  readonly tries: number;
  readonly nextTryAt: number;
  readonly trouble: string | null;
  readonly addedAt: number;
}

/**
 * A photo's bytes, apart from what is known of it, so that a list of photos does not load them. Of an ArrayBuffer what is read is what
 * was written; some browsers lose the content of a Blob. Gone once a receipt names the photo.
 */
export interface BytesRecord {
  readonly visitKey: string;
  readonly sha256: string;
  readonly bytes: ArrayBuffer;
}

/** The conclusion as it was shown on the spot, and the remark of the inspected. */
export interface SpokenRecord {
  readonly visitKey: string;
  readonly kind: "conclusion" | "remark";
  readonly body: Readonly<Record<string, string>>;
  /** Sent again under the same key. */
  readonly key: string;
  readonly saidAt: number;
  readonly state: "unsent" | "received" | "stopped";
  readonly stopped: Stopped | null;
}

/** A small picture of what a unit claims or of what was found before. */
export interface PictureRecord {
  readonly visitKey: string;
  readonly sha256: string;
  readonly bytes: ArrayBuffer;
}

export interface FilingSchema extends DBSchema {
  visits: { key: string; value: VisitRecord };
  answers: { key: [string, string, number]; value: AnswerRecord; indexes: { visit: string } };
  photos: { key: [string, string]; value: PhotoRecord; indexes: { visit: string } };
  bytes: { key: [string, string]; value: BytesRecord; indexes: { visit: string } };
  spoken: { key: [string, string]; value: SpokenRecord; indexes: { visit: string } };
  pictures: { key: [string, string]; value: PictureRecord; indexes: { visit: string } };
  meta: { key: string; value: unknown };
}
