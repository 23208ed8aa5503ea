/** Acts on an item's life: assigned, signed for, worked on, reported, stopped, moved on, ended. */
import { act, completion, figures, FOR, movedTo, reason, remarks } from "./act.js";

export const lifeActs = {
  assign: act({
    name: { zh: "交办", en: "assign" },
    fields: {},
    form: [],
    who: FOR.office,
    hint: {
      zh: "交办清单将发至主办单位，并开始计签收时限。",
      en: "The assignment goes to the primary unit, whose time to sign for it begins.",
    },
    refused: { nothing: null },
  }),

  signFor: act({
    name: { zh: "签收", en: "sign for" },
    fields: {},
    form: [],
    who: FOR.owingUnit,
    hint: {
      zh: "签收即确认收到，不代表已经办理。",
      en: "Signing for it confirms receipt, not that work has begun.",
    },
    refused: { nothing: null },
  }),

  reportProgress: act({
    name: { zh: "报告进度", en: "report progress" },
    fields: {
      /** Absent where the item is measured: it is computed from the figures. */
      percent: {
        type: "percent",
        optional: true,
        when: "unmeasured",
        label: { zh: "完成进度（%）", en: "Progress (%)" },
        describe:
          "Progress of the item, in percent. Not where the milestone has a metric: there it is computed from `figures`.",
      },
      text: { type: "text", label: { zh: "进展情况", en: "What has been done" } },
      figures,
    },
    form: ["figures", "percent", "text"],
    who: FOR.owingUnit,
    refused: {
      nothing: null,
      badValue: (item) =>
        item?.metric
          ? `该事项的完成率按数据计算：请填报已完成任务量，不超过核定的总任务量${item.total ?? ""}`
          : item?.total !== undefined
            ? `填报内容不符合要求：总任务量已核定为${item.total}，不能改动，已完成量不得超过总任务量`
            : null,
    },
  }),

  /** 核定总任务量: the whole that a measured item's percentage is computed of. Correcting it needs a reason. */
  fixTotal: act({
    name: { zh: "核定总任务量", en: "fix the total" },
    describe:
      "Once for each item whose milestone has a metric: its percentage is computed of it from then on. Fixing it again is a correction and needs its reason; each stands in the ledger with its number.",
    fields: {
      total: {
        type: "number",
        perItem: "unlessGiven",
        label: { zh: "总任务量", en: "Total amount of work" },
        describe: "总任务量, for each of the items that `totals` does not name.",
      },
      /** For programs: a form asks for one total. */
      totals: { type: "numbersByItem", only: "request", optional: true, describe: "By item id, where they differ." },
      /** The milestone's target in percent of it. */
      target: { type: "number", only: "command", perItem: "found", optional: true },
      reason: {
        type: "text",
        optional: true,
        label: { zh: "理由", en: "Reason" },
        describe: "Why; needed where a total was fixed before.",
      },
    },
    form: ["total", "reason"],
    who: FOR.office,
    offered: "beside",
    onlyMeasured: true,
    hint: {
      zh: "完成率由核定的总任务量计算。此前已核定的，更正须写明理由，两次数据均留在办理记录。",
      en: "The percentage is computed of it. Correcting a total needs its reason; the ledger keeps both.",
    },
    refused: {
      nothing: null,
      illegal: () => "总任务量已核定为该数",
      badValue: (item) =>
        item && !item.metric
          ? "该事项没有量化指标，进度由主办单位填报，无须核定总任务量"
          : "总任务量应大于零且不少于已完成任务量；此前已核定的，更正时须写明理由",
    },
  }),

  /** 佐证 that was uploaded: `name` to `effectiveOn` as its uploader gave them, the rest as it was received. */
  fileEvidence: act({
    name: { zh: "提交佐证", en: "file evidence" },
    fields: {
      sha256: { type: "file", only: "command" },
      name: { type: "line", only: "command", mustSay: true },
      mediaType: { type: "line", only: "command", mustSay: true },
      bytes: { type: "count", only: "command" },
      effectiveOn: { type: "date", notAfter: "today", only: "command", mustSay: true },
      text: { type: "text", only: "command" },
    },
    form: [],
    who: FOR.everybodyConcerned,
    // The scan of what the leader wrote is filed by whoever enters it.
    onBehalf: "liaison",
    offered: "beside",
    at: "evidence",
    refused: { nothing: null },
  }),

  report: act({
    name: { zh: "反馈办结", en: "report completion" },
    fields: {
      text: completion,
      evidence: {
        type: "files",
        perItem: "ofGiven",
        label: { zh: "佐证材料", en: "Evidence" },
        describe: "佐证: files uploaded to the items; of several items each takes its own of them.",
      },
      /** The figures at the end, where the item is measured. */
      figures,
    },
    form: ["text", "figures", "evidence"],
    who: FOR.owingUnit,
    hint: {
      zh: "反馈后转入核查，各级督办停止计时；核查未通过的，退办后继续计时。",
      en: "It then goes to be verified and its ladder stops; returned, the ladder goes on.",
    },
    sure: {
      zh: "反馈办结后，在核查结束前不能再改动进度。",
      en: "Progress cannot be changed until it has been verified.",
    },
    refused: { nothing: null, badValue: () => "反馈办结须附佐证材料" },
  }),

  /** A 协办 unit has done its part by its sub-deadline, or after it. */
  reportSupport: act({
    name: { zh: "协办反馈", en: "report supporting work" },
    fields: { text: { ...completion, mustSay: true } },
    form: ["text"],
    who: FOR.supportingUnit,
    refused: {
      nothing: null,
      illegal: ({ supports }) => (supports.length > 0 ? "本单位的协办工作已反馈，或事项已不在办理" : null),
    },
  }),

  suspend: act({
    name: { zh: "暂缓", en: "suspend" },
    fields: {
      reason,
      approver: {
        type: "pick",
        of: "leaderPost",
        mustSay: true,
        label: { zh: "批准人", en: "Approved by" },
        describe: "Post id of whoever approved it.",
      },
      until: {
        type: "date",
        after: "today",
        label: { zh: "计划恢复日期", en: "Planned to resume on" },
        describe: "The planned end; later than today.",
      },
      deadline: movedTo,
    },
    form: ["until", "deadline", "approver", "reason"],
    who: FOR.office,
    offered: "beside",
    hint: {
      zh: "暂缓期间不计逾期；恢复后时限按暂缓的工作日顺延，或者改为本次确定的时限，原时限仍予列明。",
      en: "Suspended days do not count as overdue. Afterwards the deadline is later by its working days, or the one named here; the old one stays visible.",
    },
    refused: { nothing: null },
  }),

  resume: act({
    name: { zh: "恢复办理", en: "resume" },
    fields: { reason },
    form: ["reason"],
    who: FOR.office,
    offered: "beside",
    refused: { nothing: "事项没有暂缓" },
  }),

  cancel: act({
    name: { zh: "撤销事项", en: "cancel" },
    button: "Cancel the item",
    fields: { reason },
    form: ["reason"],
    who: FOR.office,
    offered: "beside",
    sure: { zh: "撤销后事项终止，不能恢复。", en: "A cancelled item is over: this cannot be undone." },
    refused: { nothing: null },
  }),

  reassign: act({
    name: { zh: "改派主办单位", en: "reassign" },
    fields: {
      primaryUnit: {
        type: "pick",
        of: "unit",
        mustSay: true,
        label: { zh: "新主办单位", en: "New primary unit" },
        describe: "The unit that is to owe it from now on.",
        example: "agriculture",
      },
      reason,
    },
    form: ["primaryUnit", "reason"],
    who: FOR.office,
    offered: "beside",
    sure: {
      zh: "原主办单位不再承办，由新主办单位重新签收。",
      en: "The unit owes it no longer; the new one signs for it anew.",
    },
    refused: {
      nothing: null,
      illegal: ({ status }) => (status !== "reported" && status !== "verified" ? "事项已由该单位主办" : null),
    },
  }),

  setTimetable: act({
    name: { zh: "填报措施和时间表", en: "set the timetable" },
    fields: {
      text: {
        type: "text",
        cells: true,
        mustSay: true,
        label: {
          zh: "每行依次为完成时间、工作措施、数量、责任人、累计进度（%），以竖线分隔",
          en: "A line each: day | measure | quantity | person | percent",
        },
        describe:
          "A line each, its five cells apart by |: day, measure, quantity, responsible person, percent of the whole by then. Days within the deadline, in order; the last line reaches 100.",
        example: "2021-06-30|完成设计|1套|张三|30\n2021-12-20|建成投用|3公里|张三|100",
      },
    },
    form: ["text"],
    who: FOR.owingUnit,
    offered: "beside",
    hint: {
      zh: "可从Excel、WPS表格整块粘贴；序时进度按此计算。时限调整后须重新填报。",
      en: "Paste it from a sheet; progress is measured against it. A deadline that moves needs another.",
    },
    refused: {
      nothing: null,
      badValue: () =>
        "时间表不符合要求：每行须有完成时间、工作措施、数量、责任人和累计进度，时间由早到晚、不晚于时限，末行累计进度为100",
    },
  }),

  annotate: act({
    name: { zh: "添加备注", en: "note" },
    fields: { text: { ...remarks, mustSay: true } },
    form: ["text"],
    who: FOR.everybodyConcerned,
    onBehalf: "liaison",
    offered: "beside",
    hint: { zh: "写入本事项办理记录，不改变办理环节。", en: "Stands in the item's ledger and changes no step." },
    refused: { nothing: null },
  }),
};
