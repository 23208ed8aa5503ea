/**
 * What a bulletin and a report say, in both languages: templates with tokens of figures. The Chinese is what an office signs; the
 * English stands beside it on the page.
 */
import { DAY_IN } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { Grade } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";
import type { Problem } from "./problems.js";

export const GRADE_WORDS: Readonly<Record<Grade | "unchecked", Words>> = {
  pass: { zh: "合格", en: "Pass" },
  mostly: { zh: "基本合格", en: "Mostly pass" },
  fail: { zh: "不合格", en: "Fail" },
  notApplicable: { zh: "不适用", en: "Not applicable" },
  unchecked: { zh: "未查", en: "Not checked" },
};

export type RoundKind = "supervision" | "evaluation";

/** 检查评估, or 督查 where the scheme names its mandate. */
export const KIND_WORDS: Readonly<Record<RoundKind, Words>> = {
  evaluation: { zh: "检查评估", en: "inspection" },
  supervision: { zh: "督查", en: "supervision" },
};

/** Names of others in a template: a brace is no token's, a quotation mark no end of the quotation. */
export const plain = (text: string): string => text.replaceAll("{", "｛").replaceAll("}", "｝");
/** Somebody's own words. */
export const quoted = (text: string): string =>
  `“${plain(text.trim().replace(/[。；，\s]+$/u, ""))
    .replaceAll("“", "‘")
    .replaceAll("”", "’")
    .replaceAll("\n", " ")}”`;

export interface Named {
  readonly issuer: string;
  /** What is inspected: the plan's short title. */
  readonly plan: string;
  readonly round: Words;
  readonly kind: RoundKind;
  readonly basis: string;
  readonly visitsFrom: PlanDate;
  readonly visitsUntil: PlanDate;
  readonly day: PlanDate;
  readonly township: string;
}

const days = (from: PlanDate, to: PlanDate): Words => ({
  zh: `${DAY_IN.zh(from)}至${DAY_IN.zh(to)}`,
  en: `from ${DAY_IN.en(from)} to ${DAY_IN.en(to)}`,
});

export const titleWords = ({
  issuer,
  plan,
  round,
  kind,
}: Named): { readonly bulletin: Words; readonly report: Words } => ({
  bulletin: {
    zh: `${issuer}关于${round.zh}${plan}${KIND_WORDS[kind].zh}情况的通报`,
    en: `Bulletin on the ${KIND_WORDS[kind].en} of ${round.en}`,
  },
  report: {
    zh: `${issuer}关于${round.zh}${plan}${KIND_WORDS[kind].zh}情况的报告`,
    en: `Report on the ${KIND_WORDS[kind].en} of ${round.en}`,
  },
});

/** Where the round went; what is nothing is left out. */
const WENT = {
  "visits.villages": { zh: "到村检查{visits.villages}个村", en: "{visits.villages} villages visited" },
  "visits.papers": { zh: "通过材料核查{visits.papers}个村", en: "{visits.papers} looked at by papers" },
  "visits.units": { zh: "到牵头（责任）单位检查{visits.units}处", en: "{visits.units} units at their desks" },
} as const satisfies Readonly<Record<string, Words>>;
export type Went = keyof typeof WENT;
export const WENT_KEYS = Object.keys(WENT) as readonly Went[];

export function openingWords(
  named: Named,
  went: readonly Went[],
): { readonly bulletin: Words; readonly report: Words } {
  const { zh, en } = days(named.visitsFrom, named.visitsUntil);
  const { zh: kind, en: kindEn } = KIND_WORDS[named.kind];
  const zhText = (end: string): string =>
    `根据${plain(named.basis)}，${zh}，我办组织检查组对${named.round.zh}${named.plan}推进情况开展${kind}。${kind}采取实地查看、入户核对、查阅现有材料等方式${went.map((key) => `，${WENT[key].zh}`).join("")}。到村检查的村由办理记录自动抽取，检查人员不检查本单位承担的工作。现将有关情况${end}：`;
  const enText = `By ${plain(named.basis)}, the ${kindEn} of ${named.round.en} was made ${en}${went.map((key) => `, ${WENT[key].en}`).join("")}. Villages were drawn by the ledger; nobody inspected their own unit's work.`;
  return {
    bulletin: { zh: zhText("通报如下"), en: enText },
    report: { zh: zhText("报告如下"), en: enText },
  };
}

