/**
 * The orders that people give on the whole plan, one entry each: their fields, their words, and who may give them at all. The
 * API's schema and the page's form follow from the fields; whether a capacity may give it of what it names, and the order
 * that the fields make, are the API's (api/actions/orders.ts). What is prepared as a change of the plan's documents has no
 * form of its own and stands here by name only.
 */
import { capitalised, type Fields } from "../forms/field.js";
import { movedTo, reason } from "../items/acts/act.js";
import type { Language, Words } from "../language/words.js";
import type { Role } from "../people/roles.js";
import type { PlanOrderKind } from "./orders.js";

export interface OrderEntry {
  /** In English as sentences have it. */
  readonly name: Words;
  readonly describe: string;
  /** Whose roles may give it at all. */
  readonly roles: readonly Role[];
  readonly fields: Fields;
  /** The fields of the page's form, in its order. */
  readonly form: readonly string[];
  readonly hint?: Words;
  readonly sure?: Words;
  /** Of the items it names, which ones it concerns: the form counts them before it is given. */
  readonly scope?: "open" | "running" | "suspended";
}

/** Orders that a change of the plan's documents makes (plan-change). */
type OfChanges = "adoptPolicy" | "adoptCalendar" | "registerItems" | "changeDocuments";
/** Those with a route of their own beside what they are about. */
type OfRounds = "openRound";

export type GivenOrderKind = Exclude<PlanOrderKind, OfChanges | OfRounds>;

const OFFICE: readonly Role[] = ["office"];
/** Whoever may have a substitute, and the office. */
const DELEGATING: readonly Role[] = [
  "unitClerk",
  "unitHead",
  "departmentHead",
  "countyLeader",
  "leadingGroup",
  "office",
];

const townships = {
  type: "picks",
  of: "township",
  most: 200,
  or: "villages",
  label: { zh: "{{township}}", en: "Townships" },
  each: "Township id.",
} as const;
const villages = {
  type: "picks",
  of: "village",
  most: 200,
  or: "townships",
  label: { zh: "村", en: "Villages" },
  each: "Village id.",
} as const;

/** 包抓记录: what is logged of a village. */
export const VISIT_WORDS = {
  visit: { zh: "走访", en: "Visit" },
  problemSolved: { zh: "解决问题", en: "Problem solved" },
} as const satisfies Readonly<Record<string, Words>>;

const AREA_HINT: Words = { zh: "选中{{township}}的，包括其所辖各村。", en: "A township includes its villages." };

