/** Every action and every order with its form: one table. Who may do what, and when, the API tells. */
import type { ItemDetail } from "../api/types.js";
import type { Texts } from "../i18n/zh.js";
import type { Choice, Field, FieldLabel } from "./fields.js";

export type ActName = keyof Texts["act"];
export type OrderName = keyof Texts["order"];

export interface Act {
  readonly fields: readonly Field[];
  /** What it means, where that is not plain. */
  readonly hint?: keyof Texts["hint"];
  /** It cannot be taken back: what follows, to be confirmed. */
  readonly sure?: keyof Texts["sure"];
}

export interface ItemAct extends Act {
  /** Not a step that an item waits for: offered after those. */
  readonly beside?: true;
  /** `drafts`: done on the page of drafts, letter by letter; `evidence`: at the item's evidence. */
  readonly at?: "drafts" | "evidence";
  /** Items that it makes no sense for, though the API would not refuse every value. */
  readonly when?: (item: ItemDetail) => boolean;
  /** Names one of the item's instructions. */
  readonly ref?: true;
  /** A leader's own act, which the office may enter with the scan of the written one. */
  readonly leaders?: true;
}

const text = (label: FieldLabel = "text", more: { name?: string; preset?: string } = {}): Field => ({
  name: "text",
  widget: "text",
  label,
  ...more,
});
const reason: Field = { name: "reason", widget: "text", label: "reason" };
const yesNo = (name: string, label: FieldLabel, yes: Choice["label"], no: Choice["label"]): Field => ({
  name,
  widget: "choice",
  label,
  options: [
    { value: true, label: yes },
    { value: false, label: no },
  ],
});
const replyBy: Field = { name: "replyBy", widget: "date", label: "replyBy", after: "today" };
const instruction: Field = { name: "instruction", widget: "ref", label: "instruction" };
const approver: Field = { name: "approver", widget: "pick", of: "leaderPost", label: "approver" };
const suspendUntil: Field = { name: "until", widget: "date", label: "suspendUntil", after: "today" };

/** Progress of what is measured is computed of its figures, by the API, and never typed in. */
const figures: Field = {
  name: "figures",
  widget: "figures",
  label: "figures",
  when: (_values, { item }) => Boolean(item?.metric),
};

/** In the order in which they are offered: the first that can be done is what an item waits for. */
export const ACTS: Readonly<Record<ActName, ItemAct>> = {
  signFor: { fields: [], hint: "signFor" },
  assign: { fields: [], hint: "assign" },
  replyToInstruction: { fields: [instruction, text("reply")], ref: true },
  closeOut: { fields: [text("findings")], sure: "closeOut" },
  verify: { fields: [text("findings")] },
  returnForRework: { fields: [reason], hint: "returnForRework" },
  report: {
    fields: [text("completion"), figures, { name: "evidence", widget: "evidence", label: "evidence" }],
    hint: "report",
    sure: "report",
  },
  reportProgress: {
    fields: [
      figures,
      { name: "percent", widget: "percent", label: "percent", when: (_values, { item }) => !item?.metric },
      text("progress"),
    ],
  },
  fixTotal: {
    fields: [
      { name: "total", widget: "number", label: "total" },
      { name: "reason", widget: "text", label: "reason", optional: true },
    ],
    hint: "fixTotal",
    when: ({ metric }) => metric !== null,
    beside: true,
  },
  assignVerifier: {
    fields: [{ name: "verifier", widget: "pick", of: "verifier", label: "verifier", nullable: true }, text()],
    hint: "assignVerifier",
    beside: true,
  },
  reportSupport: { fields: [text("completion")] },
  acknowledge: { fields: [text("read", { preset: "已阅。" })], hint: "acknowledge", leaders: true },
  acceptReply: { fields: [instruction], ref: true, leaders: true },
  returnReply: { fields: [instruction, reason, replyBy], ref: true, leaders: true },
  instruct: {
    fields: [text("said"), { name: "unit", widget: "pick", of: "unit", label: "unit", preset: "owes" }, replyBy],
    leaders: true,
  },
  decideExtension: { fields: [yesNo("grant", "grant", "grants", "refuses"), reason], sure: "decideExtension" },
  proposeExtension: { fields: [yesNo("grant", "grant", "grants", "refuses"), text("proposal")] },
  giveOpinion: { fields: [yesNo("supports", "supports", "supports", "opposes"), text("opinion")], leaders: true },
  decideTalk: {
    fields: [
      yesNo("hold", "hold", "holds", "holdsNot"),
      { name: "on", widget: "date", label: "talkOn", after: "today", when: ({ hold }) => hold === true },
      text(),
    ],
    sure: "decideTalk",
  },
  signInstrument: { fields: [], at: "drafts" },
  holdInstrument: { fields: [], at: "drafts" },
  requestExtension: {
    fields: [{ name: "to", widget: "date", label: "extendTo", after: "deadline" }, reason],
    hint: "requestExtension",
    beside: true,
  },
  fileEvidence: { fields: [], at: "evidence", beside: true },
  logCall: {
    fields: [{ name: "to", widget: "pick", of: "post", label: "called" }, text("talked")],
    hint: "logCall",
    beside: true,
  },
  annotate: { fields: [text()], hint: "annotate", beside: true },
  resume: { fields: [reason], beside: true },
  suspend: { fields: [suspendUntil, approver, reason], hint: "suspend", beside: true },
  openCauseReview: { fields: [reason], beside: true },
  closeCauseReview: { fields: [reason], beside: true },
  changeReading: {
    fields: [{ name: "deadline", widget: "date", label: "newDeadline" }, reason],
    sure: "changeReading",
    beside: true,
  },
  reassign: {
    fields: [{ name: "primaryUnit", widget: "pick", of: "unit", label: "newUnit" }, reason],
    sure: "reassign",
    beside: true,
  },
  cancel: { fields: [reason], sure: "cancel", beside: true },
};

