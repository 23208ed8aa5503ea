/** A plan as it stood when a request came: its head, its documents, and what its answers' versions are made of. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { type Directory, directoryOf } from "../../domain/people/directory.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { loadBundle, loadRuleSet } from "../../prisma/plans/plan-store.js";
import type { Delegation } from "../../domain/people/delegations.js";
import { readDelegations } from "../../prisma/people/delegations.js";
import type { Pool } from "../../prisma/database/pool.js";
import { type PlanHead, planHeads } from "../../prisma/plans/plan-head.js";
import { type Cache, cacheOf, drop } from "../http/cache.js";
import { ProblemError } from "../http/problem.js";
import { ItemPlaces } from "./item-places.js";

export type { ItemPlace } from "./item-places.js";

export interface PlanDocuments {
  readonly bundle: PlanBundle;
  readonly ruleSet: RuleSet;
  readonly names: Directory;
  /** Where items are, by id. */
  readonly places: ItemPlaces;
}

export interface PlanView extends PlanDocuments {
  readonly id: string;
  readonly head: PlanHead;
  /** Substitutions that were not ended before their time, whether they have begun or are over by now. */
  readonly delegations: readonly Delegation[];
  /** Plan instant. */
  readonly now: number;
  readonly today: PlanDate;
  /** The day on which the plan was opened: before it there is nothing to tell. */
  readonly from: PlanDate;
  /** Changes with the ledger, the documents and the plan's day. */
  readonly version: string;
}

/** A live plan goes by real time, a rehearsal by its own clock. */
function nowOf(head: PlanHead): number {
  return head.mode === "live" ? Date.now() : (head.clock?.now ?? head.openedAt);
}

export const unknownPlan = (planId: string): ProblemError =>
  new ProblemError("unknownPlan", {
    zh: `没有编号为“${planId}”的方案，可先查看方案列表。`,
    en: `There is no plan ${planId}; GET /api/v1/plans lists them.`,
  });

/** Plans whose documents are cached (some 0.5 MB each). */
const PLANS = 128;

export class PlanReader {
  private readonly cachedDocuments: Cache<Versioned<PlanDocuments>> = cacheOf(PLANS);
  private readonly cachedDelegations: Cache<Versioned<readonly Delegation[]>> = cacheOf(PLANS);

  private readonly head: (planId: string) => Promise<PlanHead | null>;

  constructor(private readonly pool: Pool) {
    this.head = planHeads(pool);
  }

  /** Throws the problem `unknownPlan`. */
  async view(planId: string): Promise<PlanView> {
    const head = await this.head(planId);
    if (!head) throw unknownPlan(planId);
    return this.viewOf(head);
  }

  private async viewOf(head: PlanHead): Promise<PlanView> {
    const [documents, delegations] = await Promise.all([this.documents(head), this.delegations(head)]);
    const offset = documents.bundle.plan.timeZone.offsetMinutes;
    const now = nowOf(head);
    const today = dateAt(now, offset);
    const ends = head.streams.map(({ stream, seq }) => `${stream}:${seq}`).join(" ");
    const version = `${head.id} ${head.documents} ${today} ${String(head.ended)} ${ends}`;
    return { ...documents, id: head.id, head, delegations, now, today, from: dateAt(head.openedAt, offset), version };
  }

  /** A plan's documents never change within a version: they are read again only when there is a newer one. */
  private documents({ id, documents: versions }: PlanHead): Promise<PlanDocuments> {
    return readOnce(this.cachedDocuments, id, versions, () => this.read(id));
  }

  /** Substitutions are orders of the plan's own stream: they are read again only when it has grown. */
  private delegations({ id, streams }: PlanHead): Promise<readonly Delegation[]> {
    const seq = streams.find(({ stream }) => stream === PLAN_STREAM)?.seq ?? 0;
    return readOnce(this.cachedDelegations, id, String(seq), () => readDelegations(this.pool, id));
  }

  private async read(planId: string): Promise<PlanDocuments> {
    const [bundle, ruleSet] = await Promise.all([loadBundle(this.pool, planId), loadRuleSet(this.pool, planId)]);
    return { bundle, ruleSet, names: directoryOf(bundle), places: new ItemPlaces(bundle) };
  }
}

/** What was read of a version, or is being read. */
interface Versioned<T> {
  readonly versions: string;
  readonly value: Promise<T>;
}

/** What `read` answers, cached until there is another version of it. */
function readOnce<T>(cache: Cache<Versioned<T>>, id: string, versions: string, read: () => Promise<T>): Promise<T> {
  const known = cache.get(id);
  if (known?.versions === versions) return known.value;
  const entry = { versions, value: read() };
  cache.set(id, entry);
  // What could not be read is asked for again by the next request.
  entry.value.catch(() => drop(cache, id, entry));
  return entry.value;
}
