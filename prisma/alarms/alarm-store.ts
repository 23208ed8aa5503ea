/** Alarms: what the office or an operator must see. One row per cause, counted, never deleted. */
import { clientOf } from "../database/client.js";
import { fromJson } from "../database/columns.js";
import type { Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/alarms/statements.js";

export interface Alarm {
  /** What it is about: the same key counts up. */
  readonly key: string;
  readonly kind:
    | "vacantPost"
    | "unfilledRole"
    | "nobody"
    | "noEmail"
    | "unreachable"
    | "letterFailed"
    | "letterReturned"
    | "channelRefused"
    | (string & {});
  /** Plan instant of the latest one. */
  readonly planAt: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** Counts alarms of the same key together. */
export function alarmsOf(single: readonly Omit<Alarm, "count">[]): Alarm[] {
  const found = new Map<string, Alarm>();
  for (const alarm of single) {
    const earlier = found.get(alarm.key);
    found.set(alarm.key, {
      ...alarm,
      planAt: Math.max(alarm.planAt, earlier?.planAt ?? alarm.planAt),
      count: (earlier?.count ?? 0) + 1,
    });
  }
  return [...found.values()].sort(byKey);
}

/** One of each key (alarmsOf); in key order, as writers that meet must lock rows in the same order. */
export async function raiseAlarms(on: Queryable, planId: string, alarms: readonly Alarm[]): Promise<void> {
  if (alarms.length === 0) return;
  const sorted = [...alarms].sort(byKey);
  await sql.raiseAlarms.count(on, {
    planId,
    alarms: sorted.map(({ key, kind, planAt, detail, count }) => ({ key, kind, plan_at: planAt, detail, count })),
  });
}

const byKey = (a: Alarm, b: Alarm): number => (a.key < b.key ? -1 : 1);

/** How many alarms a plan has. */
export const countAlarms = (pool: Pool, planId: string): Promise<number> =>
  clientOf(pool).alarm.count({ where: { planId } });

/** A plan's alarms, the latest first: all, or the first so many. */
export async function listAlarms(pool: Pool, planId: string, limit?: number): Promise<Alarm[]> {
  const rows = await clientOf(pool).alarm.findMany({
    where: { planId },
    orderBy: [{ planAt: "desc" }, { key: "asc" }],
    ...(limit !== undefined && { take: limit }),
  });
  return rows.map(({ key, kind, planAt, detail, count }) => ({
    key,
    kind,
    count,
    planAt: Number(planAt),
    detail: fromJson<Alarm["detail"]>(detail),
  }));
}
