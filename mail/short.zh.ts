/** Chinese messages: what a letter is on a telephone. */
import { whatZh, dayInZh } from "./phrases.zh.js";
import { isDay, type ShortTexts } from "./texts.js";
import { knownFacts } from "../domain/letters/facts.js";

export const shortZh: ShortTexts = {
  title: ({ name, copy, documentNo, shortTitle, supplement }) =>
    `${name}${copy ? "（抄送）" : ""}${documentNo === undefined ? "" : `（${documentNo}）`}：${shortTitle}${supplement > 0 ? `（补充${supplement}）` : ""}`,
  overdue: (items) => `其中${items}项已逾期。`,
  countAlarms: (alarms) => `共${alarms}项送达和岗位情况，请及时处理。`,
  item(row, today) {
    const { replyBy, subDeadline } = knownFacts(row.facts);
    const { matter, deadline, overdueWorkingDays = 0, status } = row;
    // The day that the item is about: an instruction's and a supporting unit's own, else the deadline.
    const [label, day] =
      matter === "instruction" && replyBy !== undefined
        ? ["反馈时限", replyBy]
        : matter === "supporting" && subDeadline !== undefined
          ? ["协办时限", subDeadline]
          : ["时限", deadline];
    const late =
      label === "时限" && overdueWorkingDays > 0 && !["closed", "cancelled", "reported", "verified"].includes(status)
        ? `，已逾期${overdueWorkingDays}个工作日`
        : "";
    return `${whatZh([row])}${isDay(day) ? `，${label}${dayInZh(day, today)}` : ""}${late}`;
  },
  more: (items) => `另有${items}项，详见原文。`,
  to: (addressee) => `${addressee}：`,
  link: "查看原文：",
  noLink: "请登录督办系统查看原文。",
  open: "查看文书",
};
