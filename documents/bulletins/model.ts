/** A bulletin (通报) and the report upward (专报) as official documents: their content with the figures filled in. */
import {
  type BulletinContent,
  type Cell,
  type ContentTable,
  type DocumentName,
  figuresByKey,
  figureText,
  filledText,
  type Paragraph,
} from "../../domain/bulletins/content.js";
import type { Figure } from "../../domain/bulletins/figures.js";
import { dayZh } from "../../domain/language/dates.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Annex, Block, OfficialDocument } from "../model.js";

/** What stands on the paper beside the content. */
export interface Signed {
  /** 发文字号; absent: it is a draft. */
  readonly documentNo?: string;
  readonly date: PlanDate;
  readonly redHead?: string;
  readonly contact?: { readonly name: string; readonly phone: string };
  readonly notes?: readonly string[];
  readonly unitName: (unit: string) => string;
}

type Figures = ReadonlyMap<string, Figure>;

export function bulletinModel(content: BulletinContent, name: DocumentName, signed: Signed): OfficialDocument {
  const figures = figuresByKey(content);
  const { title, addressee, sections, tables, copies, reports } = content[name];
  const { documentNo, date, redHead, contact, notes } = signed;
  return {
    kind: name,
    issuer: { fullName: content.issuer, ...(redHead === undefined ? {} : { redHead }) },
    ...(documentNo === undefined ? {} : { documentNo }),
    title: title.zh,
    addressee,
    body: sections.flatMap(({ id, heading, paragraphs }): Block[] => [
      ...(heading === null ? [] : [{ kind: "heading", level: 1, text: heading.zh } as const]),
      ...paragraphs.map((paragraph) => block(paragraph, figures)),
      ...(id === "steps" ? steps(content, figures, signed) : []),
    ]),
    annexes: tables.map((table) => annex(table, figures)),
    signature: { name: content.issuer, date },
    ...(contact === undefined ? {} : { contact }),
    ...(copies.length > 0 ? { copies } : {}),
    ...(reports.length > 0 ? { reports } : {}),
    ...(notes === undefined ? {} : { notes }),
  };
}

function block({ lead, zh }: Paragraph, figures: Figures): Block {
  const runs = [{ text: filledText(zh, figures, "zh") }];
  return lead === undefined ? { kind: "paragraph", runs } : { kind: "heading", level: 2, text: lead, runs };
}

const steps = (content: BulletinContent, figures: Figures, { unitName }: Signed): Block[] =>
  content.steps.map(({ unit, zh, by }) => ({
    kind: "paragraph",
    level: 2,
    runs: [{ text: `${unitName(unit)}于${dayZh(by)}前，${filledText(zh, figures, "zh").replace(/。$/u, "")}。` }],
  }));

export function cellText(cell: Cell, figures: Figures, language: "zh" | "en" = "zh"): string {
  if ("text" in cell) return cell.text;
  const figure = figures.get(cell.figure);
  if (!figure) throw new Error(`a table names the figure ${cell.figure}, which this bulletin does not have`);
  return figureText(figure, language, "cell");
}

const annex = ({ title, columns, rows }: ContentTable, figures: Figures): Annex => ({
  title: title.zh,
  body: [
    {
      kind: "table",
      columns: columns.map((column) => ({ title: column.title.zh, width: column.width, align: column.align })),
      rows: rows.map((row) => row.map((cell) => cellText(cell, figures))),
    },
  ],
});
