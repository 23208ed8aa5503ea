/**
 * A letter that gives a year's package (交办清单): one page for a unit's tasks and for the list of the villages paired with a seat. The
 * body says what is given and by when it is to be signed for; the lists are annexes.
 */
import type { LetterModel, LetterModelSection, LetterRow } from "../domain/letters/letter-model.js";
import { isLeader } from "../domain/letters/addressing.js";
import { byDeadline, type Part } from "./compose.js";
import type { Page, PageAnnex, PageGroup, PageSection } from "./page.js";
import { packageSections } from "./package-sections.js";
import type { PackageCounts } from "./package-texts.js";
import type { Texts } from "./texts.js";

/** How the page's entries are made: as those of any letter. */
export interface Tools {
  readonly groups: (part: Part, brief: boolean) => PageGroup[];
  readonly clean: (text: string) => string;
  readonly cleanGroup: (group: PageGroup) => PageGroup;
}

type Given = LetterModelSection & { readonly given: NonNullable<LetterModelSection["given"]> };

const hasGiven = (section: LetterModelSection): section is Given => section.given !== undefined;
const isPaired = ({ given }: Given): boolean => given.villages !== undefined;

/** Whether a letter gives a package, and so has this page. */
export const givesPackage = ({ sections }: Pick<LetterModel, "sections">): boolean => sections.some(hasGiven);

/** What a letter that gives a package is: a unit's, or paired villages' alone. */
export const packageForm = ({ sections }: Pick<LetterModel, "sections">): "package" | "pairedPackage" =>
  sections.some((section) => hasGiven(section) && !isPaired(section)) ? "package" : "pairedPackage";

/** The parts of a page that a package's letter has of its own. */
export function packageParts(
  model: LetterModel,
  texts: Texts,
  tools: Tools,
): Pick<Page, "title" | "ask" | "sections" | "annexes"> & { readonly about: string } {
  const given = model.sections.filter(hasGiven);
  const beside = model.sections.filter((section) => !hasGiven(section));
  const [first] = given;
  const year = first?.given.year ?? 0;
  const reader = first !== undefined && isLeader(first.capacity) ? "leader" : "asked";
  const several = given.length > 1;
  return {
    about: texts.given.about(year),
    title: tools.clean(texts.given.title(year, packageForm(model) === "pairedPackage")),
    ask: texts.given.ask(model.replyBy, model.planDay, reader),
    sections: [
      ...given.map(
        (section, at): PageSection => ({
          heading: several ? tools.clean(headingOf(section, at, texts)) : "",
          paragraphs: [{ text: tools.clean(said(section, reader, model, texts)) }],
          groups: [],
        }),
      ),
      ...(reader === "leader" || packageForm(model) === "pairedPackage"
        ? []
        : [{ heading: "", paragraphs: [{ text: texts.given.receipt }], groups: [] }]),
    ],
    annexes: [
      ...given.flatMap((section, at) => {
        const heading = several ? headingOf(section, at, texts) : "";
        return annexesOf(section, heading, texts, tools);
      }),
      ...besideAnnex(beside, texts, tools),
    ],
  };
}

/** A unit's package is known by the unit, whose desk somebody may hold beside another's. */
function headingOf(section: Given, at: number, texts: Texts): string {
  const { as, ...capacity } = section.capacity;
  return texts.capacity(isPaired(section) && as !== undefined ? { ...capacity, as } : capacity, at + 1);
}

/** `reader`: whoever gets the letter as a leader is asked for nothing in any of their posts. */
function said(section: Given, reader: "asked" | "leader", model: LetterModel, texts: Texts): string {
  const { given, rows, package: named, capacity } = section;
  const items = rows.length + given.continuing.length;
  if (given.villages)
    return texts.given.paired({
      year: given.year,
      villages: given.villages,
      items,
      reader,
      as: capacity.as,
    });
  const counts: PackageCounts = {
    owes: items,
    continuing: given.continuing.length,
    leads: named?.leads.length ?? 0,
    responsible: named?.responsible.length ?? 0,
    standing: named?.standing.reduce((sum, { duties }) => sum + duties.length, 0) ?? 0,
  };
  return texts.given.unit(given.year, counts, model.plan.title);
}

/** Which evidence is asked for is told to whoever is to report. */
const withoutEvidence = (row: LetterRow): LetterRow => ({ ...row, evidence: [] });

/** Rows as a part of the letter: what was given, told as in any 交办. */
const partOf = ({ capacity }: LetterModelSection, rows: readonly LetterRow[], stance: Part["stance"]): Part => ({
  form: "assignment",
  matter: "act",
  stance,
  capacity,
  rows: (stance === "asked" ? rows : rows.map(withoutEvidence)).toSorted(byDeadline),
});

/** `heading`: in which capacity, where the letter has several. */
function annexesOf(section: Given, heading: string, texts: Texts, tools: Tools): PageAnnex[] {
  const { given, rows, package: named } = section;
  const { continuing } = given;
  const paired = isPaired(section);
  const list = (under: string, own: readonly LetterRow[], brief: boolean): PageAnnex["sections"] =>
    own.length === 0
      ? []
      : [
          {
            heading: tools.clean([heading, under].filter((part) => part !== "").join(" ")),
            groups: tools.groups(partOf(section, own, paired ? "helper" : "asked"), brief).map(tools.cleanGroup),
          },
        ];
  const both = rows.length > 0 && continuing.length > 0;
  const items = rows.length + continuing.length;
  const sections = [
    ...list(both ? texts.given.newly : "", rows, paired),
    ...list(rows.length > 0 || !paired ? texts.given.continuing : "", continuing, true),
  ];
  const title = paired ? texts.given.pairedList(items) : texts.given.owes(items);
  const duties = named === undefined ? [] : packageSections(named, texts);
  return [
    ...(sections.length === 0 ? [] : [{ title, sections }]),
    ...(duties.length === 0
      ? []
      : [
          {
            title: texts.package.annex,
            sections: duties.map(({ heading, groups }) => ({
              heading: tools.clean(heading),
              groups: groups.map(tools.cleanGroup),
            })),
          },
        ]),
  ];
}

/** What the letter tells beside: items of others that the unit helps with, or that lie in its township. */
function besideAnnex(sections: readonly LetterModelSection[], texts: Texts, tools: Tools): PageAnnex[] {
  const items = new Set(sections.flatMap(({ rows }) => rows.map(({ itemId }) => itemId)));
  if (items.size === 0) return [];
  return [
    {
      title: texts.given.beside(items.size),
      sections: sections.map((section, at) => ({
        heading: tools.clean(texts.capacity(section.capacity, at + 1)),
        groups: tools.groups(partOf(section, section.rows, "helper"), true).map(tools.cleanGroup),
      })),
    },
  ];
}
