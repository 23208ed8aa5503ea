/** Plans in lists, and how much there is of one. */
import { clientOf } from "../database/client.js";
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
      mode: row.mode as ListedPlan["mode"],
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

/** Ids of plans of these slugs that run, live before rehearsals, the newest first. */
export async function runningPlansOf(
  pool: Pool,
  {
    slugs,
    rehearsals,
    most,
  }: { readonly slugs: readonly string[]; readonly rehearsals: boolean; readonly most: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM plan WHERE slug = ANY($1) AND ended_at IS NULL AND (mode = 'live' OR $2)
     ORDER BY mode, created_at DESC, id LIMIT $3`,
    [slugs, rehearsals, most],
  );
  return rows.map(({ id }) => id);
}

export interface PlanSizes {
  readonly notices: number;
  readonly letters: number;
  readonly alarms: number;
}

export async function planSizes(pool: Pool, planId: string): Promise<PlanSizes> {
  const { rows } = await pool.query<PlanSizes>(
    `SELECT (SELECT count(*)::int FROM notice WHERE plan_id = $1) AS notices,
       (SELECT count(*)::int FROM letter WHERE plan_id = $1) AS letters,
       (SELECT count(*)::int FROM alarm WHERE plan_id = $1) AS alarms`,
    [planId],
  );
  return rows[0] as PlanSizes;
}

/** What a list of plans needs of their documents. */
export async function planFacts(
  pool: Pool,
  plans: readonly string[],
): Promise<Map<string, { readonly offsetMinutes: number; readonly sample: boolean }>> {
  const { rows } = await pool.query(
    `SELECT DISTINCT ON (plan_id, kind) plan_id AS plan, kind, content -> 'timeZone' ->> 'offsetMinutes' AS "offsetMinutes",
       content ->> 'sample' AS sample
     FROM plan_document WHERE plan_id = ANY($1) AND kind IN ('plan', 'roster') ORDER BY plan_id, kind, version DESC`,
    [plans],
  );
  const found = new Map<string, { offsetMinutes: number; sample: boolean }>();
  for (const { plan, kind, offsetMinutes, sample } of rows) {
    const facts = found.get(plan) ?? { offsetMinutes: 0, sample: false };
    if (kind === "plan") facts.offsetMinutes = Number(offsetMinutes);
    else facts.sample = sample === "true";
    found.set(plan, facts);
  }
  return found;
}
