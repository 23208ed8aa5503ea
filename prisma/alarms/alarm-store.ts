/** Alarms: what the office or an operator must see. One row per cause, counted, never deleted. */
import type { Connection, Pool } from "../database/pool.js";

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

export async function raiseAlarms(
  connection: Pool | Connection,
  planId: string,
  alarms: readonly Alarm[],
): Promise<void> {
  if (alarms.length === 0) return;
  await connection.query(
    `INSERT INTO alarm (plan_id, key, kind, plan_at, detail, count)
     SELECT $1, a.key, a.kind, a."planAt", a.detail, a.count
     FROM jsonb_to_recordset($2::jsonb) AS a (key text, kind text, "planAt" bigint, detail jsonb, count int)
     ON CONFLICT (plan_id, key) DO UPDATE SET plan_at = greatest(alarm.plan_at, excluded.plan_at), detail = excluded.detail,
       count = alarm.count + excluded.count`,
    [planId, JSON.stringify(alarms)],
  );
}

/** All alarms of a plan, the latest first. */
export async function listAlarms(pool: Pool, planId: string): Promise<Alarm[]> {
  const { rows } = await pool.query(
    `SELECT key, kind, plan_at AS "planAt", detail, count FROM alarm WHERE plan_id = $1 ORDER BY plan_at DESC, key COLLATE "C"`,
    [planId],
  );
  return rows;
}