export const ORDERS: Readonly<Record<GivenOrderKind, OrderEntry>> = {
  /** 批量暂缓 */
  suspendArea: {
    name: { zh: "批量暂缓", en: "suspend an area" },
    describe: "Every open item in the townships and villages named, until a planned end.",
    roles: OFFICE,
    fields: {
      townships,
      villages,
      until: {
        type: "date",
        after: "today",
        label: { zh: "计划恢复日期", en: "Planned to resume on" },
        describe: "The planned end; later than today.",
      },
      deadline: movedTo,
      reason,
      approver: {
        type: "pick",
        of: "leaderPost",
        label: { zh: "批准人", en: "Approved by" },
        describe: "Post id of whoever approved it.",
      },
    },
    form: ["townships", "villages", "until", "deadline", "approver", "reason"],
    hint: AREA_HINT,
    sure: { zh: "对所列范围内全部未办结事项立即生效。", en: "It holds at once for all open items within." },
    scope: "running",
  },
  resumeArea: {
    name: { zh: "批量恢复", en: "resume an area" },
    describe: "Every suspended item in the townships and villages named.",
    roles: OFFICE,
    fields: { townships, villages, reason },
    form: ["townships", "villages", "reason"],
    hint: AREA_HINT,
    sure: { zh: "对所列范围内全部已暂缓事项立即生效。", en: "It holds at once for all suspended items within." },
    scope: "suspended",
  },
  changeReading: {
    name: { zh: "调整时限认定", en: "change a reading" },
    describe: "Another reading of a milestone's date: a new deadline for all its items.",
    roles: OFFICE,
    fields: {
      milestone: {
        type: "pick",
        of: "milestone",
        label: { zh: "事项", en: "Milestone" },
        describe: "Milestone id.",
      },
      deadline: { type: "date", label: { zh: "新时限", en: "New deadline" }, describe: "The deadline by it." },
      reason,
    },
    form: ["milestone", "deadline", "reason"],
    sure: {
      zh: "对该事项在各处未办结的立即生效，各级督办按新时限重新计算。",
      en: "It holds at once for all open items of the milestone, and their ladders are reckoned anew.",
    },
    scope: "open",
  },
  handOver: {
    name: { zh: "单位移交", en: "hand over between units" },
    describe: "All that one unit owes passes to another (机构改革).",
    roles: OFFICE,
    fields: {
      from: { type: "pick", of: "unit", label: { zh: "移出单位", en: "From unit" }, describe: "Unit id." },
      to: { type: "pick", of: "unit", label: { zh: "承接单位", en: "To unit" }, describe: "Unit id." },
      reason,
    },
    form: ["from", "to", "reason"],
    sure: {
      zh: "移出单位承办的全部未办结事项转由承接单位承办。",
      en: "All open items that the unit owes pass to the other.",
    },
    scope: "open",
  },
  handOverPost: {
    name: { zh: "岗位移交", en: "hand over a post" },
    describe:
      "A unit's post has another holder by the roster of today: what the unit has in hand goes to them as an inventory and is signed for anew; deadlines stand.",
    roles: OFFICE,
    fields: {
      handedOver: {
        type: "pick",
        of: "unitPost",
        label: { zh: "岗位", en: "Post" },
        describe: "Id of the post that has another holder.",
      },
      reason,
    },
    form: ["handedOver", "reason"],
    hint: {
      zh: "须先在名册中登记新的任职人员；移交后由其重新签收，时限不变。",
      en: "The roster must have the new holder first; they sign for it anew, deadlines stand.",
    },
    sure: {
      zh: "该单位在办事项列单移交现任职人员。",
      en: "What the unit has in hand goes to the present holder as an inventory.",
    },
    scope: "open",
  },
  /** 代理 */
  delegate: {
    name: { zh: "委托代理", en: "name a substitute" },
    describe:
      "A dated substitute for a post, named by its holder or by the office; one at a time. For a county leader's post or one of the leading group the holder confirms what the office named: before that it does not hold. The holder is told in any case. Both names stand in the ledger of what the substitute does; nobody checks through a substitute what they may not check themselves.",
    roles: DELEGATING,
    fields: {
      delegated: {
        type: "pick",
        of: "post",
        label: { zh: "岗位", en: "Post" },
        describe: "Id of the post that is to have a substitute.",
      },
      substitute: {
        type: "pick",
        of: "person",
        label: { zh: "代理人", en: "Substitute" },
        describe: "Person id.",
      },
      from: {
        type: "date",
        preset: "today",
        label: { zh: "起始日期", en: "First day" },
        describe: "The first day.",
      },
      until: {
        type: "date",
        notBefore: "today",
        label: { zh: "截止日期", en: "Last day" },
        describe: "The last day; not before today.",
      },
      reason,
    },
    form: ["delegated", "substitute", "from", "until", "reason"],
    hint: {
      zh: "代理人以该岗位名义办理，办理记录同时记载两人姓名。{{leader}}、领导小组岗位的代理由办公室提出的，须任职人员本人登录确认后生效；同一岗位同一时间只有一名代理人。",
      en: "The substitute acts in the post; the ledger has both names. For a leader or the leading group, what the office names holds once the holder has confirmed it; a post has one substitute at a time.",
    },
  },
  confirmDelegation: {
    name: { zh: "确认代理", en: "confirm a substitution" },
    describe:
      "By the post's holder in person, signed in: a substitution that the office named for a county leader's post or one of the leading group holds from then on. Who does not agree ends it.",
    roles: ["countyLeader", "leadingGroup"],
    fields: {
      /** Told by the row on which it is confirmed. */
      delegation: {
        type: "pick",
        of: "delegation",
        describe: "The substitution's id, as GET /delegations has it.",
      },
    },
    form: [],
    sure: {
      zh: "确认后，代理人即可在代理期间以您的岗位名义办理。",
      en: "From then on the substitute may act in your post until the last day.",
    },
  },
  endDelegation: {
    name: { zh: "结束代理", en: "end a substitution" },
    describe: "Before its last day; by the post's holder or the office.",
    roles: DELEGATING,
    fields: {
      /** Told by the row on which it is ended. */
      delegation: {
        type: "pick",
        of: "delegation",
        describe: "The substitution's id, as GET /delegations has it.",
      },
      reason,
    },
    form: ["reason"],
  },
  /** 包抓记录 */
  logVisit: {
    name: { zh: "{{pairing}}记录", en: "log a visit" },
    describe:
      "A visit to a village, or a problem solved there, by those who are paired with it, help it or are its township.",
    roles: ["countyLeader", "departmentHead", "liaison", "helpingUnit", "township", "office"],
    fields: {
      village: { type: "pick", of: "village", label: { zh: "村", en: "Village" }, describe: "Village id." },
      on: {
        type: "date",
        notAfter: "today",
        preset: "today",
        label: { zh: "日期", en: "Day" },
        describe: "The day; not later than today.",
      },
      what: {
        type: "oneOf",
        label: { zh: "类别", en: "Kind" },
        values: Object.entries(VISIT_WORDS).map(([value, label]) => ({ value, label })),
        describe: "走访, or a problem solved.",
      },
      text: {
        type: "text",
        label: { zh: "走访（解决）情况", en: "What was seen or solved" },
        describe: "What was seen, or solved.",
      },
      place: {
        type: "line",
        optional: true,
        label: { zh: "地点", en: "Place" },
        describe: "Where in the village, as somebody writes it.",
      },
      photos: {
        type: "photos",
        most: 3,
        optional: true,
        label: { zh: "照片", en: "Photos" },
        describe: "Photos sent by the caller beforehand (POST /visits/photos). They count for nothing in appraisals.",
      },
      /** For programs. */
      items: { type: "picks", of: "item", most: 50, each: "Item id.", describe: "Items that it was about." },
    },
    form: ["village", "on", "what", "text", "place", "photos"],
  },
};

export const ORDER_KINDS = Object.keys(ORDERS) as readonly GivenOrderKind[];

/** The names of all orders as buttons and headings have them, by kind. */
export const orderNames = (language: Language): Readonly<Record<GivenOrderKind, string>> =>
  Object.fromEntries(
    ORDER_KINDS.map((kind) => {
      const { name } = ORDERS[kind];
      return [kind, language === "zh" ? name.zh : capitalised(name.en)];
    }),
  ) as Readonly<Record<GivenOrderKind, string>>;
