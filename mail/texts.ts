/** The words of a language. */
import { cutText } from "../domain/language/text.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { LetterForm } from "../domain/letters/forms.js";
import type { AlarmRow, Capacity, LetterModel, LetterRow, VacantPost } from "../domain/letters/letter-model.js";
import type { Part } from "./compose.js";
import type { GivenTexts } from "./package-texts.js";
import type { PageGroup, PageLine, PageParagraph } from "./page.js";

/** What a letter says of one part of it. */
export interface PartText {
  /** What is asked of the recipient, by when; to a leader what is submitted. Empty: nothing. */
  readonly ask: string;
  readonly paragraphs: readonly PageParagraph[];
}

/** Places that share a group: villages by township, or townships; none: the whole county. */
export interface Places {
  readonly villages: readonly { readonly township: string; readonly names: readonly string[] }[];
  readonly townships: readonly string[];
}

/** How an entry of a list is told. */
export interface Entry {
  readonly model: LetterModel;
  readonly part: Part;
  /** It stands in the letter, whose text tells the rest. */
  readonly brief: boolean;
  /** The same was said and done about all of the part: the letter's text tells it, if it tells such things. */
  readonly alike: boolean;
}

export interface Texts {
  readonly htmlLang: string;
  /** After a name, before what follows; between two sentences. */
  readonly colon: string;
  readonly gap: string;
  readonly rehearsalMark: string;
  readonly rehearsalNote: string;
  readonly sampleNote: string;
  /** What lists and subjects call a letter. */
  readonly names: Readonly<Record<LetterForm, string>>;
  /** The document's title; `rows`: all that it tells, each once. Of one matter it says which. */
  title(form: LetterForm, rows: readonly LetterRow[]): string;
  part(part: Part, model: LetterModel): PartText;
  /** Last words before the signature; empty: none. `over`: all that is told has ended. */
  closing(form: LetterForm, reader: "asked" | "beside" | "leader", over: boolean): string;
  date(day: PlanDate): string;
  salutation(model: LetterModel): string;
  subject(parts: {
    readonly name: string;
    /** The letter is a copy only. */
    readonly copy: boolean;
    readonly documentNo: string | undefined;
    readonly matter: string;
    readonly shortTitle: string;
    readonly supplement: number;
  }): string;
  /** What a letter is about, for its subject. */
  about(rows: readonly LetterRow[], alarms: number): string;
  supplement(no: number): string;
  /** To whom it is delivered in which capacity; no part of the letter. */
  delivered(model: LetterModel): string;
  /** Heading of a section where there are several. */
  capacity(capacity: Capacity, no: number): string;
  /** An entry without its place: rows that are the same in all of it share one. */
  row(row: LetterRow, entry: Entry): PageGroup;
  places(places: Places, plan: LetterModel["plan"]): PageLine;
  /** What a letter about one item has not said of it yet, in a sentence instead of a list of one; empty: it has said all. */
  single(entry: PageGroup, said: string): string;
  /** Stands for places that an entry before has named: its number, and how many they are. */
  samePlaces(no: number, places: number): string;
  /** Several townships each of which owes its own. */
  townships(names: readonly string[]): string;
  /** The annex with the list of all that a letter tells. */
  annex(rows: readonly LetterRow[]): string;
  contact(contact: { readonly name: string; readonly phone: string }): string;
  alarm(alarm: AlarmRow): PageGroup;
  /** The first sentence of a letter of alarms, and what is asked there. */
  alarms(count: number): PartText;
  /** Who signs a letter of alarms. */
  readonly system: string;
  readonly short: ShortTexts;
  readonly package: PackageTexts;
  readonly given: GivenTexts;
}

/** The words of a unit's package: for what the plan names it. */
export interface PackageTexts {
  /** The annex that has it. */
  readonly annex: string;
  /** To a unit that owes nothing itself. */
  readonly alone: (planTitle: string) => string;
  /** Headings of the capacities, as the plan calls them. */
  readonly leads: string;
  readonly responsible: string;
  readonly standing: string;
  /** `as`: how the plan names the unit there, where it is not said above. */
  readonly task: (no: number, title: string, as?: "lead" | "responsible") => string;
  /** Before a milestone, and before a standing duty. */
  readonly item: string;
  readonly duty: string;
  /** A milestone that others owe, by when, and the unit's own part. */
  readonly milestone: (title: string, deadline: PlanDate) => string;
  readonly part: string;
  readonly partDrafted: string;
}

/** The words of a message on a channel other than mail. */
export interface ShortTexts {
  /** Name and number: what it is, before it is opened. */
  title(parts: {
    readonly name: string;
    readonly copy: boolean;
    readonly documentNo: string | undefined;
    readonly shortTitle: string;
    readonly supplement: number;
  }): string;
  /** How many of the letter's items are overdue where only some are. */
  overdue(items: number): string;
  countAlarms(alarms: number): string;
  /** One item on one line: where, what, by when. */
  item(row: LetterRow, today: PlanDate): string;
  /** What stands in the letter only. */
  more(items: number): string;
  /** Before whom it is for, in a text message. */
  to(addressee: string): string;
  /** Before an address, and instead of one. */
  readonly link: string;
  readonly noLink: string;
  /** On a button. Four characters at most in Chinese. */
  readonly open: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(value: unknown): value is PlanDate {
  return typeof value === "string" && DAY.test(value);
}

/** Cuts to `length` characters, whole ones as people see them. */
export function shorten(text: string, length: number): string {
  return Array.from(text).length <= length ? text : `${cutText(text, length - 1)}…`;
}

/** The seats of each village together, in the order in which they come; a post of no village stands alone. */
export function groupByVillage(
  vacant: readonly VacantPost[],
): (readonly [village: string | null, seats: readonly VacantPost[]])[] {
  const groups: [string | null, VacantPost[]][] = [];
  for (const one of vacant) {
    const last = groups.at(-1);
    if (last && one.village !== null && last[0] === one.village) last[1].push(one);
    else groups.push([one.village, [one]]);
  }
  return groups;
}
