/** 久拖未决清单 in Chinese: what is open, put before each reader as theirs, and what became of what was submitted. */
import { type KnownFacts, knownFacts } from "../domain/letters/facts.js";
import type { LetterRow } from "../domain/letters/letter-model.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { distinct, isOver } from "./compose.js";
import type { PageLine } from "./page.js";
import { dayInZh, type PartZh, quotedZh, wordsOfZh } from "./phrases.zh.js";
import { beside, commonDone, numbered, say, type Say, sentence } from "./say.zh.js";
import type { PartText } from "./texts.js";

/** Whom a leader's proposal asks, by what the leader is to the items. */
function proposal({ part, rows, today }: PartZh): string {
  const [only, other] = rows;
  if (only !== undefined && other === undefined)
    return `拟请牵头调度；${proposed(only, knownFacts(only.facts), today)}。`;
  const each = "逐项明确办结时间和责任人";
  if (part.capacity.level === "leadingGroup") return `拟请领导小组研究调度，${each}。`;
  if (part.capacity.as === "villageCountyLeader") return `拟请牵头调度所{{pairing}}村的事项，${each}。`;
  return `拟请牵头调度分管单位的事项，${each}。`;
}

/** 上月呈阅的12项已办结9项，撤销1项；此前呈阅的2项也已办结：“……”。 */
function settled(p: PartZh): PartText {
  const cancelled = p.rows.filter(({ status }) => status === "cancelled").length;
  const submitted = p.fact("submitted");
  const earlier = p.fact("earlier") ?? 0;
  const recent = p.rows.length - earlier;
  const ends = cancelled === 0 ? "办结" : cancelled === p.rows.length ? "撤销" : "办结或者撤销";
  const said =
    submitted === undefined || submitted === 0
      ? `此前呈阅的事项已${ends}${p.rows.length}项`
      : earlier === 0
        ? `上月呈阅的${submitted}项已${ends}${recent}项`
        : `上月呈阅的${submitted}项已${ends}${recent}项，此前呈阅的另有${earlier}项已${ends}`;
  const alone = p.model.sections.every(({ rows }) => isOver(rows));
  return say(alone ? "上月呈阅事项的办理结果报告如下，请审阅。" : "", `${said}：${p.what}。`);
}

const STANDINGS: Readonly<Record<string, string>> = {
  running: "正在办理",
  late: "尚未反馈",
  replied: "已反馈，待审阅",
  accepted: "已办理",
};

/** 区领导八7月16日批示：“……”（正在办理，应于7月28日前反馈） */
function instructionZh(facts: KnownFacts, today: PlanDate): string {
  const { instructorPost, instructionText, instructionOn, instructionReplyBy: by, instructionStanding } = facts;
  if (instructionText === undefined) return "";
  const standing = STANDINGS[instructionStanding ?? ""] ?? "";
  const asked =
    by === undefined || instructionStanding === "accepted" || instructionStanding === "replied"
      ? ""
      : `应于${dayInZh(by, today)}前反馈`;
  const notes = [asked, standing].filter((note) => note !== "");
  return `${instructorPost ?? "领导同志"}${instructionOn === undefined ? "" : dayInZh(instructionOn, today)}批示：${quotedZh(instructionText, 120)}${notes.length === 0 ? "" : `（${notes.join("，")}）`}`;
}

/** The 批示 on a part's items, each once; of many only how many there are. */
function instructions(p: PartZh): string {
  const said = distinct(p.rows, ({ facts }) => instructionZh(knownFacts(facts), p.today) || undefined);
  if (said.length > 2) return `已有${said.length}件批示，见清单。`;
  return sentence(...said);
}

export const longOverdueList: Say = (p) => {
  if (isOver(p.rows)) return settled(p);
  const { stance } = p.part;
  const told = `截至${p.day(p.today)}，${sentence(`${p.subject}${p.late}`, "经逐级督办仍未办结")}`;
  if (stance === "leader")
    return say(
      sentence(`现将${p.rows.length}项久拖未决事项呈上`, "请阅示"),
      ...numbered([
        ["情况", told],
        ["原因", wordsOfZh(p.rows, p.today)],
        ["已做工作", sentence(commonDone(p))],
        ["批示情况", instructions(p)],
        ["拟办意见", proposal(p)],
      ]),
    );
  if (stance !== "asked") return beside(p, told);
  return say(
    p.ask("逐项研究，明确办结时间和责任人，推动尽快办结"),
    told,
    wordsOfZh(p.rows, p.today, true),
    instructions(p),
    "清单每月第一个工作日更新，办结后销号。",
  );
};

/** What is proposed of one item: by what the unit promised, and where it stands. */
function proposed({ primaryUnitName: unit, waitsFor }: LetterRow, facts: KnownFacts, today: PlanDate): string {
  const { promised, agendaOn } = facts;
  if (agendaOn !== undefined) return `已列入领导小组议题（${dayInZh(agendaOn, today)}），建议研究`;
  if (waitsFor !== undefined && waitsFor !== "" && waitsFor !== unit) return `建议${waitsFor}尽快提出意见`;
  return promised !== undefined && promised >= today
    ? `建议按承诺于${dayInZh(promised, today)}前办结，到期仍未办结的再行呈报`
    : `建议${unit}限期办结，明确责任人`;
}

/** What an entry of the list says beside deadline, unit, words and deeds. */
export function listLinesZh(row: LetterRow, today: PlanDate): PageLine[] {
  const facts = knownFacts(row.facts);
  if (facts.endedOn !== undefined) {
    const result = row.status === "cancelled" ? "撤销" : "核查销号";
    return [{ label: "办理结果", value: `${dayInZh(facts.endedOn, today)}${result}` }];
  }
  const instructed = instructionZh(facts, today);
  const { heldFrom, heldDays, heldReason } = facts;
  const held =
    heldDays === undefined
      ? ""
      : `${heldFrom === undefined ? "" : `${dayInZh(heldFrom, today)}起`}暂缓${heldDays}个工作日${heldReason === undefined ? "" : `，原因：${quotedZh(heldReason)}`}`;
  return [
    ...(held === "" ? [] : [{ label: "暂缓呈阅", value: held }]),
    ...(instructed === "" ? [] : [{ label: "领导批示", value: instructed }]),
    { label: "建议", value: proposed(row, facts, today) },
  ];
}
