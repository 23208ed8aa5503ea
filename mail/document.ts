/** A letter as an official document: the same words as the letter that is sent, in the parts that a document has. */
import { bulletinModel } from "../documents/bulletins/model.js";
import type { BulletinContent } from "../domain/bulletins/content.js";
import type { Annex, Block, OfficialDocument } from "../documents/model.js";
import type { LetterModel } from "../domain/letters/letter-model.js";
import type { Language } from "../domain/language/words.js";
import type { Page, PageGroup, PageLine, PageParagraph, PageSection } from "./page.js";
import { pageOf, TEXTS } from "./render.js";

/** A round's bulletin or report that goes with a letter. */
export interface GivenBulletin {
  readonly content: BulletinContent;
  /** A unit's name of the day of the signature. */
  readonly unitName: (unit: string) => string;
}

/** `bulletin`: what goes with a letter that gives a 通报 or 专报; its document is that very one, under the same number. */
export function documentOf(letter: LetterModel, language: Language = "zh", bulletin?: GivenBulletin): OfficialDocument {
  const page = pageOf(letter, TEXTS[language]);
  if (letter.bulletin && bulletin)
    return bulletinModel(bulletin.content, letter.bulletin.name, {
      ...(letter.documentNo !== undefined && { documentNo: letter.documentNo }),
      date: letter.bulletin.on,
      ...(letter.issuer.contact !== undefined && { contact: letter.issuer.contact }),
      ...(page.notes.length > 0 && { notes: page.notes }),
      unitName: bulletin.unitName,
    });
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

/** What is said of entries beyond so many columns stands in one column, each thing by its name. */
const OWN_COLUMNS = 2;
const TITLES = {
  zh: { no: "序号", matter: "事项", place: "范围", more: "办理情况", colon: "：" },
  en: { no: "No.", matter: "Item", place: "Where", more: "How it stands", colon: ": " },
} as const;

/**
 * Entries as a table that can be read on a page's width: numbered, where they lie, a column for each of the first things that any of
 * them says, and the others together.
 */
function tableOf(groups: readonly PageGroup[], { htmlLang }: Page): Block[] {
  if (groups.length === 0) return [];
  const titles = TITLES[htmlLang === "en" ? "en" : "zh"];
  const labels = [
    ...new Set(groups.flatMap(({ lines }) => lines.flatMap(({ label, isPlace }) => (isPlace ? [] : [label])))),
  ];
  const isWide = labels.length > OWN_COLUMNS + 1;
  const own = isWide ? labels.slice(0, OWN_COLUMNS) : labels;
  const said = (group: PageGroup, is: (line: PageLine) => boolean, named = false): string =>
    group.lines
      .filter(is)
      .map(({ label, value }) => (named ? `${label}${titles.colon}${value}` : value))
      .join("\n");
  const columns: { readonly title: string; readonly of: (group: PageGroup) => string }[] = [
    ...(groups.some(({ lines }) => lines.some(({ isPlace }) => isPlace))
      ? [{ title: titles.place, of: (group: PageGroup) => said(group, ({ isPlace }) => isPlace === true) }]
      : []),
    ...own.map((title) => ({
      title,
      of: (group: PageGroup) => said(group, ({ label, isPlace }) => !isPlace && label === title),
    })),
    ...(isWide
      ? [
          {
            title: titles.more,
            of: (group: PageGroup) => said(group, ({ label, isPlace }) => !isPlace && !own.includes(label), true),
          },
        ]
      : []),
  ];
  return [
    {
      kind: "table",
      columns: [
        { title: titles.no, width: 0.5, align: "center" },
        { title: titles.matter, width: 2 },
        ...columns.map(({ title, of }) => ({ title, width: widthFor(groups.map(of)) })),
      ],
      rows: groups.map((group, at) => [String(at + 1), group.title, ...columns.map(({ of }) => of(group))]),
    },
  ];
}
