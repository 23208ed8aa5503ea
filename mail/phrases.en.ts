/** Turns of phrase of English letters, made of a part's rows. */
import { DAY_OF_YEAR_IN, dayEn } from "../domain/language/dates.js";
import { INSTRUMENT_NAMES_EN } from "../domain/instruments/names.en.js";
import { type KnownFacts, knownFacts } from "../domain/letters/facts.js";
import type { LetterModel, LetterRow } from "../domain/letters/letter-model.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { common, distinct, type Part, replyDays, unitOf } from "./compose.js";
import { isDay, shorten } from "./texts.js";

/** 3 items, 1 item. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;

/** A day in a letter of `today`: the year is said where it is another. */
export const dayInEn = (day: PlanDate, today: PlanDate): string =>
  day.slice(0, 4) === today.slice(0, 4) ? DAY_OF_YEAR_IN.en(day) : dayEn(day);

/** Words of others, as a quotation. */
export const quotedEn = (text: string, most = 160): string =>
  `"${shorten(text.trim().replace(/[。；，.;,\s]+$/u, ""), most)}"`;

/** What rows are about. */
export function whatEn(rows: readonly LetterRow[]): string {
  const titles = distinct(rows, ({ milestoneTitle }) => milestoneTitle);
  const [title = ""] = titles;
  const [first] = rows;
  if (titles.length > 1) return `${count(rows.length, "item")}, ${quotedEn(title, 60)} among them`;
  const place = first?.village ?? first?.township;
  if (place === undefined) return quotedEn(title, 80);
  const places = first?.village === undefined ? "township" : "village";
  return rows.length === 1
    ? `${quotedEn(title, 80)} (${place})`
    : `${quotedEn(title, 80)} (${count(rows.length, places)})`;
}

export function lateEn(rows: readonly LetterRow[]): string {
  const days = rows.map(({ overdueWorkingDays = 0 }) => overdueWorkingDays);
  const most = Math.max(0, ...days);
  if (most === 0) return "";
  return `${days.every((one) => one === most) ? "" : "up to "}${count(most, "working day")} overdue`;
}

export function deadlinesEn(rows: readonly LetterRow[], today: PlanDate): string {
  const days = distinct(rows, ({ deadline }) => (isDay(deadline) ? deadline : undefined)).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "";
  return first === last ? dayInEn(first, today) : `${dayInEn(first, today)} to ${dayInEn(last, today)}`;
}

/** The units that owe rows. */
export function ownersEn(rows: readonly LetterRow[]): string {
  const units = distinct(rows, ({ primaryUnitName }) => (primaryUnitName === "" ? undefined : primaryUnitName));
  if (units.length === 0) return "the primary unit";
  return units.length <= 3 ? units.join(", ") : `${units.slice(0, 3).join(", ")} and ${units.length - 3} more`;
}

/** Units' heads, by name where one holds the post. */
export function headsEn(rows: readonly LetterRow[]): string {
  const heads = distinct(rows, ({ primaryUnitName, headName }) =>
    primaryUnitName === ""
      ? undefined
      : `the head of ${primaryUnitName}${headName === undefined ? "" : ` (${headName})`}`,
  );
  return heads.length === 0 ? "the head of the primary unit" : heads.join(", ");
}

/** What was done about an item, with days. */
export function doneEn({ done = [], facts }: LetterRow, today: PlanDate): string {
  const { supervisedNo } = knownFacts(facts);
  return done
    .map(({ instrument, times, last }) => {
      const name = INSTRUMENT_NAMES_EN[instrument].toLowerCase();
      const no = instrument === "supervise" && supervisedNo !== undefined ? ` ${supervisedNo}` : "";
      return times === 1
        ? `${name}${no} on ${dayInEn(last, today)}`
        : `${name}${no} ${times} times, last on ${dayInEn(last, today)}`;
    })
    .join("; ");
}

