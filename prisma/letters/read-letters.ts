/** Letters in lists, through Prisma: filters come and go, and nothing is aggregated. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { FORM_FACTS } from "../../domain/letters/forms.js";
import type { LetterState } from "../../domain/letters/letter.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { LetterModel } from "../generated/models.js";
import { clientOf } from "../database/client.js";
import { dayOf, daysFrom } from "../database/columns.js";
import type { Pool } from "../database/pool.js";
import type { RowReach } from "../people/reach.js";
import * as sql from "../sql/letters/statements.js";

export interface ListedLetter {
  readonly id: string;
  readonly instrument: Instrument;
  readonly state: LetterState;
  readonly person: string | null;
  readonly post: string | null;
  readonly planDay: PlanDate;
  /** Plan instant. */
  readonly closedAt: number;
  readonly supplement: number;
  readonly documentNo: string | null;
  readonly messageId: string;
  readonly lastError: string | null;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
}

export interface LetterFilter {
  readonly state?: LetterState | undefined;
  readonly instrument?: string | undefined;
  readonly person?: string | undefined;
  readonly from?: PlanDate | undefined;
  readonly to?: PlanDate | undefined;
  /** Only these; null or absent: all. */
  readonly ids?: readonly string[] | null;
}

/**
 * Ids of the letters within reach: one's own, and those that say nothing but to one's posts. A person's letter has a section
 * for each of their posts; who shares one of these posts may not read what is said to another. Drafts are the office's.
 */
export async function lettersWithin(pool: Pool, planId: string, { posts, person }: RowReach): Promise<string[]> {
  return (await sql.listLettersWithin.run(pool, { planId, posts, person })).map(({ id }) => id);
}

export interface LetterPlace {
  readonly closedAt: number;
  readonly id: string;
}

const whereOf = (planId: string, { state, instrument, person, from, to, ids = null }: LetterFilter) => ({
  planId,
  ...(ids === null ? {} : { id: { in: [...ids] } }),
  ...(state === undefined ? {} : { state }),
  ...(instrument === undefined ? {} : { instrument }),
  ...(person === undefined ? {} : { person }),
  ...(from === undefined && to === undefined ? {} : { planDay: daysFrom(from, to) }),
});

const listed = (row: LetterModel): ListedLetter => ({
  id: row.id,
  instrument: row.instrument as Instrument,
  state: row.state,
  person: row.person,
  post: row.post,
  planDay: dayOf(row.planDay),
  closedAt: Number(row.closedAt),
  supplement: row.supplement,
  documentNo: row.documentNo,
  messageId: row.messageId,
  lastError: row.lastError,
  queuedAt: row.queuedAt,
  sentAt: row.sentAt,
});

/** Letters after a place, the newest first. */
export async function listLetters(
  pool: Pool,
  planId: string,
  filter: LetterFilter,
  after: LetterPlace | null,
  take: number,
): Promise<ListedLetter[]> {
  const where = whereOf(planId, filter);
  const closedAt = after === null ? null : BigInt(after.closedAt);
  const rows = await clientOf(pool).letter.findMany({
    where:
      after === null || closedAt === null
        ? where
        : { ...where, OR: [{ closedAt: { lt: closedAt } }, { closedAt, id: { gt: after.id } }] },
    orderBy: [{ closedAt: "desc" }, { id: "asc" }],
    take,
  });
  return rows.map(listed);
}

export async function countLetters(pool: Pool, planId: string, filter: LetterFilter): Promise<number> {
  return clientOf(pool).letter.count({ where: whereOf(planId, filter) });
}

/** Null where there is no such letter. */
export async function findLetter(pool: Pool, planId: string, id: string): Promise<ListedLetter | null> {
  const row = await clientOf(pool).letter.findUnique({ where: { planId_id: { planId, id } } });
  return row ? listed(row) : null;
}

/** The states of letters, by id; ids that are not there are left out. */
export async function statesOf(pool: Pool, planId: string, ids: readonly string[]): Promise<Map<string, LetterState>> {
  const where = { planId, id: { in: [...ids] } };
  const rows = await clientOf(pool).letter.findMany({ where, select: { id: true, state: true } });
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** How much a letter holds. */
export interface LetterSize {
  readonly notices: number;
  /** Items that its notices speak of, each once, lines of a 久拖未决清单 included. */
  readonly items: number;
  /** Facts that hold of all that it tells: they make its form (domain/letters/forms.ts). */
  readonly facts: readonly string[];
  /** The posts it is received in: one that only leaders hold is of another form. */
  readonly posts: readonly string[];
}

export async function letterSizes(
  pool: Pool,
  planId: string,
  letters: readonly string[],
): Promise<Map<string, LetterSize>> {
  const rows = await sql.measureLetters.run(pool, { planId, letters });
  return new Map(
    rows.map(({ letter, notices, items, posts, ...all }) => [
      letter,
      { notices, items, posts: posts ?? [], facts: FORM_FACTS.filter((fact) => all[fact as keyof typeof all]) },
    ]),
  );
}

/** Letters by state; `ids`: only those of these, null: all. */
export async function countByState(
  pool: Pool,
  planId: string,
  ids: readonly string[] | null = null,
): Promise<Record<LetterState, number>> {
  const counted = await clientOf(pool).letter.groupBy({ by: ["state"], where: whereOf(planId, { ids }), _count: true });
  const counts = new Map(counted.map(({ state, _count }) => [state, _count]));
  const count = (state: LetterState): number => counts.get(state) ?? 0;
  return {
    draft: count("draft"),
    queued: count("queued"),
    sent: count("sent"),
    failed: count("failed"),
    manual: count("manual"),
    superseded: count("superseded"),
    returned: count("returned"),
  };
}
