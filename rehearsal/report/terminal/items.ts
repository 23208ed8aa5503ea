/** The printed report's last parts: the longest overdue items, and one item's whole way. */
import { displayWidth, padTo } from "../../../embedded/columns.js";
import { hanging, type Row, table } from "./layout.js";
import { type Page, piece } from "./page.js";

export function longest({ model, texts, width, paint }: Page): string[] {
  if (model.longest.length === 0) return [paint(texts.nothingOverdue, "good")];
  const rows = model.longest.flatMap((line, index): Row[] => [
    [
      piece(String(index + 1), "dim"),
      piece(texts.place(line.place)),
      piece(texts.milestone(line.task, line.milestone)),
      piece(texts.date(line.deadline)),
      piece(String(line.overdue), line.endedOn === null ? "bad" : "plain"),
    ],
    { lines: hanging([piece("    ")], piece(texts.stuck(line), "dim"), width, paint) },
  ]);
  return table(
    [
      { head: "", align: "right" },
      { head: texts.heads.place },
      { head: texts.heads.milestone, least: 20 },
      { head: texts.heads.deadline },
      { head: texts.heads.workingDays, align: "right" },
    ],
    rows,
    width,
    paint,
  );
}

export function story({ model, texts, width, paint }: Page): string[] {
  const { story: told } = model;
  if (told === null) return [paint(texts.noStory, "dim")];
  const whens = told.entries.map(({ fromDeadline }) => texts.fromDeadline(fromDeadline));
  const days = Math.max(0, ...told.entries.map((each) => displayWidth(texts.date(each.day)))) + 2;
  const room = Math.max(0, ...whens.map(displayWidth)) + 2;
  return [
    ...hanging([], piece(texts.story(told)), width, paint),
    "",
    ...told.entries.flatMap((each, index) => {
      const when = piece(padTo(whens[index] ?? "", room), each.fromDeadline > 0 ? "bad" : "dim");
      return hanging([piece(padTo(texts.date(each.day), days)), when], piece(texts.entry(each)), width, paint);
    }),
  ];
}
