/**
 * What a bulletin (通报) and the report upward (专报) of a round say, before they are set as documents. A text holds its figures as
 * tokens, `{lines.fail}`: so each number leads to its rows, and an edited text keeps them. The content is what is signed: its SHA-256
 * over canonical JSON is the version's name.
 */
import type { Words } from "../language/words.js";
import { canonicalJson } from "../ledger/canonical.js";
import { sha256 } from "../ledger/sha256.js";
import type { PlanDate } from "../plan/plan.js";
import type { Records } from "./facts.js";
import type { Figure } from "./figures.js";

export const CONTENT_FORMAT = 1;

export const DOCUMENTS = ["bulletin", "report"] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

export interface Paragraph {
  /** Unique in its section. */
  readonly id: string;
  /** What stands before the text in the face of a heading: a unit's name. */
  readonly lead?: string;
  readonly zh: string;
  /** Null: the office has written the Chinese anew, and nobody the English. */
  readonly en: string | null;
  /** Whose words they are: the draft's, or the office's. */
  readonly by: "draft" | "office";
}

export interface Section {
  readonly id: string;
  /** Null: stands before the first heading, or after the last. */
  readonly heading: Words | null;
  readonly paragraphs: readonly Paragraph[];
}

export type Cell = { readonly text: string } | { readonly figure: string };

export interface ContentColumn {
  readonly title: Words;
  readonly width: number;
  readonly align: "left" | "center" | "right";
}

export interface ContentTable {
  readonly id: string;
  readonly title: Words;
  readonly columns: readonly ContentColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface DocumentContent {
  readonly title: Words;
  readonly addressee: string;
  readonly sections: readonly Section[];
  /** Annexes, in order. */
  readonly tables: readonly ContentTable[];
  /** 抄送 and 抄报, names in full. */
  readonly copies: readonly string[];
  readonly reports: readonly string[];
}

/** What is to be done next, by whom and by when. */
export interface NextStep {
  readonly id: string;
  readonly unit: string;
  readonly task: number;
  readonly zh: string;
  readonly en: string | null;
  readonly by: PlanDate;
  /** Becomes an item of its own on approval; else its findings have theirs already. */
  readonly item: boolean;
}

export interface BulletinContent {
  readonly format: typeof CONTENT_FORMAT;
  readonly plan: string;
  readonly round: string;
  /** 截至: the day of the figures, and the row of the round's stream that they were made at. */
  readonly asOf: { readonly day: PlanDate; readonly seq: number; readonly hash: string };
  /** SHA-256 over the records that the figures count, as canonical JSON: they are kept beside the content. */
  readonly records: string;
  /** The issuing body's full name, as in the signature. */
  readonly issuer: string;
  readonly figures: readonly Figure[];
  readonly bulletin: DocumentContent;
  readonly report: DocumentContent;
  readonly steps: readonly NextStep[];
  /** Units to which the bulletin is sent, by id. */
  readonly recipients: readonly string[];
}

/** What is kept of records: of the round before only the lines, with which they are compared. */
export const recordsText = ({ current, previous, findings }: Records): string =>
  canonicalJson({
    current,
    previous: previous && { ...previous, visits: [], objections: [] },
    findings,
  });

/** The name of a version: SHA-256 over its content as canonical JSON. */
export const contentHash = (content: BulletinContent): string => sha256(canonicalJson(content));

/** A piece of a text: words, or a figure by its key. */
export type Piece = { readonly words: string } | { readonly key: string };

const TOKEN = /\{([A-Za-z0-9][\w.@:-]*)\}/g;

/** A text in its pieces. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) pieces.push({ words: text.slice(end, match.index) });
    pieces.push({ key: match[1] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ words: text.slice(end) });
  return pieces;
}

/** Keys of the figures that a text holds. */
export const keysIn = (text: string): string[] =>
  piecesOf(text).flatMap((piece) => ("key" in piece ? [piece.key] : []));

/** A figure as a text or a cell has it. A change is told without its sign in a text: the words before it say which way. */
export function figureText({ value, counted, before }: Figure, language: keyof Words, within: "text" | "cell"): string {
  if (value === null) return language === "zh" ? "无数据" : "no data";
  if (counted === "percent") return `${value.toFixed(1)}%`;
  if (before === undefined) return String(value);
  if (within === "text") return String(Math.abs(value));
  return value > 0 ? `+${value}` : String(value);
}

/** Figures by their keys. */
export const figuresByKey = ({ figures }: Pick<BulletinContent, "figures">): ReadonlyMap<string, Figure> =>
  new Map(figures.map((figure) => [figure.key, figure]));

/** A text with its figures filled in. Throws where it names one that there is none of. */
export function filledText(text: string, figures: ReadonlyMap<string, Figure>, language: keyof Words): string {
  return piecesOf(text)
    .map((piece) => {
      if ("words" in piece) return piece.words;
      const figure = figures.get(piece.key);
      if (!figure) throw new Error(`a text names the figure ${piece.key}, which this bulletin does not have`);
      return figureText(figure, language, "text");
    })
    .join("");
}

/** Days, quoted words and titles of documents: numbers in them are nobody's figures. */
const NOT_FIGURES = /\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|“[^”]*”|《[^》]*》|〔\d{4}〕\d+号/gu;

/** Numbers that a text has of its own, without a figure behind them: for the office to look at before it signs. */
export function unsourcedNumbers(text: string): string[] {
  return piecesOf(text).flatMap((piece) =>
    "words" in piece ? (piece.words.replace(NOT_FIGURES, "").match(/\d+(?:\.\d+)?%?/g) ?? []) : [],
  );
}
