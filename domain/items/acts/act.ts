/** What an act's entry in the catalogue is made of. */
import type { Fields, FieldSpec } from "../../forms/field.js";
import type { Words } from "../../language/words.js";
import type { Role } from "../../people/roles.js";
import type { ItemState } from "../work-item.js";

/** How a post or its unit stands to an item. */
export type Relation =
  | "anything"
  | "owes"
  | "supports"
  | "verifies"
  | "checks"
  | "closes"
  | "isPaired"
  | "leads"
  | "instructed"
  | "instructs"
  | "concerned";

/** Who may: these roles, where their post or unit stands so to the item. */
export interface Grant {
  readonly roles: readonly Role[];
  readonly relation: Relation;
}

/** What is said where the rules refuse an act; where nothing is said here, the refusal's general words hold. */
export interface RefusalWords {
  /** Where it finds nothing to act on; null: there is always something. */
  readonly nothing: string | null;
  /** Where it is refused for another reason than the item's place in its life. */
  readonly illegal?: (item: ItemState) => string | null;
  readonly badValue?: (item: ItemState | undefined) => string | null;
}

export interface ActEntry {
  /** In English as sentences have it: “to apply for an extension”. */
  readonly name: Words;
  /** In English on a button, where that is not the name with a capital letter. */
  readonly button?: string;
  /** What the API's document says of it beside who may. */
  readonly describe?: string;
  readonly fields: Fields;
  /** The fields of the page's form, in its order. */
  readonly form: readonly string[];
  readonly who: readonly Grant[];
  /**
   * A leader's own act, which others may do in the leader's name: the `liaison`; or the `office` as well, which enters the
   * leader's written 批示 with its scan.
   */
  readonly onBehalf?: "liaison" | "office";
  /** `beside`: not a step that an item waits for, offered after those. */
  readonly offered?: "beside";
  /** Not done by a form of its own: on the page of drafts, letter by letter; or at the item's evidence. */
  readonly at?: "drafts" | "evidence";
  /** Makes sense for items only that are measured by figures, though the API would not refuse every value. */
  readonly onlyMeasured?: true;
  /** What it means, where that is not plain. */
  readonly hint?: Words;
  /** It cannot be taken back: what follows, to be confirmed. */
  readonly sure?: Words;
  readonly refused: RefusalWords;
}

/** Checks an entry where it is written, and keeps the types of its fields. */
export function act<const F extends Fields>(
  entry: Omit<ActEntry, "fields" | "form"> & {
    readonly fields: F;
    readonly form: readonly Extract<keyof NoInfer<F>, string>[];
  },
): Omit<ActEntry, "fields"> & { readonly fields: F } {
  return entry;
}

const allow = (relation: Relation, ...roles: Role[]): Grant => ({ roles, relation });

const UNIT: readonly Role[] = ["unitClerk", "unitHead"];
const LEADERS: readonly Role[] = ["countyLeader", "departmentHead", "leadingGroup", "liaison"];
const CLOSERS: readonly Role[] = ["office", "supervisionOffice"];
/** Whoever sees everything. */
const OVERSEERS: readonly Role[] = ["office", "supervisionOffice", "leadingGroup"];

/** Those whom several acts are for. */
export const FOR = {
  owingUnit: [allow("owes", ...UNIT)],
  supportingUnit: [allow("supports", ...UNIT)],
  instructedUnit: [allow("instructed", ...UNIT)],
  office: [allow("anything", "office")],
  closers: [allow("closes", ...CLOSERS)],
  /** The director of the office that closes the item. */
  closingHeads: [allow("closes", "unitHead")],
  callers: [allow("anything", ...CLOSERS)],
  verifiers: [allow("verifies", "verifier", ...CLOSERS)],
  checkers: [allow("checks", "verifier", ...CLOSERS)],
  assigners: [allow("verifies", "unitHead"), allow("closes", ...CLOSERS)],
  pairedLeaders: [allow("isPaired", "countyLeader", "departmentHead", "liaison")],
  leaders: [allow("leads", ...LEADERS)],
  instructingLeader: [allow("instructs", ...LEADERS)],
  leadingGroup: [allow("anything", "leadingGroup")],
  everybodyConcerned: [
    allow("anything", ...OVERSEERS),
    allow("concerned", ...UNIT, "township", "helpingUnit", "verifier", ...LEADERS),
  ],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;

/* ----------------------------------------------------------- fields that several acts share */

/** A reason that the rules don't insist on. */
export const why = {
  type: "text",
  label: { zh: "理由", en: "Reason" },
  describe: "Why.",
} as const satisfies FieldSpec;

export const reason = { ...why, mustSay: true } as const satisfies FieldSpec;

export const remarks = { type: "text", label: { zh: "说明", en: "Remarks" } } as const satisfies FieldSpec;

export const findings = { type: "text", label: { zh: "核查情况", en: "Findings" } } as const satisfies FieldSpec;

export const figures = {
  type: "figures",
  optional: true,
  when: "measured",
  label: { zh: "已完成任务量", en: "Work done" },
} as const satisfies FieldSpec;

export const completion = {
  type: "text",
  label: { zh: "完成情况", en: "What was completed" },
} as const satisfies FieldSpec;

/** The day by which the unit is to answer a 批示. */
export const replyBy = {
  type: "date",
  after: "today",
  label: { zh: "反馈时限", en: "Reply by" },
  describe: "The day by which the unit is to answer; later than today.",
} as const satisfies FieldSpec;

/** The deadline that the order of a suspension names for the time after it. */
export const movedTo = {
  type: "date",
  after: "today",
  optional: true,
  label: {
    zh: "恢复后的时限（不填则按暂缓的工作日顺延）",
    en: "Deadline afterwards (empty: later by the suspended working days)",
  },
  describe: "The deadline after the suspension; absent: later by its working days. Later than `until`.",
} as const satisfies FieldSpec;

export const instruction = {
  type: "instruction",
  label: { zh: "对应批示", en: "Instruction" },
  describe: "The instruction's id, as the item has it.",
} as const satisfies FieldSpec;

/** Whose 批示 the office enters. */
export const behalfOf = {
  type: "pick",
  of: "leaderPost",
  only: "request",
  label: { zh: "批示领导", en: "Whose instruction" },
} as const satisfies FieldSpec;

/** The file of a written 批示, where the office enters it for a leader. */
export const scan = {
  type: "file",
  optional: true,
  label: { zh: "批示扫描件", en: "Scan of the instruction" },
  describe: "The scan of the written 批示, uploaded to the item as evidence.",
} as const satisfies FieldSpec;

/** The draft meant, by its rung; the item's only draft where it has one. */
export const rung = {
  type: "rung",
  perItem: "unlessGiven",
  describe: "The draft's rung, as the item has it.",
} as const satisfies FieldSpec;

export const grant = {
  type: "yesNo",
  label: { zh: "是否同意", en: "Grant it" },
  yes: { zh: "同意", en: "Grant" },
  no: { zh: "不同意", en: "Refuse" },
} as const satisfies FieldSpec;
