/** Lines for a terminal: figures in rows, tables that give up columns on a narrow one, texts that wrap. */
import { styleText } from "node:util";
import { displayWidth, padLeft, padTo, shorten, wrap } from "../../../embedded/columns.js";

/** What a piece of text is, not what it looks like. */
export type Tone = "plain" | "strong" | "dim" | "good" | "bad" | "warn";

export interface Piece {
  readonly text: string;
  readonly tone?: Tone;
}

/** Colours a piece that is already as wide as it will be. */
export type Paint = (text: string, tone: Tone) => string;

const STYLES: Readonly<Record<Exclude<Tone, "plain">, Parameters<typeof styleText>[0]>> = {
  strong: "bold",
  dim: "gray",
  good: "green",
  bad: "red",
  warn: "yellow",
};

export const plainPaint: Paint = (text) => text;

// Whether there is a terminal that wants colours is the caller's to know.
export const colourPaint: Paint = (text, tone) =>
  tone === "plain" || text.trim() === "" ? text : styleText(STYLES[tone], text, { validateStream: false });

export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** Takes what the others leave, cut down to this many columns at least. */
  readonly least?: number;
  /** Given up on a narrow terminal, the highest number first. */
  readonly giveUp?: number;
}

/**
 * Cells in the columns' order; or some cells and a text over all the columns that follow; or lines of their own, at
 * most as wide as the table may be.
 */
export type Row =
  | readonly Piece[]
  | { readonly cells: readonly Piece[]; readonly rest: Piece }
  | { readonly lines: readonly string[] };

/** Between columns. */
const GAP = "  ";

/** Control characters of a name must not steer the terminal it is read in. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, " ");
}

/** A table no wider than `width`. */
export function table(columns: readonly Column[], rows: readonly Row[], width: number, paint: Paint): string[] {
  const cells = rows.flatMap((row): (readonly Piece[])[] =>
    "lines" in row ? [] : "rest" in row ? [row.cells] : [row],
  );
  const kept = keptColumns(columns, cells, width);
  const widths = widthsOf(kept, cells, width);
  const cell = ({ text, tone = "plain" }: Piece, index: number): string => {
    const room = widths[index] ?? 0;
    const fit = shorten(printable(text), room);
    const padding = " ".repeat(Math.max(0, room - displayWidth(fit)));
    return kept[index]?.column.align === "right" ? padding + paint(fit, tone) : paint(fit, tone) + padding;
  };
  const line = (pieces: readonly Piece[]): string =>
    kept
      .map(({ at }, index) => cell(pieces[at] ?? { text: "" }, index))
      .join(GAP)
      .trimEnd();
  const withRest = (pieces: readonly Piece[], { text, tone = "plain" }: Piece): string => {
    const begun = kept.filter(({ at }) => at < pieces.length);
    const used = begun.reduce((sum, _, index) => sum + (widths[index] ?? 0) + GAP.length, 0);
    const lead = begun.map(({ at }, index) => cell(pieces[at] ?? { text: "" }, index) + GAP).join("");
    return lead + paint(shorten(printable(text), width - used), tone);
  };
  return [
    line(columns.map(({ head }) => ({ text: head, tone: "dim" }))),
    ...rows.flatMap((row) =>
      "lines" in row ? row.lines : "rest" in row ? [withRest(row.cells, row.rest)] : [line(row)],
    ),
  ];
}

interface Kept {
  readonly column: Column;
  readonly at: number;
}

function naturalWidth({ column, at }: Kept, rows: readonly (readonly Piece[])[]): number {
  return Math.max(displayWidth(column.head), ...rows.map((row) => displayWidth(row[at]?.text ?? "")));
}

/** What is left after giving up columns until the rest fits at its least. Columns of one number go together. */
function keptColumns(columns: readonly Column[], rows: readonly (readonly Piece[])[], width: number): Kept[] {
  let kept = columns.map((column, at) => ({ column, at }));
  const least = (): number =>
    kept.reduce(
      (sum, each) =>
        sum + Math.min(naturalWidth(each, rows), each.column.least ?? Number.MAX_SAFE_INTEGER) + GAP.length,
      -GAP.length,
    );
  while (least() > width) {
    const next = Math.max(0, ...kept.map(({ column }) => column.giveUp ?? 0));
    if (next === 0) break;
    kept = kept.filter(({ column }) => column.giveUp !== next);
  }
  return kept;
}

/** Natural widths; the growing columns share what is left when that is less than they would take. */
function widthsOf(kept: readonly Kept[], rows: readonly (readonly Piece[])[], width: number): number[] {
  const natural = kept.map((each) => naturalWidth(each, rows));
  const growing = kept.filter(({ column }) => column.least !== undefined).length;
  const fixed = kept.reduce((sum, { column }, at) => sum + (column.least === undefined ? (natural[at] ?? 0) : 0), 0);
  const share = Math.floor((width - fixed - GAP.length * (kept.length - 1)) / Math.max(1, growing));
  return kept.map(({ column }, at) =>
    column.least === undefined ? (natural[at] ?? 0) : Math.max(1, Math.min(natural[at] ?? 0, share)),
  );
}

/** Pieces one after the other behind a label; a piece that does not fit goes to the next line, under the first one. */
export function figures(
  label: string,
  pieces: readonly Piece[],
  labelWidth: number,
  width: number,
  paint: Paint,
): string[] {
  const room = width - labelWidth;
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const flush = (): void => {
    lines.push(line);
    line = "";
    used = 0;
  };
  for (const { text, tone = "plain" } of pieces) {
    for (const [index, part] of wrap(printable(text), room).entries()) {
      const gap = used === 0 ? 0 : 3;
      if (index > 0 || used + gap + displayWidth(part) > room) flush();
      line += `${" ".repeat(used === 0 ? 0 : gap)}${paint(part, tone)}`;
      used += (used === 0 ? 0 : gap) + displayWidth(part);
    }
  }
  flush();
  return lines.map((each, index) =>
    `${index === 0 ? paint(padTo(label, labelWidth), "dim") : " ".repeat(labelWidth)}${each}`.trimEnd(),
  );
}

/** Names with their numbers in a grid of equal columns, filled row by row. */
export function grid(pairs: readonly (readonly [string, number])[], indent: number, width: number): string[] {
  const names = Math.max(0, ...pairs.map(([name]) => displayWidth(name)));
  const numbers = Math.max(0, ...pairs.map(([, number]) => String(number).length));
  const cells = pairs.map(([name, number]) => `${padTo(name, names)} ${padLeft(String(number), numbers)}`);
  const between = "    ";
  const perLine = Math.max(1, Math.floor((width - indent + between.length) / (names + 1 + numbers + between.length)));
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += perLine)
    lines.push(" ".repeat(indent) + cells.slice(at, at + perLine).join(between));
  return lines;
}

/** A text behind fixed words, wrapped under itself. */
export function hanging(lead: readonly Piece[], text: Piece, width: number, paint: Paint): string[] {
  const indent = lead.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
  const head = lead.map(({ text: words, tone = "plain" }) => paint(words, tone)).join("");
  return wrap(printable(text.text), width - indent).map(
    (line, index) => `${index === 0 ? head : " ".repeat(indent)}${paint(line, text.tone ?? "plain")}`,
  );
}
