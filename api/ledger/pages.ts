/** Pages of a plan's feed, backwards and forwards. */
import { rowsAfter, rowsBefore } from "../../prisma/ledger/ledger-rows.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { PlanView } from "../views/plan-view.js";
import type { PlanSight } from "../rights/sight.js";
import type { Feed } from "./schemas.js";
import { feedRows } from "./feed-rows.js";
import { ahead, atEnd, cursorOf, furthest, past, positionsOf, rowsBehind, streamsOf } from "./positions.js";

export interface FeedQuery {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly task?: number | undefined;
  readonly limit: number;
}

/** A page of what the caller sees. Behind the last row that is visible there may be others: the page ends behind those too. */
export async function feedPage(pool: Pool, plan: PlanView, query: FeedQuery, sight: PlanSight): Promise<Feed> {
  const { task, limit } = query;
  const streams = streamsOf(plan, task);
  const forwards = query.after !== undefined;
  const place = query.after ?? query.before ?? null;
  const from = place === null ? atEnd(streams) : positionsOf(place, streams, plan.id, task);
  const within = await sight.rows();
  const rows = await (forwards ? rowsAfter : rowsBefore)(pool, plan.id, from, limit, within?.items ?? null);
  const whole = rows.length < limit;
  const [start, end] = forwards
    ? [from, whole ? furthest(past(from, rows), streams) : past(from, rows)]
    : [whole ? new Map<string, number>() : ahead(from, rows), from];
  return {
    rows: await feedRows(pool, plan, rows, sight),
    before: [...start.values()].some((seq) => seq > 0) ? cursorOf(start, plan.id, task) : null,
    after: cursorOf(end, plan.id, task),
    more: rowsBehind(end, streams) > 0,
  };
}
