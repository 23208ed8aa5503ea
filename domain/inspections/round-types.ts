/** What a round's rows leave: its scheme, groups and visits, and of each visit what was filed, concluded and objected. */
import type { InspectionGroup, PlannedVisit, SampleSeed, Scheme } from "../ledger/inspection-events.js";
import type { LadderRun } from "../ladder/run.js";
import type { Grade, Severity } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";
import type { BulletinState } from "./bulletin-state.js";
import type { FiledRow, OfferedVersion, RoundStatus } from "./types.js";

/** A copy of a visit that somebody took along. */
export interface TakenAlong {
  readonly person: string;
  /** The group that the visit was in. */
  readonly group: string;
  readonly at: number;
  readonly device: string;
  readonly checklist: number;
  readonly lines: readonly string[];
}

export interface DecidedLine {
  readonly row: number;
  /** The row of the decision itself. */
  readonly by: number;
}

export interface SubmittedCheck {
  readonly row: number;
  readonly on: PlanDate;
  readonly by: string;
  readonly late: boolean;
  readonly lines: readonly { readonly line: string; readonly row: number; readonly grade: Grade }[];
  readonly photos: readonly string[];
  /** Where its findings were sent, and how bad they are. */
  readonly told: readonly { readonly line: string; readonly to: string; readonly severity: Severity }[];
}

export interface ObjectionState {
  readonly no: number;
  readonly lines: readonly string[];
  readonly text: string;
  readonly unit: string;
  readonly on: PlanDate;
  /** The last day on which its decision is in good time; null: its row is of an earlier release. */
  readonly decideBy: PlanDate | null;
  /** Everybody who stands behind it: none of them decides it. */
  readonly by: readonly string[];
  readonly decision: ObjectionDecision | null;
}

export interface ObjectionDecision {
  readonly granted: boolean;
  readonly reason: string;
  readonly on: PlanDate;
  /** Person id of who decided it. */
  readonly by: string;
  /** Where it was granted: the grade that each line has got. */
  readonly grades: Readonly<Record<string, Grade>>;
}

/** A conclusion as it was shown to the inspected, and to whom. */
export interface ServedConclusion {
  readonly to: string;
  readonly capacity: string;
  readonly on: PlanDate;
  readonly objectUntil: PlanDate;
  /** Person id of who showed it. */
  readonly by: string;
}

/** What the inspected said to a conclusion: in their own words, noted or sent by a person. */
export interface RemarkState {
  /** Who said it, as it was noted. */
  readonly by: string;
  readonly text: string;
  readonly on: PlanDate;
  /** Row of the round's stream that holds it. */
  readonly row: number;
  /** Person id of who noted it, or sent it themselves. */
  readonly notedBy: string;
}

export interface VisitState {
  readonly plan: PlannedVisit;
  readonly checklist: number;
  readonly taken: readonly TakenAlong[];
  readonly filed: readonly FiledRow[];
  readonly decided: Readonly<Record<string, DecidedLine>>;
  readonly submitted: SubmittedCheck | null;
  readonly conclusion: ServedConclusion | null;
  readonly remarks: readonly RemarkState[];
  readonly objections: readonly ObjectionState[];
  /** Grades that a granted objection has put in place of those filed, by line. */
  readonly regraded: Readonly<Record<string, Grade>>;
  /** The same by the days on which they were put there, in order. */
  readonly regrades: readonly { readonly line: string; readonly grade: Grade; readonly on: PlanDate }[];
  readonly lastContact: number | null;
  /** Lines that a version adopted since it was taken along adds and cancels; null: none was, or it changes nothing here. */
  readonly offered: OfferedVersion | null;
}

export interface RoundState {
  readonly stream: string;
  readonly seq: number;
  readonly calendar: number;
  readonly policy: number;
  readonly round: string;
  readonly special: boolean;
  readonly status: RoundStatus;
  readonly openedAt: number;
  readonly scheme: Scheme | null;
  /** The visits as they were drawn, before the office added any. */
  readonly drafted: readonly PlannedVisit[];
  readonly seed: SampleSeed;
  readonly groups: readonly InspectionGroup[];
  readonly visits: Readonly<Record<string, VisitState>>;
  readonly taskStreams: readonly { readonly task: number; readonly stream: string; readonly section: string | null }[];
  /** The ladders of what presses, by their keys (`chase.ts`); their anchors move with the round. */
  readonly runs: Readonly<Record<string, LadderRun>>;
  readonly systemic: readonly { readonly line: string; readonly cause: string }[];
  readonly bulletin: BulletinState | null;
}
