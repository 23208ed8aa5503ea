/** A letter's model into its subject, HTML and plain text. Pure. */
import { isLeader } from "../domain/letters/addressing.js";
import { formOf, holdsFact, type LetterForm } from "../domain/letters/forms.js";
import { INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { Language } from "../domain/language/words.js";
import type { LetterModel, LetterModelSection, LetterRow } from "../domain/letters/letter-model.js";
import type { Words } from "../domain/plan/plan.js";
import { worded, wordsOf } from "../domain/plan/words.js";
import { distinctItems, isCopy, isOver, isUpward, isWithoutList, type Part, partsOf, unitOf } from "./compose.js";
import { groupRows, placesIn } from "./group-rows.js";
import { toHtml } from "./html.js";
import { givesPackage, packageForm, packageParts } from "./package-page.js";
import { packageSections } from "./package-sections.js";
import type { Page, PageAnnex, PageGroup, PageLine, PageParagraph, PageSection } from "./page.js";
import { toPlain } from "./plain.js";
import { en } from "./texts.en.js";
import type { Texts } from "./texts.js";
import { zh } from "./texts.zh.js";

export { isUpward } from "./compose.js";

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

/** Line breaks, other controls and marks that turn the reading direction have no place in a letter, least of all in its subject. */
const UNFIT = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
export const clean = (text: string): string => text.replaceAll(UNFIT, " ").trim();
const cleanLine = ({ label, value, strong, isPlace }: PageLine): PageLine => ({
  label: clean(label),
  value: clean(value),
  ...(strong && { strong }),
  ...(isPlace && { isPlace }),
});
const cleanGroup = ({ title, lines }: PageGroup): PageGroup => ({ title: clean(title), lines: lines.map(cleanLine) });
const cleanParagraph = ({ lead, text }: PageParagraph): PageParagraph => ({
  ...(lead !== undefined && { lead: clean(lead) }),
  text: clean(text),
});

/** What a letter is, from all that it tells. */
export function letterForm(model: LetterModel): LetterForm {
  if (givesPackage(model)) return packageForm(model);
  const rows = model.sections.flatMap((section) => section.rows);
  const holds = (fact: string): boolean => rows.length > 0 && rows.every(({ facts }) => holdsFact(facts, fact));
  return formOf(model.instrument, holds, isUpward(model));
}

/** Items beyond these stand in an annex: a letter is half a page. */
const MOST_GROUPS = 2;
const MOST_PLACES = 12;
/** Characters from which a list of places isn't said twice. */
const LONG_PLACES = 40;

/** A section as it is told: its parts, and their entries briefly, for the letter. */
interface Told {
  readonly section: LetterModelSection;
  readonly parts: readonly Part[];
  /** Made when they are asked for: where there are many, they stand in the annex, in full. */
  readonly brief: () => readonly PageGroup[];
}

/** The plan's own words in a language of letters. */
export const planWords = ({ plan }: LetterModel, { htmlLang }: Texts): Words =>
  wordsOf(plan, htmlLang === "en" ? "en" : "zh");

/** A letter in words, the plan's own among them. */
export const pageOf = (model: LetterModel, texts: Texts): Page =>
  worded(saidPage(model, texts), planWords(model, texts));

const saidPage = (model: LetterModel, texts: Texts): Page =>
  givesPackage(model) ? packagePage(model, texts) : itemsPage(model, texts);

/** A letter that gives a year's package. */
function packagePage(model: LetterModel, texts: Texts): Page {
  const { plan, planDay, supplement, issuer, sections } = model;
  const groups = (part: Part, brief: boolean): PageGroup[] => groupsOf(part, model, brief, texts);
  const { about, ...own } = packageParts(model, texts, { groups, clean, cleanGroup });
  const [first] = sections;
  const reader = first !== undefined && isLeader(first.capacity) ? "leader" : "asked";
  const name = texts.names[letterForm(model)];
  const { shortTitle } = plan;
  const subject = texts.subject({ name, copy: false, documentNo: undefined, matter: about, shortTitle, supplement });
  return {
    ...framed(model, texts, subject),
    ...own,
    closing: texts.closing("assignment", reader, false),
    signature: clean(issuer.fullName),
    date: texts.date(planDay),
    documentNo: undefined,
  };
}

/** What stands over everything that a plan gives out: that it is of a rehearsal, of sample data. */
export const planNotes = (
  { rehearsal, sampleData }: Pick<LetterModel["plan"], "rehearsal" | "sampleData">,
  texts: Pick<Texts, "rehearsalNote" | "sampleNote"> = TEXTS.zh,
): string[] => [...(rehearsal ? [texts.rehearsalNote] : []), ...(sampleData ? [texts.sampleNote] : [])];

/** What frames any letter. */
function framed(
  model: LetterModel,
  texts: Texts,
  subject: string,
): Pick<Page, "htmlLang" | "subject" | "notes" | "delivered" | "form" | "head" | "salutation" | "contact"> {
  const { plan, supplement, issuer, form } = model;
  return {
    htmlLang: texts.htmlLang,
    subject: clean(`${plan.rehearsal ? texts.rehearsalMark : ""}${subject}`),
    notes: [...planNotes(plan, texts), ...(supplement > 0 ? [texts.supplement(supplement)] : [])],
    delivered: clean(texts.delivered(model)),
    form,
    head: clean(issuer.fullName),
    salutation: clean(texts.salutation(model)),
    contact: issuer.contact === undefined ? "" : clean(texts.contact(issuer.contact)),
  };
}

function itemsPage(model: LetterModel, texts: Texts): Page {
  const { plan, planDay, documentNo, supplement, sections, issuer } = model;
  const form = letterForm(model);
  const [first] = sections;
  const rows = distinctItems(sections);
  const alarms = sections.flatMap((section) => section.alarms ?? []);
  const told = sections.map((section): Told => {
    const parts = partsOf(section, model.instrument).map((part) => withForm(part, model));
    let made: PageGroup[] | undefined;
    const brief = () => (made ??= parts.flatMap((part) => groupsOf(part, model, true, texts)));
    return { section, parts, brief };
  });
  const { asks, sections: said } = sayParts(told, model, texts);
  const isLong = placesIn(rows) > MOST_PLACES || told.reduce((sum, { brief }) => sum + brief().length, 0) > MOST_GROUPS;
  const annexed = alarms.length === 0 && isListed(told) && (isLong || told.some(({ parts }) => parts.some(isUnlike)));
  const named = sections.flatMap(({ package: own }) => (own === undefined ? [] : packageSections(own, texts)));
  const annexes = [
    ...(annexed ? [annexOf(told, rows, model, texts)] : []),
    ...(named.length === 0 ? [] : [packageAnnex(named, texts)]),
  ];
  // A leader who also heads a unit is addressed as a leader.
  const reader =
    first !== undefined && isLeader(first.capacity)
      ? "leader"
      : isCopy(model) && model.received === undefined
        ? "beside"
        : "asked";
  const opening = alarms.length > 0 ? [texts.alarms(alarms.length)] : [];
  const subject = texts.subject({
    name: form === "longOverdueList" ? texts.title(form, rows) : texts.names[form],
    copy: isCopy(model),
    documentNo: alarms.length > 0 ? undefined : documentNo,
    matter: texts.about(rows, alarms.length),
    shortTitle: plan.shortTitle,
    supplement,
  });
  return {
    ...framed(model, texts, subject),
    title: clean(alarms.length > 0 ? texts.names[form] : texts.title(form, rows)),
    documentNo: documentNo === undefined || alarms.length > 0 ? undefined : clean(documentNo),
    ask: clean([...opening.map(({ ask }) => ask), ...asks].join("")),
    sections: [
      ...opening.map(({ paragraphs }) => ({ heading: "", paragraphs, groups: [] })),
      ...(named.length > 0 && rows.length === 0
        ? [{ heading: "", paragraphs: [{ text: clean(texts.package.alone(plan.title)) }], groups: [] }]
        : []),
      ...said.map((section, at): PageSection => {
        const own = told[at];
        const isAlone = rows.length === 1 && own !== undefined;
        const listed = annexed || isAlone || own === undefined || !isListed([own]) ? [] : own.brief();
        const alarmed = (own?.section.alarms ?? []).map((alarm) => texts.alarm(alarm));
        const single = isAlone && at === 0 ? singleOf(own, section, asks, model, texts) : [];
        return {
          ...section,
          paragraphs: [...section.paragraphs, ...single],
          groups: [...alarmed, ...listed].map(cleanGroup),
        };
      }),
    ],
    closing: texts.closing(form, reader, isOver(rows)),
    annexes,
    signature: clean(alarms.length > 0 ? texts.system : issuer.fullName),
    date: texts.date(planDay),
  };
}

/** For what else the plan names the unit. */
const packageAnnex = (sections: PageAnnex["sections"], texts: Texts): PageAnnex => ({
  title: texts.package.annex,
  sections: sections.map(({ heading, groups }) => ({ heading: clean(heading), groups: groups.map(cleanGroup) })),
});

/** A part submitted to a leader, within a letter that has other readers too, is of the submitted form. */
function withForm(part: Part, model: LetterModel): Part {
  if (!isLeader(part.capacity)) return part;
  const holds = (fact: string): boolean => part.rows.every(({ facts }) => holdsFact(facts, fact));
  return { ...part, form: formOf(model.instrument, holds, true) };
}

/** A letter about one item tells it in sentences: no list of one repeats it. */
function singleOf(
  { parts }: Told,
  { paragraphs }: Omit<PageSection, "groups">,
  asks: readonly string[],
  model: LetterModel,
  texts: Texts,
): PageParagraph[] {
  const [part] = parts;
  if (part === undefined || isWithoutList(part)) return [];
  const said = [...asks, ...paragraphs.map(({ text }) => text)].join("");
  const [entry] = groupsOf(part, model, !INSTRUMENTS[model.instrument].statesCriteria, texts);
  // Where it lies is said with its matter.
  const text = entry === undefined ? "" : texts.single({ ...entry, lines: entry.lines.slice(1) }, said);
  return text === "" ? [] : [{ text: clean(text) }];
}

/** Items with different histories: the text refers to their list, which tells them in full. */
const isUnlike = ({ rows, form }: Part): boolean => TELLS_HISTORY.has(form) && !isAlike(rows);
const TELLS_HISTORY: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "supervise",
  "escalate",
  "submitted",
  "summonsTalk",
]);

