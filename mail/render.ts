/** A letter's model into its subject, HTML and plain text. Pure. */
import { INSTRUMENTS } from "../domain/instruments/instruments.js";
import { groupRows } from "./group-rows.js";
import { packageBlocks } from "./package-blocks.js";
import { toHtml } from "./html.js";
import type { Language } from "../domain/language/words.js";
import type { LetterModel, LetterModelSection, LetterRow, Matter } from "../domain/letters/letter-model.js";
import type { Page, PageBlock, PageGroup, PageLine, PageSection } from "./page.js";
import { toPlain } from "./plain.js";
import { en } from "./texts.en.js";
import type { InstrumentText, Texts } from "./texts.js";
import { zh } from "./texts.zh.js";

export interface RenderedLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = { zh, en };

export function renderLetter(model: LetterModel, lang: Language = "zh"): RenderedLetter {
  const page = pageOf(model, TEXTS[lang]);
  return { subject: page.subject, html: toHtml(page), text: toPlain(page) };
}

/** Whether a letter is submitted to leaders, of whom nothing is demanded. */
export function isUpward({ instrument, sections }: LetterModel): boolean {
  const { direction } = INSTRUMENTS[instrument];
  if (direction === "upward") return true;
  return (
    direction === "upwardToLeaders" &&
    sections.every(({ capacity: { level } }) => level === "countyLeader" || level === "leadingGroup")
  );
}

/** Line breaks, other controls and marks that turn the reading direction have no place in a letter, least of all in its subject. */
const UNFIT = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
export const clean = (text: string): string => text.replaceAll(UNFIT, " ").trim();
const cleanLine = ({ label, value, strong }: PageLine): PageLine => ({
  label: clean(label),
  value: clean(value),
  ...(strong && { strong }),
});
const cleanGroup = ({ title, lines }: PageGroup): PageGroup => ({ title: clean(title), lines: lines.map(cleanLine) });
const cleanBlock = ({ lead, groups, ask }: PageBlock): PageBlock => ({
  lead: clean(lead),
  groups: groups.map(cleanGroup),
  ask,
});

function pageOf(model: LetterModel, texts: Texts): Page {
  const { plan, planDay, documentNo, supplement, sections, recipient } = model;
  const upward = isUpward(model);
  const instrument = texts.instrument(model, upward);
  const items = distinctItems(sections);
  const alarms = sections.reduce((sum, section) => sum + (section.alarms?.length ?? 0), 0);
  const matters = new Set(items.map((row) => row.matter));
  const day = texts.date(planDay);
  const count = items.length + alarms;
  const sentence = openingOf(items, count, instrument);
  const copy = sections.every(({ capacity }) => capacity.role === "copy");
  const subject = texts.subject({
    name: instrument.name,
    copy: copy && !upward,
    documentNo,
    matter: texts.about(items, alarms),
    shortTitle: plan.shortTitle,
    supplement,
  });
  return {
    htmlLang: texts.htmlLang,
    subject: clean(`${plan.rehearsal ? texts.rehearsalMark : ""}${subject}`),
    notes: [
      ...(plan.rehearsal ? [texts.rehearsalNote] : []),
      ...(plan.sampleData ? [texts.sampleNote] : []),
      ...(supplement > 0 ? [texts.supplement(supplement)] : []),
    ],
    office: clean(plan.officeName),
    title: instrument.title,
    documentNo: documentNo === undefined ? undefined : clean(documentNo),
    salutation: clean(texts.salutation(recipient, upward)),
    opening: clean(alarms > 0 ? sentence : texts.opening(sentence, plan.title, day)),
    sections: sections.map((section, at) =>
      sectionPage(
        section,
        sections.length > 1 ? at + 1 : undefined,
        matters.size > 1,
        model,
        upward,
        instrument,
        texts,
      ),
    ),
    closing: upward
      ? `${submission(sections, instrument)}${instrument.closing}`
      : copy
        ? texts.closingOfCopy
        : instrument.closing,
    signature: clean(alarms > 0 ? texts.system : plan.officeName),
    date: day,
    footer: texts.footer,
  };
}

/** What the letter is about, in its first sentence: of one matter, or of several. */
export function openingOf(items: readonly LetterRow[], count: number, instrument: InstrumentText): string {
  const matters = new Set(items.map((row) => row.matter));
  const [only] = matters;
  return matters.size > 1 ? instrument.several(count) : instrument.matter(only ?? "act").opening(count);
}

/** Each item once, though it may stand in several sections. */
export function distinctItems(sections: readonly LetterModelSection[]): LetterRow[] {
  const items = new Map<unknown, LetterRow>();
  for (const { rows } of sections)
    for (const row of rows) {
      const key = row.itemId === "" ? row : `${row.matter}|${row.itemId}`;
      if (!items.has(key)) items.set(key, row);
    }
  return [...items.values()];
}

function sectionPage(
  { capacity, rows, alarms, package: own }: LetterModelSection,
  no: number | undefined,
  severalMatters: boolean,
  { instrument: kind, planDay }: LetterModel,
  upward: boolean,
  instrument: InstrumentText,
  texts: Texts,
): PageSection {
  const block = ([matter, own]: readonly [Matter, readonly LetterRow[]]): PageBlock => {
    const text = instrument.matter(matter);
    const groups = groupRows(own, (row) => texts.row(row, kind, planDay, upward, capacity.as), texts);
    return {
      lead: severalMatters ? text.opening(own.length) : "",
      groups: groups.map(cleanGroup),
      // Nothing is demanded of a leader: the letter is submitted as a whole.
      ask: upward || text.ask === "" ? "" : capacity.role === "to" ? `${texts.askLabel}${text.ask}` : text.askOfCopy,
    };
  };
  const told: PageBlock[] = alarms
    ? [{ lead: "", groups: alarms.map((alarm) => cleanGroup(texts.alarm(alarm))), ask: "" }]
    : [];
  return {
    heading: clean(texts.capacity(capacity, upward, no)),
    blocks: [...told, ...byMatter(rows).map(block), ...(own ? packageBlocks(own, texts).map(cleanBlock) : [])],
  };
}

/** What a letter upward says at its end, once: what is asked of the one it is submitted to, or that it is a copy. */
function submission(sections: readonly LetterModelSection[], instrument: InstrumentText): string {
  const said = (role: "to" | "copy"): Set<string> =>
    new Set(
      sections
        .filter(({ capacity }) => capacity.role === role)
        .flatMap(({ rows }) => rows.map((row) => instrument.matter(row.matter)[role === "to" ? "ask" : "askOfCopy"])),
    );
  const asked = said("to");
  return [...(asked.size > 0 ? asked : said("copy"))].join("");
}

function byMatter(rows: readonly LetterRow[]): [Matter, LetterRow[]][] {
  const found = new Map<Matter, LetterRow[]>();
  for (const row of rows) {
    const own = found.get(row.matter);
    if (own) own.push(row);
    else found.set(row.matter, [row]);
  }
  return [...found];
}
