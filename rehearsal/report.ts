/** The rehearsal's report: who was told what, when, by which instrument. For a terminal or a text file. */
import type { Language } from "../domain/language/words.js";
import { worded, wordsOf } from "../domain/plan/words.js";
import { colourPaint, plainPaint } from "./report/terminal/layout.js";
import type { ReportModel } from "./report/model.js";
import { renderReport } from "./report/terminal/render.js";
import { en } from "./report/texts.en.js";
import type { ReportTexts } from "./report/texts.js";
import { zh } from "./report/texts.zh.js";

export { buildReport } from "./report/build.js";
export type { ReportModel } from "./report/model.js";

export const REPORT_TEXTS: Readonly<Record<Language, ReportTexts>> = { zh, en };

/** Columns of a text that goes to no terminal, and the limits within which a terminal's own width is taken. */
const COLUMNS = { file: 100, least: 80, most: 140 };

/** What the report needs to know of where it goes. */
export interface Target {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
}

/** The report ready to print; coloured only for a terminal that has colours and whose user has not refused them. */
export function reportText(model: ReportModel, lang: Language, target: Target = {}): string {
  const terminal = target.isTTY === true;
  const width = terminal
    ? Math.min(COLUMNS.most, Math.max(COLUMNS.least, target.columns ?? COLUMNS.least))
    : COLUMNS.file;
  const paint = terminal && target.hasColors?.() === true ? colourPaint : plainPaint;
  return `${renderReport(model, worded(REPORT_TEXTS[lang], wordsOf(model.plan, lang)), { width, paint }).join("\n")}\n`;
}
