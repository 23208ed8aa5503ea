/** Plans and their documents, by version. Documents never change: a change is a new version. */
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { Checklists } from "../../domain/plan/checklists.js";
import type { CalendarData, PlanText } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Registers } from "../../domain/plan/registers.js";
import type { Policy } from "../../domain/plan/policy.js";
import type { Roster } from "../../domain/plan/roster.js";
import type { ExistingItem } from "../../domain/items/existing.js";
import { ruleSetOf } from "../../domain/people/heads.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { OrderCommand } from "../../domain/streams/orders.js";
import { minutesOf } from "../../domain/plan/plan-date.js";
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
import type { Pool } from "../database/pool.js";
import { isDangling, refusalOf } from "../database/refusal.js";
import type { Prisma } from "../generated/client.js";
import type { PlanDocumentCreateManyInput, PlanGetPayload, PlanOrderByWithRelationInput } from "../generated/models.js";

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

const PLAN_ROW = {
  id: true,
  slug: true,
  title: true,
  mode: true,
  scenario: true,
  seed: true,
  openedAt: true,
} as const;

const planRow = (row: PlanGetPayload<{ select: typeof PLAN_ROW }>): PlanRow => ({
  ...row,
  openedAt: Number(row.openedAt),
});

const KINDS = ["plan", "roster", "policy", "calendar"] as const;
export type Kind = (typeof KINDS)[number];
type DocumentKind = Kind | "checklists" | "registers" | "scenario" | "existing" | "change";

const versionOf = (bundle: PlanBundle, kind: Kind): number =>
  kind === "policy" || kind === "calendar" ? bundle[kind].version : 1;

/** Writes a plan, its documents and its clock, or nothing at all. */
export async function createPlan(
  pool: Pool,
  plan: PlanRow,
  bundle: PlanBundle,
  more: { readonly scenario?: object; readonly existing?: Readonly<Record<string, ExistingItem>> } = {},
): Promise<void> {
  const { id, slug, title, mode, scenario, seed, openedAt } = plan;
  const client = clientOf(pool);
  await client.$transaction([
    client.plan.create({ data: { id, slug, title, mode, scenario, seed, openedAt } }),
    client.planDocument.createMany({
      data: [
        ...KINDS.map((kind) => documentRow(id, kind, versionOf(bundle, kind), bundle[kind])),
        ...(bundle.checklists ? [documentRow(id, "checklists", bundle.checklists.version, bundle.checklists)] : []),
        ...(bundle.registers ? [documentRow(id, "registers", bundle.registers.version, bundle.registers)] : []),
        ...Object.entries(more).map(([kind, content]) => documentRow(id, kind as keyof typeof more, 1, content)),
      ],
    }),
    client.clock.create({ data: { planId: id, version: 0, planNow: openedAt } }),
  ]);
}

const documentRow = (
  planId: string,
  kind: DocumentKind,
  version: number,
  content: object,
): PlanDocumentCreateManyInput => ({ planId, kind, version, content: toJson(content) });

