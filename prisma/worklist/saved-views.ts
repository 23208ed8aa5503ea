/** How somebody looks at a list, kept under a name of their own. */
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
import type { Pool } from "../database/pool.js";

/** Filters and order as the page's address has them, and the columns in their order; empty: the usual ones. */
export interface ViewContent {
  readonly query: string;
  readonly columns: readonly string[];
}

export interface SavedView {
  readonly name: string;
  readonly content: ViewContent;
  readonly savedAt: Date;
}

interface Owner {
  readonly planId: string;
  readonly accountId: string;
  readonly list: string;
}

/** By name. */
export async function savedViews(pool: Pool, where: Owner): Promise<SavedView[]> {
  const rows = await clientOf(pool).savedView.findMany({ where, orderBy: { name: "asc" } });
  return rows.map(({ name, content, savedAt }) => ({ name, content: fromJson<ViewContent>(content), savedAt }));
}

/** Saves a view, over the one of its name where there is one. False: there are `most` already. */
export async function saveView(
  pool: Pool,
  where: Owner,
  name: string,
  content: ViewContent,
  most: number,
): Promise<boolean> {
  const { savedView } = clientOf(pool);
  const others = await savedView.count({ where: { ...where, NOT: { name } } });
  if (others >= most) return false;
  const data = { content: toJson(content), savedAt: new Date() };
  await savedView.upsert({
    where: { planId_accountId_list_name: { ...where, name } },
    create: { ...where, name, ...data },
    update: data,
  });
  return true;
}

/** Whether there was one. */
export async function deleteView(pool: Pool, where: Owner, name: string): Promise<boolean> {
  const { count } = await clientOf(pool).savedView.deleteMany({ where: { ...where, name } });
  return count > 0;
}
