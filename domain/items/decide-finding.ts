/** Decisions on what inspections found (整改). */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { CommandKind } from "./commands.js";
import {
  bystanders,
  type Handler,
  notice,
  onlyUnit,
  refuse,
  today,
  withdrawDrafts,
  withdrawExtension,
} from "./decision.js";
import { replyBy, soonest } from "./asking.js";
import type { Context } from "../ladder/subject.js";
import type { NoticeDraft } from "../ledger/record.js";
import type { Severity } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";
import { closerUnit, type ItemState } from "./work-item.js";

/** The last day for a severity, counted from a day: never later than the deadline that stands; null where the policy says nothing of it. */
function deadlineOf(severity: Severity, item: ItemState, from: PlanDate, context: Context): PlanDate | null {
  const within = context.policy.inspections?.rectifyWithin[severity];
  if (within === undefined) return null;
  try {
    const day = context.calendar.addWorkingDays(from, within);
    return day < item.deadline ? day : item.deadline;
  } catch (error) {
    // The deadline that stands lies before the end of the calendar.
    if (error instanceof CalendarYearMissing) return item.deadline;
    throw error;
  }
}

export const findingHandlers: { readonly [K in "decideSeverity" & CommandKind]: Handler<K> } = {
  decideSeverity: (item, command, now, context) => {
    const { finding } = item;
    if (!finding?.proposed) return refuse("nothingPending", `${item.id} has no severity that waits for a decision`);
    const refusal = onlyUnit(item, command, closerUnit(item, context.ruleSet.bodies), "the severity of");
    if (refusal) return refusal;
    const { grant: accepted, reason } = command;
    const from = today(now, context);
    const severity = accepted ? finding.proposed : finding.severity;
    const deadline = accepted ? deadlineOf(severity, item, from, context) : item.deadline;
    if (deadline === null)
      return refuse("badValue", `policy version ${item.policy} says nothing of how soon a finding is to be put right`);
    const decided = { type: "severityDecided", payload: { severity, accepted, from, deadline, reason } } as const;
    if (deadline === item.deadline) return [decided];
    const after: ItemState = { ...item, deadline };
    const facts = { from: item.deadline, to: deadline, reason, ...replyBy(soonest(deadline, from, context)) };
    const told: NoticeDraft = {
      ...notice(
        "deadlineChange",
        "batched",
        [{ unit: item.primaryUnit }],
        after,
        now,
        context,
        facts,
        bystanders(item),
      ),
      alsoToPriorRecipients: true,
    };
    return [
      ...withdrawDrafts(item, "deadlineMoved"),
      ...withdrawExtension(item, "deadlineMoved"),
      { ...decided, notices: [told] },
    ];
  },
};
