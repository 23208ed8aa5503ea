/** What the simulated desks write into the month's grid. */
type Texts = readonly [string, ...string[]];

export const MEASURES: Texts = [
  "已召开专题会议研究，任务分解到人。",
  "已组织现场调度，按计划推进。",
  "已与有关单位对接，落实资金和人员。",
  "已完成摸底，正在组织实施。",
];
export const PROBLEMS: Texts = [
  "部分群众外出务工，信息核实进度慢。",
  "项目前期手续办理时间较长。",
  "资金拨付尚未到位。",
  "个别村基础薄弱，推进不平衡。",
];
export const NO_PROBLEM = "无";
export const NEXT_STEPS: Texts = [
  "下月逐村推进，月底前完成阶段任务。",
  "加快手续办理，按周调度。",
  "补齐薄弱环节，按时反馈。",
];
export const TO_COORDINATE: Texts = [
  "请协调解决项目用地指标。",
  "请协调加快资金拨付。",
  "请有关单位支持提供人员信息。",
];
export const SENT_BACK: Texts = ["措施不具体，请补充责任人和完成时间。", "存在问题写得笼统，请写清原因。"];
export const APPROVED: Texts = ["同意。", "情况属实，同意印发。"];
