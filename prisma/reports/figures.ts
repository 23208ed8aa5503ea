/** Figures that an operator's metrics are made of, over some plans. */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/reports/statements.js";

export interface Figure {
  readonly plan: string;
  readonly label: string;
  readonly n: number;
}

/** Rungs fired, drafts of signed ones among them, by instrument. */
export function rungsFired(pool: Pool, plans: readonly string[]): Promise<Figure[]> {
  return sql.rungsFired.run(pool, { plans });
}

export async function lettersByState(pool: Pool, plans: readonly string[]): Promise<Figure[]> {
  const groups = await clientOf(pool).letter.groupBy({
    by: ["planId", "state"],
    where: { planId: { in: [...plans] } },
    _count: true,
  });
  return groups.map(({ planId, state, _count }) => ({ plan: planId, label: state, n: _count }));
}

/** Seconds of real time since the oldest delivery that waits to be sent was queued; plans without one are left out. */
export async function outboxAges(pool: Pool, plans: readonly string[]): Promise<Omit<Figure, "label">[]> {
  const groups = await clientOf(pool).letterDelivery.groupBy({
    by: "planId",
    where: { planId: { in: [...plans] }, state: { in: ["queued", "sending"] } },
    _min: { queuedAt: true },
  });
  const now = Date.now();
  return groups.map(({ planId, _min }) => ({ plan: planId, n: (now - (_min.queuedAt?.getTime() ?? now)) / 1_000 }));
}

/** Times that alarms were raised, by kind. */
export async function alarmsByKind(pool: Pool, plans: readonly string[]): Promise<Figure[]> {
  const groups = await clientOf(pool).alarm.groupBy({
    by: ["planId", "kind"],
    where: { planId: { in: [...plans] } },
    _sum: { count: true },
  });
  return groups.map(({ planId, kind, _sum }) => ({ plan: planId, label: kind, n: _sum.count ?? 0 }));
}
