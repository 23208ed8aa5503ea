/**
 * What a letter has to say, before it is said in words: which items are asked of whom, by when, and what stands in the letter itself
 * and what in its annex. Pure.
 */
import { type Instrument, INSTRUMENTS } from "../domain/instruments/instruments.js";
import { formOf, holdsFact, type LetterForm } from "../domain/letters/forms.js";
import { knownFacts } from "../domain/letters/facts.js";
import {
  type Capacity,
  type LetterModel,
  type LetterModelSection,
  type LetterRow,
  type Matter,
  receivedIn,
} from "../domain/letters/letter-model.js";
import { isLeader } from "../domain/letters/addressing.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { RecipientRole } from "../domain/plan/policy.js";

/**
 * How the recipient stands to an item: it is asked of them; they help another with it; they are told what another is asked; it is
 * submitted to them.
 */
export type Stance = "asked" | "helper" | "told" | "leader";

/** Items of one capacity of which the same is said. */
export interface Part {
  readonly form: LetterForm;
  readonly matter: Matter;
  readonly stance: Stance;
  readonly capacity: Capacity;
  /** By deadline. */
  readonly rows: readonly LetterRow[];
}

const HELPERS: ReadonlySet<RecipientRole | undefined> = new Set<RecipientRole | undefined>([
  "township",
  "townshipHead",
  "helpingUnit",
  "villageDepartmentHead",
]);

/** Matters that have somebody of their own to be asked: a verifier, a decider, whom a leader instructed, who supports. */
const OWN_MATTERS: ReadonlySet<Matter> = new Set<Matter>(["verification", "extension", "instruction", "supporting"]);

/** What is asked in it is asked of somebody who isn't the owner: who gets a copy is asked nothing. */
export const isOfAnother = ({ matter }: Part): boolean => OWN_MATTERS.has(matter);

/** What asks for one click about a whole list, or tells its matter in a sentence of its own, lists no items. */
export const isWithoutList = ({ matter }: Pick<Part, "matter">): boolean =>
  matter === "signFor" || matter === "inspection" || matter === "month";

/** The unit that a capacity is written to: also where its post is vacant and another takes the letter in. */
export const unitOf = ({ fallbackFor, unitName }: Capacity): string | undefined =>
  fallbackFor !== undefined && "title" in fallbackFor ? (fallbackFor.unit ?? unitName) : unitName;

function stanceOf(row: LetterRow, capacity: Capacity): Stance {
  if (isLeader(capacity)) return "leader";
  const { role, as } = capacity;
  if (OWN_MATTERS.has(row.matter)) return role === "to" ? "asked" : "told";
  const own = unitOf(capacity) === row.primaryUnitName;
  if (role === "to") return !own && HELPERS.has(as) ? "helper" : "asked";
  return own ? "told" : "helper";
}

export const byDeadline = (a: LetterRow, b: LetterRow): number =>
  a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0;

/** What a section says, by what is said of it. */
export function partsOf({ capacity, rows }: LetterModelSection, instrument: Instrument): Part[] {
  const parts = new Map<string, { -readonly [K in keyof Part]: Part[K] } & { rows: LetterRow[] }>();
  for (const row of rows) {
    const form = formOf(instrument, (fact) => holdsFact(row.facts, fact));
    const stance = stanceOf(row, capacity);
    // A check that waits for its closing asks for another act than one that waits for the check.
    // So does what a list still has open, and what has ended.
    const ended = knownFacts(row.facts).endedOn !== undefined;
    const key = `${form}|${row.matter}|${stance}|${row.matter === "verification" && row.status === "verified"}|${ended}`;
    const part = parts.get(key);
    if (part) part.rows.push(row);
    else parts.set(key, { form, matter: row.matter, stance, capacity, rows: [row] });
  }
  return [...parts.values()].map((part) => ({ ...part, rows: part.rows.toSorted(byDeadline) }));
}

/** Whether a letter is submitted to leaders, of whom nothing is demanded. */
export function isUpward({ instrument, sections }: LetterModel): boolean {
  if (INSTRUMENTS[instrument].ofTheSystem) return false;
  return sections.length > 0 && sections.every(({ capacity }) => isLeader(capacity));
}

/** A letter of which its recipient gets a copy only. */
export const isCopy = (model: LetterModel): boolean =>
  !isUpward(model) && receivedIn(model).every(({ role }) => role === "copy");

/** Days by which the rows' recipient is asked to act, in order; those that are past by the letter's day are asked for no more. */
export function replyDays(rows: readonly LetterRow[], { instrument, planDay }: LetterModel): PlanDate[] {
  const days = new Set<PlanDate>();
  for (const row of rows) {
    const { replyBy } = knownFacts(row.facts);
    // Ledgers of before the rules wrote the day: what is due soon is asked for by its deadline.
    const day = replyBy ?? (instrument === "reminder" ? row.deadline : undefined);
    if (day !== undefined && day >= planDay) days.add(day);
  }
  return [...days].toSorted();
}

/** Each item once, though it may stand in several sections. */
export function distinctItems(sections: readonly LetterModelSection[]): LetterRow[] {
  const items = new Map<unknown, LetterRow>();
  for (const { rows } of sections)
    for (const row of rows) {
      const key = row.itemId === "" ? row : `${row.matter}|${row.itemId}`;
      if (!items.has(key)) items.set(key, row);
    }
  return [...items.values()].toSorted(byDeadline);
}

/** The one value that all rows have; undefined where they differ or none has it. */
export function common<T>(rows: readonly LetterRow[], of: (row: LetterRow) => T | undefined): T | undefined {
  const [first, ...rest] = rows.map(of);
  return rest.every((value) => value === first) ? first : undefined;
}

/** The distinct values that rows have, in order. */
export function distinct<T>(rows: readonly LetterRow[], of: (row: LetterRow) => T | undefined): T[] {
  const values = new Set<T>();
  for (const row of rows) {
    const value = of(row);
    if (value !== undefined && value !== null) values.add(value);
  }
  return [...values];
}

/** Whether all that is told has ended. */
export const isOver = (rows: readonly LetterRow[]): boolean =>
  rows.length > 0 && rows.every(({ facts }) => knownFacts(facts).endedOn !== undefined);

/** Where a milestone's rows lie: villages, townships or the whole. */
export const scopeOf = ({ village, township }: LetterRow): "village" | "township" | "county" =>
  village !== undefined ? "village" : township !== undefined ? "township" : "county";
