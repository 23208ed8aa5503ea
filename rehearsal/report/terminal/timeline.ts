/** The printed report's second part: who was told when, by which instrument. */
import { INSTRUMENT_COLUMNS, type InstrumentColumn } from "../../../domain/instruments/instruments.js";
import { displayWidth } from "../../../embedded/columns.js";
import { sumOf } from "../counts.js";
import type { InstrumentCounts } from "../model.js";
import { columnCount, type ReportTexts } from "../texts.js";
import { type Column, table, type Piece, type Tone } from "./layout.js";
import { note, number, type Page, piece } from "./page.js";

export function told(page: Page): string[] {
  const { model, texts, paint } = page;
  if (sumOf(model.notices) === 0) return [paint(texts.none, "dim")];
  const { quarters, recipients } = model.timeline;
  return [
    ...note(page, texts.notes.told),
    "",
    paint(texts.notes.byMonth, "strong"),
    ...months(page),
    "",
    paint(texts.notes.byQuarter, "strong"),
    ...byInstrument(
      page,
      texts.heads.quarter,
      // Quarters in which nobody was told anything would only stretch the table.
      quarters
        .filter(({ counts }) => sumOf(counts) > 0)
        .map(({ year, quarter, counts }) => [texts.quarter(year, quarter), counts]),
    ),
    "",
    paint(texts.notes.byRecipient, "strong"),
    ...byInstrument(
      page,
      texts.heads.recipient,
      recipients.map(({ kind, counts }) => [texts.recipients[kind], counts]),
    ),
  ];
}

/** Years by months, each cell the notices of that month. */
function months({ model, texts, width, paint }: Page): string[] {
  const counts = new Map(model.timeline.months.map(({ month, notices }) => [month, notices]));
  const years = [...new Set(model.timeline.months.map(({ month }) => month.slice(0, 4)))];
  const rows = years.map((year) => {
    const values = texts.months.map((_, at) => counts.get(`${year}-${String(at + 1).padStart(2, "0")}`) ?? 0);
    return [
      piece(year),
      ...values.map((value) => number(value)),
      number(
        values.reduce((a, b) => a + b, 0),
        "strong",
      ),
    ];
  });
  const columns: Column[] = [
    { head: texts.heads.year },
    ...texts.months.map((head): Column => ({ head, align: "right" })),
    { head: texts.heads.sum, align: "right" },
  ];
  return table(columns, rows, width, paint);
}

/** Rows of counts by instrument, with a line of sums. */
function byInstrument(
  { texts, width, paint }: Page,
  head: string,
  rows: readonly (readonly [string, InstrumentCounts])[],
): string[] {
  const total = merged(rows.map(([, counts]) => counts));
  const names = Math.max(...[head, texts.heads.sum, ...rows.map(([name]) => name)].map(displayWidth));
  const columns = fitting(texts, total, width - names);
  const line = (name: string, counts: InstrumentCounts, tone: Tone): Piece[] => [
    piece(name, tone),
    ...columns.map(({ value }) => number(value(counts), tone)),
  ];
  return table(
    [{ head }, ...columns.map(({ column }) => column)],
    [...rows.map(([name, counts]) => line(name, counts, "plain")), line(texts.heads.sum, total, "strong")],
    width,
    paint,
  );
}

function merged(all: readonly InstrumentCounts[]): InstrumentCounts {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [instrument, count] of Object.entries(counts)) sums[instrument] = (sums[instrument] ?? 0) + count;
  return sums;
}

export interface CountColumn {
  readonly column: Column;
  readonly value: (counts: InstrumentCounts) => number;
}

export function countColumn(texts: ReportTexts, which: InstrumentColumn): CountColumn {
  return {
    column: { head: texts.instrumentHeads[which], align: "right" },
    value: (counts) => columnCount(which, counts),
  };
}

/** As many instruments as fit into `room` columns, what is left over together, and the sum of all. */
function fitting(texts: ReportTexts, total: InstrumentCounts, room: number): CountColumn[] {
  const used = INSTRUMENT_COLUMNS.map((name) => countColumn(texts, name)).filter(({ value }) => value(total) > 0);
  const sum: CountColumn = { column: { head: texts.heads.sum, align: "right" }, value: sumOf };
  // Sums are the widest numbers of their columns.
  const widthOf = ({ column, value }: CountColumn): number =>
    Math.max(displayWidth(column.head), String(value(total)).length) + 2;
  for (let shown = used.length; ; shown--) {
    const rest: CountColumn = {
      column: { head: texts.heads.other, align: "right" },
      value: (counts) => used.slice(shown).reduce((all, { value }) => all + value(counts), 0),
    };
    const columns = [...used.slice(0, shown), ...(shown < used.length ? [rest] : []), sum];
    if (shown === 0 || columns.reduce((width, each) => width + widthOf(each), 0) <= room) return columns;
  }
}
