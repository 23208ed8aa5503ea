/** What the parts of the printed report share. */
import type { ReportModel } from "../model.js";
import type { Figure, Head, ReportTexts } from "../texts.js";
import { type Column, hanging, type Paint, type Piece, type Tone } from "./layout.js";

export interface Page {
  readonly model: ReportModel;
  readonly texts: ReportTexts;
  readonly width: number;
  readonly paint: Paint;
}

export const piece = (text: string, tone: Tone = "plain"): Piece => ({ text, tone });

/** Zero recedes; anything else stands out when it should. */
export function number(value: number, tone: Tone = "plain"): Piece {
  return value === 0 ? { text: "-", tone: "dim" } : { text: String(value), tone };
}

export function day({ texts }: Page, date: string | null): Piece {
  return date === null ? { text: "-", tone: "dim" } : { text: texts.date(date) };
}

export function figure(page: Page, name: Figure, value: number, tone: Tone = "plain"): Piece {
  return { text: `${page.texts.figures[name]} ${value}`, tone: value === 0 ? "dim" : tone };
}

/** Columns of figures. */
export function heads(texts: ReportTexts, names: readonly Head[], giveUp?: number): Column[] {
  return names.map((name) => ({
    head: texts.heads[name],
    align: "right" as const,
    ...(giveUp === undefined ? {} : { giveUp }),
  }));
}

/** A line or more that says how to read what follows. */
export function note({ width, paint }: Page, words: string): string[] {
  return hanging([], piece(words, "dim"), width, paint);
}
