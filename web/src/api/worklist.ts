/** What the worklist reads and keeps. */
import type { Query } from "./client.js";
import { post } from "./client.js";
import { answer, pages } from "./queries.js";
import type { SavedViewList, WorklistPage } from "./types.js";

export const worklistPages = (plan: string, query: Query) =>
  pages<WorklistPage>(plan, ["worklist"], "/worklist", query);
export const views = (plan: string) => answer<SavedViewList>(plan, ["views"], "/views", { list: "worklist" });

const of = (plan: string): string => `/plans/${encodeURIComponent(plan)}/views`;
export const saveView = (plan: string, view: { name: string; query: string; columns: readonly string[] }) =>
  post<SavedViewList>(of(plan), { list: "worklist", ...view });
export const deleteView = (plan: string, name: string) =>
  post<SavedViewList>(`${of(plan)}/delete`, { list: "worklist", name });
