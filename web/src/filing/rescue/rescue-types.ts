/** What a rescue file says: whoever brings one in reads these types. */
import type { FiledLine } from "../../../../domain/inspections/types.js";
import type { AnswerRecord, SpokenRecord } from "../local/records.js";

export const RESCUE_FORMAT = "duban-filing-rescue";

export interface RescueFile {
  readonly format: typeof RESCUE_FORMAT;
  readonly version: 1;
  readonly account: string;
  readonly device: string;
  /** The device's clock, epoch milliseconds, and how far it is from the server's as last known. */
  readonly deviceNow: number;
  readonly clockOffset: number | null;
  readonly visits: readonly RescuedVisit[];
}

export interface RescuedVisit {
  readonly plan: string;
  readonly round: string;
  readonly visit: string;
  readonly checklist: number;
  readonly person: { readonly id: string; readonly name: string };
  /** Whole answers under the keys by which the device would have sent them. */
  readonly answers: readonly { readonly key: string; readonly content: string; readonly answer: FiledLine }[];
  /** Begun and not whole: for a person to read. */
  readonly drafts: readonly Pick<AnswerRecord, "line" | "grade" | "text" | "cause" | "photos">[];
  readonly spoken: readonly Pick<SpokenRecord, "kind" | "body" | "key" | "saidAt">[];
  /** Photos of which the bytes are in the file. */
  readonly photos: readonly string[];
}
