/** Chinese messages: what a letter is on a telephone. */
import type { Instrument } from "../domain/instruments/instruments.js";
import type { LetterRow } from "../domain/letters/letter-model.js";
import { isDay, shorten, type ShortTexts } from "./texts.js";
import { dateZh, timingZh } from "./words.zh.js";

/** The day that the item is about: an instruction's and a supporting unit's own, else the deadline. */
function dayOf({ matter, facts, deadline }: LetterRow, instrument: Instrument): { label: string; day: string } {
  const { replyBy, subDeadline } = facts;
  if ((matter === "instruction" || instrument === "instruction") && isDay(replyBy))
    return { label: "报送时限", day: replyBy };
  if (matter === "supporting" && isDay(subDeadline)) return { label: "协办期限", day: subDeadline };
  return { label: "期限", day: deadline };
}

export const shortZh: ShortTexts = {
  title: ({ name, copy, documentNo, shortTitle, supplement }) =>
    `${name}${copy ? "（抄送）" : ""}${documentNo === undefined ? "" : `（${documentNo}）`}：${shortTitle}${supplement > 0 ? `（补充${supplement}）` : ""}`,
  // In a message nothing need stand below: 下列 is the letter's.
  about: (opening, overdue) =>
    `${opening.replace("下列", "").replace(/[。]$/u, "")}${overdue === 0 ? "" : `，其中${overdue}项已逾期`}`,
  countAlarms: (alarms) => `共${alarms}项情况，需及时处理`,
  item(row, instrument, planDay) {
    const { label, day } = dayOf(row, instrument);
    const timing = label === "期限" ? timingZh(row, instrument, planDay) : "";
    const title = `“${shorten(row.milestoneTitle, 30).replaceAll("“", "‘").replaceAll("”", "’")}”`;
    return `${row.village ?? row.township ?? ""}${title}${isDay(day) ? `，${label}${dateZh(day)}` : ""}${timing === "" ? "" : `（${timing}）`}`;
  },
  more: (items) => `另有${items}项，详见文书原文。`,
  earliest: (day) => `最早期限${dateZh(day)}`,
  link: "查看文书原文：",
  noLink: "请登录督办系统查看文书原文。",
  open: "查看文书",
  stop: "。",
};
