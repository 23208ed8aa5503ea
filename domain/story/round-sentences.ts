/** Rows of an inspection round's stream in sentences of both languages. */
import type { EventOf, RoundEventType } from "../ledger/events.js";
import type { Chased } from "../ledger/inspection-events.js";
import { dayEn, dayZh } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { Directory } from "../people/directory.js";
import type { PlanDate } from "../plan/plan.js";

type RoundSentence<T extends RoundEventType> = (row: EventOf<T>, names: Directory, day: PlanDate) => Words;

const CHASED_WORDS: Readonly<Record<Chased, Words>> = {
  approval: { zh: "检查方案审定", en: "the scheme's approval" },
  groups: { zh: "检查组安排", en: "the groups" },
  checks: { zh: "检查结果提交", en: "late checks" },
  objections: { zh: "异议裁定", en: "an objection's decision" },
  bulletin: { zh: "通报签发", en: "the bulletin" },
};

/** A visit by the name of its place. */
function place(visit: string, names: Directory, day: PlanDate): string {
  const [, kind, id = ""] = /^(village|unit)-(.*)$/.exec(visit) ?? [];
  if (kind === "village") return names.village(id).name;
  return kind === "unit" ? names.unitRef(id, day).name : visit;
}

const person = (id: string, names: Directory): string => names.person(id).name;
const both = (zh: string, en: string): Words => ({ zh, en });

export const ROUND_SENTENCES: { readonly [T in RoundEventType]: RoundSentence<T> } = {
  roundOpened: ({ payload: { scheme } }) =>
    both(
      `${scheme.title}拟稿，共${scheme.visits.length}处`,
      `The scheme of the round was drafted: ${scheme.visits.length} visits`,
    ),
  schemeEdited: ({ payload: { reason } }) => both(`修改检查方案：${reason}`, `The scheme was edited: ${reason}`),
  schemeApproved: () => both("审定检查方案", "The scheme was approved"),
  roundMoved: ({ payload: { visitsFrom, visitsUntil, reason } }) =>
    both(
      `检查时间调整为${visitsFrom}至${visitsUntil}：${reason}`,
      `Visits moved to ${visitsFrom} – ${visitsUntil}: ${reason}`,
    ),
  roundSkipped: ({ payload: { reason } }) => both(`本次检查取消：${reason}`, `The round was skipped: ${reason}`),
  checklistAdopted: ({ payload: { checklist, reason } }) =>
    both(`改用第${checklist}版检查清单：${reason}`, `Version ${checklist} of the checklists was adopted: ${reason}`),
  groupsSet: ({ payload: { groups } }) => both(`安排检查组${groups.length}个`, `${groups.length} groups were set`),
  visitTakenAlong: ({ payload: { visit } }, names, day) =>
    both(`带走${place(visit, names, day)}检查清单`, `The visit to ${place(visit, names, day)} was taken along`),
  linesFiled: ({ payload: { visit, lines } }, names, day) =>
    both(
      `${place(visit, names, day)}检查记录${lines.length}条入账`,
      `${lines.length} lines of ${place(visit, names, day)} were filed`,
    ),
  lineDecided: ({ payload: { visit, person: id } }, names, day) =>
    both(
      `组长确定${place(visit, names, day)}一条检查记录以${person(id, names)}所填为准`,
      `The group's leader let ${person(id, names)}'s answer stand for ${place(visit, names, day)}`,
    ),
  checkSubmitted: ({ payload: { visit, lines, findings } }, names, day) =>
    both(
      `提交${place(visit, names, day)}检查结果：${lines.length}条，问题${findings.length}个`,
      `The check of ${place(visit, names, day)} was submitted: ${lines.length} lines, ${findings.length} findings`,
    ),
  conclusionServed: ({ payload: { visit, to } }, names, day) =>
    both(
      `向${to}反馈${place(visit, names, day)}检查结论`,
      `The conclusion of ${place(visit, names, day)} was shown to ${to}`,
    ),
  conclusionRemarked: ({ payload: { by, text } }) => both(`${by}意见：${text}`, `${by} remarked: ${text}`),
  objectionFiled: ({ payload: { visit, unit, text } }, names, day) =>
    both(
      `${names.unitRef(unit, day).name}对${place(visit, names, day)}检查结论提出异议：${text}`,
      `${names.unitRef(unit, day).name} objected to the conclusion of ${place(visit, names, day)}: ${text}`,
    ),
  objectionDecided: ({ payload: { visit, granted, reason } }, names, day) =>
    both(
      `${place(visit, names, day)}异议${granted ? "成立" : "不成立"}：${reason}`,
      `The objection of ${place(visit, names, day)} was ${granted ? "granted" : "refused"}: ${reason}`,
    ),
  systemicDecided: ({ payload: { accepted, villages, reason } }) =>
    both(
      `${villages.length}个村同类问题${accepted ? "列为面上问题" : "不列为面上问题"}：${reason}`,
      `The same in ${villages.length} villages ${accepted ? "became one item" : "became no item"} of the lead unit: ${reason}`,
    ),
  roundClosing: () => both("检查结束，接收在途结果", "The round is closing: what is out is still taken in"),
  roundClosed: ({ payload: { planned, submitted } }) =>
    both(
      `检查截止：应查${planned}处，已查${submitted}处`,
      `The round closed: ${submitted} of ${planned} visits submitted`,
    ),
  bulletinDrafted: ({ payload: { version, reason } }) =>
    both(
      `通报第${version}稿${reason === undefined ? "" : `：${reason}`}`,
      `Draft ${version} of the bulletin${reason === undefined ? "" : `: ${reason}`}`,
    ),
  bulletinCirculated: ({ payload: { version, units, replyBy } }) =>
    both(
      `通报第${version}稿征求${units.length}个单位意见，请于${dayZh(replyBy)}前反馈`,
      `Draft ${version} of the bulletin went to ${units.length} units for their replies by ${dayEn(replyBy)}`,
    ),
  bulletinReplied: ({ payload: { unit, agrees, text } }, names, day) =>
    both(
      `${names.unitRef(unit, day).name}对通报稿${agrees ? "无不同意见" : "提出意见"}${text === "" ? "" : `：${text}`}`,
      `${names.unitRef(unit, day).name} ${agrees ? "agreed to" : "did not agree to"} the draft${text === "" ? "" : `: ${text}`}`,
    ),
  bulletinReplyAnswered: ({ payload: { no, adopted, reason } }) =>
    both(
      `通报稿第${no}条意见${adopted ? "采纳" : "未采纳"}：${reason}`,
      `Reply ${no} to the draft was ${adopted ? "adopted" : "not adopted"}: ${reason}`,
    ),
  bulletinApproved: ({ payload: { version } }) =>
    both(`通报第${version}稿审定`, `Draft ${version} of the bulletin was approved`),
  bulletinSigned: ({ payload: { no } }) => both(`通报签发（${no}）`, `The bulletin was signed (${no})`),
  bulletinSent: ({ payload: { no, units } }) =>
    both(`通报${no}发送${units.length}个单位`, `The bulletin ${no} was sent to ${units.length} units`),
  inspectionChased: ({ payload: { what } }) =>
    both(`提示：${CHASED_WORDS[what].zh}`, `Reminded of ${CHASED_WORDS[what].en}`),
  inspectionChaseSkipped: ({ payload: { what } }) =>
    both(`略过提示：${CHASED_WORDS[what].zh}`, `A reminder of ${CHASED_WORDS[what].en} was passed over`),
};
