/** Saved views: how one looks at a list, kept for oneself. */
import { deleteView, savedViews as storedViews, saveView } from "../../prisma/worklist/saved-views.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { Services } from "../serving/services.js";
import { savedViews, type SavedViewList, viewBody, viewDeleteBody, viewsQuery } from "./view-schemas.js";

/** More than anybody finds again by name. */
const MOST = 50;

interface Owner {
  readonly planId: string;
  readonly accountId: string;
  readonly list: string;
}

async function viewsOf({ pool }: Services, owner: Owner): Promise<SavedViewList> {
  const views = await storedViews(pool, owner);
  return { views: views.map(({ name, content, savedAt }) => ({ name, ...content, savedAt: savedAt.toISOString() })) };
}

const ownerOf = (
  { plan, caller }: { readonly plan: { readonly id: string }; readonly caller: { readonly accountId: string } },
  list: string,
): Owner => ({ planId: plan.id, accountId: caller.accountId, list });

export const getViews = planRoute({
  method: "get",
  path: "/views",
  tag: "items",
  summary: "One's own views of a list 我的视图",
  query: viewsQuery,
  response: savedViews,
  changesWith: "answer",
  personal: true,
  handler: (call) => viewsOf(call.services, ownerOf(call, call.query.list)),
});

export const postView = planRoute({
  method: "post",
  path: "/views",
  tag: "items",
  summary: "Save a view 保存视图",
  description: "Over the one of its name, where there is one. Answers all of them.",
  body: viewBody,
  response: savedViews,
  changesWith: "answer",
  personal: true,
  counts: "act",
  problems: ["tooManyViews"],
  async handler(call) {
    const { list, name, query, columns } = call.body;
    const owner = ownerOf(call, list);
    if (!(await saveView(call.services.pool, owner, name, { query, columns }, MOST)))
      throw new ProblemError("tooManyViews", {
        zh: `最多保存${MOST}个视图，请先删除不用的。`,
        en: `There may be ${MOST} views at most: delete one that is not used.`,
      });
    return viewsOf(call.services, owner);
  },
});

export const postViewDeleted = planRoute({
  method: "post",
  path: "/views/delete",
  tag: "items",
  summary: "Delete a view 删除视图",
  description: "Answers those that are left; one that is not there is no mistake.",
  body: viewDeleteBody,
  response: savedViews,
  changesWith: "answer",
  personal: true,
  counts: "act",
  async handler(call) {
    const owner = ownerOf(call, call.body.list);
    await deleteView(call.services.pool, owner, call.body.name);
    return viewsOf(call.services, owner);
  },
});
