/**
 * The plan as data: what `plans/<plan>/*.yaml` is loaded into, and what the engine runs on.
 *
 * Everything here is plain JSON. Dates are `YYYY-MM-DD` in the plan's own time zone; a *dated* value
 * holds from its `from` (inclusive) to its `to` (exclusive, or for ever when absent).
 */

import type { Instrument } from "../instruments/instruments.js";
import type { DocumentForm } from "../letters/letter.js";

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
}

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
  /** 责任单位, unit ids in the text's order; `townships` stands for 各乡镇<街道>. */
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

/* ---------------------------------------------------------------- roster.yaml */

export type UnitKind = "department" | "township" | "body";

/** A unit's name for a time: as people and the plan call it, and in full (全称 or 规范化简称) for head, signature and 主送. */
export interface UnitName extends Dated<string> {
  readonly fullName?: string;
}

/** A unit (单位). Letters use the name of their day. */
export interface Unit {
  readonly id: string;
  readonly kind: UnitKind;
  /** Dated names; the first one is the plan text's. */
  readonly names: readonly UnitName[];
  /** Names the plan's text uses for it, e.g. `人社`. */
  readonly aliases: readonly string[];
  /** 经办岗: the post that receives what is addressed to the unit. */
  readonly desk: string;
  /** 主要负责人. */
  readonly head: string;
  /** 分管领导: the county leader in charge, dated, by post id. */
  readonly leaderInCharge: readonly Dated<string>[];
  /** Its office telephone, as it is to be printed. */
  readonly phone?: string;
}

/**
 * A post (岗位): what letters are addressed to. `fallback` is the chain asked in turn when it is vacant,
 * by post id; every chain must end at the office's desk.
 */
export interface Post {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
  readonly level: "desk" | "head" | "countyLeader" | "leadingGroup";
  readonly holders: readonly Dated<string>[];
  /** 主持工作: who does the work of a head's post while nobody holds it, by person id, dated; of the same unit. */
  readonly acting?: readonly Dated<string>[];
  readonly fallback: readonly string[];
  /** 联络员 who may acknowledge for the holder, by post id. */
  readonly liaison?: string;
  /** 任职 order, for lists of leaders. */
  readonly order?: number;
}

/** A person. No channel at all is an alarm, not an error. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly mobile?: string;
  /** Office telephone, as it is to be printed; nothing is sent to it. */
  readonly phone?: string;
  /** 企业微信 user id. */
  readonly wecom?: string;
  /** 钉钉 user id. */
  readonly dingtalk?: string;
  /** 飞书 user id, open_id (`ou_…`) or union_id (`on_…`). */
  readonly feishu?: string;
}

export interface Township {
  /** Equals the id of its unit. */
  readonly id: string;
  readonly name: string;
}

/** A village with its dated 1+1+1 pairing (包抓): county leader and department head by post id, helping unit by unit id. */
export interface Village {
  readonly id: string;
  readonly name: string;
  readonly township: string;
  /** 自主迁徙居民相对集中区域. */
  readonly concentratedArea: boolean;
  /** Flags of plan.yaml's `villageFlags`; absent: none. */
  readonly flags?: readonly string[];
  readonly pairing: readonly Dated<Pairing>[];
}

export interface Pairing {
  readonly countyLeader: string;
  readonly departmentHead: string;
  readonly helpingUnit: string;
}

/** Units with a role of their own in the engine. */
export interface Bodies {
  /** 扶贫办: coordinates, verifies, signs. */
  readonly office: string;
  /** 督查室: verifies what the office owes. */
  readonly supervisionOffice: string;
  /** 区委农村工作领导小组. */
  readonly leadingGroup: string;
  /** Its office (领导小组办公室), in whose name townships and peers are asked; absent: letters say 〈leading group〉办公室. */
  readonly leadingGroupOffice?: string;
}

/** roster.yaml */
export interface Roster {
  /** Plainly marks sample data; shown wherever names are. */
  readonly sample: boolean;
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly persons: readonly Person[];
  readonly townships: readonly Township[];
  readonly villages: readonly Village[];
  readonly bodies: Bodies;
}

/* ---------------------------------------------------------------- policy.yaml */

/** Whom a rung addresses, resolved to a post and a person on the day it fires. */
export type RecipientRole =
  | "primaryUnit"
  | "primaryUnitHead"
  | "leaderInCharge"
  | "township"
  | "townshipHead"
  | "helpingUnit"
  | "villageDepartmentHead"
  | "villageCountyLeader"
  | "leadingGroup"
  | "office"
  | "officeHead"
  | "supervisionOffice"
  | "verifier"
  | "verifierHead"
  | "decider"
  | "deciderHead"
  | "instructedUnit"
  | "instructedUnitHead"
  | "instructor"
  | "supportingUnit"
  | "supportingUnitHead";

