/** Alarms of a plan, through Prisma. */
import type { Alarm } from "./alarm-store.js";
import type { PrismaClient } from "../database/client.js";

/** How many there are, and the latest of them, the latest first. */
export async function listAlarms(
  prisma: PrismaClient,
  planId: string,
  take: number,
): Promise<{ total: number; latest: Alarm[] }> {
  const [total, rows] = await Promise.all([
    prisma.alarm.count({ where: { planId } }),
    prisma.alarm.findMany({ where: { planId }, orderBy: [{ planAt: "desc" }, { key: "asc" }], take }),
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
