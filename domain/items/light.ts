/** 亮灯: derived, never stored. Every light comes with the rule and the inputs that made it ("why red"). */
import { ITEM_EVENT_TYPES, type ItemEventType } from "../ledger/events.js";
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import { countedDay, workingDaysOverdue } from "../ladder/counted-days.js";
import type { PlanDate } from "../plan/plan.js";
import type { Policy } from "../plan/policy.js";
import type { Bodies } from "../plan/roster.js";
import { scheduledBy, type Timetable } from "./timetable.js";
import { awaitedUnit, isFrozen, type ItemState, isOpen, isSuspended, reportedBy } from "./work-item.js";

/** From what asks for attention most; `notStarted` (未开始) is a state of its own: it is counted apart and stands for no other item. */
export const STATUS_LIGHTS = ["red", "yellow", "green", "blue", "grey", "notStarted"] as const;
export type StatusLight = (typeof STATUS_LIGHTS)[number];

/** What an item waits for. */
export type AwaitedStep = "assign" | "signFor" | "work" | "verify" | "closeOut" | "decideExtension" | "resume";

export interface LightReason {
  readonly light: StatusLight;
  readonly rule:
    | "closed"
    | "cancelled"
    | "suspended"
    | "overdue"
    | "dueSoon"
    | "behindSchedule"
    | "awaitingCheck"
    | "pastDeadline"
    | "onSchedule"
    | "notAssigned";
  readonly deadline: PlanDate;
  readonly workingDaysOverdue: number;
  /** Working days left; 0 on the deadline and after it, and before one that only days off lead up to. */
  readonly workingDaysLeft: number;
  /** Whether the day lies before the deadline, is it, or lies after it. */
  readonly due: "ahead" | "today" | "passed";
  /** The deadline has passed and no working day since: from this one on it counts as overdue. Null at all other times. */
  readonly overdueFrom: PlanDate | null;
  /** Progress as reported, and 序时进度: the share of its time that has passed. Percent. */
  readonly percent: number;
  readonly scheduledPercent: number;
  /** What a computed percentage was computed from; null where it was reported. */
  readonly figures: { readonly done: number | null; readonly total: number | null; readonly target: number } | null;
  /** 退办 so far. */
  readonly returns: number;
  /** 卡在谁: the unit whose move the item waits for, and which move. Null once it is closed or cancelled. */
  readonly awaited: { readonly unit: string; readonly step: AwaitedStep } | null;
}

/** What of an item its light follows from, beside the day, the calendar, the policy and the bodies. */
export type LightInputs = Pick<
  ItemState,
  | "status"
  | "deadline"
  | "percent"
  | "assignOn"
  | "reportedOn"
  | "suspensions"
  | "suspendedSince"
  | "returns"
  | "extension"
  | "primaryUnit"
  | "township"
  | "leadUnit"
  | "metric"
  | "computed"
  | "done"
  | "total"
  | "deadlineVersion"
> & { readonly timetable?: Timetable };

/**
 * Whether an event can change its item's light. Those that cannot are the ladder's own steps, and what people only say: most
 * of a ledger is such rows, so a light of the past can be folded without them.
 */
const CHANGES_LIGHT: { readonly [T in ItemEventType]: boolean } = {
  registered: true,
  assigned: true,
  imported: true,
  signedFor: true,
  progressReported: true,
  figureComputed: true,
  totalFixed: true,
  reported: true,
  supportReported: true,
  verified: true,
  returned: true,
  closed: true,
  cancelled: true,
  reopened: true,
  suspended: true,
  resumed: true,
  reassigned: true,
  handedOver: true,
  extensionRequested: true,
  extensionWithdrawn: true,
  opinionGiven: true,
  extensionProposed: true,
  extensionDecided: true,
  readingChanged: true,
  instructed: true,
  instructionReplied: true,
  instructionAccepted: true,
  instructionReturned: true,
  causeReviewOpened: true,
  causeReviewClosed: true,
  policyMigrated: true,
  rungFired: false,
  rungSkipped: false,
  instrumentDrafted: false,
  instrumentLapsed: false,
  instrumentWithdrawn: false,
  instrumentHeld: false,
  instrumentSigned: false,
  acknowledged: false,
  annotated: false,
  timetableSet: true,
  findingRecorded: false,
  findingWithdrawn: false,
  severityDecided: true,
  callLogged: false,
  evidenceFiled: false,
  talkDecided: false,
  answered: false,
  answerAccepted: false,
  answerReturned: false,
  escalationHeld: false,
  agendaListed: false,
  deliveryChecked: false,
  instructionForwarded: true,
  verifierAssigned: false,
};

/** Types of events that leave every item's light as it is. */
export const ROWS_WITHOUT_LIGHT: readonly string[] = ITEM_EVENT_TYPES.filter((type) => !CHANGES_LIGHT[type]);

/**
 * 序时进度 of the percentage that is to be reached: by the item's timetable where it has one for this deadline, else the share of the time
 * from assignment to deadline that has passed.
 */