/** A further version of a document. A version that is there is never replaced: the same content again is accepted, other content refused. */
export async function addDocument(
  pool: Pool,
  planId: string,
  kind: Kind,
  version: number,
  content: PlanBundle[Kind],
): Promise<void> {
  try {
    await clientOf(pool).planDocument.create({ data: documentRow(planId, kind, version, content) });
  } catch (error) {
    if (isDangling(error)) throw new UnknownPlan(planId);
    if (refusalOf(error)?.constraint !== "plan_document_pkey") throw error;
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
  readonly kind: Kind | "checklists" | "registers";
  readonly version: number;
  readonly content: PlanBundle[Kind] | Checklists | Registers;
}

/** A change of a running plan as it was decided: what was written with it, and the orders it gives. */
export interface ChangeRecord {
  readonly documents: readonly Pick<NewDocument, "kind" | "version">[];
  readonly orders: readonly OrderCommand[];
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
  const rows = documents.map(({ kind, version, content }) => documentRow(planId, kind, version, content));
  await clientOf(pool).planDocument.createMany({ data: [...rows, documentRow(planId, "change", no, change)] });
}

const numbered = (row: { version: number; content: Prisma.JsonValue } | null): NumberedChange | null =>
  row && { no: row.version, change: fromJson<ChangeRecord>(row.content) };

/** The plan's newest change; null where it was never changed. */
export async function newestChange(pool: Pool, planId: string): Promise<NumberedChange | null> {
  return numbered(await newestDocument(pool, planId, "change"));
}

/** The change that a request made; null where it made none. */
export async function changeOfRequest(pool: Pool, planId: string, request: string): Promise<NumberedChange | null> {
  const row = await clientOf(pool).planDocument.findFirst({
    where: { planId, kind: "change", content: { path: ["request"], equals: request } },
  });
  return numbered(row);
}

/** The newest version of each of the plan's documents. Throws UnknownPlan. */
export async function documentVersions(pool: Pool, planId: string): Promise<Readonly<Record<Kind, number>>> {
  const rows = await clientOf(pool).planDocument.groupBy({
    by: "kind",
    where: { planId, kind: { in: [...KINDS] } },
    _max: { version: true },
  });
  if (rows.length < KINDS.length) throw new UnknownPlan(planId);
  return Object.fromEntries(rows.map(({ kind, _max }) => [kind, _max.version])) as Record<Kind, number>;
}

/** A plan's row. Throws UnknownPlan. */
export async function findPlan(pool: Pool, planId: string): Promise<PlanRow> {
  const row = await clientOf(pool).plan.findUnique({ where: { id: planId }, select: PLAN_ROW });
  if (!row) throw new UnknownPlan(planId);
  return planRow(row);
}

/** All plans, oldest first. */
export async function listPlans(pool: Pool): Promise<PlanRow[]> {
  const rows = await clientOf(pool).plan.findMany({ select: PLAN_ROW, orderBy: OLDEST_FIRST });
  return rows.map(planRow);
}

const OLDEST_FIRST: PlanOrderByWithRelationInput[] = [{ createdAt: "asc" }, { id: "asc" }];

/** Ids of the plans made from one folder: live before rehearsals, the newest first. */
export async function plansOfSlug(pool: Pool, slug: string): Promise<string[]> {
  return idsOf(await clientOf(pool).plan.findMany({ where: { slug }, orderBy: LIVE_FIRST, select: { id: true } }));
}

/** Ids of plans of these slugs that run, live before rehearsals, the newest first. */
export async function runningPlansOf(
  pool: Pool,
  what: { readonly slugs: readonly string[]; readonly rehearsals: boolean; readonly most: number },
): Promise<string[]> {
  const rows = await clientOf(pool).plan.findMany({
    where: { slug: { in: [...what.slugs] }, endedAt: null, ...(what.rehearsals ? {} : { mode: "live" }) },
    orderBy: LIVE_FIRST,
    take: what.most,
    select: { id: true },
  });
  return idsOf(rows);
}

const LIVE_FIRST: PlanOrderByWithRelationInput[] = [
  { mode: "asc" }, // "live" before "rehearsal"
  { createdAt: "desc" },
  { id: "asc" },
];

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Whether a plan runs here for real people. */
export async function runsLive(pool: Pool): Promise<boolean> {
  const live = await clientOf(pool).plan.findFirst({ where: { mode: "live", endedAt: null }, select: { id: true } });
  return live !== null;
}

/** The plans that run live, by id, each with its folder's name. */
export async function livePlans(pool: Pool): Promise<{ readonly id: string; readonly slug: string }[]> {
  const where = { mode: "live", endedAt: null } as const;
  return clientOf(pool).plan.findMany({ where, orderBy: { id: "asc" }, select: { id: true, slug: true } });
}

/** Plans whose workflows have not been ended, oldest first. */
export async function runningPlans(pool: Pool): Promise<string[]> {
  const where = { endedAt: null };
  return idsOf(await clientOf(pool).plan.findMany({ where, orderBy: OLDEST_FIRST, select: { id: true } }));
}

/** Plans that people are most likely to look at: those that run before those that have ended, live ones first, the newest first. */
export async function plansToLookAt(pool: Pool, most: number): Promise<string[]> {
  const rows = await clientOf(pool).plan.findMany({
    orderBy: [{ endedAt: { sort: "desc", nulls: "first" } }, { mode: "asc" }, { createdAt: "desc" }, { id: "asc" }],
    take: most,
    select: { id: true },
  });
  return idsOf(rows);
}

/** A plan's workflows are ended for good; its ledger stays. */
export async function endPlan(pool: Pool, planId: string): Promise<void> {
  await clientOf(pool).plan.updateMany({ where: { id: planId, endedAt: null }, data: { endedAt: new Date() } });
}

/** All versions of a document, the oldest first. Throws UnknownPlan. */
async function documents<T>(pool: Pool, planId: string, kind: Kind): Promise<{ version: number; content: T }[]> {
  const rows = await allOf<T>(pool, planId, kind);
  if (rows.length === 0) throw new UnknownPlan(planId);
  return rows;
}

async function allOf<T>(pool: Pool, planId: string, kind: DocumentKind): Promise<{ version: number; content: T }[]> {
  const rows = await clientOf(pool).planDocument.findMany({
    where: { planId, kind },
    orderBy: { version: "asc" },
    select: { version: true, content: true },
  });
  return rows.map(({ version, content }) => ({ version, content: fromJson<T>(content) }));
}

const newestDocument = (pool: Pool, planId: string, kind: DocumentKind) =>
  clientOf(pool).planDocument.findFirst({
    where: { planId, kind },
    orderBy: { version: "desc" },
    select: { version: true, content: true },
  });

async function newest<T>(pool: Pool, planId: string, kind: Kind): Promise<T> {
  const row = await newestDocument(pool, planId, kind);
  if (!row) throw new UnknownPlan(planId);
  return fromJson<T>(row.content);
}

/** The plan as it stands: the newest version of each document. */
export async function loadBundle(pool: Pool, planId: string): Promise<PlanBundle> {
  const [plan, roster, policy, calendar, checklists, registers] = await Promise.all([
    newest<PlanText>(pool, planId, "plan"),
    newest<Roster>(pool, planId, "roster"),
    newest<Policy>(pool, planId, "policy"),
    newest<CalendarData>(pool, planId, "calendar"),
    newestDocument(pool, planId, "checklists"),
    newestDocument(pool, planId, "registers"),
  ]);
  const core = { plan, roster, policy, calendar };
  return {
    ...core,
    ...(checklists && { checklists: fromJson<Checklists>(checklists.content) }),
    ...(registers && { registers: fromJson<Registers>(registers.content) }),
  };
}

/** The scenario a rehearsal is played by, as it was loaded; null where there is none. */
export async function loadScenarioDocument(pool: Pool, planId: string): Promise<unknown> {
  return (await newestDocument(pool, planId, "scenario"))?.content ?? null;
}

const byVersion = <T>(list: readonly { readonly version: number; readonly content: T }[]): Record<string, T> =>
  Object.fromEntries(list.map(({ version, content }) => [String(version), content]));

/** All versions of policy, calendar and checklists, for whoever folds a ledger. */
export async function loadRuleSet(pool: Pool, planId: string): Promise<RuleSet> {
  const [bundle, policies, calendars, checklists] = await Promise.all([
    loadBundle(pool, planId),
    documents<Policy>(pool, planId, "policy"),
    documents<CalendarData>(pool, planId, "calendar"),
    allOf<Checklists>(pool, planId, "checklists"),
  ]);
  return ruleSetOf(bundle, byVersion(policies), byVersion(calendars), byVersion(checklists));
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

/** The newest rehearsal of a plan with a scenario that has not been ended, or null. */
export async function latestRehearsal(pool: Pool, slug: string, scenario: string): Promise<string | null> {
  const row = await clientOf(pool).plan.findFirst({
    where: { slug, scenario, mode: "rehearsal", endedAt: null },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  return row?.id ?? null;
}
