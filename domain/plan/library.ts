/**
 * The versioned data that decisions depend on besides state: policies and calendars by version. A workflow is
 * handed it as an activity's result, so that a replay decides from the very same data.
 */
import { calendarOf, type WorkingCalendar } from "./calendar.js";
import type { Bodies, CalendarData, Policy } from "./plan.js";

export interface Library {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly calendars: Readonly<Record<string, CalendarData>>;
  readonly bodies: Bodies;
  readonly offsetMinutes: number;
}

export function hasPolicy(library: Library, version: number): boolean {
  return library.policies[String(version)] !== undefined;
}

export function hasCalendar(library: Library, version: number): boolean {
  return library.calendars[String(version)] !== undefined;
}

export function policyOf(library: Library, version: number): Policy {
  const policy = library.policies[String(version)];
  if (!policy) throw new Error(`policy version ${version} is not in the library: load it before deciding`);
  return policy;
}

export function calendarVersion(library: Library, version: number): WorkingCalendar {
  const data = library.calendars[String(version)];
  if (!data) throw new Error(`calendar version ${version} is not in the library: load it before deciding`);
  return calendarOf(data);
}
