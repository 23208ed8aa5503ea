/** Plans in lists, and how much there is of one. */
import { clientOf } from "../database/client.js";
import * as sql from "../sql/plans/statements.js";
import type { Pool } from "../database/pool.js";

export interface ListedPlan {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly mode: "live" | "rehearsal";
  readonly scenario: string | null;
  readonly seed: number | null;
  /** Plan instant. */
  readonly openedAt: number;
  readonly createdAt: Date;
  readonly ended: boolean;
  /** A rehearsal's clock, as a plan instant. */
  readonly clock: number;
  readonly items: {
    readonly total: number;
    readonly open: number;
    readonly closed: number;
    readonly cancelled: number;
  };
}

/** Which plans somebody is told of. */
export interface PlanFilter {
  readonly slugs?: readonly string[];
  readonly mode?: "rehearsal";
}

/**
 * Plans after the one named: those that run before those that have ended, live before rehearsals, the newest first. Ended
 * ones by when they ended, so that a plan's place among them stays its own.
 */
export async function listPlans(
  pool: Pool,
  after: string | null,
  take: number,
  only: PlanFilter = {},
): Promise<ListedPlan[]> {
  const rows = await clientOf(pool).plan.findMany({
    where: {
      ...(only.slugs === undefined ? {} : { slug: { in: [...only.slugs] } }),
      ...(only.mode === undefined ? {} : { mode: only.mode }),
    },
    orderBy: [
      { endedAt: { sort: "desc", nulls: "first" } },
      { mode: "asc" }, // "live" before "rehearsal"
      { createdAt: "desc" },
      { id: "asc" },
    ],
    take,
    ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
  });
  const planId = { in: rows.map((row) => row.id) };
  const [clocks, items] = await Promise.all([
    clientOf(pool).clock.findMany({ where: { planId } }),
    clientOf(pool).item.groupBy({ by: ["planId", "status"], where: { planId }, _count: true }),
  ]);
  return rows.map((row): ListedPlan => {
    const own = items.filter((group) => group.planId === row.id);
    const count = (statuses: readonly string[] | null): number =>
      own.reduce((sum, group) => sum + (statuses?.includes(group.status) === false ? 0 : group._count), 0);
    const [total, closed, cancelled] = [count(null), count(["closed"]), count(["cancelled"])];
    return {
      id: row.id,
      slug: row.slug,
      title: row.title,
      mode: row.mode,
      scenario: row.scenario,
      seed: row.seed,
      openedAt: Number(row.openedAt),
      createdAt: row.createdAt,
      ended: row.endedAt !== null,
      clock: Number(clocks.find((clock) => clock.planId === row.id)?.planNow ?? row.openedAt),
      items: { total, open: total - closed - cancelled, closed, cancelled },
    };
  });
}

export interface PlanSizes {
  readonly notices: number;
  readonly letters: number;
  readonly alarms: number;
}

export async function planSizes(pool: Pool, planId: string): Promise<PlanSizes> {
  const { notice, letter, alarm } = clientOf(pool);
  const where = { planId };
  const [notices, letters, alarms] = await Promise.all([
    notice.count({ where }),
    letter.count({ where }),
    alarm.count({ where }),
  ]);
  return { notices, letters, alarms };
}

/** What a list of plans needs of their documents. */
export async function planFacts(
  pool: Pool,
  plans: readonly string[],
): Promise<Map<string, { readonly offsetMinutes: number; readonly sample: boolean }>> {
  const rows = await sql.planFacts.run(pool, { plans });
  const found = new Map<string, { offsetMinutes: number; sample: boolean }>();
  for (const { plan, kind, offsetMinutes, sample } of rows) {
    const facts = found.get(plan) ?? { offsetMinutes: 0, sample: false };
    if (kind === "plan") facts.offsetMinutes = Number(offsetMinutes);
    else facts.sample = sample === "true";
    found.set(plan, facts);
  }
  return found;
}
