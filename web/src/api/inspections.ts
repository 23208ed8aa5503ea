/** What the pages of inspections read, by name (see queries.ts). All of it lies under ["plan", id, "inspections"]. */
import { API, type Query } from "./client.js";
import { answer } from "./queries.js";
import type {
  ConclusionList,
  FindingList,
  InspectionWork,
  MyVisitList,
  OutstandingList,
  Receipt,
  Round,
  RoundList,
  VisitBundle,
  VisitDetail,
} from "./types.js";

const e = encodeURIComponent;

/** The page on which a visit is filed, which works without a network; it is one of its own. */
export const FILING = "/filing/";

/** Below a plan's address; acts are sent to the same. */
export const roundPath = (round: string): string => `/inspections/${e(round)}`;
export const visitPath = (round: string, visit: string): string => `${roundPath(round)}/visits/${e(visit)}`;

export const rounds = (id: string) => answer<RoundList>(id, ["inspections"], "/inspections");
export const round = (id: string, name: string) => answer<Round>(id, ["inspections", name], roundPath(name));
export const outstanding = (id: string, name: string) =>
  answer<OutstandingList>(id, ["inspections", name, "outstanding"], `${roundPath(name)}/outstanding`);
export const myVisits = (id: string) => answer<MyVisitList>(id, ["inspections", "mine"], "/inspections/my/visits");
/** What of inspections waits for the reader. */
export const myWork = (id: string) => answer<InspectionWork>(id, ["inspections", "work"], "/inspections/my/work");
export const visit = (id: string, name: string, of: string) =>
  answer<VisitDetail>(id, ["inspections", name, of], visitPath(name, of));
export const receipt = (id: string, name: string, of: string) =>
  answer<Receipt>(id, ["inspections", name, of, "receipt"], `${visitPath(name, of)}/receipt`);
/** What an inspector would take along: the lines of a visit with their classes of cause. */
export const bundle = (id: string, name: string, of: string) =>
  answer<VisitBundle>(id, ["inspections", name, of, "bundle"], `${visitPath(name, of)}/bundle`);
export const findings = (id: string, query: Query) =>
  answer<FindingList>(id, ["inspections", "findings"], "/inspections/findings", query);

/** Those served within reach. */
export const conclusions = (id: string) =>
  answer<ConclusionList>(id, ["inspections", "conclusions"], "/inspections/conclusions");

/** Where a photo of a visit is shown from. */
export const photoAddress = (id: string, name: string, of: string, sha256: string): string =>
  `${API}/plans/${e(id)}${visitPath(name, of)}/photos/${sha256}`;
