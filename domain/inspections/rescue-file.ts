/**
 * The rescue file (救援文件): what a device had that no receipt had named, under the keys and contents by which it would have sent it.
 * The filing page writes it, the office's page reads it; a file is somebody else's until it has been checked.
 */
import { canonicalJson } from "../ledger/canonical.js";
import type { FiledLine } from "../ledger/inspection-events.js";
import { sha256 } from "../ledger/sha256.js";
import { GRADES } from "../plan/checklists.js";

export const RESCUE_FORMAT = "duban-filing-rescue";
export const RESCUE_JSON = "filing.json";
/** Where a photo's bytes lie in the zip. */
export const rescuePhoto = (hash: string): string => `photos/${hash}.jpg`;

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
  readonly drafts: readonly RescuedDraft[];
  readonly spoken: readonly RescuedWord[];
  /** Photos of which the bytes are in the file. */
  readonly photos: readonly string[];
}

export interface RescuedDraft {
  readonly line: string;
  readonly grade: FiledLine["grade"] | null;
  readonly text: string;
  readonly cause: string | null;
  readonly photos: FiledLine["photos"];
}

/** A conclusion that was shown, or a remark of the inspected, that had not been sent. */
export interface RescuedWord {
  readonly kind: "conclusion" | "remark";
  readonly body: Readonly<Record<string, string>>;
  readonly key: string;
  readonly saidAt: number;
}

/** Why a file cannot be brought in. */
export type RescueFault =
  /** It is no rescue file, or of a form that this release does not know. */
  | { readonly fault: "notOurs" | "newer" }
  /** An answer is not what its hash says. */
  | { readonly fault: "altered"; readonly key: string };

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);
const all = (value: unknown, fits: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(fits);

const isAnswer = (value: unknown): boolean => {
  if (!isObject(value) || !isText(value["key"]) || !isHash(value["content"]) || !isObject(value["answer"]))
    return false;
  const { line, revision, grade, text, photos } = value["answer"];
  return (
    value["key"] === `${String(line)}@${String(revision)}` &&
    isText(line) &&
    isText(text) &&
    GRADES.some((one) => one === grade) &&
    all(photos, (photo) => isObject(photo) && isHash(photo["sha256"]))
  );
};
const isDraft = (value: unknown): boolean => isObject(value) && isText(value["line"]) && isText(value["text"]);
const isWord = (value: unknown): boolean =>
  isObject(value) &&
  (value["kind"] === "conclusion" || value["kind"] === "remark") &&
  isObject(value["body"]) &&
  Object.values(value["body"]).every(isText);

const isVisit = (value: unknown): boolean =>
  isObject(value) &&
  [value["plan"], value["round"], value["visit"]].every(isText) &&
  isObject(value["person"]) &&
  isText(value["person"]["id"]) &&
  isText(value["person"]["name"]) &&
  all(value["answers"], isAnswer) &&
  all(value["drafts"], isDraft) &&
  all(value["spoken"], isWord) &&
  all(value["photos"], isHash);

/** The file as it says it is, or what is wrong with it. What the answers are worth is the API's to say. */
export function readRescueFile(value: unknown): RescueFile | RescueFault {
  if (!isObject(value) || value["format"] !== RESCUE_FORMAT) return { fault: "notOurs" };
  if (value["version"] !== 1) return { fault: "newer" };
  const { account, device, deviceNow, clockOffset, visits } = value;
  const isSound =
    isText(account) &&
    isText(device) &&
    typeof deviceNow === "number" &&
    (clockOffset === null || typeof clockOffset === "number") &&
    all(visits, isVisit);
  if (!isSound) return { fault: "notOurs" };
  const file = value as unknown as RescueFile;
  const altered = file.visits
    .flatMap(({ answers }) => answers)
    .find(({ content, answer }) => sha256(canonicalJson(answer)) !== content);
  return altered ? { fault: "altered", key: altered.key } : file;
}

export const isRescueFault = (read: RescueFile | RescueFault): read is RescueFault => "fault" in read;
