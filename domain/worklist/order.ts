/** The orders of the worklist, as a person would sort it: tasks by number, places and units as the roster has them, leaders by 任职. */
import type { Directory } from "../people/directory.js";
import { valueOn } from "../plan/dated.js";
import type { PlanDate } from "../plan/plan.js";
import type { StandingOfItem } from "./row.js";

export const WORKLIST_SORTS = ["task", "village", "unit", "leader", "deadline", "overdue"] as const;
export type WorklistSort = (typeof WORKLIST_SORTS)[number];

export interface Sortable {
  readonly item: StandingOfItem;
  readonly reason: { readonly workingDaysOverdue: number };
}

const LAST = Number.MAX_SAFE_INTEGER;

const placesOf = (ids: Iterable<string>): ReadonlyMap<string, number> =>
  new Map([...ids].map((id, place) => [id, place]));

/** The post of the leader whom a row is for: the village's own, else who is in charge of the unit that owes it. */
export function leaderOf(item: StandingOfItem, names: Directory, day: PlanDate): string | undefined {
  const village = item.village === null ? undefined : names.villages.get(item.village);
  const paired = village && valueOn(village.pairing, day);
  if (paired) return paired.countyLeader;
  const unit = names.units.get(item.primaryUnit);
  return unit && valueOn(unit.leaderInCharge, day);
}

/** What an order compares first; ties keep the plan's order. Items of no village stand before those of their township's villages. */
export function worklistKey(sort: WorklistSort, names: Directory, day: PlanDate): (lit: Sortable) => number | string {
  const townships = placesOf(names.townships.keys());
  const villages = placesOf(names.villages.keys());
  const units = placesOf(names.units.keys());
  const place = ({ township, village }: StandingOfItem): number => {
    if (township === null) return -1;
    const within = village === null ? 0 : 1 + (villages.get(village) ?? villages.size);
    return (townships.get(township) ?? townships.size) * (villages.size + 2) + within;
  };
  const rank = (post: string | undefined): number =>
    post === undefined ? LAST : (names.posts.get(post)?.order ?? LAST - 1);
  return {
    task: () => 0,
    village: ({ item }: Sortable) => place(item),
    unit: ({ item }: Sortable) => units.get(item.primaryUnit) ?? units.size,
    leader: ({ item }: Sortable) => rank(leaderOf(item, names, day)),
    deadline: ({ item }: Sortable) => item.deadline,
    // The longest first.
    overdue: ({ reason }: Sortable) => -reason.workingDaysOverdue,
  }[sort];
}

/** Rows in one of the orders; `items` are in the plan's. */
export function sortedWorklist<L extends Sortable>(
  items: readonly L[],
  sort: WorklistSort,
  names: Directory,
  day: PlanDate,
): readonly L[] {
  if (sort === "task") return items;
  const key = worklistKey(sort, names, day);
  return items
    .map((lit, place) => ({ lit, place, key: key(lit) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place))
    .map(({ lit }) => lit);
}
