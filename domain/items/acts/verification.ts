/** Acts that check what was reported: verified, returned, closed. */
import { act, findings, FOR, reason, remarks } from "./act.js";

export const verificationActs = {
  /** Names who verifies it, with the post in which they do; null: anybody of the verifying unit again. */
  assignVerifier: act({
    name: { zh: "指派核查人", en: "assign the verification" },
    describe:
      "Who verifies it, by name: to be told, to see it and to verify or return it, which others of the unit then may not. Never who reported it. Ends with the verification, with another primary unit, and when that person reports it.",
    fields: {
      verifier: {
        type: "pick",
        of: "verifier",
        nullable: true,
        label: { zh: "核查人", en: "Verifier" },
        describe: "Person id, of the verifying unit; null: anybody of it again. Others of it may not then.",
        example: "p-042",
      },
      verifierPost: { type: "pick", of: "post", nullable: true, only: "command", perItem: "found" },
      text: { ...remarks, mustSay: true },
    },
    form: ["verifier", "text"],
    who: FOR.assigners,
    offered: "beside",
    hint: {
      zh: "指派后由本人核查或退办，同单位其他人员不再办理。不选人员的，收回指派。",
      en: "That person verifies or returns it, and others of the unit do not. Left empty, the assignment is taken back.",
    },
    refused: {
      nothing: "尚未指派核查人，无可收回",
      illegal: ({ verifier }) => (verifier ? "已指派该人员核查，不必重复指派" : null),
    },
  }),

  verify: act({
    name: { zh: "核查", en: "verify" },
    fields: { text: findings },
    form: ["text"],
    who: FOR.verifiers,
    refused: { nothing: null },
  }),

  returnForRework: act({
    name: { zh: "退办", en: "return" },
    fields: { reason },
    form: ["reason"],
    who: FOR.checkers,
    hint: {
      zh: "退回主办单位继续办理，各级督办恢复计时，退办次数加1。",
      en: "The unit has it in hand again, its ladder goes on, and the return is counted.",
    },
    refused: { nothing: null },
  }),

  closeOut: act({
    name: { zh: "销号", en: "close" },
    fields: { text: findings },
    form: ["text"],
    who: FOR.closers,
    sure: {
      zh: "销号后事项办结；再需办理的，只能重新办理，另定时限并计入办理记录。",
      en: "A closed item is over: it can only be reopened, with another deadline, and that is counted.",
    },
    refused: { nothing: null },
  }),

  /** What turns out not to be done, or not to last, is worked on again as the same item. */
  reopen: act({
    name: { zh: "重新办理", en: "reopen" },
    describe:
      "Of an item that was closed: its primary unit has it in hand again, by the new deadline, and its ladder starts anew. Whoever reported it before may still not verify it. Each reopening is counted.",
    fields: {
      deadline: {
        type: "date",
        after: "today",
        label: { zh: "新的办理时限", en: "New deadline" },
        describe: "The new deadline; later than today.",
      },
      reason,
    },
    form: ["deadline", "reason"],
    who: FOR.closers,
    offered: "beside",
    hint: {
      zh: "仅用于已销号的事项：退回主办单位按新时限重新办理，各级督办重新计时，重新办理次数加1。",
      en: "For closed items only: the unit has it in hand again by the new deadline, its ladder starts anew, and it is counted.",
    },
    refused: { nothing: null },
  }),
};
