/** A letter as an official document: the same words as the letter that is sent, in the parts that a document has. */
import type { Annex, Block, OfficialDocument } from "../documents/model.js";
import type { LetterModel } from "../domain/letters/letter-model.js";
import type { Language } from "../domain/language/words.js";
import type { Page, PageGroup, PageParagraph, PageSection } from "./page.js";
import { pageOf, TEXTS } from "./render.js";

export function documentOf(letter: LetterModel, language: Language = "zh"): OfficialDocument {
  const page = pageOf(letter, TEXTS[language]);
  return {
    kind: page.form,
    ...(page.notes.length > 0 && { notes: page.notes }),
    issuer: { fullName: page.head },
    ...(page.documentNo !== undefined && { documentNo: page.documentNo }),
    title: page.title,
    addressee: page.salutation.replace(/[：:]$/u, ""),
    body: [
      ...paragraph(page.ask, true),
      ...page.sections.flatMap((section) => sectionBlocks(section, page)),
      ...paragraph(page.closing),
    ],
    annexes: page.annexes.map(
      (annex): Annex => ({
        title: annex.title,
        body: annex.sections.flatMap(({ heading, groups }) => [...headingOf(heading), ...tableOf(groups, page)]),
      }),
    ),
    signature: { name: page.signature, date: letter.planDay },
    ...(letter.copies !== undefined && { copies: letter.copies }),
    ...(letter.reports !== undefined && { reports: letter.reports }),
    ...(letter.issuer.contact !== undefined && { contact: letter.issuer.contact }),
  };
}

const paragraph = (text: string, strong = false): Block[] =>
  text === "" ? [] : [{ kind: "paragraph", runs: [{ text, ...(strong && { strong }) }] }];

/** A heading as a renderer wants it: without the number, which its level gives it, and without a stop. */
const bare = (heading: string): string =>
  heading.replace(/^(?:[一二三四五六七八九十]+、|\d+\. )/u, "").replace(/[。.]\s*$/u, "");

const headingOf = (heading: string): Block[] =>
  heading === "" ? [] : [{ kind: "heading", level: 1, text: bare(heading) }];

/** 一、情况。……: where sections have headings of their own, one level below them. */
function told({ lead, text }: PageParagraph, level: 1 | 2): Block {
  return lead === undefined
    ? { kind: "paragraph", runs: [{ text }] }
    : { kind: "heading", level, text: bare(lead), runs: [{ text }] };
}

function sectionBlocks({ heading, paragraphs, groups }: PageSection, page: Page): Block[] {
  return [
    ...headingOf(heading),
    ...paragraphs.map((each) => told(each, heading === "" ? 1 : 2)),
    ...tableOf(groups, page),
  ];
}

/** A column's share of the width: more for long lists of places and long words, so that no row runs over pages. */
const widthFor = (cells: readonly string[]): number =>
  Math.min(3.5, Math.max(1, Math.sqrt(Math.max(0, ...cells.map((text) => text.length)) / 8)));

/** Entries as a table: numbered, a column for each thing that any of them says, in the order in which they say it. */
function tableOf(groups: readonly PageGroup[], { htmlLang }: Page): Block[] {
  if (groups.length === 0) return [];
  const labels = [...new Set(groups.flatMap(({ lines }) => lines.map(({ label }) => label)))];
  const [no, matter] = htmlLang === "en" ? ["No.", "Item"] : ["序号", "事项"];
  const cell = ({ lines }: PageGroup, label: string): string =>
    lines
      .filter((line) => line.label === label)
      .map(({ value }) => value)
      .join("；");
  return [
    {
      kind: "table",
      columns: [
        { title: no, width: 0.4, align: "center" },
        { title: matter, width: 2 },
        ...labels.map((title) => ({ title, width: widthFor(groups.map((group) => cell(group, title))) })),
      ],
      rows: groups.map((group, at) => [String(at + 1), group.title, ...labels.map((label) => cell(group, label))]),
    },
  ];
}
