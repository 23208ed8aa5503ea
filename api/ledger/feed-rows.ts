/** Rows of the feed as a caller reads them: with whom they told, and how many like them there were, which no page's length decides. */
import { alikeRows, orderEffects, type RecordedRow } from "../../prisma/ledger/ledger-rows.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { PlanView } from "../views/plan-view.js";
import type { PlanSight } from "../rights/sight.js";
import type { FeedRow, TellingRow } from "./schemas.js";
import { tellingOf } from "./unsigned.js";
import { rowViews } from "./view.js";

/** What was recorded together looks alike from outside too: it is counted once for all rows of a page. */
const groupOf = ({ stream, at, type, payload }: RecordedRow): string =>
  [stream, at, type, "instrument" in payload ? String(payload.instrument) : ""].join(" ");

/** The key of the order that a row gives or carries out; null for all others. */
function orderOf(row: RecordedRow): string | null {
  if ("unknown" in row) return null;
  if (row.type === "orderApplied") return row.payload.order;
  // An order's row is known by the command that gave it.
  return row.type === "orderGiven" && row.payload.streams.length > 0 ? row.cause.replace(/^cmd\//, "") : null;
}

export async function feedRows(
  pool: Pool,
  plan: PlanView,
  rows: readonly RecordedRow[],
  sight: PlanSight,
): Promise<FeedRow[]> {
  const ofItems = new Map(rows.filter(({ item }) => item !== null).map((row) => [groupOf(row), row]));
  const orders = new Set(rows.flatMap((row) => orderOf(row) ?? []));
  const within = await sight.rows();
  const [told, alike, effects] = await Promise.all([
    sight.told(rows),
    ofItems.size === 0 ? [] : alikeRows(pool, plan.id, [...ofItems.values()], within?.items ?? null),
    orders.size === 0 ? [] : orderEffects(pool, plan.id, [...orders]),
  ]);
  const counted = new Map(alike.map((one) => [`${one.stream} ${one.seq}`, one]));
  const effectOf = new Map(effects.map(({ order, ...effect }) => [order, effect]));
  const views: readonly TellingRow[] = rowViews(rows, told, plan, tellingOf(sight));
  return views.map((view, index) => {
    const row = rows[index] as RecordedRow;
    const first = row.item === null ? undefined : ofItems.get(groupOf(row));
    const group = first && counted.get(`${first.stream} ${first.seq}`);
    const order = orderOf(row);
    return {
      ...view,
      alike: group ? { key: `${row.stream} ${group.first}`, count: group.count } : null,
      order: order === null ? null : { id: order, ...(effectOf.get(order) ?? { streams: 0, items: 0 }) },
    };
  });
}
