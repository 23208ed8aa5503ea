/**
 * What a bulletin speaks of, as flat facts: visits, lines, findings and objections of one round, made of the round's stream and of the
 * rectification items' states. Every figure counts these, and every figure's rows are these. Days are `YYYY-MM-DD`, instants epoch
 * milliseconds of plan time.
 */
import type { VisitPlace, VisitReason, VisitStatus } from "../inspections/types.js";
import type { Grade, LineScope, Severity } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";

/** How a visit counts: submitted before the round closed; submitted after (recorded, outside the figures); not submitted. */
export type VisitCounts = "inTime" | "late" | "out";

export interface VisitFact {
  readonly visit: string;
  readonly place: VisitPlace;
  readonly mode: LineScope;
  readonly reason: VisitReason;
  readonly status: VisitStatus;
  readonly counts: VisitCounts;
  /** Lines asked. */
  readonly asked: number;
  /** Papers and the like asked for by this visit, and by all checks of the year before it. */
  readonly materials: number;
  readonly materialsBefore: number;
  readonly checksBefore: number;
  readonly submittedRow: number | null;
  readonly submittedOn: PlanDate | null;
}

export interface PhotoFact {
  readonly sha256: string;
  /** By the server's clock: what the device said, less how far its clock was off. Null: it did not say. */
  readonly takenAt: number | null;
  readonly source: "camera" | "gallery";
}

/** A line of a visit. `grade` null: 未查, or filed too late to count. */
export interface LineFact {
  readonly visit: string;
  readonly line: string;
  readonly task: number;
  readonly place: VisitPlace;
  /** Who has to put it right. */
  readonly unit: string | null;
  readonly grade: Grade | null;
  /** What the inspector had filed, before an objection was granted. */
  readonly filedGrade: Grade | null;
  readonly text: string;
  readonly cause: string | null;
  readonly severity: Severity | null;
  readonly highlight: string | null;
  /** 与所报不符 */
  readonly contradicts: boolean;
  /** Row of the round's stream that holds the answer; null: 未查. */
  readonly row: number | null;
  readonly checkedOn: PlanDate | null;
  readonly photos: readonly PhotoFact[];
  /** When its author first took the visit along; null: never. */
  readonly takenAlongAt: number | null;
}

export interface ObjectionFact {
  readonly visit: string;
  readonly no: number;
  readonly lines: readonly string[];
  readonly unit: string;
  readonly on: PlanDate;
  readonly state: "waiting" | "granted" | "refused";
  readonly reason: string | null;
}

/** A finding over all rounds, as it stands on the day of the figures. */
export interface FindingFact {
  /** Its rectification item. */
  readonly item: string;
  readonly task: number;
  readonly place: VisitPlace;
  readonly line: string;
  readonly cause: string;
  readonly severity: Severity;
  /** `withdrawn`: an objection was granted, or the office cancelled it. It is in no other figure. */
  readonly status: "open" | "closed" | "withdrawn";
  readonly unit: string;
  /** Rounds in which it was found, in order; without those in which the visit came in too late to count. */
  readonly rounds: readonly string[];
  readonly reopened: number;
  readonly firstFoundOn: PlanDate | null;
  readonly deadline: PlanDate;
  readonly closedOn: PlanDate | null;
  /** Working days over the deadline: of an open one on the day of the figures, of a closed one frozen at its closing. */
  readonly daysOver: number;
  /** Villages that a systemic item links; of a place's own finding none. */
  readonly systemic: readonly string[];
}

/** What a unit claims of one of its items, for the office's list of contradictions. */
export interface ClaimFact {
  readonly item: string;
  readonly task: number;
  readonly milestone: string;
  readonly series: string | null;
  /** Null: of the whole county. */
  readonly village: string | null;
  readonly township: string | null;
  readonly unit: string;
  readonly status: string;
  readonly percent: number;
  /** What a measured item is to reach, percent. */
  readonly target: number | null;
  readonly deadline: PlanDate;
  /** The unit's own words of its last report or progress; "": none. */
  readonly text: string;
  readonly on: PlanDate | null;
  readonly photos: readonly string[];
}

/** One round's record. */
export interface RoundRecord {
  readonly round: string;
  readonly from: PlanDate;
  readonly to: PlanDate;
  readonly groups: number;
  readonly inspectors: number;
  readonly visits: readonly VisitFact[];
  readonly lines: readonly LineFact[];
  readonly objections: readonly ObjectionFact[];
}

/** All that a bulletin's figures are made of. */
export interface Records {
  readonly current: RoundRecord;
  /** The round before; null: this is the first. */
  readonly previous: RoundRecord | null;
  readonly findings: readonly FindingFact[];
}

/** Where a place lies: a village in its township, a township's desk in itself, a county's unit nowhere. */
export const townshipOf = ({ township }: Pick<VisitPlace, "township">): string | null => township ?? null;

/** Whether a visit of a round came in after its close. */
export const isLateIn =
  (records: readonly Pick<RoundRecord, "round" | "visits">[]) =>
  (round: string, visit: string): boolean =>
    records.some((one) => one.round === round && one.visits.some((v) => v.visit === visit && v.counts === "late"));
