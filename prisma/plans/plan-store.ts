/** Plans and their documents, by version. Documents never change: a change is a new version. */
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { CalendarData, PlanBundle, PlanText, Policy, Roster } from "../../domain/plan/plan.js";
import type { ExistingItem } from "../../domain/items/existing.js";
import type { Library } from "../../domain/plan/library.js";
import type { PlanCommand } from "../../domain/streams/orders.js";
import { minutesOf } from "../../domain/plan/plan-date.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";

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

const PLAN_COLUMNS = `id, slug, title, mode, scenario, seed, opened_at AS "openedAt"`;

const KINDS = ["plan", "roster", "policy", "calendar"] as const;
export type Kind = (typeof KINDS)[number];

const versionOf = (bundle: PlanBundle, kind: Kind): number =>
  kind === "policy" || kind === "calendar" ? bundle[kind].version : 1;

/** Writes a plan, its documents and its clock, or nothing at all. */
export async function createPlan(
  pool: Pool,
  plan: PlanRow,
  bundle: PlanBundle,
  more: { readonly scenario?: object; readonly existing?: Readonly<Record<string, ExistingItem>> } = {},
): Promise<void> {
  await inTransaction(pool, async (connection) => {
    await connection.query(
      "INSERT INTO plan (id, slug, title, mode, scenario, seed, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [plan.id, plan.slug, plan.title, plan.mode, plan.scenario, plan.seed, plan.openedAt],
    );
    for (const kind of KINDS) {
      await writeDocument(connection, plan.id, kind, versionOf(bundle, kind), bundle[kind]);
    }
    for (const [kind, content] of Object.entries(more) as ["scenario" | "existing", object][])
      await writeDocument(connection, plan.id, kind, 1, content);
    await connection.query("INSERT INTO clock (plan_id, version, plan_now) VALUES ($1, 0, $2)", [
      plan.id,
      plan.openedAt,
    ]);
  });
}

async function writeDocument(
  connection: Pool | Connection,
  planId: string,
  kind: Kind | "scenario" | "existing" | "change",
  version: number,
  content: unknown,
): Promise<void> {
  await connection.query("INSERT INTO plan_document (plan_id, kind, version, content) VALUES ($1, $2, $3, $4)", [
    planId,
    kind,
    version,
    JSON.stringify(content),
  ]);
}

/** A further version of a document. A version that is there is never replaced: the same content again is accepted, other content refused. */
export async function addDocument(
  pool: Pool,
  planId: string,
  kind: Kind,
  version: number,
  content: PlanBundle[Kind],
): Promise<void> {
  try {
    await writeDocument(pool, planId, kind, version, content);
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === "23503") throw new UnknownPlan(planId);
    if (code !== "23505" || constraint !== "plan_document_pkey") throw error;
    const there = (await documents(pool, planId, kind)).find((document) => document.version === version);
    if (canonicalJson(there?.content) === canonicalJson(content)) return;
    throw new Error(
      `plan ${planId} already has another ${kind} of version ${version}: give the new one a higher version`,
      { cause: error },
    );
  }
}

/** A further version of a document, for `writeChange`. */
export interface NewDocument {
  readonly kind: Kind;
  readonly version: number;
  readonly content: PlanBundle[Kind];
}

/** A change of a running plan as it was decided: what was written with it, and the orders it gives. */
export interface ChangeRecord {
  readonly documents: readonly Pick<NewDocument, "kind" | "version">[];
  readonly orders: readonly PlanCommand[];
  /** The request that asked for it, and what its answer is made of; absent: nobody asks twice. */
  readonly request?: string;
  readonly about?: unknown;
}

export interface NumberedChange {
  readonly no: number;
  readonly change: ChangeRecord;
}

/**
 * Writes the documents of a change and the change itself, or nothing: whoever finds a change whose orders are not all in the
 * ledger can give the rest. `no` counts the plan's changes from 1. Throws where another change of that number is there.
 */
export async function writeChange(
  pool: Pool,
  planId: string,
  no: number,
  documents: readonly NewDocument[],
  change: ChangeRecord,
): Promise<void> {
  await inTransaction(pool, async (connection) => {
    for (const { kind, version, content } of documents) await writeDocument(connection, planId, kind, version, content);
    await writeDocument(connection, planId, "change", no, change);
  });
}

/** The plan's newest change; null where it was never changed. */
export async function newestChange(pool: Pool, planId: string): Promise<NumberedChange | null> {
  const { rows } = await pool.query(
    "SELECT version AS no, content AS change FROM plan_document WHERE plan_id = $1 AND kind = 'change' ORDER BY version DESC LIMIT 1",
    [planId],
  );
  return rows[0] ?? null;
}

/** The change that a request made; null where it made none. */
export async function changeOfRequest(pool: Pool, planId: string, request: string): Promise<NumberedChange | null> {
  const { rows } = await pool.query(
    `SELECT version AS no, content AS change FROM plan_document
     WHERE plan_id = $1 AND kind = 'change' AND content ->> 'request' = $2`,
    [planId, request],
  );
  return rows[0] ?? null;
}

