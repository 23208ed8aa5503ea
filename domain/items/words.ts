/** An item's status, as pages, calendars, reports and letters say it: the one list. */
import type { Language, Words } from "../language/words.js";
import type { ItemStatus } from "./work-item.js";

const STATUS_WORDS: Readonly<Record<ItemStatus, Words>> = {
  registered: { zh: "待交办", en: "not assigned" },
  assigned: { zh: "待签收", en: "assigned, not signed for" },
  signedFor: { zh: "待办理", en: "signed for" },
  inProgress: { zh: "办理中", en: "in progress" },
  reported: { zh: "待核查", en: "reported, to be verified" },
  verified: { zh: "待销号", en: "verified, to be closed" },
  closed: { zh: "已销号", en: "closed" },
  cancelled: { zh: "已撤销", en: "cancelled" },
};

/** Of a status as stored: what a newer release knows and this one doesn't stands for itself. */
export const statusWords = (status: string): Words =>
  Object.hasOwn(STATUS_WORDS, status) ? STATUS_WORDS[status as ItemStatus] : { zh: status, en: status };

/** All of them in one language. */
export const statusesIn = (language: Language): Readonly<Record<ItemStatus, string>> => ({
  registered: STATUS_WORDS.registered[language],
  assigned: STATUS_WORDS.assigned[language],
  signedFor: STATUS_WORDS.signedFor[language],
  inProgress: STATUS_WORDS.inProgress[language],
  reported: STATUS_WORDS.reported[language],
  verified: STATUS_WORDS.verified[language],
  closed: STATUS_WORDS.closed[language],
  cancelled: STATUS_WORDS.cancelled[language],
});
