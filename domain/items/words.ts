/** An item's status, as letters, pages, calendars and reports say it: the one list. */
import type { Words } from "../language/words.js";
import type { ItemStatus } from "./work-item.js";

export const STATUS_WORDS: Readonly<Record<ItemStatus, Words>> = {
  registered: { zh: "待交办", en: "not assigned" },
  assigned: { zh: "已交办，待签收", en: "assigned, not signed for" },
  signedFor: { zh: "已签收，待办理", en: "signed for" },
  inProgress: { zh: "办理中", en: "in progress" },
  reported: { zh: "已反馈办结，待核查", en: "reported, to be verified" },
  verified: { zh: "已核查，待销号", en: "verified, to be closed" },
  closed: { zh: "已销号", en: "closed" },
  cancelled: { zh: "已撤销", en: "cancelled" },
};

/** Of a status as stored: what a newer release knows and this one doesn't stands for itself. */
export const statusWords = (status: string): Words =>
  Object.hasOwn(STATUS_WORDS, status) ? STATUS_WORDS[status as ItemStatus] : { zh: status, en: status };
