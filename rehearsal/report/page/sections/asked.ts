/** What each 督办函 and each 批示 asked by when, and whether it was answered. */
import type { ReportModel } from "../../model.js";
import type { Markup } from "../markup.js";
import { both, type Column, count, day, note, nothing, section, table, text } from "../parts.js";

export function asked(model: ReportModel): Markup {
  const title = both((w) => w.sections.asked);
  if (model.asked.length === 0)
    return section(
      "asked",
      title,
      nothing((w) => w.none),
    );
  const rows = model.asked.map((line) => ({
    cells: [
      text(both((w) => w.asked(line))),
      text(line.unit),
      day(line.on),
      day(line.replyBy),
      count(line.items),
      count(line.inTime, "good"),
      count(line.late, "warn"),
      count(line.unanswered, "bad"),
      count(line.running),
      count(line.dropped, "dim"),
    ],
  }));
  const figures = ["items", "inTime", "answeredLate", "unanswered", "running", "dropped"] as const;
  const columns: Column[] = [
    { head: both((w) => w.heads.letter), kind: "title" },
    { head: both((w) => w.heads.unit) },
    { head: both((w) => w.heads.askedOn) },
    { head: both((w) => w.heads.replyBy) },
    ...figures.map((name) => ({ head: both((w) => w.heads[name]), figures: true })),
  ];
  return section("asked", title, note(both((w) => w.notes.asked)), table(columns, rows));
}
