/** What of an item's ledger the worklist tells beside how it stands: what its unit last said, how it was pressed, what was filed. */
import type { Instrument } from "../instruments/instruments.js";
import type { ItemEventType } from "../ledger/events.js";
import type { AnswerRow } from "../ledger/month-events.js";
import type { FoldedRow } from "../ledger/record.js";
import { progressText } from "../months/answers.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";

/** The events that the facts follow from; none of them tells of a letter that was not signed. */
export const WORKLIST_EVENTS = [
  "imported",
  "progressReported",
  "reported",
  "answered",
  "rungFired",
  "instrumentSigned",
  "callLogged",
  "instructed",
  "evidenceFiled",
] as const satisfies readonly ItemEventType[];
export type WorklistEvent = (typeof WORKLIST_EVENTS)[number];
export type WorklistEventRow = { readonly [T in WorklistEvent]: FoldedRow<T> }[WorklistEvent];

const TYPES: ReadonlySet<string> = new Set(WORKLIST_EVENTS);
export const isWorklistRow = <R extends { readonly type: ItemEventType }>(row: R): row is R & WorklistEventRow =>
  TYPES.has(row.type);

/**
 * What the unit itself last said, each with what it was said to: an empty one was never said. A month's answer (调度), once its head has
 * confirmed it, says all of them, so that what it leaves empty is no longer said; a report of progress the progress alone, an answer to a
 * 督办函 the cause, the measures, the person and the promised day. What is said later stands over what was said before.
 */
export interface Said {
  /** The day of the last word. */
  readonly on: PlanDate;
  /** The last month whose answer was confirmed, and when: of it is what nobody has spoken of since. Absent: none was. */
  readonly month?: { readonly month: string; readonly on: PlanDate };
  readonly progress?: string;
  readonly measure?: string;
  readonly problem?: string;
  readonly nextStep?: string;
  readonly promised?: PlanDate;
  /** 责任领导, 责任人 and their telephone, as the unit wrote them. */
  readonly leader?: string;
  readonly person?: string;
  readonly phone?: string;
  readonly coordinate?: string;
}

/** How often an instrument was given, and when last. `no`: the number of the last that was signed. */
export interface Pressed {
  readonly instrument: Instrument | "call";
  readonly times: number;
  readonly last: PlanDate;
  readonly no?: string;
}

export interface WorklistFacts {
  /** Null: the unit has said nothing yet. */
  readonly said: Said | null;
  /** Whether any progress was ever said or computed: a figure of 0 is one, no figure is none. */
  readonly measured: boolean;
  /** In the order in which the first of each was given. */
  readonly pressed: readonly Pressed[];
  readonly instructions: readonly { readonly post: string; readonly on: PlanDate; readonly text: string }[];
  /** Files, each once. */
  readonly evidence: number;
}

/** What a head confirmed of an item last: its month's answer, and the plan instant. */
export interface ConfirmedAnswer {
  readonly month: string;
  readonly at: number;
  readonly answer: AnswerRow;
}

export const NO_FACTS: WorklistFacts = { said: null, measured: false, pressed: [], instructions: [], evidence: 0 };

/** A later word over an earlier one: what the later doesn't speak of still stands. */
export const saidAfter = (earlier: Said | null, later: Said): Said => ({ ...earlier, ...later });

function pressedBy(pressed: Map<Pressed["instrument"], Pressed>, row: WorklistEventRow, on: PlanDate): void {
  const add = (instrument: Pressed["instrument"], no?: string): void => {
    const times = (pressed.get(instrument)?.times ?? 0) + 1;
    pressed.set(instrument, { instrument, times, last: on, ...(no === undefined ? {} : { no }) });
  };
  if (row.type === "rungFired") add(row.payload.instrument);
  else if (row.type === "callLogged") add("call");
  else if (row.type === "instrumentSigned")
    add(row.payload.instrument, row.payload.documentNo === "" ? undefined : row.payload.documentNo);
}

function saidBy(row: WorklistEventRow, on: PlanDate): Said | null {
  if (row.type === "progressReported" || row.type === "reported" || row.type === "imported")
    return row.payload.text === "" ? null : { on, progress: row.payload.text };
  if (row.type !== "answered") return null;
  const { cause, measures, promised, responsible } = row.payload;
  return { on, problem: cause, measure: measures, person: responsible, promised };
}

/** All that a month's answer says, over everything that was said before it but the promise and the progress, of which it says nothing else. */
function saidInMonth(earlier: Said | null, { month, at, answer }: ConfirmedAnswer, offsetMinutes: number): Said {
  const on = dateAt(at, offsetMinutes);
  const { measure, problem, nextStep, leader, person, phone, coordinate } = answer;
  const progress = progressText(answer) || earlier?.progress;
  const told = { progress, measure, problem, nextStep, promised: earlier?.promised, leader, person, phone, coordinate };
  const given = Object.entries(told).filter(([, text]) => text !== undefined && text !== "");
  return { on, month: { month, on }, ...Object.fromEntries(given) };
}

/**
 * The facts of one item, from its rows up to the instant asked for, oldest first. `confirmed`: the last answer of a month up to there; of the
 * same instant the rows come after it, as it is what tells them.
 */
export function worklistFacts(
  rows: readonly WorklistEventRow[],
  offsetMinutes: number,
  confirmed: ConfirmedAnswer | null = null,
): WorklistFacts {
  const pressed = new Map<Pressed["instrument"], Pressed>();
  const files = new Set<string>();
  const instructions: { post: string; on: PlanDate; text: string }[] = [];
  let said: Said | null = null;
  let measured = false;
  let answer = confirmed;
  for (const row of rows) {
    if (answer && row.at >= answer.at) {
      said = saidInMonth(said, answer, offsetMinutes);
      answer = null;
    }
    const on = dateAt(row.at, offsetMinutes);
    pressedBy(pressed, row, on);
    const spoken = saidBy(row, on);
    if (spoken) said = saidAfter(said, spoken);
    if (row.type === "progressReported" || row.type === "reported" || row.type === "imported") measured = true;
    if (row.type === "evidenceFiled") files.add(row.payload.sha256);
    if (row.type === "instructed") instructions.push({ post: row.payload.instructorPost, on, text: row.payload.text });
  }
  if (answer) said = saidInMonth(said, answer, offsetMinutes);
  return { said, measured, pressed: [...pressed.values()], instructions, evidence: files.size };
}
