/** A plan as it stood when a request came: its head, its documents, and what its answers' versions are made of. */
import type { PlanBundle, PlanDate } from "../domain/plan.js";
import type { Library } from "../domain/library.js";
import { dateAt } from "../domain/plan-date.js";
import { loadBundle, loadLibrary } from "../prisma/plan-store.js";
import type { Pool } from "../prisma/pool.js";
import { type PlanHead, planHead, planHeads } from "../prisma/read/plan-head.js";
import { type Names, namesOf } from "./names.js";
import { ProblemError } from "./problem.js";

export interface PlanDocuments {
  readonly bundle: PlanBundle;
  readonly library: Library;
  readonly names: Names;
}

export interface PlanView extends PlanDocuments {
  readonly id: string;
  readonly head: PlanHead;
  /** Plan instant. */
  readonly now: number;
  readonly today: PlanDate;
  /** The day on which the plan was opened: before it there is nothing to tell. */
  readonly from: PlanDate;
  /** Changes with the ledger, the documents and the plan's day. */
  readonly version: string;
  /** Changes with the clock too; null where that is real time. */
  readonly clockVersion: string | null;
}

/** A live plan goes by real time, a rehearsal by its own clock. */
function nowOf(head: PlanHead): number {
  return head.mode === "live" ? Date.now() : (head.clock?.now ?? head.openedAt);
}

export class PlanReader {
  private readonly kept = new Map<string, { versions: string; documents: Promise<PlanDocuments> }>();

  constructor(private readonly pool: Pool) {}

  /** Throws the problem `unknownPlan`. */
  async view(planId: string): Promise<PlanView> {
    const head = await planHead(this.pool, planId);
    if (!head) {
      throw new ProblemError("unknownPlan", {
        zh: `没有编号为“${planId}”的方案，可先查看方案列表。`,
        en: `There is no plan ${planId}; GET /api/v1/plans lists them.`,
      });
    }
    return this.viewOf(head);
  }

  /** All plans, the newest first. */
  async views(): Promise<PlanView[]> {
    return Promise.all((await planHeads(this.pool)).map((head) => this.viewOf(head)));
  }

  private async viewOf(head: PlanHead): Promise<PlanView> {
    const documents = await this.documents(head);
    const offset = documents.bundle.plan.timeZone.offsetMinutes;
    const now = nowOf(head);
    const today = dateAt(now, offset);
    const ends = head.streams.map(({ stream, seq }) => `${stream}:${seq}`).join(" ");
    const version = `${head.id} ${head.documents} ${today} ${String(head.ended)} ${ends}`;
    const due = head.streams.map(({ nextDue }) => nextDue ?? "").join(" ");
    const clockVersion = head.mode === "live" ? null : `${version} ${head.clock?.version ?? 0} ${now} ${due}`;
    return { ...documents, id: head.id, head, now, today, from: dateAt(head.openedAt, offset), version, clockVersion };
  }

  /** A plan's documents never change within a version: they are read again only when there is a newer one. */
  private documents({ id, documents: versions }: PlanHead): Promise<PlanDocuments> {
    const known = this.kept.get(id);
    if (known?.versions === versions) return known.documents;
    const documents = this.read(id);
    this.kept.set(id, { versions, documents });
    // What could not be read is asked for again by the next request.
    documents.catch(() => this.kept.get(id)?.documents === documents && this.kept.delete(id));
    return documents;
  }

  private async read(planId: string): Promise<PlanDocuments> {
    const [bundle, library] = await Promise.all([loadBundle(this.pool, planId), loadLibrary(this.pool, planId)]);
    return { bundle, library, names: namesOf(bundle) };
  }
}
