/** What each round of inspections came to. */
import type { ReportModel } from "../../model.js";
import type { Markup } from "../markup.js";
import { both, type Column, count, note, nothing, section, table, text } from "../parts.js";

export function inspections(model: ReportModel): Markup {
  const title = both((w) => w.sections.inspections);
  if (model.rounds.length === 0)
    return section(
      "inspections",
      title,
      nothing((w) => w.none),
    );
  const rows = model.rounds.map((line) => ({
    cells: [
      text(both((w) => w.round(line))),
      count(line.planned),
      count(line.submitted),
      count(line.mostly),
      count(line.fail, "bad"),
      count(line.found, "warn"),
      count(line.again, "warn"),
      count(line.open),
      count(line.granted),
      count(line.refused),
      count(line.systemic),
      text(line.bulletin ?? "—"),
    ],
  }));
  const figures = [
    "visits",
    "submitted",
    "mostly",
    "fail",
    "found",
    "again",
    "open",
    "granted",
    "refused",
    "systemic",
  ] as const;
  const columns: Column[] = [
    { head: both((w) => w.heads.round), kind: "title" },
    ...figures.map((name) => ({ head: both((w) => w.heads[name]), figures: true })),
    { head: both((w) => w.heads.bulletin) },
  ];
  return section("inspections", title, note(both((w) => w.notes.inspections)), table(columns, rows));
}
