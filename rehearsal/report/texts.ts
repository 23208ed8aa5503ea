/** The words of a language, for whatever shows the report's model. */
import {
  type Instrument,
  INSTRUMENT_IDS,
  type InstrumentColumn,
  INSTRUMENTS,
} from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecipientKind } from "../../domain/story/who.js";
import type {
  AlarmLine,
  AskedLine,
  Holding,
  InstrumentCounts,
  TownshipLine,
  LongLine,
  RoundLine,
  OwnLeaderReach,
  Place,
  ReportModel,
  StoryEntry,
} from "./model.js";

/** The notices of a column's instruments. */
export function columnCount(column: InstrumentColumn, counts: InstrumentCounts): number {
  return INSTRUMENT_IDS.filter((id) => INSTRUMENTS[id].column === column).reduce(
    (sum, instrument) => sum + (counts[instrument] ?? 0),
    0,
  );
}

export type Figure =
  | "total"
  | "open"
  | "overdue"
  | "suspended"
  | "notStarted"
  | "closed"
  | "cancelled"
  | "everOverdue"
  | "made"
  | "sent"
  | "waitingLetters"
  | "failed"
  | "byHand"
  | "noticesWithoutLetter"
  | "drafted"
  | "signed"
  | "lapsed"
  | "withdrawn"
  | "held"
  | "waiting"
  | "requested"
  | "late"
  | "granted"
  | "refused"
  | "pending"
  | "returns"
  | "suspensions"
  | "resumed"
  | "reassigned"
  | "readingsChanged"
  | "instructions"
  | "replied"
  | "accepted"
  | "acknowledged"
  | "calls"
  | "answered"
  | "answersReturned"
  | "escalationsHeld"
  | "onAgenda";

export type Section =
  | "overview"
  | "told"
  | "tasks"
  | "units"
  | "leaders"
  | "townships"
  | "asked"
  | "longest"
  | "story"
  | "inspections"
  | "months";
export type Label =
  | "period"
  | "scenario"
  | "roster"
  | "items"
  | "ownLeader"
  | "letters"
  | "notices"
  | "supervise"
  | "summonsTalk"
  | "extensions"
  | "acts"
  | "replies"
  | "answers"
  | "skipped"
  | "alarms";
export type Head =
  | "quarter"
  | "recipient"
  | "year"
  | "sum"
  | "other"
  | "task"
  | "unit"
  | "leader"
  | "village"
  | "items"
  | "closed"
  | "open"
  | "overdue"
  | "everOverdue"
  | "longest"
  | "returned"
  | "extensions"
  | "escalated"
  | "submissions"
  | "copies"
  | "acknowledged"
  | "first"
  | "last"
  | "place"
  | "milestone"
  | "deadline"
  | "workingDays"
  | "letter"
  | "askedOn"
  | "replyBy"
  | "inTime"
  | "answeredLate"
  | "unanswered"
  | "running"
  | "dropped"
  | "round"
  | "visits"
  | "submitted"
  | "mostly"
  | "fail"
  | "found"
  | "again"
  | "granted"
  | "refused"
  | "systemic"
  | "bulletin"
  | "month"
  | "asked"
  | "onTime"
  | "late"
  | "silent"
  | "copied"
  | "registers"
  | "kept"
  | "unchanged"
  | "notKept";

/** What is told of answers by the month, and of registers, in their columns' order. */
export const ANSWER_HEADS = [
  "asked",
  "onTime",
  "late",
  "silent",
  "running",
  "copied",
] as const satisfies readonly Head[];
export const REGISTER_HEADS = ["registers", "kept", "unchanged", "notKept"] as const satisfies readonly Head[];

export interface ReportTexts {
  readonly title: string;
  /** Headings already numbered. */
  readonly sections: Readonly<Record<Section, string>>;
  readonly labels: Readonly<Record<Label, string>>;
  readonly heads: Readonly<Record<Head, string>>;
  readonly figures: Readonly<Record<Figure, string>>;
  readonly instruments: Readonly<Record<Instrument, string>>;
  readonly instrumentHeads: Readonly<Record<InstrumentColumn, string>>;
  readonly recipients: Readonly<Record<RecipientKind, string>>;
  /** January to December. */
  readonly months: readonly string[];
  readonly sampleRoster: string;
  readonly none: string;
  /** How tables are to be read, one line each under their heading. */
  readonly notes: {
    readonly told: string;
    readonly tasks: string;
    readonly units: string;
    readonly leaders: string;
    readonly townships: string;
    readonly asked: string;
    readonly inspections: string;
    readonly months: string;
    readonly byMonth: string;
    readonly byQuarter: string;
    readonly byRecipient: string;
  };
  /** For tasks without a deadline. */
  readonly standing: string;
  readonly vacant: string;
  readonly nothingOverdue: string;
  readonly noStory: string;
  period(from: PlanDate, to: PlanDate): string;
  scenario(scenario: ReportModel["scenario"]): string;
  /** One sentence each. */
  ownLeader(reach: OwnLeaderReach): string[];
  skipped(skipped: ReportModel["course"]["skipped"]): { readonly text: string; readonly count: number }[];
  alarms(lines: readonly AlarmLine[]): string;
  quarter(year: number, quarter: number): string;
  /** A day as tables have it. */
  date(day: PlanDate): string;
  taskTitle(no: number, title: string): string;
  /** Sums of the villages' items. */
  township(line: TownshipLine): string;
  otherUnits(listed: readonly { readonly name: string; readonly notices: number }[], more: number): string;
  /** What asked: a letter by its number, or whose 批示. */
  asked(line: AskedLine): string;
  /** A round of inspections as it is called. */
  round(line: RoundLine): string;
  place(place: Place): string;
  milestone(task: number, title: string): string;
  /** In whose hands the item was, and how it stands: one line. */
  stuck(line: LongLine): string;
  holding(holding: Holding): string;
  story(model: NonNullable<ReportModel["story"]>): string;
  fromDeadline(days: number): string;
  entry(entry: StoryEntry): string;
  /** The progress bar's words: plan day, items, letters sent. */
  bar(
    day: PlanDate,
    counts: { readonly open: number; readonly overdue: number; readonly closed: number; readonly lettersSent: number },
  ): string[];
  played(day: PlanDate, jumps: number): string;
}

/** Instruments that a policy may have the office sign have a short label here, or their name. */
export function draftLabel(texts: ReportTexts, instrument: Instrument): string {
  return instrument === "supervise" || instrument === "summonsTalk"
    ? texts.labels[instrument]
    : texts.instruments[instrument];
}
