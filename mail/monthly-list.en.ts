/** 久拖未决清单 in English: the same as in Chinese. */
import { type KnownFacts, knownFacts } from "../domain/letters/facts.js";
import type { LetterRow } from "../domain/letters/letter-model.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { distinct, isOver } from "./compose.js";
import type { PageLine } from "./page.js";
import { count, dayInEn, type PartEn, quotedEn, wordsOfEn } from "./phrases.en.js";
import { beside, commonDone, say, type Say } from "./say.en.js";
import type { PartText } from "./texts.js";

function settled(p: PartEn): PartText {
  const submitted = p.fact("submitted") ?? 0;
  const earlier = p.fact("earlier") ?? 0;
  const recent = p.rows.length - earlier;
  const said =
    submitted === 0
      ? `${count(p.rows.length, "item")} submitted to you before ${p.rows.length === 1 ? "is" : "are"} settled`
      : `Of ${count(submitted, "item")} submitted to you since the last list ${recent} ${recent === 1 ? "is" : "are"} settled${earlier === 0 ? "" : `, and ${earlier} of those submitted before`}`;
  const alone = p.model.sections.every(({ rows }) => isOver(rows));
  return say(alone ? "What became of what was submitted to you; for your information." : "", `${said}: ${p.what}.`);
}

const STANDINGS: Readonly<Record<string, string>> = {
  running: "in hand",
  late: "not reported on",
  replied: "reported on, for review",
  accepted: "carried out",
};

function instructionEn(facts: KnownFacts, today: PlanDate): string {
  const { instructorPost, instructionText, instructionOn, instructionStanding } = facts;
  if (instructionText === undefined) return "";
  const standing = STANDINGS[instructionStanding ?? ""];
  return `${instructorPost ?? "a leader"}${instructionOn === undefined ? "" : `, ${dayInEn(instructionOn, today)}`}: ${quotedEn(instructionText, 200)}${standing === undefined ? "" : ` (${standing})`}`;
}

export const longOverdueList: Say = (p) => {
  if (isOver(p.rows)) return settled(p);
  const told = `As of ${p.day(p.today)} still open after every step: ${p.subject}${p.late === "" ? "" : ` (${p.late})`}.`;
  const [only, other] = distinct(p.rows, ({ facts }) => instructionEn(knownFacts(facts), p.today) || undefined);
  const instructed =
    only === undefined ? "" : other === undefined ? `Instruction: ${only}.` : "Instructions: see the list.";
  if (p.part.stance === "leader")
    return say(
      `${count(p.rows.length, "long-overdue item")}, submitted for your review.`,
      told,
      wordsOfEn(p.rows, p.today),
      commonDone(p),
      instructed,
    );
  return p.part.stance === "asked"
    ? say(
        p.ask("go through each item, and name a date and who is responsible"),
        told,
        wordsOfEn(p.rows, p.today),
        instructed,
      )
    : beside(p, told);
};

/** What an entry of the list says beside deadline, unit, words and deeds. */
export function listLinesEn(row: LetterRow, today: PlanDate): PageLine[] {
  const facts = knownFacts(row.facts);
  if (facts.endedOn !== undefined)
    return [
      {
        label: "Settled",
        value: `${row.status === "cancelled" ? "cancelled" : "closed"} on ${dayInEn(facts.endedOn, today)}`,
      },
    ];
  const instructed = instructionEn(facts, today);
  const { promised } = facts;
  return [
    ...(instructed === "" ? [] : [{ label: "Instruction", value: instructed }]),
    {
      label: "Proposal",
      value:
        promised !== undefined && promised >= today
          ? `complete it by ${dayInEn(promised, today)} as promised`
          : "set a date and name who is responsible",
    },
  ];
}
