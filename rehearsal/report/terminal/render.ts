/** The report's model as lines of a terminal or a text file. */
import type { ReportModel } from "../model.js";
import type { ReportTexts, Section } from "../texts.js";
import { longest, story } from "./items.js";
import type { Paint } from "./layout.js";
import { header, overview } from "./overview.js";
import { months } from "./months.js";
import type { Page } from "./page.js";
import { asked, inspections, leaders, tasks, townships, units } from "./tables.js";
import { told } from "./timeline.js";

const SECTIONS: readonly (readonly [Section, (page: Page) => string[]])[] = [
  ["overview", overview],
  ["told", told],
  ["tasks", tasks],
  ["units", units],
  ["leaders", leaders],
  ["townships", townships],
  ["asked", asked],
  ["longest", longest],
  ["story", story],
  ["inspections", inspections],
  ["months", months],
];

/** Lines no wider than `width`, of which 80 are needed. */
export function renderReport(
  model: ReportModel,
  texts: ReportTexts,
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const page: Page = { ...options, model, texts };
  const rule = page.paint("─".repeat(page.width), "dim");
  return [
    ...header(page),
    ...SECTIONS.flatMap(([name, lines]) => ["", page.paint(texts.sections[name], "strong"), rule, ...lines(page)]),
  ];
}
