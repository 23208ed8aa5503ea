/** One village item's whole way through the ladder, as an example: the one that met the most instruments. */
import type { WorkingCalendar } from "../../domain/plan/calendar.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import { type ItemEvent, type LedgerEvent, membersOf } from "../../domain/ledger/events.js";
import type { PlanDate, Policy } from "../../domain/plan/plan.js";
import type { Directory } from "../../domain/people/directory.js";
import type { Recipient } from "../../domain/people/recipients.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { workingDaysOverdue } from "../../domain/ladder/counted-days.js";
import type { StoryRow } from "../../prisma/reports/report-facts.js";
import { groupBy } from "./counts.js";
import type { Step } from "./fold.js";
import type { Sources } from "./lines.js";
import type { Story, StoryEntry, Who } from "./model.js";
import type { Standing, Viewpoint } from "./standing.js";
import { actorWho, recipientWho } from "./who.js";

/** The village item with the most instruments, then the most kinds of events, then the fewest rows; null without notices. */
export function storyItem({ standings, itemNotices, ledger }: Sources): Standing | null {
  const instruments = groupBy(itemNotices, (row) => row.item);
  const happened = new Map(ledger.map((row) => [row.item, row]));
  const score = ({ item }: Standing): readonly number[] => {
    const rows = happened.get(item.id);
    return [instruments.get(item.id)?.length ?? 0, rows?.types ?? 0, -(rows?.rows ?? 0)];
  };
  let best: Standing | null = null;
  for (const standing of standings) {
    if (standing.item.village === null || !instruments.has(standing.item.id)) continue;
    if (best === null || higher(score(standing), score(best))) best = standing;
  }
  return best;
}

function higher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}

export function storyOf({ item }: Standing, steps: readonly Step<StoryRow>[], sources: Sources): Story {
  const { names, view, itemNotices } = sources;
  const entries: StoryEntry[] = [];
  for (const step of steps) {
    const entry = entryOf(step, names, view);
    const before = entries.at(-1);
    if (before && repeats(before, entry)) {
      const times = (before.repeats?.times ?? 0) + 1;
      entries[entries.length - 1] = { ...before, repeats: { times, last: entry.day } };
    } else entries.push(entry);
  }
  return {
    item: item.id,
    place: names.place(item),
    task: item.task,
    milestone: names.milestoneTitle(item.milestone),
    primaryUnit: names.unit(item.primaryUnit, view.today).name,
    originalDeadline: item.originalDeadline,
    deadline: item.deadline,
    instruments: itemNotices.filter((row) => row.item === item.id).length,
    entries,
  };
}

function entryOf({ row, day, after }: Step<StoryRow>, names: Directory, { calendar, policy }: Viewpoint): StoryEntry {
  return { ...entryOfRow(row, day, names, policy), fromDeadline: fromDeadline(after, day, calendar) };
}

/** A row by itself, without the state it led to. */
export function entryOfRow(
  row: ItemEvent & Pick<StoryRow, "at" | "actor" | "recipients">,
  day: PlanDate,
  names: Directory,
  policy: Policy,
): Omit<StoryEntry, "fromDeadline"> {
  const { payload, actor } = row;
  const recipients = row.recipients.flat();
  const told = (role: Recipient["role"]): Who[] =>
    recipients.filter((each) => each.role === role).map((each) => recipientWho(each, day, names));
  return {
    day,
    type: row.type,
    ladder: "run" in payload ? (payload.run.split("/")[0] ?? null) : null,
    instrument: "instrument" in payload ? payload.instrument : instrumentOfRung(row, policy),
    to: told("to"),
    copy: told("copy"),
    actor: actor ? actorWho(actor, day, names) : null,
    onBehalfOf: actor?.onBehalfOf ? actorWho(actor.onBehalfOf, day, names) : null,
    facts: factsOf(row, day, names),
    repeats: null,
  };
}

/** Rows about a rung that did not fire name it only; withdrawn and held drafts are always the deadline's. */
function instrumentOfRung({ payload }: LedgerEvent, policy: Policy): Instrument | null {
  if (!("rung" in payload)) return null;
  const { rung } = payload;
  const ladders = "ladder" in payload ? [policy.ladders[payload.ladder]] : [policy.ladders.village];
  return ladders.flat().find((each) => each?.id === rung)?.instrument ?? null;
}

/** Positive after the deadline (suspended days left out), negative before it. */
function fromDeadline(item: ItemState, day: PlanDate, calendar: WorkingCalendar): number {
  if (day > item.deadline) return workingDaysOverdue(item, day, calendar);
  // −0 would print as such.
  return 0 - calendar.workingDaysBetween(day, item.deadline);
}

/** Payload members that name a unit, a post or a person by id. */
const UNITS = ["unit", "primaryUnit"];
const POSTS = ["approver", "instructorPost"];
const PERSONS = ["verifier"];

function factsOf(event: LedgerEvent, day: PlanDate, names: Directory): StoryEntry["facts"] {
  const facts: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(membersOf(event))) {
    if (typeof value === "string" && UNITS.includes(name)) facts[name] = names.unit(value, day).name;
    else if (typeof value === "string" && POSTS.includes(name)) facts[name] = names.fullTitle(value, day);
    else if (typeof value === "string" && PERSONS.includes(name)) facts[name] = names.person(value).name;
    else if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      facts[name] = value;
  }
  const figures = "figures" in event.payload ? (event.payload.figures ?? {}) : {};
  for (const [name, value] of Object.entries(figures)) facts[`figures.${name}`] = value;
  return facts;
}

/** The same rung to the same people once more: told in one line with the first repetition. */
function repeats(before: StoryEntry, entry: StoryEntry): boolean {
  const people = (each: StoryEntry): string => JSON.stringify([each.to, each.copy]);
  return (
    entry.type === "rungFired" &&
    before.type === "rungFired" &&
    entry.facts.rung === before.facts.rung &&
    entry.ladder === before.ladder &&
    Number(before.facts.repetition) > 0 &&
    people(before) === people(entry)
  );
}
