/** One row of a letter: its item with the names of the letter's day, how it stands, and what was done about it. */
import { type Instrument, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { Facts, LetterRow, Matter } from "../../domain/letters/letter-model.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { doneBefore, type History } from "./letter-history.js";
import { namedFacts } from "./letter-roles.js";
import type { ItemPlace, LetterRows, NoticeRow } from "./letter-rows.js";

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
  const { plan_day: day, instrument } = letter;
  const { overdue, daysLeft, originalDeadline } = facts;
  const primaryUnit = primaryUnitOf(notice);
  // A list has hundreds of them: put together without spreads, which take ten times as long.
  const row: Writable<LetterRow> = Object.assign({}, aboutItem(item, names), {
    primaryUnitName: primaryUnit === "" ? "" : names.unit(primaryUnit, day).name,
    deadline: String(facts["deadline"] ?? ""),
    status: String(facts["status"] ?? ""),
    matter,
    waitsFor: names.unit(waitsFor(matter, facts, primaryUnit), day).name,
    facts: namedFacts(facts, day, names),
  });
  if (typeof originalDeadline === "string") row.originalDeadline = originalDeadline;
  if (typeof overdue === "number") row.overdueWorkingDays = overdue;
  if (typeof daysLeft === "number") row.daysLeft = daysLeft;
  if (repetition !== null) row.repetition = repetition;
  if (item && INSTRUMENTS[instrument].tellsHistory && (matter === "deadline" || matter === "act")) {
    const done = doneBefore(history, item.id, day);
    if (done.length > 0) row.done = done;
  }
  return TALKS.has(instrument) ? { ...row, ...headName(primaryUnit, day, names) } : row;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type AboutItem = Pick<
  LetterRow,
  | "itemId"
  | "taskNo"
  | "taskTitle"
  | "milestoneTitle"
  | "closeCriteria"
  | "evidence"
  | "criteriaOfPlan"
  | "village"
  | "township"
>;

/** An item is told of in many letters of a closing, and what it is stays the same. */
const known = new WeakMap<Directory, WeakMap<ItemPlace, AboutItem>>();

function aboutItem(item: ItemPlace | undefined, names: Directory): AboutItem {
  if (item === undefined) return { itemId: "", taskNo: 0, taskTitle: names.task(0)?.title ?? "", milestoneTitle: "" };
  const of = known.get(names) ?? new WeakMap<ItemPlace, AboutItem>();
  known.set(names, of);
  const before = of.get(item);
  if (before !== undefined) return before;
  const { id, task, village, township } = item;
  const milestone = names.milestone(item.milestone);
  const about: AboutItem = {
    itemId: id,
    taskNo: task,
    taskTitle: names.task(task)?.title ?? "",
    milestoneTitle: milestone?.title ?? item.milestone,
    ...(milestone && { closeCriteria: milestone.closeCriteria, evidence: milestone.evidence }),
    ...(milestone?.criteriaSource === "plan" && { criteriaOfPlan: true }),
    ...(village !== null && { village: names.village(village).name }),
    ...(township !== null && { township: names.township(township).name }),
  };
  of.set(item, about);
  return about;
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
  const { awaited, status } = facts;
  if (typeof awaited === "string") return awaited;
  if (matter === "extension") return unitIn(facts, "deciderUnit") ?? primaryUnit;
  if (matter === "instruction") return unitIn(facts, "instructedUnit") ?? primaryUnit;
  const checked = status === "reported" || status === "verified";
  return (matter === "verification" || checked ? unitIn(facts, "verifierUnit") : undefined) ?? primaryUnit;
}

function unitIn(facts: Facts, name: string): string | undefined {
  const unit = facts[name];
  return typeof unit === "string" ? unit : undefined;
}
