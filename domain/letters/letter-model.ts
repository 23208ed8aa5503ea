/** What a letter says, as data. Names and titles are those of the letter's day; ids are in it for keys only. */
import type { Channel, OurFault } from "./channels.js";
import type { Instrument, RungInstrument } from "../instruments/instruments.js";
import type { LetterForm } from "./forms.js";
import type { PlanDate, PlanText } from "../plan/plan.js";
import type { RecipientRole } from "../plan/policy.js";
import type { Facts } from "./facts.js";
import type { UnitPackage } from "./packages.js";
import type { DocumentForm } from "./letter.js";

export type { Facts } from "./facts.js";

/** What a row is about: the deadline's own ladder, another clock of the item, a person's act, a round of inspections, or a month's request. */
export type Matter =
  | "deadline"
  | "standIn"
  | "signFor"
  | "verification"
  | "extension"
  | "instruction"
  | "supporting"
  | "act"
  | "inspection"
  | "month";

/** What was done about an item before this letter: how often, and on which plan day last. */
export interface Done {
  readonly instrument: RungInstrument;
  readonly times: number;
  readonly last: PlanDate;
}

export interface LetterRow {
  readonly itemId: string;
  readonly taskNo: number;
  readonly taskTitle: string;
  readonly milestoneTitle: string;
  readonly closeCriteria?: string;
  /** The criteria are the plan's own words; else the office drew them up, and it is said so. */
  readonly criteriaOfPlan?: true;
  readonly evidence?: readonly string[];
  readonly village?: string;
  readonly township?: string;
  readonly primaryUnitName: string;
  readonly deadline: PlanDate;
  readonly originalDeadline?: PlanDate;
  readonly overdueWorkingDays?: number;
  readonly daysLeft?: number;
  readonly status: string;
  readonly matter: Matter;
  /** Whose step the item waits for (卡在谁): a unit's name. */
  readonly waitsFor?: string;
  /** Of a talk: who heads the primary unit on the letter's day. */
  readonly headName?: string;
  /** Repetitions after the first: 0 for the first letter of a rung. */
  readonly repetition?: number;
  readonly done?: readonly Done[];
  /** Facts as known when it happened: reason, replyBy, to, due … Units and posts by name. */
  readonly facts: Facts;
}

/** A post by its title and its unit's name. */
export interface PostName {
  readonly title: string;
  readonly unit?: string;
}

/** A seat of a village's pairing, or a post, that nobody fills. `post` null: the village has no pairing. */
export interface VacantPost {
  readonly village: string | null;
  readonly seat: RecipientRole | null;
  readonly post: PostName | null;
  /** Null where nobody ever did. */
  readonly since: PlanDate | null;
}

/** A trouble the office is told of. `times`: how often it has come up so far. */
export interface AlarmRow {
  readonly times: number;
  readonly what:
    | { readonly kind: "vacantPost"; readonly post: PostName; readonly fellTo: PostName }
    | {
        readonly kind: "unfilledRole";
        readonly role: RecipientRole | null;
        readonly place: string | null;
        readonly milestone: string | null;
        readonly fellTo: PostName;
      }
    /** All vacant posts of a night, the villages' seats first; none: they have all been filled. */
    | { readonly kind: "vacancies"; readonly vacant: readonly VacantPost[] }
    | { readonly kind: "nobody"; readonly post: PostName }
    | {
        readonly kind: "noEmail" | "unreachable" | "letterFailed" | "letterReturned";
        readonly person: string | null;
        readonly posts: readonly PostName[];
        readonly letter: {
          readonly form: LetterForm;
          readonly documentNo: string | null;
          readonly day: PlanDate;
        };
        /** What the mail server or the channel answered. */
        readonly error?: string;
        /** noEmail: the person chose to be told by a text that the office copies into a chat. */
        readonly copied?: boolean;
        /** letterFailed, letterReturned: by which channel; mail where nothing is said. */
        readonly channel?: Channel;
        /** letterFailed: it went, or goes, by these instead. */
        readonly instead?: readonly Channel[];
        /** unreachable: all of these were tried. */
        readonly tried?: readonly Channel[];
      }
    /** A channel takes no letter, because of what is ours: `error` is what the other side said. */
    | { readonly kind: "channelRefused"; readonly channel: Channel; readonly fault: OurFault; readonly error: string }
    /** Anything else: said in the words it came with, by language. */
    | { readonly kind: "other"; readonly zh?: string; readonly en?: string };
}