const historyOf = ({ done = [], facts }: LetterRow): string => JSON.stringify([done, facts]);

/** Asked of the same rows for the letter and for its annex. */
const alike = new WeakMap<readonly LetterRow[], boolean>();

function isAlike(rows: readonly LetterRow[]): boolean {
  const before = alike.get(rows);
  if (before !== undefined) return before;
  const [first] = rows;
  const history = first && historyOf(first);
  const found = rows.every((row) => row === first || historyOf(row) === history);
  alike.set(rows, found);
  return found;
}

/** What asks for one click about a whole list doesn't repeat it. */
const isListed = (told: readonly Pick<Told, "parts">[]): boolean =>
  told.some(({ parts }) => parts.some((part) => !isWithoutList(part)));

/** What each section says; asks come out to the letter's first line, each once. */
function sayParts(
  told: readonly Told[],
  model: LetterModel,
  texts: Texts,
): { readonly asks: readonly string[]; readonly sections: readonly Omit<PageSection, "groups">[] } {
  const several = told.length > 1;
  const asks = new Set<string>();
  const sections = told.map(({ section, parts }, at): Omit<PageSection, "groups"> => {
    const said = parts.map((part) => texts.part(part, model));
    const own = new Set(said.map(({ ask }) => ask).filter((ask) => ask !== ""));
    const alone = parts.length === 1 && (!several || at === 0);
    if (alone) for (const ask of own) asks.add(ask);
    // Several things asked: the first in the first line, the others where their matter stands.
    else if (at === 0 && own.size > 0) asks.add([...own][0] ?? "");
    return {
      heading: several ? clean(texts.capacity(section.capacity, at + 1)) : "",
      paragraphs: said
        .flatMap(({ ask, paragraphs }) => [
          ...(alone || ask === "" || (at === 0 && asks.has(ask)) ? [] : [{ text: ask }]),
          ...paragraphs,
        ])
        .filter(({ text }, place, all) => all.findIndex((other) => other.text === text) === place)
        .map(cleanParagraph),
    };
  });
  return { asks: [...asks], sections };
}

