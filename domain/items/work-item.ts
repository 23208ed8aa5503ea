/**
 * A work item (事项) as a task workflow holds it: small, plain JSON, derived wholly from ledger rows.
 *
 * Life: 立项 registered → 交办 assigned → 签收 signedFor → 办理 inProgress → 反馈 reported → 核查 verified →
 * 销号 closed; 退办 leads back to inProgress; 暂停 is laid over any of them; 取消 ends it.
 */
import type { FindingState } from "./finding-state.js";
import type { Draft, LadderRun } from "../ladder/run.js";
import type { PlanDate, Scope } from "../plan/plan.js";
import type { Bodies } from "../plan/roster.js";
import type { Timetable } from "./timetable.js";

export { isSuspended } from "../ladder/counted-days.js";

export type ItemStatus =
  | "registered"
  | "assigned"
  | "signedFor"
  | "inProgress"
  | "reported"
  | "verified"
  | "closed"
  | "cancelled";

export interface Extension {
  readonly no: number;
  readonly to: PlanDate;
  /** Why, and on which day it was applied for. */
  readonly reason: string;
  readonly on: PlanDate;
  /** Applied for after expiry (逾期申请): freezes nothing. */
  readonly late: boolean;
  readonly by: { readonly person: string; readonly unit: string };
  /** Everybody who stands behind the application, and behind the proposal. */
  readonly applicants?: readonly string[];
  readonly proposers?: readonly string[];
  /** The office's proposal; null until it proposes. */
  readonly proposedGrant: boolean | null;
  /** What the office says to its proposal. */
  readonly proposal?: string;
  readonly opinions: number;
  /** How many of the opinions support it, and what they say. */
  readonly support: number;
  readonly said: readonly string[];
  readonly run: LadderRun;
}

export interface Instruction {
  readonly id: string;
  readonly unit: string;
  readonly instructorPost: string;
  readonly replyBy: PlanDate;
  /** What the leader wrote, and on which day. */
  readonly text: string;
  readonly on: PlanDate;
  readonly replied: boolean;
  /** The unit's report, where the office has still to check it before the leader gets it. */
  readonly unchecked?: string;
  /** Everybody who stands behind the reply. */
  readonly repliedBy?: readonly string[];
  readonly run: LadderRun;
}

/** A signed 督办函 and whether the unit has reported completion since. */
export interface Supervision {
  readonly version: number;
  readonly answered: boolean;
  /** The day on which it was signed, its number, and the day by which it asks to be answered. */
  readonly on: PlanDate;
  readonly no: string;
  readonly replyBy: PlanDate;
  /** The day on which it was delivered, as far as it has been checked. */
  readonly deliveredOn?: PlanDate;
  /** It was delivered late, or not yet: until this day it has time to be answered. */
  readonly openUntil?: PlanDate;
}

/** 书面答复: the unit's last answer to a 督办函. */
export interface Answer {
  readonly no: number;
  /** The deadline version under which it was given. */
  readonly version: number;
  readonly on: PlanDate;
  readonly cause: string;
  readonly measures: string;
  readonly promised: PlanDate;
  readonly responsible: string;
  /** Everybody who stands behind it. */
  readonly by: readonly string[];
  readonly state: "waiting" | "accepted" | "returned";
  /** Why the office returned it, and by when it asks for another. */
  readonly returned?: { readonly reason: string; readonly replyBy: PlanDate };
  /** Chases the promised date, once the answer is accepted. */
  readonly run: LadderRun | null;
}

/** What a 协办 unit owes by a sub-deadline of its own. */
export interface Support {
  readonly unit: string;
  /** Working days before the item's deadline. */
  readonly before: number;
  readonly delivered: boolean;
  /** Null until the item is assigned. */
  readonly run: LadderRun | null;
}

/**
 * The version of the shape below, and of what the folds make of the same rows. Raised with every change of either: states stored
 * by an earlier release are then made anew from their rows when they are next read.
 */
export const ITEM_STATE_VERSION = 6;

