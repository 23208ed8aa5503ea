/** Items, their ledgers, and why their lights are what they are. */
import { z } from "zod";
import type { ItemStory } from "../../prisma/items/item-story.js";
import { itemRows, itemRowCount } from "../../prisma/ledger/ledger-rows.js";
import { decodeCursor, encodeCursor } from "../http/cursor.js";
import type { PlanView } from "../views/plan-view.js";
import { planRoute } from "../serving/route.js";
import { itemDetail, items, itemsQuery } from "./schemas.js";
import { itemLedger, itemLedgerQuery } from "../ledger/schemas.js";
import { itemLight } from "../lights/schemas.js";
import { cursorSeq, day } from "../http/schema-parts.js";
import type { PlanSight } from "../rights/sight.js";
import type { Services } from "../serving/services.js";
import { dayOfCursor, pageOf } from "./list.js";
import { dayAsked, type LitItem } from "../views/standings.js";
import { itemDetailView } from "./detail.js";
import { itemLightView } from "./item-light.js";
import { itemParams, unknownItem } from "./item-address.js";
import { itemView } from "./view.js";
import { tellingOf } from "../ledger/unsigned.js";
import { ledgerRowViews } from "../ledger/view.js";

/** The item at the end of a day. Throws the problem `unknownItem`. */
async function litItem(sight: PlanSight, item: string, on: string): Promise<LitItem> {
  const lit = await sight.item(item, on);
  if (!lit) throw unknownItem(item);
  return lit;
}

/** The item with its ledger. Throws the problem `unknownItem`. */
async function storyOf(plan: PlanView, item: string, services: Services): Promise<ItemStory> {
  const story = await services.itemStory(plan.id, item);
  if (!story) throw unknownItem(item);
  return story;
}

export const listItems = planRoute({
  method: "get",
  path: "/items",
  tag: "items",
  summary: "Items, filtered and sorted 事项列表",
  description: "`total` and `counts` are of all items that the filter lets through, not of the page.",
  query: itemsQuery,
  response: items,
  problems: ["dateOutOfRange", "badCursor"],
  changesWith: "ledger",
  async handler({ plan, query, sight }) {
    const on = dayAsked(dayOfCursor(query) ?? query.on, plan);
    const { rows, ...page } = pageOf(await sight.standing(on), query, plan.names);
    return { on, ...page, rows: rows.map((lit) => itemView(lit, plan, on)) };
  },
});

export const getItem = planRoute({
  method: "get",
  path: "/items/{itemId}",
  tag: "items",
  summary: "Everything about one item 事项详情",
  params: itemParams,
  response: itemDetail,
  problems: ["unknownItem"],
  changesWith: "ledger",
  async handler({ plan, params: { itemId }, services, sight }) {
    const lit = await litItem(sight, itemId, plan.today);
    return itemDetailView(lit, await storyOf(plan, itemId, services), plan, tellingOf(sight));
  },
});

export const getItemLedger = planRoute({
  method: "get",
  path: "/items/{itemId}/ledger",
  tag: "ledger",
  summary: "An item's ledger in plain words, and who was told what 事项台账",
  params: itemParams,
  query: itemLedgerQuery,
  response: itemLedger,
  problems: ["unknownItem", "badCursor"],
  changesWith: "answer",
  async handler({ plan, params: { itemId }, query, services, sight }) {
    const { pool } = services;
    const name = `ledger ${plan.id} ${itemId}`;
    const after = query.cursor === undefined ? 0 : decodeCursor(name, query.cursor, cursorSeq);
    const telling = tellingOf(sight);
    const [total, more] = await Promise.all([
      itemRowCount(pool, plan.id, itemId, telling),
      itemRows(pool, plan.id, itemId, after, query.limit + 1, telling),
    ]);
    if (total === 0 || !(await sight.sees(itemId))) throw unknownItem(itemId);
    const rows = more.slice(0, query.limit);
    const next = more.length > rows.length ? encodeCursor(name, rows.at(-1)?.seq) : null;
    return { item: itemId, total, rows: ledgerRowViews(rows, await sight.told(rows), plan, telling), next };
  },
});

export const getItemLight = planRoute({
  method: "get",
  path: "/items/{itemId}/light",
  tag: "lights",
  summary: "Why an item's light is what it is, on any day 亮灯依据",
  params: itemParams,
  query: z.strictObject({ on: day("The plan day at whose end; the plan's today unless told.") }),
  response: itemLight,
  problems: ["unknownItem", "dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, params: { itemId }, query, services, sight }) {
    const on = dayAsked(query.on, plan);
    const lit = await litItem(sight, itemId, on);
    const { rows } = await storyOf(plan, itemId, services);
    return itemLightView(lit, rows, on, plan);
  },
});
