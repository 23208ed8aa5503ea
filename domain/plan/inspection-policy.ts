/** The policy's part on inspections (`inspections:` of policy.yaml). A policy without it runs no rounds. */
import type { Severity } from "./checklists.js";

export interface InspectionPolicy {
  /** The first and the last half-year that is inspected, e.g. `2021H1`. */
  readonly first: string;
  readonly last: string;
  /** 督查 needs a mandate that the plan names; else it is 检查评估. Never 调研. */
  readonly kind: "supervision" | "evaluation";
  /** Which decision orders the rounds, as the 督查方案 cites it. */
  readonly basis: string;
  /** Working days before the half-year's last day on which a round opens. */
  readonly opensBefore: number;
  /** Working days after the half-year's last day for which a round takes in what is out (open → closing → closed). */
  readonly closingDays: number;
  /** Working days after a conclusion was served within which the inspected may object. The law's figure is the office's to enter. */
  readonly objectionDays: number;
  /** Working days in which an objection is to be decided, from the day on which it was made; absent: as many as there are to object. */
  readonly decideWithin?: number;
  /** An office of one person: whoever drafted a bulletin may sign it. Otherwise somebody else of the office does. */
  readonly signAlone?: boolean;
  /** Lines judged of a unit or township from which on it is ranked in the bulletin (the share of one line says little); absent: 1. */
  readonly rankedFrom?: number;
  /** Working days in which a finding is to be put right, counted from the day on which it was notified. */
  readonly rectifyWithin: Readonly<Record<Severity, number>>;
  /** Villages visited in a round at least, of all of them (0 to 1). Every village is visited once a year whatever this is. */
  readonly sampleShare: number;
  /** Lines that one visit asks at most. */
  readonly maxLines: number;
  /** Inspectors of a group at least; never below two. */
  readonly groupSize: number;
  /** Tasks that are inspected in every village in every round, at the desk where the village is not visited. */
  readonly inFull: readonly number[];
  /** Villages with the same line and cause from which on one systemic item is proposed to the lead unit. */
  readonly systemicFrom: number;
}

/** A finding found again within so many days proposes one severity higher. */
export const AGAIN_WITHIN_DAYS = 365;

/** Beyond this the device's clock is shown as wrong, to the inspector and to the office (milliseconds). Nothing is judged by it. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
