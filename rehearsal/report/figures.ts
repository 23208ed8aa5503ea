/** Which figures the overview says, in which order and how they are meant: the same in a terminal and on a page. */
import { sumOf } from "./counts.js";
import type { DraftTotals, ReportModel } from "./model.js";
import type { Figure, Label } from "./texts.js";

/** What a figure is, not what it looks like. */
export type FigureTone = "plain" | "strong" | "good" | "bad" | "warn";

export type Entry = readonly [Figure, number, FigureTone?];

export interface FigureLine {
  readonly label: Label;
  readonly entries: readonly Entry[];
}

/** Figures that are always said, then those that are said only where there are any. */
const line = (label: Label, always: readonly Entry[], sometimes: readonly Entry[] = []): FigureLine => ({
  label,
  entries: [...always, ...sometimes.filter(([, value]) => value > 0)],
});

export function itemFigures({ items }: ReportModel): FigureLine {
  return line(
    "items",
    [
      ["total", items.total, "strong"],
      ["open", items.open],
      ["overdue", items.overdue, "bad"],
      ["closed", items.closed, "good"],
      ["cancelled", items.cancelled],
      ["everOverdue", items.everOverdue],
    ],
    [
      ["notStarted", items.notStarted],
      ["suspended", items.suspended],
    ],
  );
}

export function letterFigures({ letters }: ReportModel): FigureLine {
  return line(
    "letters",
    [
      ["made", letters.made, "strong"],
      ["sent", letters.sent],
      ["byHand", letters.byHand],
      ["failed", letters.failed, "bad"],
    ],
    [
      ["waitingLetters", letters.waiting, "warn"],
      ["noticesWithoutLetter", letters.noticesWithoutLetter, "warn"],
    ],
  );
}

export function noticeFigures({ notices }: ReportModel): FigureLine {
  return line("notices", [["total", sumOf(notices), "strong"]]);
}

export function draftFigures(draft: DraftTotals): readonly Entry[] {
  return [
    ["drafted", draft.drafted],
    ["signed", draft.signed],
    ["lapsed", draft.lapsed, "warn"],
    ["withdrawn", draft.withdrawn],
    ["held", draft.held],
    ["waiting", draft.waiting],
  ];
}

/** What people did. */
export function courseFigures({ course }: ReportModel): FigureLine[] {
  const { extensions, instructions } = course;
  return [
    line(
      "extensions",
      [
        ["requested", extensions.requested],
        ["granted", extensions.granted],
        ["refused", extensions.refused],
      ],
      [
        ["late", extensions.late],
        ["withdrawn", extensions.withdrawn],
        ["pending", extensions.pending],
      ],
    ),
    line(
      "acts",
      [
        ["returns", course.returns],
        ["suspensions", course.suspensions],
      ],
      [
        ["resumed", course.resumed],
        ["reassigned", course.reassigned],
        ["readingsChanged", course.readingsChanged],
        ["calls", course.calls],
      ],
    ),
    line(
      "answers",
      [
        ["answered", course.answers.given],
        ["accepted", course.answers.accepted],
        ["answersReturned", course.answers.returned],
      ],
      [
        ["escalationsHeld", course.escalationsHeld],
        ["onAgenda", course.onAgenda],
      ],
    ),
    line(
      "replies",
      [
        ["acknowledged", course.acknowledged],
        ["instructions", instructions.given],
      ],
      [
        ["replied", instructions.replied],
        ["accepted", instructions.accepted],
      ],
    ),
  ];
}