/** Repeats of a rung until acknowledged (quiet for a while) or closed. Working days. */
export interface Repeat {
  readonly every: number;
  readonly times: number;
  /** An acknowledgement quiets the repeats for this many working days. */
  readonly quietAfterAcknowledgement: number;
}

/** One rung of a ladder. `offset` is in working days from the ladder's anchor date. */
export interface Rung {
  readonly id: string;
  readonly offset: number;
  readonly instrument: Instrument;
  readonly kind: "auto" | "signed";
  readonly to: readonly RecipientRole[];
  readonly copy: readonly RecipientRole[];
  readonly repeat?: Repeat;
  /** Cannot be removed, held or passed over (the escalation to the county leader). */
  readonly mandatory?: boolean;
  /** Fires only after a 督办函 of this deadline version that was signed and stays unanswered. */
  readonly afterUnanswered?: Instrument;
  /** Waits while an objective cause is under review. */
  readonly blockedByCauseReview?: boolean;
  /** What goes out by itself when a signed instrument stays unsigned. */
  readonly standIn?: {
    readonly instrument: Instrument;
    readonly to: readonly RecipientRole[];
    readonly copy: readonly RecipientRole[];
  };
}

/** Ladders of items, their applications and instructions, which every policy has. */
export type ItemLadderName = "signFor" | "village" | "county" | "verification" | "extension" | "instruction";

/** A ladder's name in the policy: a kind of subject names those that it climbs. */
export type LadderName = string;

/** Whom recipients of a letter ask: a name and a telephone, as they are printed. */
export interface Contact {
  readonly name: string;
  readonly phone: string;
}

/** A body that gives letters. `body`: a key of the roster's `bodies`, or the id of one of its units. */
export interface Issuer {
  readonly body: string;
  /** 机关代字, e.g. ×农办. */
  readonly code: string;
  readonly contact: Contact;
}

/**
 * What a recipient is to the office: a township or street; another department, which it may ask but not order; a leader or the
 * leading group, to whom one submits.
 */
export const RECIPIENT_CLASSES = ["township", "peer", "leader"] as const;
export type RecipientClass = (typeof RECIPIENT_CLASSES)[number];

/** How an instrument looks, who gives it, and in which series of numbers. */
export interface FormRule {
  readonly form: DocumentForm;
  /** Issuer by id, or by class of recipient with a `default`. */
  readonly issuer: string | ({ readonly default: string } & { readonly [C in RecipientClass]?: string });
  /** The kind's word in a document number (督函, 呈阅件); absent: it has no number. */
  readonly series?: string;
}

/** policy.yaml. A running item keeps its version unless the office migrates it. */
export interface Policy {
  readonly version: number;
  readonly title: string;
  /** `HH:MM` plan time at which rungs fire, and at which the day's batched letters close. */
  readonly firingTime: string;
  readonly closingTime: string;
  /** Beside those of items others may be left out: what would climb them is then not chased. */
  readonly ladders: Readonly<Record<ItemLadderName, readonly Rung[]>> & {
    readonly [name: LadderName]: readonly Rung[];
  };
  /** Which deadline ladder each scope climbs. */
  readonly ladderByScope: Readonly<Record<Scope, "village" | "county">>;
  /** Working days a signed instrument may wait for the office. */
  readonly signWithin: number;
  /** Yellow within this many working days before the deadline. */
  readonly warningDays: number;
  /** Percentage points by which reported progress may lie behind 序时进度 before the light is yellow; absent: none. */
  readonly progressTolerance?: number;
  /** Bodies that give letters, by id; absent in a policy of before: see domain/letters/addressing.ts. */
  readonly issuers?: Readonly<Record<string, Issuer>>;
  /** By instrument. */
  readonly forms?: { readonly [I in Instrument]?: FormRule };
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

/* ------------------------------------------------------------------ the whole */

/** A plan folder, loaded and validated. */
export interface PlanBundle {
  readonly plan: PlanText;
  readonly roster: Roster;
  readonly policy: Policy;
  readonly calendar: CalendarData;
}

/** A work item as the plan yields it, before anything has happened. */
export interface PlannedItem {
  /** `<milestone>/<target>`, e.g. `t07-works-2021/v012`; target `county` for county scope. */
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  /** Village id, township id or `county`. */
  readonly target: string;
  readonly scope: Scope;
  readonly township?: string;
  readonly village?: string;
  /** Unit id. */
  readonly primaryUnit: string;
  /** 协办, less the primary unit itself. */
  readonly supporting?: readonly SupportingUnit[];
  readonly deadline: PlanDate;
  /** Where its progress is computed from figures. */
  readonly metric?: { readonly target: number };
  /** Assigned on this day at the firing time. */
  readonly assignOn: PlanDate;
}
