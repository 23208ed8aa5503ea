/** Acts on a deadline: read otherwise, extended, and what keeps the ladder waiting meanwhile. */
import { act, FOR, grant, reason, scan, why } from "./act.js";

const NO_APPLICATION = "没有正在办理的延期申请";

export const deadlineActs = {
  changeReading: act({
    name: { zh: "调整时限认定", en: "change the reading" },
    fields: {
      deadline: { type: "date", label: { zh: "新时限", en: "New deadline" }, describe: "The new deadline." },
      reason,
    },
    form: ["deadline", "reason"],
    who: FOR.office,
    offered: "beside",
    sure: {
      zh: "新时限立即生效，各级督办按新时限重新计算。",
      en: "The new deadline holds at once, and its ladder is reckoned anew.",
    },
    refused: { nothing: null, illegal: () => "新时限与现时限相同" },
  }),

  requestExtension: act({
    name: { zh: "申请延期", en: "apply for an extension" },
    fields: {
      to: {
        type: "date",
        after: "deadline",
        label: { zh: "申请延至", en: "Extend to" },
        describe: "The deadline asked for; later than the present one and than today.",
      },
      reason,
    },
    form: ["to", "reason"],
    who: FOR.owingUnit,
    offered: "beside",
    hint: {
      zh: "到期前申请的，决定之前暂停逐级督办；逾期后申请的不停止计时。",
      en: "Asked for in time it freezes escalation until it is decided; asked for late it does not.",
    },
    refused: {
      nothing: null,
      illegal: ({ extension }) => (extension ? "已有一项延期申请正在办理，不能重复申请" : null),
    },
  }),

  giveOpinion: act({
    name: { zh: "意见（延期）", en: "give an opinion on the extension" },
    button: "Give an opinion",
    fields: {
      scan,
      supports: {
        type: "yesNo",
        label: { zh: "意见", en: "Opinion" },
        yes: { zh: "支持", en: "In favour" },
        no: { zh: "不支持", en: "Against" },
      },
      text: { type: "text", label: { zh: "意见", en: "Opinion" } },
    },
    form: ["supports", "text"],
    who: FOR.pairedLeaders,
    onBehalf: "office",
    refused: { nothing: NO_APPLICATION },
  }),

  proposeExtension: act({
    name: { zh: "拟办意见（延期）", en: "propose on the extension" },
    fields: { grant, text: { type: "text", label: { zh: "建议理由", en: "Reasons for the proposal" } } },
    form: ["grant", "text"],
    who: FOR.closers,
    refused: {
      nothing: NO_APPLICATION,
      illegal: ({ extension }) => (extension ? "延期建议已报领导小组，不能重复提出" : null),
    },
  }),

  decideExtension: act({
    name: { zh: "审批延期", en: "decide the extension" },
    fields: { grant, reason: why },
    form: ["grant", "reason"],
    who: FOR.leadingGroup,
    sure: {
      zh: "决定作出后不能撤销；同意的，各级督办按新时限重新计算。",
      en: "This cannot be undone; granted, the ladder is reckoned anew.",
    },
    refused: {
      nothing: NO_APPLICATION,
      illegal: ({ extension }) => (extension ? "须先由办公室（督查机构）提出拟办意见，再由领导小组审批" : null),
    },
  }),

  openCauseReview: act({
    name: { zh: "客观原因核实", en: "open the review of a cause" },
    button: "Review the cause",
    fields: { reason },
    form: ["reason"],
    who: FOR.closers,
    offered: "beside",
    refused: { nothing: null, illegal: ({ causeReview }) => (causeReview ? "客观原因核查已在进行" : null) },
  }),

  closeCauseReview: act({
    name: { zh: "结束客观原因核实", en: "close the review of a cause" },
    button: "Close the review",
    fields: { reason },
    form: ["reason"],
    who: FOR.closers,
    offered: "beside",
    refused: { nothing: "没有正在进行的客观原因核查" },
  }),
};
