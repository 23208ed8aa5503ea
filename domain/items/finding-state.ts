/** What inspections found, on the rectification item (整改) of a finding: how often, how bad, and whether it still stands. */
import type { FoldedRow } from "../ledger/record.js";
import { AGAIN_WITHIN_DAYS } from "../plan/inspection-policy.js";
import { SEVERITIES, type Severity } from "../plan/checklists.js";
import { dayNumber } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";

/** One time that it was found. */
export interface Found {
  readonly round: string;
  readonly visit: string;
  readonly row: number;
  readonly on: PlanDate;
  readonly text: string;
  readonly photos: readonly string[];
  readonly contradicts: boolean;
}

export interface FindingState {
  readonly line: string;
  readonly cause: string;
  readonly severity: Severity;
  /** One higher, for the office to decide; null: nothing waits. */
  readonly proposed: Severity | null;
  readonly firstFoundOn: PlanDate;
  /** In the order in which it was found; what an objection undid is not among them. Empty: it does not stand. */
  readonly found: readonly Found[];
  /** Of a village's: those with the same line and cause, where they are enough for a systemic item to be proposed. */
  readonly alike: readonly string[];
  /** Villages that a systemic item links; of a village's own finding none. */
  readonly systemic: readonly string[];
}

/** One severity higher; null above the highest. */
export const higher = (severity: Severity): Severity | null => SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? null;

/** What is proposed for a finding found once more on a day: one severity higher where it was found within a year. */
export function proposedFor(before: FindingState | undefined, on: PlanDate): Severity | null {
  const last = before?.found.at(-1);
  const isSoon = last !== undefined && dayNumber(on) - dayNumber(last.on) <= AGAIN_WITHIN_DAYS;
  return before && isSoon ? higher(before.severity) : null;
}

/** After it was found, for the first time or again: the first date stays. */
export function withFound(
  before: FindingState | undefined,
  { payload }: Pick<FoldedRow<"findingRecorded">, "payload">,
  on: PlanDate,
): FindingState {
  const { round, visit, row, line, cause, severity, proposed, text, photos, contradicts, alike, systemic } = payload;
  const found = { round, visit, row, on, text, photos, contradicts };
  return {
    line,
    cause,
    severity,
    proposed,
    firstFoundOn: before?.firstFoundOn ?? on,
    found: [...(before?.found ?? []), found],
    alike: alike.length > 0 ? alike : (before?.alike ?? []),
    systemic: systemic.length > 0 ? systemic : (before?.systemic ?? []),
  };
}

/** After an objection against one of the times that it was found. */
export const withoutFound = (
  before: FindingState,
  { payload: { round, row } }: Pick<FoldedRow<"findingWithdrawn">, "payload">,
): FindingState => ({ ...before, found: before.found.filter((one) => one.round !== round || one.row !== row) });
