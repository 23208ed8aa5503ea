/** How a letter stands, as lists, files and pages say it: the one list. */
import type { Language, Words } from "../language/words.js";

const LETTER_STATE_WORDS = {
  draft: { zh: "拟稿待签", en: "Draft, to be signed" },
  queued: { zh: "待发送", en: "Queued" },
  sending: { zh: "发送中", en: "Sending" },
  sent: { zh: "已发送", en: "Sent" },
  failed: { zh: "发送失败", en: "Failed" },
  manual: { zh: "人工送达", en: "Handed over" },
  superseded: { zh: "未签发（已失效）", en: "Withdrawn" },
  returned: { zh: "被退回", en: "Came back" },
} as const satisfies Readonly<Record<string, Words>>;
export type LetterStateWord = keyof typeof LETTER_STATE_WORDS;

export const letterStateWords = (state: LetterStateWord): Words => LETTER_STATE_WORDS[state];

/** All of them in one language. */
export const letterStatesIn = (language: Language): Readonly<Record<LetterStateWord, string>> => ({
  draft: LETTER_STATE_WORDS.draft[language],
  queued: LETTER_STATE_WORDS.queued[language],
  sending: LETTER_STATE_WORDS.sending[language],
  sent: LETTER_STATE_WORDS.sent[language],
  failed: LETTER_STATE_WORDS.failed[language],
  manual: LETTER_STATE_WORDS.manual[language],
  superseded: LETTER_STATE_WORDS.superseded[language],
  returned: LETTER_STATE_WORDS.returned[language],
});
