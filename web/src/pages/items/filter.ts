/** What items are filtered and sorted by: the API's own parameters. */
import type { Filter } from "../../components/useFilter.js";

export const FILTER = [
  "q",
  "task",
  "milestone",
  "township",
  "village",
  "unit",
  "scope",
  "status",
  "light",
  "on",
] as const;
export type ItemFilter = Filter<(typeof FILTER)[number]>;

export const ORDER = ["sort", "order"] as const;
export type Order = Filter<(typeof ORDER)[number]>;

export const SORTS = ["task", "deadline", "overdue", "village"] as const;
export type Sort = (typeof SORTS)[number];

/** How each order is first wanted: the longest overdue first, the nearest deadline first. */
export const FIRST: Readonly<Record<Sort, "asc" | "desc">> = {
  task: "asc",
  deadline: "asc",
  overdue: "desc",
  village: "asc",
};
