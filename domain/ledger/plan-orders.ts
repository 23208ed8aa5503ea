/** Orders on a whole plan, as its ledger holds them: one action of the office that concerns many items of many tasks. */
import { cases, day, fields, flag, list, nullable, number, oneOf, optional, text, type TypeOf } from "./shape.js";
import { plannedMembers } from "./item-life-events.js";

/** Of a task what its new items need to know. */
export const taskHead = fields({ no: number, title: text, leadUnit: text });
export type TaskHead = TypeOf<typeof taskHead>;

/** An item as it is registered in a running plan; `policy`: the version it begins with. */
export const newItem = fields({ id: text, ...plannedMembers, policy: number });
export type NewItem = TypeOf<typeof newItem>;

/** A version of one of the plan's documents, and the SHA-256 of its canonical JSON. */
const documentVersion = fields({ kind: text, version: number, sha256: text });
export type DocumentVersion = TypeOf<typeof documentVersion>;

/** Orders that are sent to the streams of the tasks that they concern. */
const sentOrders = {
  /** 批量暂缓: every open item in the townships and villages named, until a planned end. `approver`: a post. */
  /** `deadline`: the one that the order names for the time after; absent: later by the suspended working days. */
  suspendArea: fields({
    townships: list(text),
    villages: list(text),
    until: day,
    reason: text,
    approver: text,
    deadline: optional(day),
  }),
  resumeArea: fields({ townships: list(text), villages: list(text), reason: text }),
  /** Another reading of a milestone's date: a new deadline for all its items. */
  changeReading: fields({ milestone: text, deadline: day, reason: text }),
  /** All that one unit owes passes to another (机构改革). */
  handOver: fields({ from: text, to: text, reason: text }),
  /** Running items go over to another policy version; `milestones` null: those of the whole plan. */
  adoptPolicy: fields({ version: number, milestones: nullable(list(text)), reason: text }),
  /** Working days by another calendar version. */
  adoptCalendar: fields({ version: number, reason: text }),
  /** Another person (`to`) holds a unit's post: what the unit has in hand is to be signed for anew. */
  handOverPost: fields({ unit: text, post: text, to: text, reason: text }),
  /** 立项 while the plan runs: each item goes to its task's stream, which is begun where the task had none. */
  registerItems: fields({ tasks: list(taskHead), items: list(newItem), reason: text }),
} as const;

/** What the plan's own stream records for itself: it concerns no task's items. */
const planNotes = {
  /**
   * 代理: a dated substitute acts in a post for its holder, from the first day to the last. `awaitsConsent`: not before the holder
   * has confirmed it.
   */
  delegate: fields({
    post: text,
    principal: text,
    substitute: text,
    from: day,
    until: day,
    reason: text,
    awaitsConsent: optional(flag),
  }),
  /** The holder agrees to a substitution that waits for it. `delegation`: the key of the order that began it. */
  confirmDelegation: fields({ delegation: text, post: text }),
  /** Ends a substitution before its time. `delegation`: the key of the order that began it. */
  endDelegation: fields({ delegation: text, post: text, reason: text }),
  /** 包抓 log: a visit to a village, or a problem solved there. `items`: those that it was about. */
  logVisit: fields({
    village: text,
    on: day,
    what: oneOf(["visit", "problemSolved"]),
    text,
    items: list(text),
    /** 地点: where in the village, as it was written; absent: not said. */
    place: optional(text),
    /** Photos by their SHA-256; absent: none. */
    photos: optional(list(text)),
  }),
  /** A special inspection round beside the half-years: where it goes and why. The plan's stream names it. */
  openRound: fields({ from: day, to: day, villages: list(text), reason: text }),
  /** Further versions of the plan's documents: who wrote them and why. What they move is ordered beside it. */
  changeDocuments: fields({ documents: list(documentVersion), reason: text }),
} as const;

/** An order as a message takes it to a task's stream. */
export const sentOrder = cases(sentOrders);

export const planOrder = cases({ ...sentOrders, ...planNotes });
export type PlanOrder = TypeOf<typeof planOrder>;
export type PlanOrderKind = PlanOrder["kind"];
export type PlanNote = Extract<PlanOrder, { readonly kind: keyof typeof planNotes }>;

/** Whether the plan's own stream alone records it. */
export const isNote = (order: PlanOrder): order is PlanNote => Object.hasOwn(planNotes, order.kind);

/** Whether this release knows the kind of order. */
export const isOrderKind = (kind: unknown): kind is PlanOrderKind =>
  typeof kind === "string" && Object.hasOwn(planOrder.cases, kind);

/** Kinds of orders that a task's stream applies. */
export const SENT_ORDER_KINDS = [
  "suspendArea",
  "resumeArea",
  "changeReading",
  "handOver",
  "adoptPolicy",
  "adoptCalendar",
  "handOverPost",
  "registerItems",
] as const satisfies readonly (keyof typeof sentOrders)[];

/** What the plan's stream knows of a task's stream: enough to tell whether an order may concern it. */
export const taskStreamInfo = fields({
  stream: text,
  task: number,
  /** Township id, or `county`, where a task of too many items is split; else null. */
  section: nullable(text),
  title: text,
  milestones: list(text),
  /** Some of its items lie in a township or village. */
  local: flag,
  /** Begun while the plan ran: the instant, at which it had no item yet. Absent: with the plan. */
  openedAt: optional(number),
});
export type TaskStreamInfo = TypeOf<typeof taskStreamInfo>;