/** In which capacity the recipient is written to. */
export interface Capacity {
  readonly role: "to" | "copy";
  /** What the post is to the items, where it is one thing to all of them. */
  readonly as?: RecipientRole;
  readonly level: "desk" | "head" | "countyLeader" | "leadingGroup";
  readonly postTitle: string;
  readonly unitName?: string;
  /** The vacant post, or the role nobody fills, in whose place this one gets it. */
  readonly fallbackFor?: PostName | { readonly role: RecipientRole };
  /** Its unit leads the items together with the one that owes them (共同牵头). */
  readonly coLead?: true;
  /** The post from which it was passed upward. */
  readonly upFrom?: PostName;
  /** 代理: the post's holder, whose dated substitute the recipient is. */
  readonly substituteFor?: string;
}

/** A year's package that a section gives. */
export interface GivenPackage {
  readonly year: number;
  /** Names of the villages whose list it is (包抓村年度任务清单); absent: a unit's for which the plan names it. */
  readonly villages?: readonly string[];
  /** Given before the year, and still open on its day. */
  readonly continuing: readonly LetterRow[];
}

export interface LetterModelSection {
  readonly capacity: Capacity;
  readonly rows: readonly LetterRow[];
  /** A year's package: `rows` are then what is given that morning. */
  readonly given?: GivenPackage;
  /** Instead of rows in a letter that tells of alarms. */
  readonly alarms?: readonly AlarmRow[];
  /** To a unit: everything for which the plan names it, in its capacities; its year's package, or a 交办 of a ledger without these. */
  readonly package?: UnitPackage;
}

/** The body that gives a letter, by its names of the letter's day. */
export interface LetterIssuer {
  /** As it calls itself in a sentence: 区委农村工作领导小组办公室. */
  readonly name: string;
  /** In the head and the signature. */
  readonly fullName: string;
  /** 机关代字. */
  readonly code?: string;
  /** Whom the recipient asks. */
  readonly contact?: { readonly name: string; readonly phone: string };
}

/**
 * 主送: a unit by its full name of the day, a leader in person, or the leading group. Whoever is at the desk or heads the unit is
 * where it is delivered, not whom it addresses.
 */
export interface LetterAddressee {
  readonly kind: "unit" | "leader" | "group";
  readonly name: string;
}

/** A version of a bulletin or report as it was signed. `round`: the round or the month that it is of; `version`: SHA-256 of its content. */
export interface LetterBulletin {
  readonly round: string;
  readonly version: string;
  readonly name: "bulletin" | "report";
  readonly on: PlanDate;
}

export interface LetterModel {
  readonly plan: {
    readonly id: string;
    readonly title: string;
    readonly shortTitle: string;
    readonly rehearsal: boolean;
    readonly sampleData: boolean;
    readonly officeName: string;
    readonly leadingGroupName: string;
    /** What this plan calls things (domain/plan/words.ts). */
    readonly words?: PlanText["words"];
  };
  readonly instrument: Instrument;
  readonly form: DocumentForm;
  readonly issuer: LetterIssuer;
  readonly addressee: LetterAddressee;
  readonly planDay: PlanDate;
  /** The first day by which something of it is to be done; absent where it asks for nothing, or an old ledger doesn't say. */
  readonly replyBy?: PlanDate;
  readonly documentNo?: string;
  /** Of a 通报 or 专报: the document that goes with it, a version of a round's or a month's bulletin. */
  readonly bulletin?: LetterBulletin;
  /** 0: the letter itself; from 1: a supplement to it. */
  readonly supplement: number;
  /** Who gets it in hand. `isPost`: nobody holds the post, `name` is its title. */
  readonly recipient: { readonly name: string; readonly isPost?: boolean };
  readonly sections: readonly LetterModelSection[];
  /** Of a copy of a numbered letter, whose text is the letter's own: the capacities in which its recipient gets it. */
  readonly received?: readonly Capacity[];
  /** 抄送, by full name of the day: to which other units it goes; 抄报: to which leaders. In their order of rank. */
  readonly copies?: readonly string[];
  readonly reports?: readonly string[];
}

/** In which capacities a letter's recipient gets it. */
export const receivedIn = ({ received, sections }: Pick<LetterModel, "received" | "sections">): readonly Capacity[] =>
  received ?? sections.map(({ capacity }) => capacity);
