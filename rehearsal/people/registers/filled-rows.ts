/** What a keeper's rows of a register say on a day: by its columns and figures alone, so that any plan's registers can be filled. Pure. */
import type { Milestone, PlanDate } from "../../../domain/plan/plan.js";
import { addDays, dayNumber } from "../../../domain/plan/plan-date.js";
import {
  type Figure,
  placeColumn,
  type Register,
  type RegisterColumn,
  type Registers,
  type Term,
} from "../../../domain/plan/registers.js";
import type { Roster } from "../../../domain/plan/roster.js";
import { figuresOf } from "../../../domain/registers/figures.js";
import type { Cells } from "../../../domain/registers/values.js";
import type { About, Draws } from "../draws.js";

export interface Filling {
  readonly registers: Registers;
  readonly roster: Roster;
  readonly milestones: ReadonlyMap<string, Milestone>;
  readonly start: PlanDate;
  readonly draws: Draws;
  /** Chance that the work at a place keeps pace. */
  readonly onSchedule: number;
}

/** Rows of a list that no place tells apart, and of one that a place has several rows of. */
const LISTED = 20;
const PER_PLACE = 3;
/** The work is done this long before its deadline, in days: figures are there before anybody reports. */
const AHEAD = 62;
const WHOLE = 100;

/** How far the work is to be on a day, in percent: through each milestone's target, ahead of its deadline. */
function wantedOn(
  figure: Figure,
  fixedYear: string | undefined,
  { milestones, start }: Filling,
  day: PlanDate,
): number {
  const points = figure.milestones
    .filter(({ fixed }) => fixedYear === undefined || Object.values(fixed ?? {}).every((value) => value === fixedYear))
    .flatMap(({ milestone: id }) => {
      const milestone = milestones.get(id);
      return milestone
        ? [{ day: addDays(milestone.deadline, -AHEAD), percent: (milestone.metric?.target ?? WHOLE) + 2 }]
        : [];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const from = fixedYear === undefined || `${fixedYear}-01-01` < start ? start : `${fixedYear}-01-01`;
  let before = { day: from, percent: 0 };
  for (const point of points) {
    if (day < point.day) {
      const share =
        (dayNumber(day) - dayNumber(before.day)) / Math.max(1, dayNumber(point.day) - dayNumber(before.day));
      return before.percent + Math.max(0, share) * (point.percent - before.percent);
    }
    before = point;
  }
  return points.length === 0 ? WHOLE * Math.min(1, (dayNumber(day) - dayNumber(from)) / 900) : before.percent;
}

interface Row {
  readonly about: About;
  readonly cells: Record<string, string>;
}

/** A keeper's rows on a day, in order. Sensitive columns and those that need not be filled stay empty, unless a figure counts them. */
export function filledRows(register: Register, unit: string, day: PlanDate, filling: Filling): Cells[] {
  return skeleton(register, unit, day, filling).map((row) => filled(register, unit, day, row, filling));
}

/** The rows that there are, with what tells them apart. */
function skeleton(register: Register, unit: string, day: PlanDate, { roster }: Filling): Row[] {
  const place = placeColumn(register);
  const year = register.columns.find(({ id, type }) => type === "year" && register.key.includes(id));
  const rest = register.key.filter((id) => id !== place?.id && id !== year?.id);
  const own = (township: string): boolean => register.keeper.kind === "unit" || township === unit;
  const places =
    place && register.key.includes(place.id)
      ? place.type === "village"
        ? roster.villages.filter(({ township }) => own(township)).map(({ id }) => id)
        : roster.townships.filter(({ id }) => own(id)).map(({ id }) => id)
      : [""];
  const count = rest.length === 0 ? 1 : places.length > 1 || places[0] !== "" ? PER_PLACE : LISTED;
  return places.flatMap((at) =>
    Array.from({ length: count }, (_, no): Row => {
      const cells: Record<string, string> = {};
      if (place && at !== "") cells[place.id] = at;
      if (year) cells[year.id] = day.slice(0, 4);
      for (const id of rest) cells[id] = keyCell(register, id, no);
      return { about: [register.id, at, no, year ? day.slice(0, 4) : ""], cells };
    }),
  );
}

function keyCell({ columns, title }: Register, id: string, no: number): string {
  const column = columns.find((one) => one.id === id);
  if (column?.type === "choice") return column.options?.[no % column.options.length] ?? "";
  if (column?.type === "text") return `${title.slice(0, 6)}${String(no + 1).padStart(2, "0")}`;
  return String(no + 1);
}

function filled(register: Register, unit: string, day: PlanDate, { about, cells }: Row, filling: Filling): Cells {
  const { draws, roster } = filling;
  for (const column of register.columns) {
    if (cells[column.id] !== undefined || column.sensitive) continue;
    const value = column.required ? plainCell(column, unit, [...about, column.id], draws, roster) : null;
    if (value !== null) cells[column.id] = value;
  }
  for (const figure of figuresOf(filling.registers, register.id))
    counted(figure, register, day, { about, cells }, filling);
  return cells;
}

/** What stands in a column that nothing is counted by. */
function plainCell(
  { type, title, options = [], min = 0 }: RegisterColumn,
  unit: string,
  about: About,
  draws: Draws,
  { villages }: Roster,
): string | null {
  switch (type) {
    case "text":
      return `${title}（示例）`;
    case "number":
    case "integer":
      return String(Math.max(min, draws.within([40, 160], ...about)));
    case "percent":
      return "0";
    case "choice":
      return options[draws.within([0, Math.max(0, options.length - 1)], ...about)] ?? null;
    case "flag":
      return "否";
    case "unit":
      return unit;
    case "village":
      return villages[draws.within([0, villages.length - 1], ...about)]?.id ?? null;
    default:
      return null;
  }
}

/** How far the work of a row is: as it should be, or behind; ever further. */
function progressOf(figure: Figure, day: PlanDate, { about, cells }: Row, filling: Filling): number {
  const { draws, onSchedule } = filling;
  const yearAt = figure.per.find((id) => /^\d{4}$/.test(cells[id] ?? ""));
  const wanted = wantedOn(figure, yearAt === undefined ? undefined : cells[yearAt], filling, day);
  const pace = draws.happens(onSchedule, "pace", ...about) ? 1 : draws.within([60, 95], "lag", ...about) / 100;
  return Math.min(WHOLE, wanted * pace) / WHOLE;
}

function counted(figure: Figure, register: Register, day: PlanDate, row: Row, filling: Filling): void {
  const [method] = figure.methods;
  if (!method?.of || method.minus || method.done.some(isLess)) return grown(register, row, filling);
  const share = progressOf(figure, day, row, filling);
  const { cells, about } = row;
  for (const [no, term] of method.done.entries()) {
    const whole = method.of[no] ?? method.of[0];
    if (term.kind === "sum" && whole?.kind === "sum") {
      const total = cells[whole.column] ?? String(filling.draws.within([50, 400], ...about, whole.column));
      cells[whole.column] = total;
      cells[term.column] = String(Math.floor(Number(total) * share));
    } else if (term.kind === "count" && term.where) {
      const { column, in: counts } = term.where;
      const isDone = filling.draws.of("done", ...about, column) < share;
      cells[column] = isDone ? (counts[0] ?? "") : otherOf(register, column, counts);
    } else if (term.kind === "cells" && whole?.kind === "cells")
      for (const column of term.columns) {
        const isDone = filling.draws.of("done", ...about, column) < share;
        cells[column] = isDone
          ? (term.in[0] ?? "")
          : otherOf(register, column, [...term.in, ...besides(register, column, whole.in)]);
      }
  }
}

const isLess = (term: Term): boolean => term.kind === "sum" && term.less === true;

/** Choices that do not count as part of the whole. */
const besides = ({ columns }: Register, id: string, whole: readonly string[]): readonly string[] =>
  columns.find((column) => column.id === id)?.options?.filter((option) => !whole.includes(option)) ?? [];

/** A choice that is none of some: what is not done yet. */
function otherOf({ columns }: Register, id: string, not: readonly string[]): string {
  const column = columns.find((one) => one.id === id);
  const choices = column?.type === "flag" ? ["否", "是"] : (column?.options ?? []);
  return choices.find((choice) => !not.includes(choice)) ?? "";
}

/** Amounts of a year beside those of the year before: some percent more. */
function grown({ columns }: Register, { about, cells }: Row, { draws }: Filling): void {
  for (const { id } of columns) {
    const before = `${id}Before`;
    if (!columns.some((column) => column.id === before) || cells[id] === undefined) continue;
    const base = draws.within([9_000, 12_000], ...about, before);
    cells[before] = String(base);
    cells[id] = String(Math.round((base * draws.within([1_060, 1_120], ...about, id)) / 1_000));
  }
}
