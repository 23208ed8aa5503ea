/** Why an item's light is what it is on a day: the rule, what it looked at, with whom the item lies. */
import { calendarVersion, policyOf } from "../../domain/plan/rule-set.js";
import { awaited, ROWS_WITHOUT_LIGHT } from "../../domain/items/light.js";
import { suspendedDays } from "../../domain/ladder/counted-days.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { ItemStoryRow } from "../../prisma/items/item-story.js";
import { type Step, stepsOf } from "../../domain/story/fold.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import type { ItemLight } from "../lights/schemas.js";
import { endOf, type LitItem } from "../views/standings.js";
import { missedSteps, whyWords } from "./why.js";
import { lightWords, type Stuck } from "../lights/words.js";

/** Whose move it is and since when; null after the end. */
function stuckOf(steps: readonly Step[], on: PlanDate, calendar: number, { ruleSet }: PlanView): Stuck | null {
  const moves = steps.map(({ after }) => awaited(after, ruleSet.bodies));
  const now = moves.at(-1);
  if (!now) return null;
  const changed = moves.findLastIndex((move) => move?.step !== now.step || move.unit !== now.unit);
  const since = steps[changed + 1]?.day ?? on;
  const workingDays = calendarVersion(ruleSet, calendar).workingDaysBetween(since, on);
  return { ...now, since, workingDays };
}

/** `rows`: the item's whole ledger, oldest first. `lit`: the item at the end of the day. */
export function itemLightView(lit: LitItem, rows: readonly ItemStoryRow[], on: PlanDate, plan: PlanView): ItemLight {
  const { ruleSet, names } = plan;
  const { item, reason } = lit;
  const calendar = calendarVersion(ruleSet, lit.calendar);
  const until = rows.filter(({ at }) => at <= endOf(on, plan));
  const steps = stepsOf(until, lit.calendar, ruleSet);
  const stuck = stuckOf(steps, on, lit.calendar, plan);
  const decisive = until.findLast(({ type }) => !ROWS_WITHOUT_LIGHT.includes(type)) ?? until[0];
  const unit = stuck && names.unitRef(stuck.unit, on);
  const milestone = names.milestone(item.milestone);
  const sentence = lightWords({
    reason,
    endedOn: item.closedAt === null ? null : dateAt(item.closedAt, ruleSet.offsetMinutes),
    suspendedUntil: steps.at(-1)?.after.suspendedUntil ?? null,
    stuck: stuck && { ...stuck, unit: unit?.name ?? stuck.unit },
  });
  const missed = missedSteps(steps, on, calendar, policyOf(ruleSet, item.policy));
  return {
    item: item.id,
    on,
    light: reason.light,
    rule: reason.rule,
    sentence,
    clause: milestone?.clause ?? "",
    missed: [...missed],
    explanation: whyWords(item, milestone, missed, sentence, reason),
    inputs: {
      status: item.status,
      deadline: item.deadline,
      originalDeadline: item.originalDeadline,
      workingDaysOverdue: reason.workingDaysOverdue,
      workingDaysLeft: reason.workingDaysLeft,
      overdueFrom: reason.overdueFrom,
      warningDays: policyOf(ruleSet, item.policy).warningDays,
      percent: reason.percent,
      scheduledPercent: reason.scheduledPercent,
      figures: reason.figures && { ...reason.figures },
      returns: reason.returns,
      reportedOn: item.reportedOn,
      suspendedSince: item.suspendedSince,
      suspendedWorkingDays: on > item.deadline ? suspendedDays(item, item.deadline, on, calendar) : 0,
      calendar: lit.calendar,
      policy: item.policy,
    },
    stuck: stuck && unit && { ...stuck, unit },
    decidedBy: {
      stream: decisive?.stream ?? item.stream,
      seq: decisive?.seq ?? 0,
      at: instantText(decisive?.at ?? 0, ruleSet.offsetMinutes),
      type: decisive?.type ?? "registered",
    },
  };
}
