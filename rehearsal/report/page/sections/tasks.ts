/** How the tasks and the units that owe their items fared: a bar and figures for each. */
import {
  type InstrumentColumn,
  PRESSING_INSTRUMENTS,
  RUNG_INSTRUMENTS,
} from "../../../../domain/instruments/instruments.js";
import type { ItemTotals, ReportModel } from "../../model.js";
import { columnCount } from "../../texts.js";
import { html, type Markup } from "../markup.js";
import {
  bar,
  both,
  type Cell,
  type Column,
  count,
  day,
  legend,
  note,
  nothing,
  section,
  table,
  text,
} from "../parts.js";

const instrumentColumns = (names: readonly InstrumentColumn[]): Column[] =>
  names.map((name) => ({ head: both((w) => w.instrumentHeads[name]), figures: true }));

/** How items stand, as shares of a bar: `closedLate` is known of tasks. */
function shares(line: ItemTotals & { readonly closedLate?: number }): { kind: string; value: number }[] {
  const late = line.closedLate ?? 0;
  return [
    { kind: "s-in-time", value: line.closed - late },
    { kind: "s-late", value: late },
    { kind: "s-open", value: line.open - line.overdue - line.notStarted },
    { kind: "s-overdue", value: line.overdue },
    { kind: "s-not-started", value: line.notStarted },
    { kind: "s-cancelled", value: line.cancelled },
  ];
}

const legendOf = (closed: { kind: string; words: Markup }[]): Markup =>
  legend([
    ...closed,
    { kind: "s-open", words: both((w) => w.page.heads.openInTime) },
    { kind: "s-overdue", words: both((w) => w.heads.overdue) },
    { kind: "s-not-started", words: both((w) => w.page.lights.notStarted) },
    { kind: "s-cancelled", words: both((w) => w.figures.cancelled) },
  ]);

export function tasks(model: ReportModel): Markup {
  const most = Math.max(1, ...model.tasks.map(({ total }) => total));
  const rows = model.tasks.map((task) => {
    const title = html`${both((w) => w.taskTitle(task.no, task.title))}<small>${task.leadUnit}</small>`;
    if (task.standing) return { cells: [text(title)], rest: both((w) => w.standing), classes: "standing" };
    const cells: Cell[] = [
      text(title),
      bar(shares(task), most),
      count(task.total, "strong"),
      count(task.closedInTime, "good"),
      count(task.closedLate, "warn"),
      count(task.open),
      count(task.overdue, "bad"),
      count(task.longest),
      ...RUNG_INSTRUMENTS.map((name) => count(columnCount(name, task.counts))),
      day(task.first),
      day(task.last),
    ];
    return { cells };
  });
  const columns: Column[] = [
    { head: both((w) => w.heads.task), kind: "title" },
    { head: both((w) => w.page.heads.course), kind: "bars" },
    { head: both((w) => w.heads.items), figures: true },
    { head: both((w) => w.page.heads.inTime), figures: true },
    { head: both((w) => w.page.heads.closedLate), figures: true },
    { head: both((w) => w.heads.open), figures: true },
    { head: both((w) => w.heads.overdue), figures: true },
    { head: both((w) => w.heads.longest), figures: true },
    ...instrumentColumns(RUNG_INSTRUMENTS),
    { head: both((w) => w.heads.first) },
    { head: both((w) => w.heads.last) },
  ];
  const closed = [
    { kind: "s-in-time", words: both((w) => w.page.heads.inTime) },
    { kind: "s-late", words: both((w) => w.page.heads.closedLate) },
  ];
  return section(
    "tasks",
    both((w) => w.sections.tasks),
    note(both((w) => w.page.notes.tasks)),
    html`<figure id="chart-tasks"><figcaption>${both((w) => w.page.charts.tasks)}</figcaption>${legendOf(closed)}${table(columns, rows)}</figure>`,
  );
}

export function units(model: ReportModel): Markup {
  const title = both((w) => w.sections.units);
  if (model.units.length === 0)
    return section(
      "units",
      title,
      nothing((w) => w.none),
    );
  const most = Math.max(1, ...model.units.map(({ total }) => total));
  const rows = model.units.map((unit) => ({
    cells: [
      text(unit.name),
      bar(shares(unit), most),
      count(unit.total, "strong"),
      count(unit.closed, "good"),
      count(unit.open),
      count(unit.overdue, "bad"),
      count(unit.everOverdue),
      count(unit.longest),
      count(unit.escalatedItems),
      count(unit.returns),
      count(unit.extensionsGranted),
      ...PRESSING_INSTRUMENTS.map((name) => count(columnCount(name, unit.counts))),
      day(unit.first),
      day(unit.last),
    ],
  }));
  const heads = [
    "items",
    "closed",
    "open",
    "overdue",
    "everOverdue",
    "longest",
    "escalated",
    "returned",
    "extensions",
  ] as const;
  const columns: Column[] = [
    { head: both((w) => w.heads.unit), kind: "title" },
    { head: both((w) => w.page.heads.course), kind: "bars" },
    ...heads.map((name) => ({ head: both((w) => w.heads[name]), figures: true })),
    ...instrumentColumns(PRESSING_INSTRUMENTS),
    { head: both((w) => w.heads.first) },
    { head: both((w) => w.heads.last) },
  ];
  const closed = [{ kind: "s-in-time", words: both((w) => w.heads.closed) }];
  return section(
    "units",
    title,
    note(both((w) => w.notes.units)),
    html`<figure id="chart-units"><figcaption>${both((w) => w.page.charts.units)}</figcaption>${legendOf(closed)}${table(columns, rows)}</figure>`,
    model.otherUnits.length === 0 ? null : note(both((w) => w.otherUnits(model.otherUnits, 0))),
  );
}
