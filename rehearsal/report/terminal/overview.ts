/** The printed report's first part: how the whole stands, and what went wrong. */
import { displayWidth } from "../../../embedded/columns.js";
import { INSTRUMENT_IDS } from "../../../domain/instruments/instruments.js";
import {
  courseFigures,
  draftFigures,
  type Entry,
  type FigureLine,
  itemFigures,
  letterFigures,
  noticeFigures,
} from "../figures.js";
import { draftLabel, type Label } from "../texts.js";
import { figures, grid, hanging, type Piece } from "./layout.js";
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
  const { model } = page;
  return [
    ...said(page, itemFigures(model)),
    ...said(page, letterFigures(model)),
    ...notices(page),
    ...reach(page),
    ...drafts(page),
    ...courseFigures(model).flatMap((line) => said(page, line)),
    ...skipped(page),
    ...alarms(page),
  ];
}

/** Columns of the labels in front of the lines. */
function labelWidth({ texts, model }: Page): number {
  const drafts = model.drafts.map(({ instrument }) => draftLabel(texts, instrument));
  return Math.max(...[...Object.values(texts.labels), ...drafts].map(displayWidth)) + 2;
}

function labelled(page: Page, label: Label | { readonly words: string }, pieces: readonly Piece[]): string[] {
  const words = typeof label === "string" ? page.texts.labels[label] : label.words;
  return figures(words, pieces, labelWidth(page), page.width, page.paint);
}

/** One sentence a line. */
function sentences(page: Page, label: Label, lines: readonly Piece[]): string[] {
  return lines.flatMap((line, index) => labelled(page, index === 0 ? label : { words: "" }, [line]));
}

const pieces = (page: Page, entries: readonly Entry[]): Piece[] =>
  entries.map(([name, value, tone]) => figure(page, name, value, tone));

function said(page: Page, { label, entries }: FigureLine): string[] {
  return labelled(page, label, pieces(page, entries));
}

function notices(page: Page): string[] {
  const { model, texts, width } = page;
  const pairs = INSTRUMENT_IDS.flatMap((instrument): (readonly [string, number])[] => {
    const count = model.notices[instrument] ?? 0;
    return count > 0 ? [[texts.instruments[instrument], count]] : [];
  });
  return [...said(page, noticeFigures(model)), ...grid(pairs, labelWidth(page), width)];
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
    labelled(page, { words: draftLabel(texts, draft.instrument) }, pieces(page, draftFigures(draft))),
  );
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