/** The newest version of each of the plan's documents. Throws UnknownPlan. */
export async function documentVersions(pool: Pool, planId: string): Promise<Readonly<Record<Kind, number>>> {
  const { rows } = await pool.query<{ kind: Kind; version: number }>(
    "SELECT kind, max(version) AS version FROM plan_document WHERE plan_id = $1 AND kind = ANY($2) GROUP BY kind",
    [planId, KINDS],
  );
  if (rows.length < KINDS.length) throw new UnknownPlan(planId);
  return Object.fromEntries(rows.map(({ kind, version }) => [kind, version])) as Record<Kind, number>;
}

/** A plan's row. Throws UnknownPlan. */
export async function findPlan(pool: Pool, planId: string): Promise<PlanRow> {
  const { rows } = await pool.query(`SELECT ${PLAN_COLUMNS} FROM plan WHERE id = $1`, [planId]);
  if (!rows[0]) throw new UnknownPlan(planId);
  return rows[0];
}

/** All plans, oldest first. */
export async function listPlans(pool: Pool): Promise<PlanRow[]> {
  const { rows } = await pool.query(`SELECT ${PLAN_COLUMNS} FROM plan ORDER BY created_at, id`);
  return rows;
}

/** Ids of the plans made from one folder: live before rehearsals, the newest first. */
export async function plansOfSlug(pool: Pool, slug: string): Promise<string[]> {
  const { rows } = await pool.query("SELECT id FROM plan WHERE slug = $1 ORDER BY mode, created_at DESC, id", [slug]);
  return rows.map((row) => row.id);
}

/** Whether a plan runs here for real people. */
export async function runsLive(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(
    "SELECT EXISTS (SELECT FROM plan WHERE mode = 'live' AND ended_at IS NULL) AS live",
  );
  return rows[0].live;
}

/** Plans whose workflows have not been ended, oldest first. */
export async function runningPlans(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query("SELECT id FROM plan WHERE ended_at IS NULL ORDER BY created_at, id");
  return rows.map((row) => row.id);
}

/** A plan's workflows are ended for good; its ledger stays. */
export async function endPlan(pool: Pool, planId: string): Promise<void> {
  await pool.query("UPDATE plan SET ended_at = coalesce(ended_at, now()) WHERE id = $1", [planId]);
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

/** The scenario a rehearsal is played by, as it was loaded; null where there is none. */
export async function loadScenarioDocument(pool: Pool, planId: string): Promise<unknown> {
  const { rows } = await pool.query(
    "SELECT content FROM plan_document WHERE plan_id = $1 AND kind = 'scenario' ORDER BY version DESC LIMIT 1",
    [planId],
  );
  return rows[0]?.content ?? null;
}

/** How items stood when a live plan was opened, by item id; empty where nothing was said. */
export async function loadExisting(pool: Pool, planId: string): Promise<Readonly<Record<string, ExistingItem>>> {
  const { rows } = await pool.query(
    "SELECT content FROM plan_document WHERE plan_id = $1 AND kind = 'existing' ORDER BY version DESC LIMIT 1",
    [planId],
  );
  return rows[0]?.content ?? {};
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

/** What notices and letters are made with. */
export interface Directory {
  readonly bundle: PlanBundle;
  readonly offsetMinutes: number;
  /** Minutes since midnight at which the day's batched letters close. */
  readonly closingMinutes: number;
}

export function directoryOf(bundle: PlanBundle): Directory {
  return {
    bundle,
    offsetMinutes: bundle.plan.timeZone.offsetMinutes,
    closingMinutes: minutesOf(bundle.policy.closingTime),
  };
}

/** The newest documents of each plan, kept per process until a newer version is there. */
export class DirectoryCache {
  private readonly kept = new Map<string, { versions: string; directory: Directory }>();

  constructor(private readonly pool: Pool) {}

  async get(planId: string): Promise<Directory> {
    const { rows } = await this.pool.query<{ versions: string | null }>(
      `SELECT string_agg(kind || version, ',' ORDER BY kind, version) AS versions FROM plan_document WHERE plan_id = $1`,
      [planId],
    );
    const versions = rows[0]?.versions ?? "";
    const known = this.kept.get(planId);
    if (known && known.versions === versions) return known.directory;
    const bundle = await loadBundle(this.pool, planId);
    const directory = directoryOf(bundle);
    this.kept.set(planId, { versions, directory });
    return directory;
  }
}

/** The newest rehearsal of a plan with a scenario that has not been ended, or null. */
export async function latestRehearsal(pool: Pool, slug: string, scenario: string): Promise<string | null> {
  const { rows } = await pool.query(
    "SELECT id FROM plan WHERE slug = $1 AND scenario = $2 AND mode = 'rehearsal' AND ended_at IS NULL ORDER BY created_at DESC LIMIT 1",
    [slug, scenario],
  );
  return rows[0]?.id ?? null;
}
