/** The words of a language. */
import type { Instrument, PlanDate } from "../domain/plan.js";
import type { Capacity, LetterModel, LetterRow } from "./letter-model.js";

export interface InstrumentText {
  readonly name: string;
  /** Heading of the document. */
  readonly title: string;
  readonly opening: string;
  /** What is asked of the one addressed, and of the one who gets a copy. */
  readonly ask: string;
  readonly askOfCopy: string;
  /** Last words before the signature. */
  readonly closing: string;
}

export interface Texts {
  readonly htmlLang: string;
  readonly columns: readonly [no: string, place: string, matter: string, deadline: string];
  readonly labels: {
    readonly unit: string;
    readonly milestone: string;
    readonly original: string;
    readonly status: string;
    readonly ask: string;
  };
  readonly rehearsalMark: string;
  readonly rehearsalNote: string;
  readonly sampleNote: string;
  instrument(model: LetterModel): InstrumentText;
  opening(text: InstrumentText, planTitle: string, day: string, rows: number): string;
  date(day: PlanDate): string;
  salutation(model: LetterModel, name: string): string;
  subject(name: string, documentNo: string | undefined, matter: string, shortTitle: string, supplement: number): string;
  matter(rows: readonly LetterRow[]): string;
  supplement(no: number): string;
  capacity(capacity: Capacity, instrument: Instrument): string;
  task(row: LetterRow): string;
  countyWide: string;
  timing(row: LetterRow): string;
  status(status: string): string;
  /** The facts that belong to the instrument, one phrase each. */
  facts(row: LetterRow, instrument: Instrument): string[];
  footer: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(value: unknown): value is PlanDate {
  return typeof value === "string" && DAY.test(value);
}

/** Cuts to `length` characters, whole code points. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** True where every row says so: a letter can hold several. */
export function allRows(model: LetterModel, fact: string, value: unknown = true): boolean {
  return model.sections.every(({ rows }) => rows.every((row) => row.facts[fact] === value));
}
