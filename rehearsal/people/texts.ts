/** What the simulated people write: short, official, and few enough that acts of one kind can be done together. */

type Texts = readonly [string, ...string[]];

export const PROGRESS: Texts = [
  "已完成调查摸底，正按方案组织实施。",
  "工作按计划推进，已完成阶段任务，下一步重点补齐薄弱环节。",
  "责任已落实到人，正在逐村推进，进度与安排基本一致。",
  "正在推进中，资金和物资已到位，个别环节需加快进度。",
];
export const TOTAL: Texts = ["按审定的重点项目清单核定。"];
export const EVIDENCE: Texts = ["完成情况说明"];
export const DONE: Texts = ["已对照销号标准逐项完成，佐证材料一并报送。", "任务已完成并经内部复核，现申请核查销号。"];
export const DONE_LATE: Texts = [
  "任务现已完成，因前期进度滞后逾期反馈，佐证材料一并报送。",
  "逾期事项已办结，现申请核查销号。",
];
export const ANSWER: Texts = ["根据督办函要求已抓紧办结，现将完成情况和佐证材料报送核查。"];
export const DONE_AGAIN: Texts = ["已按退办意见整改到位，补充佐证材料后重新报送。"];

export const RECTIFIED: Texts = [
  "检查发现的问题已整改到位，现场情况和佐证材料一并报送复查。",
  "已按检查意见整改完成，并举一反三自查同类问题，请复查。",
];

export const SUPPORT_DONE: Texts = ["协办任务已完成，有关资料已送主办单位。"];

export const VERIFIED: Texts = ["经核查，符合销号标准，佐证材料齐全。", "经抽查现场和核对资料，情况属实。"];
export const RETURNED: Texts = [
  "佐证材料不全，请补充后重新报送。",
  "现场抽查与所报情况不一致，请整改后重新报送。",
  "个别农户未覆盖，请补齐后重新报送。",
];
export const CLOSED: Texts = ["同意销号。"];

export const SUPPORTS: Texts = ["情况属实，确有客观原因。"];
export const OBJECTS: Texts = ["理由不充分，宜按原时限办理。"];
export const PROPOSES_GRANT: Texts = ["经核实理由成立，报领导小组审定。"];
export const PROPOSES_REFUSAL: Texts = ["经核实理由不充分，报领导小组审定。"];
export const GRANTED: Texts = ["请倒排工期，确保按新时限办结。"];
export const REFUSED: Texts = ["请按原要求抓紧办理。"];

export const HELD: Texts = ["有关情况正在核实，暂缓签发。"];
export const SEEN: Texts = ["阅。请主办单位抓紧办理。", "已阅，请有关单位加快进度。", "阅。"];
export const INSTRUCTED: Texts = [
  "请主办单位查明逾期原因，限期办结并报结果。",
  "请抓紧推进，有困难及时提出，按期反馈。",
];
export const REPLIED: Texts = [
  "已按批示要求制定整改措施，明确专人负责，正在加快办理。",
  "已查明原因并倒排工期，近期可以办结。",
];
export const REPLIED_AGAIN: Texts = ["已明确由分管负责同志牵头，按周倒排工期，每周五报告进度，月底前办结。"];
export const RESPONSIBLE = "分管负责人及经办人";
export const ANSWER_ACCEPTED: Texts = ["原因属实，措施可行，请按承诺时间办结。"];
export const ANSWER_RETURNED: Texts = ["措施不具体，请明确办结时间和责任人后重新答复。"];
export const FORWARDED: Texts = ["经核，情况属实。"];
export const REPLY_RETURNED: Texts = ["措施不够具体，请明确办结时间和责任人后再报。"];
export const CALLED: Texts = ["电话告知催办事项，对方表示抓紧办理。"];
