/**
 * The filing page's view of docs/inspections.md: addresses, and the answers as the API's own schemas have them (types only: no schema
 * is bundled). Answers that are not ours (a login page of the network with 200) are told by these checks.
 */
import type { z } from "zod";
import type * as Filing from "../../../api/inspections/filing-schemas.js";
import type * as Inspections from "../../../api/inspections/schemas.js";
import type { Receipt } from "../../../domain/inspections/types.js";

/** What is taken along for a visit (带走). No household data is in it. */
export type VisitBundle = z.output<typeof Filing.visitBundle>;
export type BundleLine = VisitBundle["lines"][number];
/** A line as it is filed already. */
export type FiledRow = VisitBundle["filed"][number];
export type MyVisits = z.output<typeof Inspections.myVisits>;
/** A visit of the person who asks (`GET /my/visits`): what is known of what is out, with where and until when. */
export type MyVisit = MyVisits["visits"][number];

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
/** The desk's page of a group's 组长: it needs a network. */
export const groupChecksPath = (plan: string): string => `/plans/${part(plan)}/inspections/group`;
export const planPath = (plan: string): string => `/api/v1/plans/${part(plan)}`;
export const myVisitsPath = (plan: string): string => `${planPath(plan)}/inspections/my/visits`;
export const visitPath = ({ plan, round, visit }: VisitAddress): string =>
  `${planPath(plan)}/inspections/${part(round)}/visits/${part(visit)}`;
export const partKey = (line: string, revision: number): string => `${line}@${revision}`;
export const partsPath = (at: VisitAddress): string => `${visitPath(at)}/parts`;
export const linePath = (at: VisitAddress, line: string, revision: number): string =>
  `${visitPath(at)}/parts/${part(partKey(line, revision))}`;
/** What the bundle names: pictures of claims and of open findings. */
export const picturePath = (at: VisitAddress, sha256: string): string => `${visitPath(at)}/pictures/${sha256}`;
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
export const isBundle = (body: unknown, at: VisitAddress): body is VisitBundle =>
  has(body, "lines", "causes", "filed") &&
  body["plan"] === at.plan &&
  body["round"] === at.round &&
  body["visit"] === at.visit &&
  isObject(body["place"]) &&
  (body["lines"] as unknown[]).every((line) => has(line, "findings", "claims", "causes", "evidence"));

/** What a line's PUT answers: the row that holds it, and the content that was recorded. */
export const isFiled = (body: unknown): body is { readonly row: number; readonly content: string } =>
  isObject(body) && typeof body["row"] === "number" && typeof body["content"] === "string";

export type FiledParts = z.output<typeof Filing.filedParts>;
/** What the request of several lines answers: each with its row, or why it is not there. */
export const isFiledParts = (body: unknown): body is FiledParts =>
  has(body, "parts") && (body["parts"] as unknown[]).every((part) => isObject(part) && typeof part["ok"] === "boolean");

export const isMyVisits = (body: unknown): body is MyVisits => has(body, "visits");