function groupsOf(part: Part, model: LetterModel, brief: boolean, texts: Texts): PageGroup[] {
  const alike = isAlike(part.rows);
  return groupRows(
    part.rows,
    (row) => texts.row(row, { model, part, brief, alike }),
    model.plan,
    texts,
    unitOf(part.capacity),
  );
}

/** Long lists of places stand once: whoever lies in the same places says so. */
function namedOnce(groups: readonly PageGroup[], texts: Texts): PageGroup[] {
  const named = new Map<string, number>();
  return groups.map((group, at) => {
    const [places, ...rest] = group.lines;
    if (places === undefined || places.value.length < LONG_PLACES) return group;
    const before = named.get(places.value);
    if (before === undefined) {
      named.set(places.value, at + 1);
      return group;
    }
    const count = places.value.split(/[、，,]/u).length;
    return { ...group, lines: [{ ...places, value: texts.samePlaces(before, count) }, ...rest] };
  });
}

function annexOf(told: readonly Told[], rows: readonly LetterRow[], model: LetterModel, texts: Texts): PageAnnex {
  const listed = told
    .filter((one) => isListed([one]))
    .map(({ section, parts }, at) => ({
      heading: told.length > 1 ? clean(texts.capacity(section.capacity, at + 1)) : "",
      groups: parts
        .filter((part) => !isWithoutList(part))
        .flatMap((part) => groupsOf(part, model, false, texts))
        .map(cleanGroup),
    }));
  // Numbered through all sections, as they are shown.
  const groups = namedOnce(
    listed.flatMap((section) => section.groups),
    texts,
  );
  let from = 0;
  const sections = listed.map((section) => {
    const own = groups.slice(from, from + section.groups.length);
    from += own.length;
    return { ...section, groups: own };
  });
  return { title: texts.annex(rows), sections };
}
