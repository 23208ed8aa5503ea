/** Who answered by the month, and who kept registers: a line a month, then a line a unit. */
import type { AnswerCounts } from "../model.js";
import { ANSWER_HEADS, REGISTER_HEADS } from "../texts.js";
import { type Column, type Piece, table, type Tone } from "./layout.js";
import { heads, note, number, type Page, piece } from "./page.js";

const TONES: Readonly<Partial<Record<keyof AnswerCounts, Tone>>> = {
  onTime: "good",
  late: "warn",
  silent: "bad",
  copied: "warn",
  kept: "good",
  notKept: "bad",
};

export function months(page: Page): string[] {
  const { model, texts, width, paint } = page;
  const { monthly } = model;
  if (monthly.months.length === 0) return [paint(texts.none, "dim")];
  const hasRegisters = monthly.months.some(({ registers }) => registers > 0);
  const names = [...ANSWER_HEADS, ...(hasRegisters ? REGISTER_HEADS : [])];
  const figures: Column[] = [...heads(texts, ANSWER_HEADS), ...(hasRegisters ? heads(texts, REGISTER_HEADS, 2) : [])];
  const cells = (counts: AnswerCounts): Piece[] => names.map((name) => number(counts[name], TONES[name]));
  return [
    ...note(page, texts.notes.months),
    ...table(
      [{ head: texts.heads.month, least: 8 }, ...figures, { head: texts.heads.bulletin, giveUp: 1 }],
      monthly.months.map((line) => [piece(line.month), ...cells(line), piece(line.bulletin ?? "—", "dim")]),
      width,
      paint,
    ),
    "",
    ...table(
      [{ head: texts.heads.unit, least: 10 }, ...figures],
      monthly.units.map((line) => [piece(line.name), ...cells(line)]),
      width,
      paint,
    ),
  ];
}