export const overallWords = (
  day: PlanDate,
): Readonly<Record<"lines" | "findings" | "objections" | "burden", Words>> => ({
  lines: {
    zh: "本期计划检查{visits.planned}处，按期完成{visits.done}处，未按期完成{visits.open}处。应查{lines.asked}项次，已查{lines.checked}项次，其中合格{lines.pass}项次、基本合格{lines.mostly}项次、不合格{lines.fail}项次、不适用{lines.notApplicable}项次，合格率{lines.rate}；未查{lines.unchecked}项次，不计为合格。",
    en: "{visits.planned} visits were planned, {visits.done} were submitted in time, {visits.open} were not. Of {lines.asked} lines {lines.checked} were checked: {lines.pass} passed, {lines.mostly} mostly passed, {lines.fail} failed, {lines.notApplicable} did not apply; {lines.rate} of those judged passed. {lines.unchecked} were not checked and do not count as passed.",
  },
  findings: {
    zh: `本期发现问题{findings.found}个，其中新发现{findings.new}个、以前发现本期再次发现{findings.again}个。截至${DAY_IN.zh(day)}，累计发现问题{findings.all}个，已整改销号{findings.closed}个，尚未销号{findings.open}个，其中超过整改时限{findings.overdue}个。`,
    en: `{findings.found} findings in this round: {findings.new} new, {findings.again} found again. By ${DAY_IN.en(day)} there were {findings.all} in all, {findings.closed} closed and {findings.open} open, {findings.overdue} of them overdue.`,
  },
  objections: {
    zh: "被检查单位提出异议{objections.all}件，经复核成立{objections.granted}件、不成立{objections.refused}件，正在复核{objections.waiting}件。",
    en: "{objections.all} objections were made: {objections.granted} granted, {objections.refused} refused, {objections.waiting} waiting.",
  },
  burden: {
    zh: "本期检查清单列明需查阅的现有材料共{burden.materials}份。",
    en: "The checks asked to see at most {burden.materials} existing papers.",
  },
});

/** Where somebody stands in the order, for the text. `parts`: names with the figure of their share. */
export function rankingWords(
  first: readonly { readonly name: string; readonly rate: string }[],
  last: readonly { readonly name: string; readonly rate: string }[],
  what: Words,
): Words {
  const said = (parts: readonly { readonly name: string; readonly rate: string }[], comma: string): string =>
    parts.map(({ name, rate }) => `${name}（{${rate}}）`).join(comma);
  return {
    zh: `${what.zh}合格率居前的有${said(first, "、")}，居后的有${said(last, "、")}。`,
    en: `Of the ${what.en}, first by share of lines passed: ${said(first, ", ")}; last: ${said(last, ", ")}.`,
  };
}

/** Why some have no place in the order. */
export const notRankedWords = (least: number): Words => ({
  zh: `评定不足${least}项次的，不参加排位。`,
  en: `Those with fewer than ${least} lines judged are not ranked.`,
});

export const SEE_ANNEXES: Words = {
  zh: "各单位、各乡镇（街道）检查情况见附件。",
  en: "Units and townships stand in the annexes.",
};

const MOST_PLACES = 5;
const trendWords = ({ trend, change }: Problem, first: boolean): Words => {
  switch (trend) {
    case "more":
      return { zh: `，较上期增加{${change}}处`, en: `, {${change}} more than last time` };
    case "fewer":
      return { zh: `，较上期减少{${change}}处`, en: `, {${change}} fewer than last time` };
    case "same":
      return { zh: "，与上期持平", en: ", as many as last time" };
    case "new":
      return { zh: "，上期未发现", en: ", not found last time" };
    case "unknown":
      return first ? { zh: "", en: "" } : { zh: "，上期未查", en: ", not checked last time" };
  }
};

/** One problem: fact, number, cause, change. `places`: names in order. `first`: there was no round before. */
export function problemWords(
  problem: Problem,
  {
    line,
    cause,
    places,
    first,
  }: { readonly line: string; readonly cause: string; readonly places: readonly string[]; readonly first: boolean },
): Words {
  const named = places.slice(0, MOST_PLACES);
  const etc = places.length > MOST_PLACES;
  const trend = trendWords(problem, first);
  const [example] = problem.places;
  const said = example?.text.trim()
    ? {
        zh: `如${named[0] ?? ""}：${quoted(example.text)}。`,
        en: ` For example ${named[0] ?? ""}: ${quoted(example.text)}.`,
      }
    : { zh: "", en: "" };
  return {
    zh: `${quoted(line)}一项不合格{${problem.count}}处（${named.join("、")}${etc ? "等" : ""}），原因为${cause}${trend.zh}。${said.zh}`,
    en: `${quoted(line)} failed in {${problem.count}} places (${named.join(", ")}${etc ? " and others" : ""}); cause: ${cause}${trend.en}.${said.en}`,
  };
}

