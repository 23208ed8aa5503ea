/**
 * The report of a plan's run as plain data: figures, ids, and names as of the day they belong to. Whatever shows it (a
 * terminal, a page with charts) adds words and layout only.
 */
import type { ToldEvent } from "../../domain/story/told-event.js";
import type { RecipientKind } from "../../domain/story/who.js";
import type { Alarm } from "../../prisma/alarms/alarm-store.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanDate, PlanText } from "../../domain/plan/plan.js";
import type { SkipReason } from "../../domain/ledger/item-pressure-events.js";
import type { RoundStatus } from "../../domain/inspections/types.js";
import type { StatusLight } from "../../domain/items/light.js";
import type { ItemStatus } from "../../domain/items/work-item.js";

/** Notices by instrument; an instrument without any is absent. A notice tells one recipient of one item. */
export type InstrumentCounts = Readonly<Partial<Record<Instrument, number>>>;

/** First and last plan day of something; null where it never happened. */
export interface Span {
  readonly first: PlanDate | null;
  readonly last: PlanDate | null;
}

/** How items stand. `total` = `open` + `closed` + `cancelled`. */
export interface ItemTotals {
  readonly total: number;
  readonly open: number;
  readonly closed: number;
  readonly cancelled: number;
  /** Of the open ones: red now. */
  readonly overdue: number;
  /** Of the open ones: suspended now. */
  readonly suspended: number;
  /** Of the open ones: 未开始, not assigned yet. */
  readonly notStarted: number;
  /** Overdue at some time: closed since, or not. */
  readonly everOverdue: number;
}

export interface Working {
  readonly median: number;
  readonly max: number;
}

/** How far the village items that went overdue reached the county leader paired with their village. */
export interface OwnLeaderReach {
  readonly villageItems: number;
  readonly everOverdue: number;
  readonly reached: number;
  /** Working days overdue when the leader was first told; null when none was. */
  readonly workingDays: Working | null;
  /** The rung's offset in the policy, and how many were told by then. */
  readonly limit: number | null;
  readonly withinLimit: number;
  /** Told in the post's stead, as it was vacant. */
  readonly fellBack: number;
  /** Overdue, yet not put before the leader: why. */
  readonly missing: Readonly<Record<ReachGap, number>>;
}

/** `unexplained` is what must never be. */
export type ReachGap = "reportedBefore" | "stopped" | "deadlineMoved" | "notYetDue" | "unexplained";

export interface LetterTotals {
  /** All that were made, drafts left out. */
  readonly made: number;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  /** To people without e-mail: handed over or told by telephone. */
  readonly byHand: number;
  /** Notices in no letter yet. */
  readonly noticesWithoutLetter: number;
}

/** A signed instrument's drafts, one per item and deadline version. */
export interface DraftTotals {
  readonly instrument: Instrument;
  readonly drafted: number;
  readonly signed: number;
  /** Not signed in time: something unnumbered went out in its place. */
  readonly lapsed: number;
  /** Lost its ground before it was signed: reported, cancelled, deadline moved. */
  readonly withdrawn: number;
  /** Held by the office with a reason, at some time. */
  readonly held: number;
  readonly waiting: number;
}

