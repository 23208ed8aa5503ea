/** Alarms: what the office or an operator must see. One row per cause, counted, never deleted. */
import type { Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/alarms/statements.js";

export interface Alarm {
  /** What it is about: the same key counts up. */
  readonly key: string;
  readonly kind: "vacantPost" | "unfilledRole" | "nobody" | "noEmail" | "unreachable" | "letterFailed" | (string & {});
  /** Plan instant of the latest one. */
  readonly planAt: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** Counts alarms of the same key together, in key order: writers that meet always lock rows in the same order. */
export function alarmsOf(single: readonly Omit<Alarm, "count">[]): Alarm[] {
  const byKey = new Map<string, Alarm>();
  for (const alarm of single) {
    const earlier = byKey.get(alarm.key);
    byKey.set(alarm.key, {
      ...alarm,
      planAt: Math.max(alarm.planAt, earlier?.planAt ?? alarm.planAt),
      count: (earlier?.count ?? 0) + 1,
    });
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** `alarms` in key order, as alarmsOf answers them. */
export async function raiseAlarms(on: Queryable, planId: string, alarms: readonly Alarm[]): Promise<void> {
  if (alarms.length === 0) return;
  await sql.raiseAlarms.count(on, {
    planId,
    alarms: alarms.map(({ key, kind, planAt, detail, count }) => ({ key, kind, plan_at: planAt, detail, count })),
  });
}

/** All alarms of a plan, the latest first. */
export async function listAlarms(pool: Pool, planId: string): Promise<Alarm[]> {
  const { rows } = await pool.query(
    `SELECT key, kind, plan_at AS "planAt", detail, count FROM alarm WHERE plan_id = $1 ORDER BY plan_at DESC, key COLLATE "C"`,
    [planId],
  );
  return rows;
}
