/**
 * 措施和时间表 of an item: what its unit does by when, how much of it, and who answers for it. Where an item has one, 序时进度 follows from it and
 * not from a straight line. It holds for the deadline that it was made for: a deadline that moves needs another.
 */
import type { WorkingCalendar } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";

export interface TimetableLine {
  readonly by: PlanDate;
  readonly measure: string;
  readonly quantity: string;
  readonly person: string;
  /** Of the whole by then, percent; the last is 100. */
  readonly percent: number;
}

export interface Timetable {
  /** The deadline version that it was made for. */
  readonly version: number;
  /** By their days. */
  readonly lines: readonly TimetableLine[];
}

/** What is wrong with a text that is to be a timetable. `line` counts from 1. */
export interface TimetableFault {
  readonly line: number;
  readonly what: "cells" | "day" | "measure" | "quantity" | "person" | "percent" | "order" | "late" | "end";
}

export const MOST_LINES = 40;
const DAY = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/u;
const PERCENT = /^(\d{1,3}(?:\.\d)?)%?$/u;

/** A day as people and Excel write it; null: it is none. */
function dayIn(cell: string): PlanDate | null {
  const [, year, month = "", date = ""] = DAY.exec(cell.normalize("NFKC")) ?? [];
  if (year === undefined) return null;
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(day) ? day : null;
}

/** Whether the calendar has it: 2021-02-30 it has not. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(at) && dateAt(at, 0) === day;
}

/**
 * A timetable as it is typed or pasted from a sheet: a line each, 完成时间 · 工作措施 · 数量 · 责任人 · 累计进度（%）, apart by tabs or |. The first thing
 * that is wrong where something is.
 */
export function timetableOf(text: string, deadline: PlanDate): readonly TimetableLine[] | TimetableFault {
  const lines: TimetableLine[] = [];
  const given = text.split("\n").filter((line) => line.trim() !== "");
  for (const [index, raw] of given.entries()) {
    const line = lineOf(raw, index + 1, lines.at(-1), deadline);
    if ("what" in line) return line;
    lines.push(line);
  }
  if (lines.length === 0 || lines.length > MOST_LINES || lines.at(-1)?.percent !== 100)
    return { line: lines.length, what: "end" };
  return lines;
}

function lineOf(
  raw: string,
  no: number,
  before: TimetableLine | undefined,
  deadline: PlanDate,
): TimetableLine | TimetableFault {
  const cells = raw.split(/\t|[|｜]/u).map((cell) => cell.trim());
  const [when = "", measure = "", quantity = "", person = "", share = ""] = cells;
  if (cells.length < 5) return { line: no, what: "cells" };
  const by = dayIn(when);
  const [, percent] = PERCENT.exec(share.normalize("NFKC")) ?? [];
  if (by === null) return { line: no, what: "day" };
  if (measure === "") return { line: no, what: "measure" };
  if (!/\p{Nd}|[一二三四五六七八九十百千万]/u.test(quantity)) return { line: no, what: "quantity" };
  if (person === "") return { line: no, what: "person" };
  if (percent === undefined || Number(percent) > 100) return { line: no, what: "percent" };
  if (before && (by <= before.by || Number(percent) < before.percent)) return { line: no, what: "order" };
  if (by > deadline) return { line: no, what: "late" };
  return { by, measure, quantity, person, percent: Number(percent) };
}

/** How much of the whole is to be done by the end of a day by a timetable, percent: evenly from one line to the next. */
export function scheduledBy(
  { lines }: Pick<Timetable, "lines">,
  from: PlanDate,
  today: PlanDate,
  calendar: WorkingCalendar,
): number {
  let [day, percent] = [from, 0];
  for (const line of lines) {
    if (today >= line.by) {
      [day, percent] = [line.by, line.percent];
      continue;
    }
    const whole = calendar.workingDaysBetween(day, line.by);
    const passed = Math.max(0, calendar.workingDaysBetween(day, today));
    return whole === 0 ? percent : percent + ((line.percent - percent) * passed) / whole;
  }
  return percent;
}
