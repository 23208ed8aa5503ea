/** Alarms of a plan, through Prisma. */
import type { Alarm } from "./alarm-store.js";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

/** How many there are, and the latest of them, the latest first. */
export async function listAlarms(
  pool: Pool,
  planId: string,
  take: number,
): Promise<{ total: number; latest: Alarm[] }> {
  const [total, rows] = await Promise.all([
    clientOf(pool).alarm.count({ where: { planId } }),
    clientOf(pool).alarm.findMany({ where: { planId }, orderBy: [{ planAt: "desc" }, { key: "asc" }], take }),
  ]);
  const latest = rows.map(({ key, kind, planAt, detail, count }) => ({
    key,
    kind,
    count,
    planAt: Number(planAt),
    detail: detail as Alarm["detail"],
  }));
  return { total, latest };
}
