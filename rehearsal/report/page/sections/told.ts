/** Who was told what, when: notices and letters by month, recipients by instrument, levels by half-year. */
import type { InstrumentColumn } from "../../../../domain/instruments/instruments.js";
import type { RecipientKind } from "../../../../domain/story/who.js";
import { sumOf } from "../../counts.js";
import type { InstrumentCounts, MonthLine, ReportModel } from "../../model.js";
import { columnCount } from "../../texts.js";
import { stackedMonths, trend, type Series } from "../charts.js";
import { type Content, html, type Markup } from "../markup.js";
import {
  both,
  type Column,
  count,
  heatCell,
  legend,
  note,
  nothing,
  section,
  table,
  text,
  usedInstruments,
} from "../parts.js";
import { halfYearsOf, within } from "../periods.js";

export function told(model: ReportModel): Markup {
  const { months } = model.timeline;
  const title = both((w) => w.sections.told);
  if (months.length === 0)
    return section(
      "told",
      title,
      nothing((w) => w.none),
    );
  return section(
    "told",
    title,
    note(both((w) => w.notes.told)),
    monthChart(
      "notices",
      both((w) => w.page.charts.notices),
      months,
      ({ counts }) => counts,
    ),
    monthChart(
      "letters",
      both((w) => w.page.charts.letters),
      months,
      ({ letters }) => letters,
      both((w) => w.page.notes.letters),
    ),
    matrix(model),
    levels(model),
  );
}

const seriesOf = (
  months: readonly MonthLine[],
  instruments: readonly InstrumentColumn[],
  counts: (month: MonthLine) => InstrumentCounts,
): Series[] =>
  instruments.map((instrument) => ({
    instrument,
    values: months.map((month) => columnCount(instrument, counts(month))),
  }));

/** Its table holds every value; the script tells a month's values from it, row for bar and column for colour. */
function monthChart(
  key: string,
  title: Content,
  months: readonly MonthLine[],
  counts: (month: MonthLine) => InstrumentCounts,
  remark: Content = null,
): Markup {
  const instruments = usedInstruments(months.map(counts));
  const columns: Column[] = [
    { head: both((w) => w.page.month) },
    ...instruments.map((name) => ({ head: both((w) => w.instrumentHeads[name]), figures: true })),
    { head: both((w) => w.heads.sum), figures: true },
  ];
  const rows = months.map((month) => ({
    cells: [
      text(month.month),
      ...instruments.map((name) => count(columnCount(name, counts(month)))),
      count(sumOf(counts(month)), "strong"),
    ],
  }));
  return html`<figure class="months" id="chart-${key}"><figcaption>${title}</figcaption>${remark === null ? null : note(remark)}
${legend(instruments.map((name) => ({ kind: `i-${name}`, words: both((w) => w.page.instruments[name]) })))}
${stackedMonths(
  key,
  months.map(({ month }) => month),
  seriesOf(months, instruments, counts),
)}
<details class="data"><summary>${both((w) => w.page.data)}</summary>${table(columns, rows, { caption: title })}</details></figure>
`;
}

function matrix({ timeline: { recipients }, notices }: ReportModel): Markup {
  const instruments = usedInstruments([notices]);
  const most = Math.max(...recipients.flatMap(({ counts }) => instruments.map((name) => columnCount(name, counts))));
  const rows = recipients.map(({ kind, counts }) => ({
    cells: [
      text(both((w) => w.recipients[kind])),
      ...instruments.map((name) => heatCell(columnCount(name, counts), most)),
      count(sumOf(counts), "strong"),
    ],
  }));
  const sums = {
    classes: "sum",
    cells: [
      text(both((w) => w.heads.sum)),
      ...instruments.map((name) => count(columnCount(name, notices))),
      count(sumOf(notices), "strong"),
    ],
  };
  const columns: Column[] = [
    { head: both((w) => w.heads.recipient) },
    ...instruments.map((name) => ({ head: both((w) => w.instrumentHeads[name]), figures: true })),
    { head: both((w) => w.heads.sum), figures: true },
  ];
  return html`<figure id="chart-recipients"><figcaption>${both((w) => w.page.charts.recipients)}</figcaption>${table(columns, [...rows, sums], { classes: "heats" })}</figure>
`;
}

/** From the desks up, each level's months as a small chart and its half-years as figures. */
function levels({ timeline: { months, recipients } }: ReportModel): Markup {
  const halves = halfYearsOf(months.map(({ month }) => month));
  const of = (kind: RecipientKind, line: MonthLine): number => line.recipients[kind] ?? 0;
  const values = recipients.map(({ kind }) =>
    halves.map((half) =>
      months.filter(({ month }) => within(half, month)).reduce((sum, line) => sum + of(kind, line), 0),
    ),
  );
  const most = Math.max(...values.flat());
  const rows = recipients.map(({ kind }, at) => ({
    cells: [
      text(both((w) => w.recipients[kind])),
      trend(
        `trend-${kind}`,
        months.map(({ month }) => month),
        [{ instrument: "assignment", values: months.map((line) => of(kind, line)) }],
      ),
      ...(values[at] ?? []).map((value) => heatCell(value, most)),
    ],
  }));
  const columns: Column[] = [
    { head: both((w) => w.heads.recipient) },
    { head: both((w) => w.page.heads.trend), kind: "trend" },
    ...halves.map(({ year, half }) => ({ head: both((w) => w.page.halfYear(year, half)), figures: true })),
  ];
  return html`<figure id="chart-levels"><figcaption>${both((w) => w.page.charts.levels)}</figcaption>${note(both((w) => w.page.notes.levels))}
${table(columns, rows, { classes: "heats" })}</figure>
`;
}
