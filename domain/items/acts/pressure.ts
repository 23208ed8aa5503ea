/** Acts around the ladder: read by leaders, instructed and answered, signed, talked about. */
import { act, FOR, instruction, reason, remarks, replyBy, rung, scan } from "./act.js";

const NO_REPLY = "该批示没有待处理的答复";
const NO_DRAFT = "没有待签发的这一文书";

export const pressureActs = {
  acknowledge: act({
    name: { zh: "阅知", en: "acknowledge" },
    fields: {
      scan,
      text: { type: "text", label: { zh: "阅示意见", en: "Remarks of the reader" }, preset: "已阅。" },
    },
    form: ["text"],
    who: FOR.leaders,
    onBehalf: "office",
    hint: {
      zh: "阅知后10个工作日内不再就本事项呈阅，销号前仍会继续跟踪。",
      en: "Nothing more is escalated about it for 10 working days; it is followed until it is closed.",
    },
    refused: { nothing: "事项尚未呈阅，没有需要阅知的内容" },
  }),

  instruct: act({
    name: { zh: "批示", en: "instruct" },
    fields: {
      scan,
      unit: {
        type: "pick",
        of: "unit",
        preset: "owes",
        mustSay: true,
        perItem: "unlessGiven",
        label: { zh: "交办单位", en: "Unit to answer" },
        describe: "The unit that is to answer; each item's own 主办 unit unless told.",
        example: "agriculture",
      },
      text: { type: "text", mustSay: true, label: { zh: "批示内容", en: "Instruction" } },
      replyBy,
    },
    form: ["text", "unit", "replyBy"],
    who: FOR.leaders,
    onBehalf: "office",
    refused: { nothing: null, badValue: () => "联络员、办公室录入书面批示，须附批示扫描件" },
  }),

  replyToInstruction: act({
    name: { zh: "答复批示", en: "reply to an instruction" },
    fields: {
      instruction,
      text: { type: "text", mustSay: true, label: { zh: "办理情况", en: "What was done about it" } },
    },
    form: ["instruction", "text"],
    who: FOR.instructedUnit,
    refused: { nothing: "没有这一待答复的批示" },
  }),

  acceptReply: act({
    name: { zh: "采纳答复", en: "accept a reply" },
    button: "Accept the reply",
    fields: { scan, instruction },
    form: ["instruction"],
    who: FOR.instructingLeader,
    onBehalf: "office",
    refused: { nothing: NO_REPLY },
  }),

  returnReply: act({
    name: { zh: "退回答复", en: "return a reply" },
    button: "Return the reply",
    fields: { scan, instruction, reason, replyBy },
    form: ["instruction", "reason", "replyBy"],
    who: FOR.instructingLeader,
    onBehalf: "office",
    refused: { nothing: NO_REPLY },
  }),

  /** The leading group on the 约谈建议 before it: with a day for the talk, or not to hold one. */
  decideTalk: act({
    name: { zh: "决定约谈", en: "decide a talk" },
    fields: {
      hold: {
        type: "yesNo",
        label: { zh: "是否约谈", en: "Hold a talk" },
        yes: { zh: "约谈", en: "Hold a talk" },
        no: { zh: "不约谈", en: "No talk" },
        describe: "false: no talk is held.",
      },
      on: {
        type: "date",
        after: "today",
        optional: true,
        when: { yes: "hold" },
        label: { zh: "约谈日期", en: "Day of the talk" },
        describe: "The day of the talk; later than today.",
      },
      text: { ...remarks, mustSay: true },
    },
    form: ["hold", "on", "text"],
    who: FOR.leadingGroup,
    sure: {
      zh: "决定作出后不能撤销；约谈的，立即发出约谈通知。",
      en: "This cannot be undone; a talk is notified at once.",
    },
    refused: { nothing: null },
  }),

  logCall: act({
    name: { zh: "电话催办记录", en: "log a call" },
    fields: {
      to: {
        type: "pick",
        of: "post",
        mustSay: true,
        label: { zh: "通话对象", en: "Who was called" },
        describe: "Post id of whoever was called.",
      },
      text: { type: "text", mustSay: true, label: { zh: "通话内容", en: "What was said" } },
    },
    form: ["to", "text"],
    who: FOR.callers,
    offered: "beside",
    hint: {
      zh: "记录本身即为送达凭据，请写明通话时间和对方答复。",
      en: "The record counts as delivery: say when it was and what was answered.",
    },
    refused: { nothing: null },
  }),

  signInstrument: act({
    name: { zh: "签发文书", en: "sign an instrument" },
    fields: {
      rung,
      documentNo: { type: "line", mustSay: true, label: { zh: "文号", en: "Document number" }, describe: "文号." },
    },
    form: [],
    who: FOR.closers,
    at: "drafts",
    sure: { zh: "签发后文书立即发出，不能收回。", en: "A signed letter goes out at once and cannot be called back." },
    refused: { nothing: NO_DRAFT },
  }),

  holdInstrument: act({
    name: { zh: "缓发文书", en: "hold an instrument" },
    fields: { rung, reason },
    form: [],
    who: FOR.closers,
    at: "drafts",
    refused: { nothing: NO_DRAFT },
  }),
};
