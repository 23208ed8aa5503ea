/** Acts around the ladder: read by leaders, instructed and answered, signed, talked about. */
import { act, FOR, instruction, reason, remarks, replyBy, rung, scan } from "./act.js";

const NO_REPLY = "该批示没有待处理的答复";
const NO_ANSWER = "没有待认可的书面答复";
const NO_DRAFT = "没有待签发的这一文书";

export const pressureActs = {
  acknowledge: act({
    name: { zh: "已阅", en: "acknowledge" },
    fields: {
      scan,
      text: { type: "text", label: { zh: "阅示意见", en: "Remarks of the reader" }, preset: "已阅。" },
    },
    form: ["text"],
    who: FOR.leaders,
    onBehalf: "office",
    hint: {
      zh: "已阅后10个工作日内不再就本事项呈阅，销号前仍会继续跟踪。",
      en: "Nothing more is escalated about it for 10 working days; it is followed until it is closed.",
    },
    refused: { nothing: "事项尚未呈阅，没有待阅的内容" },
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

  /** 书面答复 to a 督办函: cause, measures, a date and who is responsible. */
  answer: act({
    name: { zh: "书面答复督办函", en: "answer the supervision letter" },
    button: "Answer in writing",
    describe:
      "A unit's answer in writing to a signed 督办函. It keeps a talk from being proposed while the office looks at it, and until the promised day once it is accepted; that day is chased like a deadline.",
    fields: {
      cause: { type: "text", mustSay: true, label: { zh: "未按期办结的原因", en: "Why it is late" } },
      measures: { type: "text", mustSay: true, label: { zh: "采取的措施", en: "What is done about it" } },
      promised: {
        type: "date",
        after: "today",
        label: { zh: "承诺办结时间", en: "Done by" },
        describe: "The day by which the unit promises to be done; later than today.",
      },
      responsible: {
        type: "line",
        mustSay: true,
        label: { zh: "责任人（姓名、职务、电话）", en: "Who is responsible (name, post, telephone)" },
        describe: "Who is responsible for it: name, post and telephone.",
      },
      scan: {
        type: "file",
        optional: true,
        label: { zh: "答复扫描件", en: "Scan of the answer" },
        describe: "The scan of the written answer, uploaded to the item as evidence.",
      },
    },
    form: ["cause", "measures", "promised", "responsible"],
    who: FOR.owingUnit,
    offered: "beside",
    hint: {
      zh: "答复经认可的，在承诺办结时间之前不提请约谈；被退回的视为未答复。",
      en: "Accepted, no talk is proposed before the promised day; returned, it counts as none.",
    },
    refused: {
      nothing: "没有需要书面答复的督办函",
      illegal: ({ answer }) => (answer?.state === "waiting" ? "上一次书面答复待认可，不能重复答复" : null),
    },
  }),

  acceptAnswer: act({
    name: { zh: "认可书面答复", en: "accept the answer" },
    fields: { text: remarks },
    form: ["text"],
    who: FOR.closers,
    hint: {
      zh: "认可后，在承诺办结时间之前不提请约谈；承诺的时间按时限催办。",
      en: "No talk is proposed before the promised day, which is chased like a deadline.",
    },
    refused: { nothing: NO_ANSWER },
  }),

  returnAnswer: act({
    name: { zh: "退回书面答复", en: "return the answer" },
    fields: { reason, replyBy },
    form: ["reason", "replyBy"],
    who: FOR.closers,
    refused: { nothing: NO_ANSWER },
  }),

  /** 暂缓呈阅, by the office's director: some working days at most, and the reason stands in the 呈阅件. */
  holdEscalation: act({
    name: { zh: "暂缓呈阅", en: "hold the submission" },
    fields: {
      days: {
        type: "count",
        label: { zh: "暂缓工作日数", en: "Working days" },
        describe: "For how many working days; the policy says how many at most (五个工作日).",
      },
      reason,
    },
    form: ["days", "reason"],
    who: FOR.closingHeads,
    offered: "beside",
    hint: {
      zh: "最多暂缓5个工作日，到期自动呈阅；暂缓的时间和理由在呈阅件中载明。",
      en: "Five working days at most; then it goes by itself, with the hold and its reason in it.",
    },
    refused: {
      nothing: "没有可以暂缓的呈阅件",
      illegal: ({ deadlineRun }) => (deadlineRun?.hold ? "该次呈阅已经暂缓，不能再次暂缓" : null),
    },
  }),

  replyToInstruction: act({
    name: { zh: "反馈批示办理情况", en: "reply to an instruction" },
    fields: {
      instruction,
      text: { type: "text", mustSay: true, label: { zh: "办理情况", en: "What was done about it" } },
    },
    form: ["instruction", "text"],
    who: FOR.instructedUnit,
    refused: { nothing: "没有这一待答复的批示" },
  }),

  /** The office has checked a unit's report on a 批示 and submits it. */
  forwardReply: act({
    name: { zh: "审核并呈报批示办理情况", en: "submit a reply to its leader" },
    button: "Submit the reply",
    fields: { instruction, text: remarks },
    form: ["instruction", "text"],
    who: FOR.closers,
    hint: {
      zh: "审核后呈报作出批示的领导；办理情况不实、不全的，请退回重报。",
      en: "It then goes to the leader who gave the instruction; what is not true or not whole is returned.",
    },
    refused: { nothing: "该批示没有待审核的办理情况" },
  }),

  acceptReply: act({
    name: { zh: "认可批示办理情况", en: "accept a reply" },
    button: "Accept the reply",
    fields: { scan, instruction },
    form: ["instruction"],
    who: FOR.instructingLeader,
    onBehalf: "office",
    refused: { nothing: NO_REPLY },
  }),

  returnReply: act({
    name: { zh: "退回重报", en: "return a reply" },
    button: "Return the reply",
    fields: { scan, instruction, reason, replyBy },
    form: ["instruction", "reason", "replyBy"],
    who: [...FOR.instructingLeader, ...FOR.closers],
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
      /** 发文字号: given in the transaction that signs. A command that has one was numbered elsewhere. */
      documentNo: { type: "line", only: "command", optional: true },
      /** What is signed with it, in whatever stream, is one document under one number; absent: what the same request signs. */
      document: { type: "line", only: "command", optional: true },
    },
    form: [],
    who: FOR.closers,
    at: "drafts",
    sure: { zh: "签发后文书立即发出，不能收回。", en: "A signed letter goes out at once and cannot be called back." },
    refused: { nothing: NO_DRAFT },
  }),

  holdInstrument: act({
    name: { zh: "暂缓签发", en: "hold an instrument" },
    fields: { rung, reason },
    form: [],
    who: FOR.closers,
    at: "drafts",
    refused: { nothing: NO_DRAFT },
  }),
};
