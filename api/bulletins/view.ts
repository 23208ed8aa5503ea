/** A bulletin as its page has it: texts in pieces, each figure with its key. */
import {
  type BulletinContent,
  contentHash,
  type ContentTable,
  type DocumentContent,
  figuresByKey,
  figureText,
  piecesOf,
  unsourcedNumbers,
} from "../../domain/bulletins/content.js";
import type { Figure } from "../../domain/bulletins/figures.js";
import type { Words } from "../../domain/language/words.js";
import type { PlanView } from "../views/plan-view.js";
import type { BulletinView } from "./schemas.js";

type ContentView = NonNullable<BulletinView["content"]>;
type DocumentView = ContentView["bulletin"];
type PieceView = DocumentView["tables"][number]["rows"][number][number];
type Figures = ReadonlyMap<string, Figure>;

export const figureView = ({ key, value, counted, round, rows }: Figure): ContentView["figures"][number] => ({
  key,
  value,
  counted,
  round,
  query: rows.query,
  params: { ...rows.params },
});

function pieces(text: string, figures: Figures, language: keyof Words): PieceView[] {
  return piecesOf(text).map((piece) => {
    if ("words" in piece) return { text: piece.words, figure: null };
    const figure = figures.get(piece.key);
    return { text: figure ? figureText(figure, language, "text") : `{${piece.key}}`, figure: piece.key };
  });
}

export const tableView = (
  { id, title, columns, rows }: ContentTable,
  figures: Figures,
): DocumentView["tables"][number] => ({
  id,
  title,
  columns: columns.map((column) => ({ title: column.title, align: column.align })),
  rows: rows.map((row) =>
    row.map((cell) => {
      if ("text" in cell) return { text: cell.text, figure: null };
      const figure = figures.get(cell.figure);
      return { text: figure ? figureText(figure, "zh", "cell") : "", figure: cell.figure };
    }),
  ),
});

const documentView = (document: DocumentContent, figures: Figures): DocumentView => ({
  title: document.title,
  addressee: document.addressee,
  sections: document.sections.map(({ id, heading, paragraphs }) => ({
    id,
    heading,
    paragraphs: paragraphs.map(({ id: paragraph, lead = null, zh, en, by }) => ({
      id: paragraph,
      lead,
      template: zh,
      zh: pieces(zh, figures, "zh"),
      en: en === null ? null : pieces(en, figures, "en"),
      by,
      unsourced: unsourcedNumbers(zh),
    })),
  })),
  tables: document.tables.map((table) => tableView(table, figures)),
  copies: [...document.copies],
  reports: [...document.reports],
});

/** `whole`: the report upward too. */
export function contentView(content: BulletinContent, { names, today }: PlanView, whole: boolean): ContentView {
  const figures = figuresByKey(content);
  const unit = (id: string) => names.unitRef(id, today);
  return {
    sha256: contentHash(content),
    asOf: content.asOf.day,
    issuer: content.issuer,
    figures: content.figures.map(figureView),
    bulletin: documentView(content.bulletin, figures),
    report: whole ? documentView(content.report, figures) : null,
    steps: content.steps.map(({ id, unit: of, task, zh, en, by, item }) => ({
      id,
      unit: unit(of),
      task,
      template: zh,
      zh: pieces(zh, figures, "zh"),
      en: en === null ? null : pieces(en, figures, "en"),
      by,
      item,
    })),
    recipients: content.recipients.map(unit),
  };
}
