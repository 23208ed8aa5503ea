/** The printed report's first part: how the whole stands, and what went wrong. */
import { displayWidth } from "../../../embedded/columns.js";
import { sumOf } from "../counts.js";
import type { Instrument } from "../../../domain/plan.js";
import { type Figure, INSTRUMENT_COLUMNS, type Label, type ReportTexts } from "../texts.js";
import { figures, grid, hanging, type Piece, type Tone } from "./layout.js";
import { figure, type Page, piece } from "./page.js";

export function header(page: Page): string[] {
  const { model, texts, width, paint } = page;
  return [
    paint(texts.title, "strong"),
    ...hanging([], piece(model.plan.title, "strong"), width, paint),
    "",
    ...labelled(page, "period", [piece(texts.period(model.period.from, model.period.to))]),
    ...labelled(page, "scenario", [piece(texts.scenario(model.scenario))]),
    ...(model.sampleRoster ? labelled(page, "roster", [piece(texts.sampleRoster, "warn")]) : []),
  ];
}

export function overview(page: Page): string[] {
  return [
    ...items(page),
    ...letters(page),
    ...notices(page),
    ...reach(page),
    ...drafts(page),
    ...course(page),
    ...skipped(page),
    ...alarms(page),
  ];
}

/** Columns of the labels in front of the lines. */
function labelWidth({ texts, model }: Page): number {
  const drafts = model.drafts.map(({ instrument }) => draftLabel(texts, instrument));
  return Math.max(...[...Object.values(texts.labels), ...drafts].map(displayWidth)) + 2;
}

/** Instruments that a policy may have the office sign have a short label here, or their name. */
function draftLabel(texts: ReportTexts, instrument: Instrument): string {
  return instrument === "supervise" || instrument === "summonsTalk"
    ? texts.labels[instrument]
    : texts.instruments[instrument];
}

function labelled(page: Page, label: Label | { readonly words: string }, pieces: readonly Piece[]): string[] {
  const words = typeof label === "string" ? page.texts.labels[label] : label.words;
  return figures(words, pieces, labelWidth(page), page.width, page.paint);
}

/** One sentence a line. */
function sentences(page: Page, label: Label, lines: readonly Piece[]): string[] {
  return lines.flatMap((line, index) => labelled(page, index === 0 ? label : { words: "" }, [line]));
}

type Entry = readonly [Figure, number, Tone?];

/** Figures that are always said, then those that are said only where there are any. */
function said(page: Page, always: readonly Entry[], sometimes: readonly Entry[] = []): Piece[] {
  const entries = [...always, ...sometimes.filter(([, value]) => value > 0)];
  return entries.map(([name, value, tone]) => figure(page, name, value, tone));
}

function items(page: Page): string[] {
  const { items: totals } = page.model;
  return labelled(
    page,
    "items",
    said(
      page,
      [
        ["total", totals.total, "strong"],
        ["open", totals.open],
        ["overdue", totals.overdue, "bad"],
        ["closed", totals.closed, "good"],
        ["cancelled", totals.cancelled],
        ["everOverdue", totals.everOverdue],
      ],
      [["suspended", totals.suspended]],
    ),
  );
}

function letters(page: Page): string[] {
  const { letters: totals } = page.model;
  return labelled(
    page,
    "letters",
    said(
      page,
      [
        ["made", totals.made, "strong"],
        ["sent", totals.sent],
        ["byHand", totals.byHand],
        ["failed", totals.failed, "bad"],
      ],
      [
        ["waitingLetters", totals.waiting, "warn"],
        ["noticesWithoutLetter", totals.noticesWithoutLetter, "warn"],
      ],
    ),
  );
}

function notices(page: Page): string[] {
  const { model, texts, width } = page;
  const pairs = INSTRUMENT_COLUMNS.flatMap(([, instruments]) => instruments).flatMap(
    (instrument): (readonly [string, number])[] => {
      const count = model.notices[instrument] ?? 0;
      return count > 0 ? [[texts.instruments[instrument], count]] : [];
    },
  );
  return [
    ...labelled(page, "notices", said(page, [["total", sumOf(model.notices), "strong"]])),
    ...grid(pairs, labelWidth(page), width),
  ];
}

function reach(page: Page): string[] {
  const { ownLeader } = page.model;
  const lines = page.texts.ownLeader(ownLeader);
  const wrong = ownLeader.missing.unexplained > 0;
  return sentences(
    page,
    "ownLeader",
    lines.map((line, index) => piece(line, wrong && index === lines.length - 1 ? "bad" : "plain")),
  );
}

function drafts(page: Page): string[] {
  const { model, texts } = page;
  return model.drafts.flatMap((draft) =>
    labelled(
      page,
      { words: draftLabel(texts, draft.instrument) },
      said(page, [
        ["drafted", draft.drafted],
        ["signed", draft.signed],
        ["lapsed", draft.lapsed, "warn"],
        ["withdrawn", draft.withdrawn],
        ["held", draft.held],
        ["waiting", draft.waiting],
      ]),
    ),
  );
}

function course(page: Page): string[] {
  const { course: acts } = page.model;
  const { extensions, instructions } = acts;
  return [
    ...labelled(
      page,
      "extensions",
      said(
        page,
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
    ),
    ...labelled(
      page,
      "acts",
      said(
        page,
        [
          ["returns", acts.returns],
          ["suspensions", acts.suspensions],
        ],
        [
          ["resumed", acts.resumed],
          ["reassigned", acts.reassigned],
          ["readingsChanged", acts.readingsChanged],
          ["calls", acts.calls],
        ],
      ),
    ),
    ...labelled(
      page,
      "replies",
      said(
        page,
        [
          ["acknowledged", acts.acknowledged],
          ["instructions", instructions.given],
        ],
        [
          ["replied", instructions.replied],
          ["accepted", instructions.accepted],
        ],
      ),
    ),
  ];
}

function skipped(page: Page): string[] {
  const lines = page.texts.skipped(page.model.course.skipped).filter(({ count }) => count > 0);
  if (lines.length === 0) return [];
  return labelled(
    page,
    "skipped",
    lines.map(({ text, count }) => piece(`${text} ${count}`)),
  );
}

function alarms(page: Page): string[] {
  const { model, texts } = page;
  if (model.alarms.length === 0) return labelled(page, "alarms", [piece(texts.none, "good")]);
  const kinds = [...new Set(model.alarms.map(({ kind }) => kind))];
  return sentences(
    page,
    "alarms",
    kinds.map((kind) => piece(texts.alarms(model.alarms.filter((alarm) => alarm.kind === kind)), "warn")),
  );
}
