/** One item's whole way through the ladder, as an example: the one that met the most instruments. */
import type { WorkingCalendar } from "../../domain/plan/calendar.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Directory } from "../../domain/people/directory.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { workingDaysOverdue } from "../../domain/ladder/counted-days.js";
import type { Step } from "../../domain/story/fold.js";
import { toldEvent } from "../../domain/story/told-event.js";
import type { StoryRow } from "../../prisma/reports/report-facts.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { Sources } from "./lines.js";
import type { Story, StoryEntry } from "./model.js";
import type { Standing, Viewpoint } from "./standing.js";

/** A village's item before any other; of these the one with the most instruments, then the most kinds of events, then the fewest rows; null without notices. */
export function storyItem({ standings, itemNotices, ledger }: Sources): Standing | null {
  const instruments = groupBy(itemNotices, (row) => row.item);
  const happened = new Map(ledger.map((row) => [row.item, row]));
  const score = ({ item }: Standing): readonly number[] => {
    const rows = happened.get(item.id);
    return [item.village === null ? 0 : 1, instruments.get(item.id)?.length ?? 0, rows?.types ?? 0, -(rows?.rows ?? 0)];
  };
  let best: Standing | null = null;
  for (const standing of standings) {
    if (!instruments.has(standing.item.id)) continue;
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
  return { ...toldEvent(row, day, names, policy), fromDeadline: fromDeadline(after, day, calendar) };
}

/** Positive after the deadline (suspended days left out), negative before it. */
function fromDeadline(item: ItemState, day: PlanDate, calendar: WorkingCalendar): number {
  if (day > item.deadline) return workingDaysOverdue(item, day, calendar);
  // −0 would print as such.
  return 0 - calendar.workingDaysBetween(day, item.deadline);
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
