/** What decisions and notices of a plan are made by, kept per process for as long as the plan's documents are of the same versions. */
import type { ExistingItem } from "../../domain/items/existing.js";
import { ruleSetOf } from "../../domain/people/heads.js";
import type { Checklists } from "../../domain/plan/checklists.js";
import type { Registers } from "../../domain/plan/registers.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { CalendarData, PlanText } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Policy } from "../../domain/plan/policy.js";
import type { Roster } from "../../domain/plan/roster.js";
import type { Connection, Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/plans/statements.js";
import { type Directory, directoryOf, type Kind, UnknownPlan } from "./plan-store.js";

export interface PlanRules {
  readonly directory: Directory;
  readonly ruleSet: RuleSet;
}

export class RulesCache {
  private readonly loaded = new Map<string, { readonly versions: string; readonly rules: Promise<PlanRules> }>();

  /**
   * The rules of a plan whose documents have these versions. Read over the connection of whoever asks, who may hold a lock: a second
   * one could wait for those that wait for the lock. Streams that begin together share one reading.
   */
  get(connection: Queryable, planId: string, versions: string): Promise<PlanRules> {
    const known = this.loaded.get(planId);
    if (known?.versions === versions) return known.rules;
    const rules = readRules(connection, planId);
    const entry = { versions, rules };
    this.loaded.set(planId, entry);
    // Who shares a reading that fails tries again by itself; the next to ask reads anew.
    rules.catch(() => {
      if (this.loaded.get(planId) === entry) this.loaded.delete(planId);
    });
    return rules;
  }
}

/** What letters are made with, of each plan as it stands. `rules`: where others of this process keep the same documents. */
export class DirectoryCache {
  constructor(
    private readonly pool: Pool,
    private readonly rules = new RulesCache(),
  ) {}

  async get(planId: string): Promise<Directory> {
    const { versions } = await sql.documentVersions.one(this.pool, { planId });
    return (await this.rules.get(this.pool, planId, versions)).directory;
  }
}

async function readRules(connection: Queryable, planId: string): Promise<PlanRules> {
  const rows = await sql.readDocuments.run(connection, { planId });
  const of = (kind: Kind | "checklists" | "registers") => rows.filter((row) => row.kind === kind);
  const newest = (kind: Kind): unknown => {
    const document = of(kind).at(-1);
    if (!document) throw new UnknownPlan(planId);
    return document.content;
  };
  // Documents are checked when they are loaded into the plan; the database gives back what was stored.
  const checklists = of("checklists").at(-1)?.content as Checklists | undefined;
  const registers = of("registers").at(-1)?.content as Registers | undefined;
  const bundle: PlanBundle = {
    ...(checklists ? { checklists } : {}),
    ...(registers ? { registers } : {}),
    plan: newest("plan") as PlanText,
    roster: newest("roster") as Roster,
    policy: newest("policy") as Policy,
    calendar: newest("calendar") as CalendarData,
  };
  const byVersion = <T>(kind: Kind | "checklists"): Record<string, T> =>
    Object.fromEntries(of(kind).map(({ version, content }) => [String(version), content as T]));
  return {
    directory: directoryOf(bundle),
    ruleSet: ruleSetOf(
      bundle,
      byVersion<Policy>("policy"),
      byVersion<CalendarData>("calendar"),
      byVersion<Checklists>("checklists"),
    ),
  };
}

/** How items stood when a live plan was opened, by item id; empty where nothing was said. */
export async function readExisting(
  connection: Connection,
  planId: string,
): Promise<Readonly<Record<string, ExistingItem>>> {
  const row = await sql.readExisting.maybe(connection, { planId });
  return row?.content ?? {};
}
