/** What instruments are called in Chinese: in subjects, lists, tables and on the page. */
import type { Instrument } from "./instruments.js";

export const INSTRUMENT_NAMES_ZH: Readonly<Record<Instrument, string>> = {
  assignment: "交办清单",
  reminder: "提醒",
  urge: "催办单",
  supervise: "督办函",
  escalate: "呈阅件",
  summonsTalk: "约谈建议",
  talk: "约谈通知",
  longOverdueList: "久拖未决清单",
  verificationRequest: "核查通知",
  returned: "退办通知",
  extensionRequest: "延期申请",
  extensionDecision: "延期复函",
  deadlineChange: "时限调整通知",
  instruction: "批示交办通知",
  instructionReply: "批示办理情况报告",
  resolved: "办结告知",
  suspension: "暂缓通知",
  handover: "移交清单",
  inspection: "检查提示",
  progressRequest: "调度通知",
  bulletin: "检查通报",
  upwardReport: "专报",
  alarm: "送达提示",
};