/** What the unit itself said; empty where it said nothing. */
export function unitWordsEn({ primaryUnitName: unit, facts }: LetterRow, today: PlanDate): string {
  const {
    cause,
    measures,
    promised,
    responsible,
    lastWords,
    lastWordsOn,
    causeOn = lastWordsOn,
    progress,
    lastReturnedOn,
    lastReturnedReason,
  } = knownFacts(facts);
  const returned =
    lastReturnedOn === undefined
      ? ""
      : `; sent back on ${dayInEn(lastReturnedOn, today)}${lastReturnedReason === undefined ? "" : `: ${quotedEn(lastReturnedReason)}`}`;
  const on = lastWordsOn === undefined ? "" : ` on ${dayInEn(lastWordsOn, today)}`;
  if (cause !== undefined) {
    const more = [
      ...(measures === undefined ? [] : [`measures: ${quotedEn(measures)}`]),
      ...(promised === undefined
        ? []
        : [`promised for ${dayInEn(promised, today)}${promised < today ? ", not kept" : ""}`]),
      ...(responsible === undefined ? [] : [`responsible: ${responsible}`]),
    ];
    const given = causeOn === undefined ? "" : ` on ${dayInEn(causeOn, today)}`;
    return `${unit} gave as the cause${given}: ${quotedEn(cause)}${more.map((part) => `; ${part}`).join("")}.`;
  }
  if (lastWords === undefined) return (progress ?? 0) === 0 ? "" : `${unit} reports ${progress} % done.`;
  return `${unit} reported${on}${progress === undefined ? "" : ` (${progress} % done)`}: ${quotedEn(lastWords)}${returned}.`;
}

export function wordsOfEn(rows: readonly LetterRow[], today: PlanDate): string {
  const said = [...new Set(rows.map((row) => unitWordsEn(row, today)).filter((words) => words !== ""))];
  return said.length <= 3 ? said.join(" ") : `${said.slice(0, 2).join(" ")} The others' words are in the annex.`;
}

/** Whose move it is. */
export function waitsEn({ waitsFor, status, matter }: LetterRow): string {
  if (waitsFor === undefined || waitsFor === "") return "";
  if (matter === "extension") return `with ${waitsFor}, for a decision on the extension`;
  if (matter === "instruction") return `with ${waitsFor}, which has not reported on the instruction`;
  const said: Readonly<Record<string, string>> = {
    registered: "not assigned yet",
    assigned: `${waitsFor} has not signed for it`,
    reported: `reported; with ${waitsFor} for the check`,
    verified: `checked; with ${waitsFor} for closing`,
    closed: "closed",
    cancelled: "cancelled",
  };
  return said[status] ?? `with ${waitsFor}`;
}

/** Everything a sentence about a part is made of. */
export class PartEn {
  readonly rows: readonly LetterRow[];
  readonly today: PlanDate;
  private readonly days: readonly PlanDate[];

  constructor(
    readonly part: Part,
    readonly model: LetterModel,
  ) {
    this.rows = part.rows;
    this.today = model.planDay;
    this.days = replyDays(part.rows, model);
  }

  day(day: PlanDate): string {
    return dayInEn(day, this.today);
  }

  /** "Please … by 15 July." Of several days the first is said; without one only what is asked. */
  ask(act: string, days: readonly PlanDate[] = this.days): string {
    const [first, second] = days;
    if (first === undefined) return `Please ${act}.`;
    return second === undefined
      ? `By ${this.day(first)} (that day included), please ${act}.`
      : `Please ${act}, each by its own date; the first is ${this.day(first)} (that day included).`;
  }

  askByDeadline(act: string): string {
    const days = distinct(this.rows, ({ deadline }) => (isDay(deadline) ? deadline : undefined)).toSorted();
    return this.ask(act, days.every((day) => day >= this.today) ? days : []);
  }

  get what(): string {
    return whatEn(this.rows);
  }

  get late(): string {
    return lateEn(this.rows);
  }

  get deadlines(): string {
    return deadlinesEn(this.rows, this.today);
  }

  get owners(): string {
    return ownersEn(this.rows);
  }

  /** Whether the recipient's own unit owes all of it. */
  get own(): boolean {
    return this.rows.every(({ primaryUnitName }) => primaryUnitName === unitOf(this.part.capacity));
  }

  /** The matter with who owes it, where the reader doesn't. */
  get subject(): string {
    return this.own ? this.what : `${this.what}, owed by ${this.owners}`;
  }

  /** A fact that all rows share. */
  fact<F extends keyof KnownFacts>(name: F): KnownFacts[F] | undefined {
    return common(this.rows, ({ facts }) => knownFacts(facts)[name]);
  }
}