export interface ItemState {
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  readonly target: string;
  readonly scope: Scope;
  readonly village: string | null;
  readonly township: string | null;
  readonly primaryUnit: string;
  /** First lead unit of the task: checks what a township reports. */
  readonly leadUnit: string;
  /** 协办 units that are told of the 交办. */
  readonly supporting: readonly string[];
  /** Those of them with a sub-deadline. */
  readonly supports: readonly Support[];
  readonly status: ItemStatus;
  readonly assignOn: PlanDate;
  readonly deadline: PlanDate;
  readonly originalDeadline: PlanDate;
  readonly deadlineVersion: number;
  readonly policy: number;
  readonly registeredAt: number;
  readonly closedAt: number | null;
  readonly percent: number;
  /** 交办 and each change of 主办 count one: the version of the sign-for ladder. */
  readonly assignments: number;
  readonly returns: number;
  /** How often it was worked on again after its 销号. */
  readonly reopenings: number;
  readonly reportedBy: { readonly person: string; readonly unit: string } | null;
  /** Everybody who ever reported it, returned reports included: none of them may check it. */
  readonly reporters: readonly string[];
  readonly reportedOn: PlanDate | null;
  readonly deadlineRun: LadderRun | null;
  readonly signForRun: LadderRun | null;
  readonly verificationRun: LadderRun | null;
  /** Count of verification runs so far: the version of the next. */
  readonly verifications: number;
  readonly extension: Extension | null;
  readonly extensions: number;
  readonly instructions: readonly Instruction[];
  /** The last 批示 whose reply the leader accepted. */
  readonly heeded?: { readonly post: string; readonly text: string; readonly on: PlanDate };
  readonly drafts: readonly Draft[];
  /** The signed 督办函 of this deadline version. */
  readonly supervision: Supervision | null;
  /** The last 书面答复; absent: none was ever given. */
  readonly answer?: Answer;
  /** What the unit itself last said of it: progress, an answer, a report. */
  readonly lastWords?: {
    readonly text: string;
    readonly on: PlanDate;
    /** They were a report of completion that was sent back since: when, and why. */
    readonly returned?: { readonly on: PlanDate; readonly reason: string };
  };
  /** The day by which what was returned to the unit (退办) is to be reported again. */
  readonly reworkBy?: PlanDate;
  /** A signed 约谈建议 that the leading group has not decided: the deadline version it was about. */
  readonly talk?: number;
  /** Who is to verify it, of the verifying unit, and the post in which they do; absent: anybody of it. */
  readonly verifier?: { readonly person: string; readonly post: string };
  /** 总任务量: what progress is measured against stays the same. Of a measured item the office fixes it; else the first report of it does. */
  readonly total?: number;
  /** How often the office has fixed it: more than once is a correction. */
  readonly totalVersion?: number;
  /** What is done of it, as last reported. */
  readonly done?: number;
  /** Measured: the percentage is computed from figures, up to this target. Absent: it is reported. */
  readonly metric?: { readonly target: number };
  /** Its percentage follows from this figure of a register: nobody reports it. Absent: none has come. */
  readonly computed?: { readonly register: string; readonly figure: string };
  /** What inspections found, of a rectification item (整改); absent: it is none. */
  readonly finding?: FindingState;
  /** 措施和时间表; absent: 序时进度 is a straight line. */
  readonly timetable?: Timetable;
  readonly causeReview: boolean;
  readonly suspendedSince: PlanDate | null;
  readonly suspendedUntil: PlanDate | null;
  /** The deadline that the order of the suspension names for the time after it. */
  readonly suspendedTo?: PlanDate;
  /** Ended suspensions as [first day, day of resumption) that moved no deadline: their days don't count as overdue. */
  readonly suspensions: readonly (readonly [PlanDate, PlanDate])[];
  /** All ended suspensions, for the clocks that count from another day than the deadline. */
  readonly stops: readonly (readonly [PlanDate, PlanDate])[];
  /** Earliest instant at which something falls due; kept by `evolve`. */
  readonly nextDue: number | null;
  /** The year for which the calendar lacks working days, so that what comes next cannot be told: an alarm. */
  readonly beyondCalendar: number | null;
}

const WORKING: ReadonlySet<ItemStatus> = new Set(["assigned", "signedFor", "inProgress"]);

/** The unit has it in hand: the deadline's ladder runs. */
export function isWithUnit(item: Pick<ItemState, "status">): boolean {
  return WORKING.has(item.status);
}

export function isOpen(item: Pick<ItemState, "status">): boolean {
  return item.status !== "closed" && item.status !== "cancelled";
}

/** An application made in time freezes the ladder until it is decided. */
export function isFrozen(item: Pick<ItemState, "extension">): boolean {
  return item.extension !== null && !item.extension.late;
}

/** The day up to which an item counts as overdue: what the checkers take after the unit has reported is theirs. */
export function reportedBy({ reportedOn }: Pick<ItemState, "reportedOn">, day: PlanDate): PlanDate {
  return reportedOn !== null && reportedOn < day ? reportedOn : day;
}

/** What a township owes is first checked by the lead unit; what the office owes, by the supervision office. */
export function verifierUnit(item: Pick<ItemState, "primaryUnit" | "township" | "leadUnit">, bodies: Bodies): string {
  if (item.primaryUnit === bodies.office) return bodies.supervisionOffice;
  if (item.primaryUnit === item.township) return item.leadUnit;
  return bodies.office;
}

/** 销号 is the office's, save for what it owes itself. */
export function closerUnit(item: Pick<ItemState, "primaryUnit">, bodies: Bodies): string {
  return item.primaryUnit === bodies.office ? bodies.supervisionOffice : bodies.office;
}

/** Whose step an item under check waits for. */
export function checkingUnit(
  item: Pick<ItemState, "status" | "primaryUnit" | "township" | "leadUnit">,
  bodies: Bodies,
): string {
  return item.status === "verified" ? closerUnit(item, bodies) : verifierUnit(item, bodies);
}

/** Whose move an item waits for: the unit's, the verifier's while it is checked, the decider's while an application freezes it. */
export function awaitedUnit(
  item: Pick<ItemState, "status" | "extension" | "primaryUnit" | "township" | "leadUnit">,
  bodies: Bodies,
): string {
  if (item.status === "reported" || item.status === "verified") return checkingUnit(item, bodies);
  return isFrozen(item) ? deciderUnit(item, bodies) : item.primaryUnit;
}

/** Who must move next on a pending extension: its proposer, then the leading group. */
export function deciderUnit(item: Pick<ItemState, "extension" | "primaryUnit">, bodies: Bodies): string {
  return item.extension?.proposedGrant === null ? closerUnit(item, bodies) : bodies.leadingGroup;
}