export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];

export interface Order extends Act {
  /** Where its scope can be counted before it is given. */
  readonly scope?: "open" | "running" | "suspended";
}

const townships: Field = {
  name: "townships",
  widget: "pick",
  of: "township",
  many: true,
  label: "townships",
  or: "villages",
};
const villages: Field = {
  name: "villages",
  widget: "pick",
  of: "village",
  many: true,
  label: "villages",
  or: "townships",
};

export const ORDERS: Readonly<Record<OrderName, Order>> = {
  suspendArea: {
    fields: [townships, villages, suspendUntil, approver, reason],
    hint: "area",
    sure: "suspendArea",
    scope: "running",
  },
  resumeArea: { fields: [townships, villages, reason], hint: "area", sure: "resumeArea", scope: "suspended" },
  changeReading: {
    fields: [
      { name: "milestone", widget: "pick", of: "milestone", label: "milestone" },
      { name: "deadline", widget: "date", label: "newDeadline" },
      reason,
    ],
    sure: "orderReading",
    scope: "open",
  },
  handOver: {
    fields: [
      { name: "from", widget: "pick", of: "unit", label: "fromUnit" },
      { name: "to", widget: "pick", of: "unit", label: "toUnit" },
      reason,
    ],
    sure: "handOver",
    scope: "open",
  },
  handOverPost: {
    fields: [{ name: "handedOver", widget: "pick", of: "unitPost", label: "post" }, reason],
    hint: "handOverPost",
    sure: "handOverPost",
    scope: "open",
  },
  delegate: {
    fields: [
      { name: "delegated", widget: "pick", of: "post", label: "post" },
      { name: "substitute", widget: "pick", of: "person", label: "substitute" },
      { name: "from", widget: "date", label: "from", preset: "today" },
      { name: "until", widget: "date", label: "until", notBefore: "today" },
      reason,
    ],
    hint: "delegate",
  },
  endDelegation: { fields: [reason] },
  logVisit: {
    fields: [
      { name: "village", widget: "pick", of: "village", label: "village" },
      { name: "on", widget: "date", label: "on", notAfter: "today", preset: "today" },
      {
        name: "what",
        widget: "choice",
        label: "what",
        options: [
          { value: "visit", label: "visit" },
          { value: "problemSolved", label: "problemSolved" },
        ],
      },
      text("seen"),
    ],
  },
};
