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
  if (cells.length < 5) return { line: no, what: "cells" };
  const [by = "", measure = "", quantity = "", person = "", percent = ""] = cells;
  const { line, faults } = readLine({ by, measure, quantity, person, percent }, before, deadline);
  const [first] = faults;
  return line ?? { line: no, what: first?.what ?? "cells" };
}

/** The cells of a line, in their order. */
export const TIMETABLE_COLUMNS = ["by", "measure", "quantity", "person", "percent"] as const;
export type TimetableColumn = (typeof TIMETABLE_COLUMNS)[number];

/** What is wrong with a cell of a line. */
export interface TimetableCellFault {
  readonly column: TimetableColumn;
  readonly what: Exclude<TimetableFault["what"], "cells" | "end">;
}

/** A line out of its cells as somebody wrote them, trimmed; without it everything that is wrong, by cell. `before`: the line above, where it is one. */
export function readLine(
  cells: Readonly<Record<TimetableColumn, string>>,
  before: TimetableLine | undefined,
  deadline: PlanDate,
): { readonly line: TimetableLine | null; readonly faults: readonly TimetableCellFault[] } {
  const faults: TimetableCellFault[] = [];
  const fault = (column: TimetableColumn, what: TimetableCellFault["what"]): void => void faults.push({ column, what });
  const { measure, quantity, person } = cells;
  const by = dayIn(cells.by);
  const [, share] = PERCENT.exec(cells.percent.normalize("NFKC")) ?? [];
  const percent = share === undefined || Number(share) > 100 ? null : Number(share);
  if (by === null) fault("by", "day");
  if (measure === "") fault("measure", "measure");
  if (!/\p{Nd}|[一二三四五六七八九十百千万]/u.test(quantity)) fault("quantity", "quantity");
  if (person === "") fault("person", "person");
  if (percent === null) fault("percent", "percent");
  if (before && by !== null && by <= before.by) fault("by", "order");
  if (before && percent !== null && percent < before.percent) fault("percent", "order");
  if (by !== null && by > deadline) fault("by", "late");
  if (faults.length > 0 || by === null || percent === null) return { line: null, faults };
  return { line: { by, measure, quantity, person, percent }, faults };
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
