/** What a draft is made of, and the names that it uses. */
import type { Scheme } from "../inspections/types.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import type { Checklists } from "../plan/checklists.js";
import type { BulletinContent } from "./content.js";
import type { LineFact, Records } from "./facts.js";

export interface DraftOf {
  readonly planId: string;
  readonly records: Records;
  readonly bundle: PlanBundle;
  readonly checklists: Checklists;
  readonly calendar: WorkingCalendar;
  readonly scheme: Pick<Scheme, "basis" | "kind" | "visitsFrom" | "visitsUntil" | "to">;
  readonly asOf: BulletinContent["asOf"];
  /** Keys of the problems of earlier rounds, the last first. */
  readonly earlier: readonly ReadonlySet<string>[];
  /** Lines and causes about which the office has decided in this round whether one item links them. */
  readonly systemicDecided: readonly { readonly line: string; readonly cause: string }[];
}

export interface DraftNames {
  readonly unit: (id: string) => string;
  readonly fullName: (id: string) => string;
  readonly place: (place: LineFact["place"]) => string;
  readonly line: (key: string) => string;
  readonly cause: (id: string) => string;
}
