/** The longest overdue items: in whose hands they were since their deadline, and for how many working days. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Bodies } from "../../domain/plan/roster.js";
import { addDays } from "../../domain/plan/plan-date.js";
import { checkingUnit, deciderUnit, isFrozen, isSuspended, type ItemState } from "../../domain/items/work-item.js";
import { spanOf } from "./counts.js";
import type { Step } from "../../domain/story/fold.js";
import type { Sources } from "./lines.js";
import type { Holding, LongLine } from "./model.js";
import { byLateness, type Standing } from "./standing.js";

const LISTED = 10;

export function longestOverdue(standings: readonly Standing[]): Standing[] {
  return standings
    .filter(({ late }) => late > 0)
    .sort(byLateness)
    .slice(0, LISTED);
}

/** `steps`: the items' ledgers, by item. */
export function longLine(standing: Standing, steps: readonly Step[], sources: Sources): LongLine {
  const { bundle, view, names, escalations, answers } = sources;
  const { item, late, endedOn } = standing;
  const submitted = escalations.filter((row) => row.item === item.id);
  // In the order of their first days: the own leader comes before anybody it was passed on to.
  const [first] = [...submitted].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const acknowledged = submitted
    .flatMap((row) => answers.get(`${item.id} ${row.post}`) ?? [])
    .filter((day) => day >= (spanOf(submitted).first ?? ""));
  const end = endedOn ?? view.today;
  return {
    item: item.id,
    place: names.place(item),
    task: item.task,
    milestone: names.milestoneTitle(item.milestone),
    deadline: item.deadline,
    overdue: late,
    status: item.status,
    endedOn,
    holdings: holdingsOf(steps, item.deadline, end, bundle.roster.bodies, (from, to) =>
      view.calendar.workingDaysBetween(from, to),
    ).map(({ unit, ...holding }) => ({ ...holding, unit: unit === null ? null : names.unit(unit, end).name })),
    submissions: submitted.reduce((sum, row) => sum + row.times, 0),
    submittedTo: first === undefined ? null : names.fullTitle(first.post, first.first),
    acknowledgedOn: acknowledged.sort()[0] ?? null,
  };
}

/** Working days from the deadline to the end, by step and unit; the longest first. Units by id. */
export function holdingsOf(
  steps: readonly Step[],
  deadline: PlanDate,
  end: PlanDate,
  bodies: Bodies,
  workingDays: (after: PlanDate, until: PlanDate) => number,
): Holding[] {
  const held = new Map<string, Holding>();
  const stopped = (index: number): boolean => {
    const item = steps[index]?.after;
    return item !== undefined && isSuspended(item);
  };
  // A day belongs to whoever had the item that morning; one on which a suspension begins is suspended, one on which it
  // ends is not: as days overdue are counted.
  const since = (index: number): PlanDate | undefined => {
    const day = steps[index]?.day;
    return day !== undefined && stopped(index) !== stopped(index - 1) ? addDays(day, -1) : day;
  };
  steps.forEach(({ after }, index) => {
    const holder = holderOf(after, bodies);
    const from = since(index) ?? deadline;
    const days = workingDays(from > deadline ? from : deadline, since(index + 1) ?? end);
    if (holder === null || days === 0) return;
    const key = `${holder.step} ${holder.unit ?? ""}`;
    held.set(key, { ...holder, days: (held.get(key)?.days ?? 0) + days });
  });
  return [...held.values()].sort((a, b) => b.days - a.days);
}

/** Who had to move next; null for an item that has ended. */
function holderOf(item: ItemState, bodies: Bodies): Omit<Holding, "days"> | null {
  if (isSuspended(item)) return { step: "suspended", unit: null };
  if (isFrozen(item)) return { step: "extension", unit: deciderUnit(item, bodies) };
  switch (item.status) {
    case "registered":
    case "assigned":
      return { step: "signFor", unit: item.primaryUnit };
    case "signedFor":
    case "inProgress":
      return { step: "work", unit: item.primaryUnit };
    case "reported":
      return { step: "verify", unit: checkingUnit(item, bodies) };
    case "verified":
      return { step: "close", unit: checkingUnit(item, bodies) };
    case "closed":
    case "cancelled":
      return null;
  }
}
