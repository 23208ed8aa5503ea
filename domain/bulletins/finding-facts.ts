/** Rectification items, and what units claim of theirs, as facts of a bulletin. */
import { isFindingMilestone } from "../plan/findings.js";
import { workingDaysOverdue } from "../ladder/counted-days.js";
import { isOpen, type ItemState, reportedBy } from "../items/work-item.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import { calendarVersion, type RuleSet } from "../plan/rule-set.js";
import type { ClaimFact, FindingFact } from "./facts.js";

/** What an item stands at on a day. */
export interface StandingItem {
  readonly state: ItemState;
  /** Version of the calendar that its stream runs on. */
  readonly calendar: number;
}

/**
 * A finding of its rectification item; null where the item is none.
 * @param day the day of the figures
 * @param isLate whether a visit came in after its round had closed: what it found is put right like anything else, but no round's figures count it as found
 */
export function findingFact(
  { state, calendar }: StandingItem,
  day: PlanDate,
  ruleSet: RuleSet,
  isLate: (round: string, visit: string) => boolean,
): FindingFact | null {
  const { finding } = state;
  if (!finding || !isFindingMilestone(state.milestone)) return null;
  const endedOn = state.closedAt === null ? null : dateAt(state.closedAt, ruleSet.offsetMinutes);
  const withdrawn = state.status === "cancelled" || (finding.found.length === 0 && finding.systemic.length === 0);
  const until = endedOn !== null && !isOpen(state) ? endedOn : day;
  return {
    item: state.id,
    task: state.task,
    place: placeOf(state),
    line: finding.line,
    cause: finding.cause,
    severity: finding.severity,
    status: withdrawn ? "withdrawn" : isOpen(state) ? "open" : "closed",
    unit: state.primaryUnit,
    rounds: [...new Set(finding.found.flatMap(({ round, visit }) => (isLate(round, visit) ? [] : [round])))],
    reopened: state.reopenings,
    firstFoundOn: finding.firstFoundOn,
    deadline: state.deadline,
    closedOn: state.status === "closed" ? endedOn : null,
    daysOver: workingDaysOverdue(
      {
        deadline: state.deadline,
        suspendedSince: state.suspendedSince,
        suspensions: state.suspensions,
      },
      reportedBy(state, until),
      calendarVersion(ruleSet, calendar),
    ),
    systemic: finding.systemic,
  };
}

const placeOf = ({ village, township, target }: ItemState): FindingFact["place"] => ({
  kind: village === null ? "unit" : "village",
  id: village ?? target,
  ...(township === null ? {} : { township }),
});

/** What a unit claims of an item of the plan; null of a rectification, and where nothing was said yet. */
export function claimFact(
  state: ItemState,
  series: string | undefined,
  photos: readonly string[] = [],
): ClaimFact | null {
  if (isFindingMilestone(state.milestone)) return null;
  const text = state.lastWords?.text.trim() ?? "";
  if (text === "" && state.reportedOn === null && photos.length === 0) return null;
  return {
    item: state.id,
    task: state.task,
    milestone: state.milestone,
    series: series ?? null,
    village: state.village,
    township: state.township,
    unit: state.primaryUnit,
    status: state.status,
    percent: state.percent,
    target: state.metric?.target ?? null,
    deadline: state.deadline,
    text,
    on: state.lastWords?.on ?? state.reportedOn,
    photos,
  };
}
