/**
 * The plan's text and calendar as data: what plan.yaml and calendar.yaml are loaded into (roster.ts and policy.ts have the other two
 * documents, bundle.ts all four).
 *
 * Everything here is plain JSON. Dates are `YYYY-MM-DD` in the plan's own time zone; a *dated* value
 * holds from its `from` (inclusive) to its `to` (exclusive, or for ever when absent).
 */
/** A calendar day in the plan's time zone, `YYYY-MM-DD`. */
export type PlanDate = string;

/** A value that holds for a period: `from` inclusive, `to` exclusive. No `from`: since ever. No `to`: for ever. */
export interface Dated<T> {
  readonly value: T;
  readonly from?: PlanDate;
  readonly to?: PlanDate;
}

/* ------------------------------------------------------------------ plan.yaml */

/** Whose words something is in: the plan's own, or the office's (办公室拟定), which never stand under 根据《方案》. */
export const TEXT_SOURCES = ["plan", "office"] as const;
export type TextSource = (typeof TEXT_SOURCES)[number];

/** Whether the words say so by themselves, or it was read into them. */
export type Basis = "literal" | "inferred";

/**
 * Who owes each item of a milestone (主办): the first lead unit, one named unit, or the item's own township. No `basis`: a document
 * of before the question was asked.
 */
export type Owes = (
  | { readonly kind: "firstLead" }
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "township" }
) & {
  readonly basis?: Basis;
  /** Why this unit and none of the others; shown to the office. */
  readonly note?: string;
};

/** How many work items one deadline yields: one for the county, or one per township, village or flagged area. */
export const SCOPES = ["county", "township", "village", "area"] as const;
export type Scope = (typeof SCOPES)[number];

/** A figure a milestone is measured by. `target` is a percentage. */
export interface Metric {
  readonly name: string;
  readonly target: number;
  readonly unit: "%";
  /** How the figure is computed, in words with the inputs named. */
  readonly formula: string;
}

/** How a date was read out of the text (docs/domain.md, "Readings"). */
export interface Reading {
  /** The words of the plan the date comes from, e.g. `2021年5月底前`. */
  readonly text: string;
  readonly basis: Basis;
  /** Why the words give this date; shown to the office. */
  readonly note?: string;
  /** Another reading the office may choose, per deadline index. */
  readonly alternative?: PlanDate;
}

/**
 * A unit beside the one that owes: 共同牵头 where it is one of the task's lead units (or the text names it `jointly`), else 协办. Its
 * own sub-deadline lies some working days before the item's and moves with it; none: it is only told.
 */
export interface SupportingUnit {
  readonly unit: string;
  readonly workingDaysBefore?: number;
  /** What of the milestone is its own part; always the office's words, the text divides nothing. */
  readonly part?: string;
  /** The text makes it answerable together with the 主办, though it is no lead unit of the task. */
  readonly jointly?: boolean;
}

/**
 * A dated duty of a task, one entry per deadline. A duty that recurs yearly has one entry per year, all of
 * one `series`; the entries of a series are assigned on the first working day of their year.
 */
export interface Milestone {
  /** Unique in the plan, e.g. `t07-works-2021`. */
  readonly id: string;
  readonly title: string;
  readonly deadline: PlanDate;
  readonly reading: Reading;
  readonly scope: Scope;
  readonly owes: Owes;
  /** 共同牵头 and 协办: further units, by id, told of the 交办; with a sub-deadline of their own where one is set. */
  readonly supporting: readonly SupportingUnit[];
  readonly metric?: Metric;
  /** 销号标准: what counts as done. */
  readonly closeCriteria: string;
  /** Whose words `closeCriteria` are; absent: the office's. */
  readonly criteriaSource?: TextSource;
  /** 佐证清单: the evidence asked for; the least that proves the thing. */
  readonly evidence: readonly string[];
  /** Who asks for this evidence; absent: the office. */
  readonly evidenceSource?: TextSource;
  /** Clause of the plan, e.g. `二(四)7`. */
  readonly clause: string;
  /** Set on the entries of a yearly duty: the id they share. */
  readonly series?: string;
  /** Exactly these targets of the scope, by id; absent: all of them. */
  readonly targets?: readonly string[];
  /** 交办事项: no duty of the plan's text, but given while it ran, by a 批示 or a meeting. */
  readonly adHoc?: AdHoc;
}

/** Where a duty comes from that is not in the plan's text, and the day on which it is assigned at the earliest. */
export interface AdHoc {
  readonly source: string;
  readonly on: PlanDate;
  /** 会议议定事项, 批示件, or else. */
  readonly kind?: AdHocKind;
  /** The document's own number: 批示件编号, 会议纪要〔2021〕3号. */
  readonly no?: string;
  /** Who gave the 批示, by post id where the roster has them, else by name; and on which day. */
  readonly leader?: string;
  readonly given?: PlanDate;
}

