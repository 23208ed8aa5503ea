/** What English letters say in several places. */
import { distinct } from "./compose.js";
import type { PageParagraph } from "./page.js";
import { doneEn, type PartEn, quotedEn } from "./phrases.en.js";
import type { PartText } from "./texts.js";

export type Say = (part: PartEn) => PartText;

export const say = (ask: string, ...texts: readonly (string | PageParagraph)[]): PartText => ({
  ask,
  paragraphs: texts.map((text) => (typeof text === "string" ? { text } : text)).filter(({ text }) => text !== ""),
});

export const REASON = (p: PartEn, label = "Reason"): string => {
  const reason = p.fact("reason");
  return reason === undefined ? "" : `${label}: ${quotedEn(reason, 200)}.`;
};
export const CRITERIA = (p: PartEn): string => {
  const [only, other] = distinct(p.rows, ({ closeCriteria }) => closeCriteria);
  return only === undefined || other !== undefined ? "" : `It counts as done when: ${only}`;
};
export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(" ");

export function beside(p: PartEn, told: string): PartText {
  if (p.part.stance === "told") return say("", told);
  if (p.part.capacity.coLead)
    return say(`Please do your part as joint lead, and help ${p.owners} to complete it.`, told);
  return say(
    p.part.capacity.as === "villageDepartmentHead"
      ? `Please help your paired villages to complete it together with ${p.owners}.`
      : `Please help ${p.owners} to complete it, within your duties.`,
    told,
  );
}

export function commonDone(p: PartEn): string {
  const [first, other] = distinct(p.rows, (row) => doneEn(row, p.today) || undefined);
  if (first === undefined) return "";
  return other === undefined ? `Done so far: ${first}.` : "Reminded and urged before; see the list.";
}
