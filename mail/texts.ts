/** The words of a language. */
import { cutText } from "../domain/language/text.js";
import type { Instrument } from "../domain/instruments/instruments.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { AlarmRow, Capacity, LetterModel, LetterRow, Matter, VacantPost } from "../domain/letters/letter-model.js";
import type { PageGroup, PageLine } from "./page.js";

/** What a letter says of a matter. */
export interface MatterText {
  /** A sentence with the number of items. */
  readonly opening: (items: number) => string;
  /** What is asked of the one addressed, and of the one who gets a copy; empty: nothing. */
  readonly ask: string;
  readonly askOfCopy: string;
}

export interface InstrumentText {
  /** In subjects. */
  readonly name: string;
  /** Heading of the document. */
  readonly title: string;
  /** Last words before the signature. */
  readonly closing: string;
  matter(matter: Matter): MatterText;
  /** Opens a letter that is about several matters. */
  readonly several: (items: number) => string;
}

/** Places that share a group: villages by township, or townships; none: the whole county. */
export interface Places {
  readonly villages: readonly { readonly township: string; readonly names: readonly string[] }[];
  readonly townships: readonly string[];
}

export interface Texts {
  readonly htmlLang: string;
  readonly rehearsalMark: string;
  readonly rehearsalNote: string;
  readonly sampleNote: string;
  /** Before what is asked of the one addressed, save of leaders. */
  readonly askLabel: string;
  readonly footer: string;
  /** `upward`: to a leader, to whom one submits and of whom nothing is demanded. */
  instrument(model: LetterModel, upward: boolean): InstrumentText;
  opening(sentence: string, planTitle: string, day: string): string;
  date(day: PlanDate): string;
  salutation(recipient: LetterModel["recipient"], upward: boolean): string;
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
  /** Heading of a section. `no`: its number where there are several. */
  capacity(capacity: Capacity, upward: boolean, no: number | undefined): string;
  /** A row's title and lines without its place: rows that are the same in all of it share a group. */
  row(row: LetterRow, instrument: Instrument, planDay: PlanDate, upward: boolean, as: Capacity["as"]): PageGroup;
  places(places: Places): PageLine;
  /** Stands for the unit where each place's own township owes. */
  readonly ownTownship: string;
  /** Instead of the instrument's own closing where the letter is a copy only. */
  readonly closingOfCopy: string;
  alarm(alarm: AlarmRow): PageGroup;
  /** Who signs a letter of alarms. */
  readonly system: string;
  readonly short: ShortTexts;
  readonly package: PackageTexts;
}

/** The words of a unit's package: for what the plan names it. */
export interface PackageTexts {
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
  /** Instrument, number and plan: what it is, before it is opened. */
  title(parts: {
    readonly name: string;
    readonly copy: boolean;
    readonly documentNo: string | undefined;
    readonly shortTitle: string;
    readonly supplement: number;
  }): string;
  /** The letter's first sentence as a message has it, and how many of its items are overdue where only some are. */
  about(opening: string, overdue: number): string;
  countAlarms(alarms: number): string;
  /** One item on one line: where, what, by when. */
  item(row: LetterRow, instrument: Instrument, planDay: PlanDate): string;
  /** What stands in the letter only. */
  more(items: number): string;
  /** The earliest day, in a text message that has room for no item. */
  earliest(day: PlanDate): string;
  /** Before an address, and instead of one. */
  readonly link: string;
  readonly noLink: string;
  /** On a button. Four characters at most in Chinese. */
  readonly open: string;
  /** Ends a sentence of a text message. */
  readonly stop: string;
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

/** True where every row says so: a letter can hold several. */
export function allRows(model: LetterModel, fact: string, value: unknown = true): boolean {
  return model.sections.every(({ rows }) => rows.length > 0 && rows.every((row) => row.facts[fact] === value));
}