export const MORE_PROBLEMS: Words = {
  zh: "其他问题见附件《问题清单》。",
  en: "The other problems stand in the annexed list.",
};
export const NO_PROBLEMS: Words = { zh: "已查项目未发现不合格的。", en: "None of the lines checked failed." };

export const OVERDUE_REPORT: Words = {
  zh: "超过整改时限仍未销号的问题{findings.overdue}个，未销号的严重问题{findings.grave}个；销号后本期再次发现的{findings.reopened}个。",
  en: "{findings.overdue} findings are overdue, {findings.grave} open ones are grave; {findings.reopened} were found again after their closing.",
};

/** A line that fails for one cause in many villages. */
export const systemicWords = (line: string, cause: string, count: string, lead: string): Words => ({
  zh: `${quoted(line)}在{${count}}个村存在同类问题，原因均为${cause}，建议由${lead}牵头提出系统性解决措施。`,
  en: `${quoted(line)} fails in {${count}} villages for one cause, ${cause}: ${lead} should lead a common solution.`,
});

/** What everybody with an open finding does next; the steps after it are somebody's own. */
export const RECTIFY: Words = {
  zh: "对尚未销号的{findings.open}个问题，各责任单位要按整改时限逐项整改并反馈，经复查达到要求的予以销号；整改情况列入下期检查。",
  en: "The {findings.open} open findings are put right and reported by their deadlines, checked again and closed; the next round looks at them first.",
};
export const STEP_WORDS = {
  systemic: (line: string, cause: string): Words => ({
    zh: `针对${quoted(line)}方面因${cause}形成的共性问题，研究提出系统性解决措施并组织实施`,
    en: `find a common solution for ${quoted(line)}, which fails for one cause: ${cause}`,
  }),
  overdue: (figure: string): Words => ({
    zh: `对超过整改时限的{${figure}}个问题逐项说明原因，完成整改并反馈`,
    en: `say why {${figure}} findings are overdue, put them right and report`,
  }),
  unchecked: {
    zh: "对本期未按期完成检查的{visits.open}处，下期检查优先安排",
    en: "inspect first in the next round the {visits.open} places that were not done in time",
  },
} as const;

export const HEADINGS = {
  overall: { zh: "总体情况", en: "Overall" },
  goodPractice: { zh: "好的做法", en: "Good practice" },
  problems: { zh: "存在的主要问题", en: "Problems" },
  systemic: { zh: "提请研究的事项", en: "For the leading group to consider" },
  steps: { zh: "下一步工作", en: "Next steps" },
} as const satisfies Readonly<Record<string, Words>>;

export const REPORT_END: Words = { zh: "特此报告。", en: "Reported herewith." };

export const TABLE_WORDS = {
  units: { zh: "各单位检查情况表", en: "Units" },
  townships: { zh: "各乡镇（街道）检查情况表", en: "Townships" },
  problems: { zh: "问题清单", en: "Problems" },
  appraisal: { zh: "处级领导包抓村检查情况（考核用，不公开）", en: "Villages by county leader (for appraisal only)" },
} as const satisfies Readonly<Record<string, Words>>;

export const COLUMN_WORDS = {
  rank: { zh: "位次", en: "Rank" },
  no: { zh: "序号", en: "No." },
  unit: { zh: "单位", en: "Unit" },
  township: { zh: "乡镇（街道）", en: "Township" },
  asked: { zh: "应查", en: "Asked" },
  pass: { zh: "合格", en: "Pass" },
  mostly: { zh: "基本合格", en: "Mostly" },
  fail: { zh: "不合格", en: "Fail" },
  notApplicable: { zh: "不适用", en: "N/a" },
  unchecked: { zh: "未查", en: "Not checked" },
  rate: { zh: "合格率", en: "Share passed" },
  all: { zh: "问题", en: "Findings" },
  closed: { zh: "已销号", en: "Closed" },
  open: { zh: "未销号", en: "Open" },
  overdue: { zh: "超期", en: "Overdue" },
  line: { zh: "检查内容", en: "Line" },
  cause: { zh: "原因", en: "Cause" },
  count: { zh: "处数", en: "Places" },
  change: { zh: "较上期", en: "Change" },
  leader: { zh: "处级领导", en: "County leader" },
  villages: { zh: "包抓村", en: "Villages" },
} as const satisfies Readonly<Record<string, Words>>;