/** What people did, and what the rules passed over. Counts of acts on items. */
export interface Course {
  readonly extensions: {
    readonly requested: number;
    readonly late: number;
    readonly granted: number;
    readonly refused: number;
    readonly withdrawn: number;
    readonly pending: number;
  };
  readonly returns: number;
  readonly returnedItems: number;
  readonly suspensions: number;
  readonly resumed: number;
  readonly reassigned: number;
  readonly readingsChanged: number;
  readonly acknowledged: number;
  readonly instructions: { readonly given: number; readonly replied: number; readonly accepted: number };
  /** 书面答复 to 督办函. */
  readonly answers: { readonly given: number; readonly accepted: number; readonly returned: number };
  /** 呈阅件 that were held, and items that went onto the agenda list after the last. */
  readonly escalationsHeld: number;
  readonly onAgenda: number;
  readonly calls: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

/** What went wrong, by cause. */
export interface AlarmLine {
  readonly kind: Alarm["kind"];
  /** Post or person it is about, in words of the roster. */
  readonly subject: string;
  /** Whom it fell to instead. */
  readonly instead: string | null;
  /** What the mail server said. */
  readonly error: string | null;
  readonly count: number;
  readonly last: PlanDate;
}

export interface Timeline {
  /** Every month from the first to the last in which there was a notice or a letter. */
  readonly months: readonly MonthLine[];
  /** Every quarter from the first to the last. */
  readonly quarters: readonly {
    readonly year: number;
    readonly quarter: 1 | 2 | 3 | 4;
    readonly counts: InstrumentCounts;
  }[];
  readonly recipients: readonly { readonly kind: RecipientKind; readonly counts: InstrumentCounts }[];
}

export interface MonthLine {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly notices: number;
  readonly counts: InstrumentCounts;
  /** Letters made, drafts left out, by the day of their closing. */
  readonly letters: InstrumentCounts;
  /** Notices by who was told; who was told nothing is absent. */
  readonly recipients: Readonly<Partial<Record<RecipientKind, number>>>;
}

export interface TaskLine extends ItemTotals, Span {
  readonly no: number;
  readonly title: string;
  readonly leadUnit: string;
  /** Standing duties only: nothing falls due, it is a line of the half-yearly inspection. */
  readonly standing: boolean;
  /** `closed` = `closedInTime` + `closedLate`; in time is also what was reported in time and closed later. */
  readonly closedInTime: number;
  readonly closedLate: number;
  /** Working days overdue of its longest item. */
  readonly longest: number;
  readonly counts: InstrumentCounts;
}

/** A unit that owes items, with what its own posts were told. */
export interface UnitLine extends ItemTotals, Span {
  readonly unit: string;
  readonly name: string;
  readonly counts: InstrumentCounts;
  readonly escalatedItems: number;
  /** Working days overdue of its longest item. */
  readonly longest: number;
  readonly returns: number;
  readonly extensionsRequested: number;
  readonly extensionsGranted: number;
}

/** A unit that owes nothing and was told something: it supports, helps, leads or checks. */
export interface OtherUnitLine extends Span {
  readonly unit: string;
  readonly name: string;
  readonly notices: number;
}

/** A county leader, in the order of office; never ranked. */
export interface LeaderLine extends Span {
  readonly post: string;
  readonly title: string;
  /** Who holds the post at the end; null: vacant. */
  readonly person: string | null;
  /** Items put before the leader, and the notices that took (repeats included). */
  readonly items: number;
  readonly submissions: number;
  readonly copies: number;
  /** Items the leader, or a liaison for them, acknowledged. How fast is told to nobody. */
  readonly acknowledged: number;
  /** Months with submissions or acknowledgements, in order. */
  readonly months: readonly { readonly month: string; readonly submissions: number; readonly acknowledged: number }[];
  /** What reached the leader, by the day of the first submission, then in the plan's order. */
  readonly reached: readonly ReachedItem[];
}

/** An item put before a county leader. */
export interface ReachedItem {
  readonly item: string;
  readonly place: Place;
  readonly task: number;
  readonly milestone: string;
  readonly first: PlanDate;
  readonly last: PlanDate;
  readonly times: number;
  /** By the leader or for the leader; null: not yet. */
  readonly acknowledgedOn: PlanDate | null;
}

export interface VillageLine extends ItemTotals {
  readonly village: string;
  readonly name: string;
  /** Title of the paired county leader's post. */
  readonly leader: string | null;
  readonly escalatedToOwnLeader: number;
  readonly longest: number;
  readonly notices: number;
  /** By task, those without items in the village left out. */
  readonly cells: readonly VillageCell[];
}

export interface VillageCell {
  readonly task: number;
  /** The worst of its items' lights on the report's day. */
  readonly light: StatusLight;
  readonly items: number;
  readonly overdue: number;
  readonly everOverdue: number;
  /** Working days overdue of its longest item. */
  readonly longest: number;
}

export interface TownshipLine {
  readonly township: string;
  readonly name: string;
  readonly villages: readonly VillageLine[];
  /** Items of its villages together, and those of the township itself. */
  readonly inVillages: ItemTotals;
  readonly own: ItemTotals;
}

/** Where an item is. Null name: the whole county. */
export interface Place {
  readonly village: string | null;
  readonly township: string | null;
}

/** A 督办函 to a unit, or a leader's 批示 to one: what it asked by when, and what came of it, by items. */
export interface AskedLine {
  readonly kind: "supervise" | "instruct";
  /** The letter's number; null for a 批示. */
  readonly no: string | null;
  /** The post of whoever gave the 批示; null for a letter. */
  readonly from: string | null;
  /** The unit by its name of the day. */
  readonly unit: string;
  readonly on: PlanDate;
  /** The latest day for it, where it was sent back to be answered again. */
  readonly replyBy: PlanDate;
  /** `items` = `inTime` + `late` + `unanswered` + `running` + `dropped`. */
  readonly items: number;
  readonly inTime: number;
  readonly late: number;
  /** Not answered, and the day is over. */
  readonly unanswered: number;
  /** Not answered, and there is time. */
  readonly running: number;
  /** Not answered, and no longer asked: cancelled, or under another deadline. */
  readonly dropped: number;
}

/** Whose hands an item was in after its deadline, and for how many working days. */
export interface Holding {
  readonly step: "signFor" | "work" | "verify" | "close" | "extension" | "suspended";
  /** Null while suspended. */
  readonly unit: string | null;
  readonly days: number;
}

export interface LongLine {
  readonly item: string;
  readonly place: Place;
  readonly task: number;
  readonly milestone: string;
  readonly deadline: PlanDate;
  /** Working days overdue: until it ended, or until the report's day. */
  readonly overdue: number;
  readonly status: ItemStatus;
  readonly endedOn: PlanDate | null;
  /** Longest first. */
  readonly holdings: readonly Holding[];
  readonly submissions: number;
  /** The first to whom it was submitted. */
  readonly submittedTo: string | null;
  readonly acknowledgedOn: PlanDate | null;
}

/** An event of the story, with where it stands towards the deadline. */
export interface StoryEntry extends ToldEvent {
  /** Working days from the deadline that held then: negative before it, 0 on it. */
  readonly fromDeadline: number;
}

/** One village item's whole way, as an example of what the ladder does. */
export interface Story {
  readonly item: string;
  readonly place: Place;
  readonly task: number;
  readonly milestone: string;
  readonly primaryUnit: string;
  readonly originalDeadline: PlanDate;
  readonly deadline: PlanDate;
  readonly instruments: number;
  readonly entries: readonly StoryEntry[];
}

/** A round of inspections. */
export interface RoundLine {
  readonly round: string;
  readonly status: RoundStatus;
  /** Visits planned, and those whose checks came in before the round was closed. */
  readonly planned: number;
  readonly submitted: number;
  /** Lines by grade, as they stand after objections. */
  readonly mostly: number;
  readonly fail: number;
  /** Findings that it made, of these those found before, and those that are still open. */
  readonly found: number;
  readonly again: number;
  readonly open: number;
  /** Objections decided. */
  readonly granted: number;
  readonly refused: number;
  /** Decisions on systemic items. */
  readonly systemic: number;
  /** Number of the bulletin; null: it is not signed. */
  readonly bulletin: string | null;
}

/** What requests by the month (调度) came to. `asked` = `onTime` + `late` + `silent` + `running`. */
export interface AnswerCounts {
  readonly asked: number;
  /** Confirmed by the due day, and after it. */
  readonly onTime: number;
  readonly late: number;
  /** Not confirmed, and the due day is over. */
  readonly silent: number;
  /** Not confirmed, and there is time. */
  readonly running: number;
  /** Rows whose words are those of the month before. */
  readonly copied: number;
  /** Registers that were due; of those of a month that has not closed and nobody has answered for nothing else is counted. */
  readonly registers: number;
  readonly kept: number;
  readonly unchanged: number;
  readonly notKept: number;
}

/** A unit, over all months in which it was asked. */
export interface AnsweringLine extends AnswerCounts {
  readonly unit: string;
  readonly name: string;
}

export interface MonthAnswers {
  readonly months: readonly (AnswerCounts & {
    /** `YYYY-MM`. */
    readonly month: string;
    /** Number of the bulletin; null: it is not signed. */
    readonly bulletin: string | null;
  })[];
  /** Whoever answered least first. */
  readonly units: readonly AnsweringLine[];
}

export interface ReportModel {
  readonly plan: {
    readonly id: string;
    readonly title: string;
    readonly shortTitle: string;
    readonly words?: PlanText["words"];
  };
  readonly sampleRoster: boolean;
  readonly scenario: { readonly id: string | null; readonly title: string | null; readonly seed: number | null };
  readonly period: { readonly from: PlanDate; readonly to: PlanDate };
  readonly items: ItemTotals;
  readonly ownLeader: OwnLeaderReach;
  readonly letters: LetterTotals;
  readonly notices: InstrumentCounts;
  readonly drafts: readonly DraftTotals[];
  readonly course: Course;
  readonly alarms: readonly AlarmLine[];
  readonly timeline: Timeline;
  readonly tasks: readonly TaskLine[];
  /** The most often overdue first. */
  readonly units: readonly UnitLine[];
  readonly otherUnits: readonly OtherUnitLine[];
  readonly leaders: readonly LeaderLine[];
  readonly townships: readonly TownshipLine[];
  /** By the day on which it was asked. */
  readonly asked: readonly AskedLine[];
  readonly longest: readonly LongLine[];
  /** Rounds of inspections in their order. */
  readonly rounds: readonly RoundLine[];
  readonly monthly: MonthAnswers;
  /** Null where no village item was ever told of. */
  readonly story: Story | null;
}
