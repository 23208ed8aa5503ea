/** What Chinese letters say in several places: turns that a letter's sayings are put together of. */
import { distinct } from "./compose.js";
import type { PageParagraph } from "./page.js";
import { doneZh, type PartZh, quotedZh } from "./phrases.zh.js";
import { isDay, type PartText } from "./texts.js";

export type Say = (part: PartZh) => PartText;

export const say = (ask: string, ...texts: readonly (string | PageParagraph)[]): PartText => ({
  ask,
  paragraphs: texts.map((text) => (typeof text === "string" ? { text } : text)).filter(({ text }) => text !== ""),
});

export const sentence = (...parts: readonly string[]): string => {
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? "" : `${said.join("，")}。`;
};

/** （应于6月30日办结，已逾期7个工作日） */
export const state = (p: PartZh): string => {
  const { deadlines, late } = p;
  return [deadlines === "" ? "" : `应于${deadlines}办结`, late].filter((part) => part !== "").join("，");
};

/** Of somebody who helps, or is told what another is asked. */
export function beside(p: PartZh, told: string): PartText {
  const { stance, capacity } = p.part;
  if (stance === "told") return say("", told);
  if (capacity.coLead) return say(`请按职责抓好共同牵头的工作，与${p.owners}一并推动尽快办结。`, told);
  const help =
    capacity.as === "villageDepartmentHead"
      ? `请督促帮助所{{pairing}}的村，配合${p.owners}尽快办结。`
      : `请按职责配合${p.owners}，协调解决办理中的困难，推动尽快办结。`;
  return say(help, told);
}

export const REASON = (p: PartZh, label = "理由"): string => {
  const reason = p.fact("reason");
  return reason === undefined ? "" : `${label}：${quotedZh(reason, 120)}。`;
};

export const CRITERIA = (p: PartZh): string => {
  const criteria = distinct(p.rows, ({ closeCriteria }) => closeCriteria);
  const [only] = criteria;
  const office = p.rows.every(({ criteriaOfPlan }) => criteriaOfPlan) ? "" : "（办公室拟定）";
  return criteria.length === 1 && only !== undefined ? `销号标准${office}：${only.replace(/。$/u, "")}。` : "";
};

/** An instruction by who gave it, when, in their words. */
export function instructed(p: PartZh): string {
  const post = p.fact("instructorPost") ?? "领导同志";
  const said = p.fact("instructionText") ?? (p.fact("again") === true ? undefined : p.fact("text"));
  const no = p.fact("instructionOn") === undefined ? "" : p.factDay("instructionOn");
  return `${no === "" ? "" : `${no}，`}${post}就${p.what}作出批示${said === undefined ? "" : `：${quotedZh(said, 200)}`}`;
}

/** What was done about a part's items, where it is the same of all; of many only the first's, said so. */
export function commonDone(p: PartZh, letterToo = true): string {
  const done = distinct(p.rows, (row) => {
    const said = doneZh(row, p.today, letterToo);
    return said === "" ? undefined : said;
  });
  const [first] = done;
  if (first === undefined) return "";
  return done.length === 1 ? first : `多次提醒、催办（详见清单）`;
}

/** 一、情况。二、原因。三、已做工作。四、拟办意见。 */
export function numbered(parts: readonly (readonly [heading: string, text: string])[]): PageParagraph[] {
  const digits = ["一", "二", "三", "四", "五", "六"];
  return parts
    .filter(([, text]) => text !== "")
    .map(([heading, text], at) => ({ lead: `${digits[at] ?? at + 1}、${heading}。`, text }));
}

/** Who applied, when, for what, why. */
export function applied(p: PartZh): string {
  const to = p.fact("to");
  const on = p.factDay("appliedOn");
  const reason = p.fact("reason");
  // An application speaks for its applicant.
  const who = p.model.issuer.name === p.owners ? "我单位" : p.owners;
  return `${who}${on === "" ? "" : `于${on}`}申请将${p.owned}的时限由${p.deadlines}延至${to !== undefined && isDay(to) ? p.day(to) : "以后"}${p.fact("late") === true ? "（逾期后提出）" : ""}${reason === undefined ? "" : `，理由：${quotedZh(reason, 120)}`}。`.replace(
    "延至以后",
    "延长",
  );
}
