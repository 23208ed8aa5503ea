/** Plans and their documents, by version. Documents never change: a change is a new version. */
import type { CalendarData, PlanBundle, PlanText, Policy, Roster } from "../domain/plan.js";
import type { Library } from "../domain/library.js";
import { inTransaction, type Pool } from "./pool.js";

export interface PlanRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly mode: "live" | "rehearsal";
  readonly scenario: string | null;
  readonly seed: number | null;
  readonly openedAt: number;
}

export class UnknownPlan extends Error {
  constructor(id: string) {
    super(`there is no plan ${id} in this database`);
  }
}

const KINDS = ["plan", "roster", "policy", "calendar"] as const;
type Kind = (typeof KINDS)[number];

const versionOf = (bundle: PlanBundle, kind: Kind): number => (kind === "policy" || kind === "calendar" ? bundle[kind].version : 1);

/** Writes a plan, its documents and its clock, or nothing at all. */
export async function createPlan(pool: Pool, plan: PlanRow, bundle: PlanBundle): Promise<void> {
  await inTransaction(pool, async (connection) => {
    await connection.query(
      "INSERT INTO plan (id, slug, title, mode, scenario, seed, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [plan.id, plan.slug, plan.title, plan.mode, plan.scenario, plan.seed, plan.openedAt],
    );
    for (const kind of KINDS) {
      await connection.query("INSERT INTO plan_document (plan_id, kind, version, content) VALUES ($1, $2, $3, $4)", [
        plan.id,
        kind,
        versionOf(bundle, kind),
        JSON.stringify(bundle[kind]),
      ]);
    }
    await connection.query("INSERT INTO clock (plan_id, version, plan_now) VALUES ($1, 0, $2)", [plan.id, plan.openedAt]);
  });
}

async function documents<T>(pool: Pool, planId: string, kind: Kind): Promise<{ version: number; content: T }[]> {
  const { rows } = await pool.query(
    "SELECT version, content FROM plan_document WHERE plan_id = $1 AND kind = $2 ORDER BY version",
    [planId, kind],
  );
  if (rows.length === 0) throw new UnknownPlan(planId);
  return rows;
}

async function newest<T>(pool: Pool, planId: string, kind: Kind): Promise<T> {
  const all = await documents<T>(pool, planId, kind);
  return (all.at(-1) as { content: T }).content;
}

/** The plan as it stands: the newest version of each document. */
export async function loadBundle(pool: Pool, planId: string): Promise<PlanBundle> {
  const [plan, roster, policy, calendar] = await Promise.all([
    newest<PlanText>(pool, planId, "plan"),
    newest<Roster>(pool, planId, "roster"),
    newest<Policy>(pool, planId, "policy"),
    newest<CalendarData>(pool, planId, "calendar"),
  ]);
  return { plan, roster, policy, calendar };
}

/** All versions of policy and calendar, for workflows. */
export async function loadLibrary(pool: Pool, planId: string): Promise<Library> {
  const [bundle, policies, calendars] = await Promise.all([
    loadBundle(pool, planId),
    documents<Policy>(pool, planId, "policy"),
    documents<CalendarData>(pool, planId, "calendar"),
  ]);
  return {
    policies: Object.fromEntries(policies.map((entry) => [String(entry.version), entry.content])),
    calendars: Object.fromEntries(calendars.map((entry) => [String(entry.version), entry.content])),
    bodies: bundle.roster.bodies,
    offsetMinutes: bundle.plan.timeZone.offsetMinutes,
  };
}

/** The newest roster and the plan's offset, as recipients are resolved with. Kept per process until a newer version is there. */
export class RosterCache {
  private readonly kept = new Map<string, { version: number; roster: Roster; offsetMinutes: number }>();

  constructor(private readonly pool: Pool) {}

  async get(planId: string): Promise<{ roster: Roster; offsetMinutes: number }> {
    const { rows } = await this.pool.query<{ version: number }>(
      "SELECT max(version) AS version FROM plan_document WHERE plan_id = $1 AND kind = 'roster'",
      [planId],
    );
    const version = rows[0]?.version ?? 0;
    const known = this.kept.get(planId);
    if (known && known.version === version) return known;
    const bundle = await loadBundle(this.pool, planId);
    const fresh = { version, roster: bundle.roster, offsetMinutes: bundle.plan.timeZone.offsetMinutes };
    this.kept.set(planId, fresh);
    return fresh;
  }
}

/** The newest rehearsal of a plan with a scenario, or null. */
export async function latestRehearsal(pool: Pool, slug: string, scenario: string): Promise<string | null> {
  const { rows } = await pool.query(
    "SELECT id FROM plan WHERE slug = $1 AND scenario = $2 AND mode = 'rehearsal' ORDER BY created_at DESC LIMIT 1",
    [slug, scenario],
  );
  return rows[0]?.id ?? null;
}
