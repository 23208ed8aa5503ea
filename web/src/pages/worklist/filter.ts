/** What the worklist is narrowed by, as its address has it, and what the API is asked. */
import { several, type Filter } from "../../components/useFilter.js";

export const FILTER = [
  "q",
  "task",
  "township",
  "village",
  "unit",
  "involved",
  "leader",
  "scope",
  "status",
  "light",
  "overdue",
  "month",
  "changed",
] as const;
export type WorklistFilter = Filter<(typeof FILTER)[number]>;

export const ORDER = ["sort"] as const;
/** Columns chosen, as the address has them; none: the usual ones. */
export const COLUMNS = ["columns"] as const;

export const queryOf = (filter: WorklistFilter, sort: string | undefined) => {
  const { task, scope, status, light, ...rest } = filter;
  return {
    ...rest,
    task: several(task),
    scope: several(scope),
    status: several(status),
    light: several(light),
    sort: sort ?? "task",
  };
};

/** Months from the plan's start to `today`, the newest first. */
export function monthsUpTo(start: string, today: string): string[] {
  const months: string[] = [];
  let [year = 0, month = 0] = today.split("-").map(Number);
  while (`${year}-${String(month).padStart(2, "0")}` >= start.slice(0, 7)) {
    months.push(`${year}-${String(month).padStart(2, "0")}`);
    month--;
    if (month === 0) [year, month] = [year - 1, 12];
  }
  return months;
}
