/** What the page of measures and timetables reads, by name (see queries.ts). */
import { API } from "./client.js";
import { answer } from "./queries.js";
import type { Timetables } from "./types.js";

const e = encodeURIComponent;

/** Below /api/v1. */
export const timetablePath = (plan: string, unit: string): string => `/plans/${e(plan)}/timetables/${e(unit)}`;

export const timetables = (id: string, unit: string) =>
  answer<Timetables>(id, ["timetables", unit], `/timetables/${e(unit)}`);

/** Where the workbook is got from. */
export const timetableFile = (plan: string, unit: string): string =>
  `${API}${timetablePath(plan, unit)}/timetable.xlsx`;
