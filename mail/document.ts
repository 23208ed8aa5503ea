/** A letter as an official document: the same words as the letter that is sent, in the parts that a document has. */
import type { Block, OfficialDocument } from "../documents/model.js";
import type { DocumentForm } from "../domain/letters/letter.js";
import type { LetterModel } from "../domain/letters/letter-model.js";
import type { Language } from "../domain/language/words.js";
import type { Page, PageGroup, PageSection } from "./page.js";
import { pageOf, TEXTS } from "./render.js";

/** A message that somebody prints is a 便函. */
const KINDS: Readonly<Record<DocumentForm, OfficialDocument["kind"]>> = {
  message: "slip",
  slip: "slip",
  letter: "letter",
  submission: "submission",
};

export function documentOf(letter: LetterModel, language: Language = "zh"): OfficialDocument {
  const page = pageOf(letter, TEXTS[language]);
  const { head, form } = page;
  return {
    kind: KINDS[form],
    issuer: { fullName: head, ...(form === "letter" && { redHead: head }) },
    ...(page.documentNo !== undefined && { documentNo: page.documentNo }),
    title: page.title,
    addressee: page.salutation.replace(/[：:]$/u, ""),
    body: [...asked(page), ...page.sections.flatMap((section) => sectionBlocks(section, page)), ...closing(page)],
    annexes: page.annexes.map(({ title, sections }) => ({
      title,
      body: sections.flatMap(({ heading, groups }) => [...headingOf(heading), ...tableOf(groups, page)]),
    })),
    signature: { name: page.signature, date: page.date },
    ...(page.contact !== "" && { contact: page.contact }),
  };
}

const asked = ({ ask }: Page): Block[] =>
  ask === "" ? [] : [{ kind: "paragraph", runs: [{ text: ask, strong: true }] }];

const closing = (page: Page): Block[] =>
  page.closing === "" ? [] : [{ kind: "paragraph", runs: [{ text: page.closing }] }];

const headingOf = (text: string): Block[] => (text === "" ? [] : [{ kind: "heading", level: 1, text }]);

function sectionBlocks({ heading, paragraphs, groups }: PageSection, page: Page): Block[] {
  return [
    ...headingOf(heading),
    ...paragraphs.map(
      ({ lead, text }): Block => ({
        kind: "paragraph",
        runs: [...(lead === undefined ? [] : [{ text: lead, strong: true }]), { text }],
      }),
    ),
    ...tableOf(groups, page),
  ];
}

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
      head: [no, matter, ...labels],
      rows: groups.map((group, at) => [String(at + 1), group.title, ...labels.map((label) => cell(group, label))]),
    },
  ];
}