function scheduledPercent(item: LightInputs, today: PlanDate, calendar: WorkingCalendar): number {
  const { timetable } = item;
  if (timetable && timetable.version === item.deadlineVersion) {
    const target = item.metric?.target ?? 100;
    return Math.min(target, Math.floor((target * scheduledBy(timetable, item.assignOn, today, calendar)) / 100));
  }
  const whole = calendar.workingDaysBetween(item.assignOn, item.deadline);
  const passed = calendar.workingDaysBetween(item.assignOn, today);
  // What is measured is measured against the total, of which its target may be a part only.
  const goal = item.metric?.target ?? 100;
  return whole === 0 ? (today < item.deadline ? 0 : goal) : Math.min(goal, Math.floor((goal * passed) / whole));
}

function awaitedStep(item: LightInputs): AwaitedStep {
  if (isSuspended(item)) return "resume";
  if (item.status === "registered") return "assign";
  if (item.status === "reported") return "verify";
  if (item.status === "verified") return "closeOut";
  if (isFrozen(item)) return "decideExtension";
  return item.status === "assigned" ? "signFor" : "work";
}

/** Whose move an item waits for; null once it has ended. */
export function awaited(item: LightInputs, bodies: Bodies): LightReason["awaited"] {
  if (!isOpen(item)) return null;
  const step = awaitedStep(item);
  const unit = step === "assign" || step === "resume" ? bodies.office : awaitedUnit(item, bodies);
  return { unit, step };
}

/** The first working day that counts as overdue, where the deadline has passed and none has come yet; null where no calendar has it. */
function overdueFrom(item: LightInputs, today: PlanDate, calendar: WorkingCalendar, late: number): PlanDate | null {
  if (!isOpen(item) || isSuspended(item) || today <= item.deadline || late > 0) return null;
  try {
    return countedDay(item, item.deadline, 1, calendar);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** The light of an item at the end of `today`, and why. For a day gone by, fold the item up to it: see `history.ts`. */
export function statusLight(
  item: LightInputs,
  today: PlanDate,
  calendar: WorkingCalendar,
  policy: Pick<Policy, "warningDays" | "progressTolerance">,
  bodies: Bodies,
): LightReason {
  const claimedInTime = item.reportedOn !== null && item.reportedOn <= item.deadline;
  // Reported in time, the days are those of the check; reported late, it is overdue by the days until the report.
  const until = claimedInTime ? today : reportedBy(item, today);
  const late = isOpen(item) ? workingDaysOverdue(item, until, calendar) : 0;
  const facts = {
    deadline: item.deadline,
    workingDaysOverdue: late,
    workingDaysLeft: calendar.workingDaysBetween(today, item.deadline),
    due:
      today < item.deadline ? ("ahead" as const) : today === item.deadline ? ("today" as const) : ("passed" as const),
    overdueFrom: overdueFrom(item, today, calendar, late),
    percent: item.percent,
    scheduledPercent: scheduledPercent(item, today, calendar),
    figures:
      item.metric || item.computed
        ? { done: item.done ?? null, total: item.total ?? null, target: item.metric?.target ?? 100 }
        : null,
    returns: item.returns,
    awaited: awaited(item, bodies),
  };
  if (item.status === "closed") return { light: "blue", rule: "closed", ...facts };
  if (item.status === "cancelled") return { light: "grey", rule: "cancelled", ...facts };
  if (isSuspended(item)) return { light: "grey", rule: "suspended", ...facts };
  // The unit kept its deadline; what is late now is the check.
  if (facts.due === "passed" && claimedInTime) return { light: "yellow", rule: "awaitingCheck", ...facts };
  if (late > 0) return { light: "red", rule: "overdue", ...facts };
  if (item.status === "registered") return { light: "notStarted", rule: "notAssigned", ...facts };
  if (facts.due === "passed") return { light: "yellow", rule: "pastDeadline", ...facts };
  if (facts.workingDaysLeft <= policy.warningDays) return { light: "yellow", rule: "dueSoon", ...facts };
  if (facts.percent < facts.scheduledPercent - (policy.progressTolerance ?? 0)) {
    return { light: "yellow", rule: "behindSchedule", ...facts };
  }
  return { light: "green", rule: "onSchedule", ...facts };
}

/** From the worst: a suspended item is not done, a cancelled one is no longer asked for, and what nobody was given yet comes last. */
const WORST_FIRST: readonly LightReason["rule"][] = [
  "overdue",
  "awaitingCheck",
  "pastDeadline",
  "dueSoon",
  "behindSchedule",
  "onSchedule",
  "suspended",
  "closed",
  "cancelled",
  "notAssigned",
];

/** The light that stands for several items: the worst of theirs; null for none. */
export function worstLight(reasons: Iterable<Pick<LightReason, "light" | "rule">>): StatusLight | null {
  let worst: Pick<LightReason, "light" | "rule"> | null = null;
  for (const reason of reasons) {
    if (!worst || WORST_FIRST.indexOf(reason.rule) < WORST_FIRST.indexOf(worst.rule)) worst = reason;
  }
  return worst?.light ?? null;
}