export const AD_HOC_KINDS = ["meeting", "instruction", "other"] as const;
export type AdHocKind = (typeof AD_HOC_KINDS)[number];

/** A duty without a date: a line of the half-yearly inspection, never given an invented deadline. */
export interface StandingDuty {
  readonly id: string;
  readonly text: string;
  readonly clause: string;
  /** Whose words `text` is in; absent: the plan's. */
  readonly source?: TextSource;
  readonly overtaken?: Overtaken;
}

/** A clause that a later policy has changed: kept as the plan has it, and marked. */
export interface Overtaken {
  /** The later document. */
  readonly by: string;
  readonly since: PlanDate;
  /** What holds now. */
  readonly note?: string;
}

/** One numbered task of the plan. Unit lists keep the text's wording and order. */
export interface Task {
  readonly no: number;
  readonly title: string;
  /** Group id. */
  readonly group: string;
  /** 牵头单位, unit ids in the text's order. */
  readonly leadUnits: readonly string[];
  /** 责任单位, unit ids in the text's order; `townships` stands for 各乡镇（街道）. */
  readonly responsibleUnits: readonly string[];
  readonly standingDuties: readonly StandingDuty[];
  readonly milestones: readonly Milestone[];
  readonly clause: string;
}

export interface Group {
  readonly id: string;
  readonly no: number;
  readonly title: string;
  readonly clause: string;
}

/** A duty of 保障措施 (and the like) on the whole plan: no date; its frequency is the office's decision. */
export interface PlanDuty {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Who owes it, in words or unit ids. */
  readonly owes: readonly string[];
  /** Set by the office; absent until it decides. */
  readonly frequency?: string;
  readonly clause: string;
  /** Whose words `text` is in; absent: the plan's. */
  readonly source?: TextSource;
  /** Whether the text itself names who owes it; absent: it does. */
  readonly owesBasis?: Basis;
  readonly overtaken?: Overtaken;
}

export interface Kpi {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly measure: string;
  readonly target: string;
  readonly clause: string;
}

/** A document the plan refers to that is not at hand: shown as 未提供, never invented. */
export interface Attachment {
  readonly id: string;
  readonly title: string;
  readonly provided: boolean;
  readonly file?: string;
}

/** A question of reading the office settles once, e.g. which area 全区 means in the KPIs. */
export interface OpenQuestion {
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly chosen?: string;
  /** What an answer settles: the deadline of a milestone, by the option. An answer that is not in it moves nothing. */
  readonly moves?: readonly { readonly option: string; readonly milestone: string; readonly deadline: PlanDate }[];
  readonly clause: string;
}

/** What this plan calls things that every plan has; English for the page's other language. */
export interface Words {
  /** The whole of the plan's area: 全区, 全县, 全镇. */
  readonly whole: string;
  /** A unit between the whole and the villages: 乡镇, 街道. */
  readonly township: string;
  /** Leaders to whom is submitted: 处级领导, 县级领导, 镇领导. */
  readonly leader: string;
  /** The bond between a village and those who push its items: 包抓, 包联, 包村. */
  readonly pairing: string;
}

/** A class of villages that the plan treats by itself, e.g. 生态移民村: which they are stands in the roster. */
export interface VillageFlag {
  readonly id: string;
  readonly title: string;
  readonly clause: string;
  /** Whether the text says which villages they are. */
  readonly basis: Basis;
}

/** plan.yaml */
export interface PlanText {
  readonly id: string;
  readonly title: string;
  /** Short name for subjects and headings. */
  readonly shortTitle: string;
  /** First day on which the plan runs. */
  readonly start: PlanDate;
  /** Where `start` comes from; absent: nobody said. */
  readonly startReading?: Pick<Reading, "basis" | "note">;
  /** Words of this plan; what is absent is called as `wordsOf` says (words.ts). */
  readonly words?: Partial<Words> & { readonly english?: Partial<Words> };
  /** Absent: none. */
  readonly villageFlags?: readonly VillageFlag[];
  /** IANA zone and its fixed offset in minutes; a plan's zone has no daylight saving. */
  readonly timeZone: { readonly name: string; readonly offsetMinutes: number };
  readonly groups: readonly Group[];
  readonly tasks: readonly Task[];
  readonly planDuties: readonly PlanDuty[];
  readonly kpis: readonly Kpi[];
  readonly attachments: readonly Attachment[];
  readonly openQuestions: readonly OpenQuestion[];
}

/* -------------------------------------------------------------- calendar.yaml */

/** One year's working days: Monday–Friday, less `holidays`, plus `workedWeekends` (调休). */
export interface CalendarYear {
  readonly year: number;
  readonly holidays: readonly PlanDate[];
  readonly workedWeekends: readonly PlanDate[];
  /** Computed before the State Council's notice: marked and alarmed. */
  readonly provisional?: boolean;
}

export interface CalendarData {
  readonly version: number;
  readonly years: readonly CalendarYear[];
}
