/** A place in a plan's feed: how far each of its streams has been read. */
import { z } from "zod";
import type { Positions, RecordedRow } from "../../prisma/ledger/ledger-rows.js";
import type { StreamEnd } from "../../prisma/plans/plan-head.js";
import { cursorSeq, cursorText } from "../http/schema-parts.js";
import { decodeCursor, encodeCursor } from "../http/cursor.js";
import type { PlanView } from "../views/plan-view.js";

const PLACE = z.record(cursorText, cursorSeq);

/** Which streams a feed tells of: all, or those of one task. */
export function streamsOf(plan: PlanView, task: number | undefined): StreamEnd[] {
  if (task === undefined) return [...plan.head.streams];
  const own = (name: string): boolean => name === `task/${task}` || name.startsWith(`task/${task}/`);
  return plan.head.streams.filter(({ stream }) => own(stream));
}

const nameOf = (planId: string, task: number | undefined): string => `feed ${planId} ${task ?? ""}`;

/** Nothing read of any stream needs no word. */
export function cursorOf(positions: Positions, planId: string, task: number | undefined): string {
  const read = [...positions].filter(([, seq]) => seq > 0);
  return encodeCursor(nameOf(planId, task), Object.fromEntries(read));
}

/** Streams that a cursor does not know have not been read. Throws the problem `badCursor`. */
export function positionsOf(
  cursor: string,
  streams: readonly StreamEnd[],
  planId: string,
  task: number | undefined,
): Map<string, number> {
  const read = decodeCursor(nameOf(planId, task), cursor, PLACE);
  return new Map(streams.map(({ stream }) => [stream, read[stream] ?? 0]));
}

export const atEnd = (streams: readonly StreamEnd[]): Map<string, number> =>
  new Map(streams.map(({ stream, seq }) => [stream, seq]));

/** The place after all that streams held when they were looked at, and never before `positions`. */
export const furthest = (positions: Positions, streams: readonly StreamEnd[]): Map<string, number> =>
  new Map(streams.map(({ stream, seq }) => [stream, Math.max(seq, positions.get(stream) ?? 0)]));

/** The place after some rows. */
export function past(positions: Positions, rows: readonly RecordedRow[]): Map<string, number> {
  const after = new Map(positions);
  for (const { stream, seq } of rows) after.set(stream, Math.max(after.get(stream) ?? 0, seq));
  return after;
}

/** The place before some rows that end at `positions`. */
export function ahead(positions: Positions, rows: readonly RecordedRow[]): Map<string, number> {
  const before = new Map(positions);
  for (const { stream, seq } of rows) before.set(stream, Math.min(before.get(stream) ?? 0, seq - 1));
  return before;
}

/** Rows between a place and the streams' ends. */
export function rowsBehind(positions: Positions, streams: readonly StreamEnd[]): number {
  return streams.reduce((sum, { stream, seq }) => sum + Math.max(0, seq - (positions.get(stream) ?? 0)), 0);
}
