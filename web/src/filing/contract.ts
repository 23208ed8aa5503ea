/**
 * The filing page's view of docs/inspections.md: addresses, and the answers that domain/inspections/types.ts does not name. Answers
 * that are not ours (a login page of the network with 200) are told by these checks.
 */
import type { FiledRow, Receipt, RoundStatus, VisitBundle, VisitStatus } from "../../../domain/inspections/types.js";

/** A visit of the person who asks, as `GET /my/visits` lists it. */
export interface MyVisit {
  readonly round: string;
  readonly roundStatus: RoundStatus;
  readonly visit: string;
  readonly place: { readonly kind: "village" | "unit"; readonly id: string; readonly name: string };
  readonly mode: "visit" | "desk";
  readonly status: VisitStatus;
  readonly asked: number;
  readonly arrived: number;
  readonly disputed: number;
  /** Days: the last one for taking along, and the last one on which the round takes in what is out. */
  readonly visitsUntil: string;
  readonly closesOn: string;
  /** The person's own copies, on whichever devices: by them a device notices that it lost one. */
  readonly takenBy?: readonly { readonly at: Instant; readonly device: string }[];
}
export interface MyVisits {
  readonly visits: readonly MyVisit[];
}

/** An instant as the API gives it: text with its offset (`2021-06-18T09:00:00+08:00`), or epoch milliseconds. */
export type Instant = string | number;

/** What somebody filed, as a bundle has it: the person comes with the name. */
export interface FiledBefore extends Omit<FiledRow, "person" | "receivedAt" | "group"> {
  readonly person: string | { readonly id: string; readonly name: string };
}
/** What is taken along, as it comes over HTTP. */
export interface Bundle extends Omit<VisitBundle, "asOf" | "filed" | "group" | "place"> {
  readonly asOf: Instant;
  readonly place: MyVisit["place"];
  readonly filed: readonly FiledBefore[];
}
export const personOf = ({ person }: FiledBefore): string => (typeof person === "string" ? person : person.id);

export interface VisitAddress {
  readonly plan: string;
  readonly round: string;
  readonly visit: string;
}

/** What the page knows a visit by, everywhere on the device. */
export const visitKeyOf = ({ plan, round, visit }: VisitAddress): string => `${plan}|${round}|${visit}`;

/** Where people sign in, and come back from. */
export const SIGN_IN = "/sign-in?back=%2Ffiling%2F";

const part = encodeURIComponent;
export const planPath = (plan: string): string => `/api/v1/plans/${part(plan)}`;
export const myVisitsPath = (plan: string): string => `${planPath(plan)}/inspections/my/visits`;
export const visitPath = ({ plan, round, visit }: VisitAddress): string =>
  `${planPath(plan)}/inspections/${part(round)}/visits/${part(visit)}`;
export const partKey = (line: string, revision: number): string => `${line}@${revision}`;
export const linePath = (at: VisitAddress, line: string, revision: number): string =>
  `${visitPath(at)}/parts/${part(partKey(line, revision))}`;
export const photoPath = (at: VisitAddress, sha256: string): string => `${visitPath(at)}/photos/${sha256}`;

type Loose = Readonly<Record<string, unknown>>;
/** A body of which nothing is used but that the API gave it. */
export const isJsonObject = (value: unknown): value is Loose => isObject(value);
const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const has = (value: unknown, ...lists: readonly string[]): value is Loose =>
  isObject(value) && lists.every((name) => Array.isArray(value[name]));

/** A receipt of this visit that names its stream, its rows and its photos; nothing else lets anything be deleted. */
export function isReceipt(body: unknown, at: VisitAddress): body is Receipt {
  if (!has(body, "rows", "files")) return false;
  const { plan, round, visit, stream, lines, photos, missing } = body;
  return (
    plan === at.plan &&
    round === at.round &&
    visit === at.visit &&
    typeof stream === "string" &&
    isObject(lines) &&
    isObject(photos) &&
    has(missing, "lines", "photos", "disputed")
  );
}

/** A bundle is whole or none at all. */
export const isBundle = (body: unknown, at: VisitAddress): body is Bundle =>
  has(body, "lines", "causes", "filed") &&
  body["plan"] === at.plan &&
  body["round"] === at.round &&
  body["visit"] === at.visit &&
  isObject(body["place"]) &&
  (body["lines"] as unknown[]).every((line) => has(line, "findings", "claims", "causes", "evidence"));

/** What a line's PUT answers: the row that holds it, and the content that was recorded. */
export const isFiled = (body: unknown): body is { readonly row: number; readonly content: string } =>
  isObject(body) && typeof body["row"] === "number" && typeof body["content"] === "string";

/** A line of several that were filed at once: in its row, or why it is not there. */
export type FiledPart =
  | {
      readonly ok: true;
      readonly line: string;
      readonly revision: number;
      readonly row: number;
      readonly content: string;
    }
  | {
      readonly ok: false;
      readonly line: string;
      readonly revision: number;
      readonly code: string;
      readonly detail: string;
    };
export const isFiledParts = (body: unknown): body is { readonly parts: readonly FiledPart[] } =>
  has(body, "parts") &&
  (body["parts"] as unknown[]).every((part) => isObject(part) && (part["ok"] === false || isFiled(part)));

export const isMyVisits = (body: unknown): body is MyVisits => has(body, "visits");
