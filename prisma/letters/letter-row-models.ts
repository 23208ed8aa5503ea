/** One row of a letter: its item with the names of the letter's day, how it stands, and what was done about it. */
import { type Instrument, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { Facts, LetterRow, Matter } from "../../domain/letters/letter-model.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { doneBefore, type History } from "./letter-history.js";
import { namedFacts } from "./letter-roles.js";
import type { LetterRows, NoticeRow } from "./letter-rows.js";

const MATTERS: ReadonlySet<string> = new Set<Matter>([
  "deadline",
  "signFor",
  "verification",
  "extension",
  "instruction",
  "supporting",
]);

/** A ladder's key is its matter, with a number where there can be several: `extension/2`. */
export function matterOf({ ladder, facts }: NoticeRow): Matter {
  if (ladder === null) return facts["standIn"] === true ? "standIn" : "act";
  const [matter = ""] = ladder.split("/");
  return MATTERS.has(matter) ? (matter as Matter) : "deadline";
}

/** As it was when it happened; older notices don't say. */
export function primaryUnitOf({ facts, item }: Pick<NoticeRow, "facts" | "item">): string {
  const { primaryUnit } = facts;
  return typeof primaryUnit === "string" ? primaryUnit : (item?.primary_unit ?? "");
}

export function rowOf(
  notice: Pick<NoticeRow, "facts" | "item" | "repetition">,
  matter: Matter,
  letter: LetterRows,
  history: History,
  names: Directory,
): LetterRow {
  const { facts, item, repetition } = notice;
  const { task = 0, village = null, township = null } = item ?? {};
  const { overdue, daysLeft, originalDeadline } = facts;
  const milestone = names.milestone(item?.milestone ?? "");
  const unitName = (id: string): string => names.unit(id, letter.plan_day).name;
  const primaryUnit = primaryUnitOf(notice);
  const tells = INSTRUMENTS[letter.instrument].tellsHistory && (matter === "deadline" || matter === "act");
  const done = item && tells ? doneBefore(history, item.id, letter.plan_day) : [];
  return {
    itemId: item?.id ?? "",
    taskNo: task,
    taskTitle: names.task(task)?.title ?? "",
    milestoneTitle: milestone?.title ?? item?.milestone ?? "",
    ...(milestone && { closeCriteria: milestone.closeCriteria, evidence: milestone.evidence }),
    ...(milestone?.criteriaSource === "plan" && { criteriaOfPlan: true }),
    ...(village !== null && { village: names.village(village).name }),
    ...(township !== null && { township: names.township(township).name }),
    primaryUnitName: primaryUnit === "" ? "" : unitName(primaryUnit),
    deadline: String(facts["deadline"] ?? ""),
    ...(typeof originalDeadline === "string" && { originalDeadline }),
    ...(typeof overdue === "number" && { overdueWorkingDays: overdue }),
    ...(typeof daysLeft === "number" && { daysLeft }),
    status: String(facts["status"] ?? ""),
    matter,
    waitsFor: unitName(waitsFor(matter, facts, primaryUnit)),
    ...(TALKS.has(letter.instrument) && headName(primaryUnit, letter.plan_day, names)),
    ...(repetition !== null && { repetition }),
    ...(done.length > 0 && { done }),
    facts: namedFacts(facts, letter.plan_day, names),
  };
}

/** Who is to be talked with is said by name. */
const TALKS: ReadonlySet<Instrument> = new Set<Instrument>(["summonsTalk", "talk"]);

function headName(unit: string, day: PlanDate, names: Directory): Pick<LetterRow, "headName"> {
  const head = names.units.get(unit)?.head;
  const person = head === undefined ? null : names.holder(head, day).person;
  return person === null ? {} : { headName: person.name };
}

/** The unit whose step an item waits for. */
function waitsFor(matter: Matter, facts: Facts, primaryUnit: string): string {
  const unit = (name: string): string => (typeof facts[name] === "string" ? (facts[name] as string) : primaryUnit);
  if (typeof facts["awaited"] === "string") return facts["awaited"];
  if (matter === "extension") return unit("deciderUnit");
  if (matter === "instruction") return unit("instructedUnit");
  const checked = facts["status"] === "reported" || facts["status"] === "verified";
  return matter === "verification" || checked ? unit("verifierUnit") : primaryUnit;
}
