/** Filters, orders and pages a plan's items. In memory: lights are the domain's, not the database's. */
import { z } from "zod";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { foundIn } from "../../domain/language/text.js";
import type { Directory } from "../../domain/people/directory.js";
import type { itemsQuery } from "./schemas.js";
import type { LightCounts } from "../lights/schemas.js";
import { countLights } from "../views/count-lights.js";
import type { LitItem, SeenStanding } from "../views/standings.js";

export type ItemsQuery = z.output<typeof itemsQuery>;

/** What a search looks through. */
function textsOf({ item }: LitItem, names: Directory, day: string): string[] {
  const { milestone, village, township, primaryUnit, task, id } = item;
  return [
    id,
    names.task(task)?.title,
    names.milestone(milestone)?.title,
    village === null ? "" : names.village(village).name,
    township === null ? "" : names.township(township).name,
    names.unit(primaryUnit, day).name,
  ].filter((text): text is string => text !== undefined && text !== "");
}

/** What lists of items are narrowed by. */
export type ItemFilter = Pick<
  ItemsQuery,
  "task" | "milestone" | "village" | "township" | "scope" | "unit" | "status" | "overdue" | "q"
>;

/** What of a filter is the plan's own: which items there are, not how they stand. */
export const isThere = (query: ItemFilter, { item }: LitItem): boolean =>
  (query.task?.includes(item.task) ?? true) &&
  (query.milestone === undefined || query.milestone === item.milestone) &&
  (query.village === undefined || query.village === item.village) &&
  (query.township === undefined || query.township === item.township) &&
  (query.scope?.includes(item.scope) ?? true) &&
  (query.unit === undefined || query.unit === item.primaryUnit);

/** All of a filter but the lights. */
export function matcher(query: ItemFilter, names: Directory, day: string): (lit: LitItem) => boolean {
  return (lit) => {
    const { item, reason } = lit;
    return (
      isThere(query, lit) &&
      (query.status?.includes(item.status) ?? true) &&
      (query.overdue === undefined || query.overdue === (reason.light === "red")) &&
      (query.q === undefined || foundIn(textsOf(lit, names, day), query.q))
    );
  };
}

type Key = string | number;

/** What each order compares first; ties keep the plan's order. */
const KEYS: Readonly<Record<ItemsQuery["sort"], (lit: LitItem, villages: ReadonlyMap<string, number>) => Key>> = {
  task: () => 0,
  deadline: ({ item }) => item.deadline,
  overdue: ({ reason }) => reason.workingDaysOverdue,
  // Items that are no village's come last.
  village: ({ item }, villages) => villages.get(item.village ?? "") ?? villages.size,
};

const ENDS_AT = z.strictObject({ on: z.iso.date(), key: z.union([z.string(), z.number()]), place: z.int() });

/** The day a cursor's pages are of. */
export function dayOfCursor(query: ItemsQuery): string | undefined {
  return query.cursor === undefined ? undefined : decodeCursor(listName("items", query), query.cursor, ENDS_AT).on;
}

export interface ItemsPage {
  readonly total: number;
  /** By every light, whichever are asked for. */
  readonly counts: LightCounts;
  readonly outside: number;
  readonly rows: readonly LitItem[];
  readonly next: string | null;
}

export function pageOf(standing: SeenStanding, query: ItemsQuery, names: Directory): ItemsPage {
  const name = listName("items", query);
  const villages = new Map([...names.villages.keys()].map((id, place) => [id, place]));
  const key = KEYS[query.sort];
  const sign = query.order === "desc" ? -1 : 1;
  const matches = matcher(query, names, standing.on);
  const ofAnyLight = standing.items
    .map((lit, place) => ({ lit, place, key: key(lit, villages) }))
    .filter(({ lit }) => matches(lit));
  const found = ofAnyLight.filter(({ lit }) => query.light?.includes(lit.reason.light) ?? true);
  const byKey = (a: { key: Key; place: number }, b: { key: Key; place: number }): number =>
    sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || (query.sort === "task" ? sign : 1) * (a.place - b.place);
  found.sort(byKey);
  const from = query.cursor === undefined ? null : decodeCursor(name, query.cursor, ENDS_AT);
  const rest = from === null ? found : found.filter((one) => byKey(one, from) > 0);
  const rows = rest.slice(0, query.limit);
  const last = rest.length > rows.length ? rows.at(-1) : undefined;
  return {
    total: found.length,
    counts: countLights(ofAnyLight.map(({ lit }) => lit)),
    outside: standing.outside.filter((lit) => isThere(query, lit)).length,
    rows: rows.map(({ lit }) => lit),
    next: last === undefined ? null : encodeCursor(name, { on: standing.on, key: last.key, place: last.place }),
  };
}
