/** Letters in lists, through Prisma: filters come and go, and nothing is aggregated. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { LetterModel } from "../generated/models.js";
import { clientOf } from "../database/client.js";
import { dayOf, daysFrom } from "../database/columns.js";
import type { LetterState, OpenDraft } from "./letter-store.js";
import type { Pool } from "../database/pool.js";
import type { RowReach } from "../people/reach.js";

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
  readonly attempts: number;
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
  const { rows } = await pool.query<{ id: string }>(
    `SELECT l.id FROM letter l WHERE l.plan_id = $1 AND l.state NOT IN ('draft', 'superseded') AND (l.person = $3
       OR l.id IN (SELECT n.letter_id FROM notice n WHERE n.plan_id = $1 AND n.post = ANY($2) AND n.letter_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM notice n WHERE n.plan_id = $1 AND n.letter_id = l.id AND n.post <> ALL($2)))`,
    [planId, posts, person],
  );
  return rows.map(({ id }) => id);
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
  state: row.state as LetterState,
  person: row.person,
  post: row.post,
  planDay: dayOf(row.planDay),
  closedAt: Number(row.closedAt),
  supplement: row.supplement,
  documentNo: row.documentNo,
  messageId: row.messageId,
  attempts: row.attempts,
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

/** How much a letter holds. */
export interface LetterSize {
  readonly notices: number;
  /** Items that its notices speak of, each once, lines of a 久拖未决清单 included. */
  readonly items: number;
}

export async function letterSizes(
  pool: Pool,
  planId: string,
  letters: readonly string[],
): Promise<Map<string, LetterSize>> {
  // Lists of one letter that name the same item (a person's two posts) tell of it once.
  const { rows } = await pool.query<LetterSize & { letter: string }>(
    `SELECT n.letter_id AS letter, count(DISTINCT (n.stream, n.seq, n.no))::int AS notices,
       count(DISTINCT coalesce(n.item_id, line ->> 'item'))::int AS items
     FROM notice n LEFT JOIN LATERAL jsonb_array_elements(n.list) AS line ON true
     WHERE n.plan_id = $1 AND n.letter_id = ANY($2) GROUP BY 1`,
    [planId, letters],
  );
  return new Map(rows.map(({ letter, ...size }) => [letter, size]));
}

/** Whether one of a draft's steps still waits: what was signed, lapsed or withdrawn is put aside at the next closing only. */
export const WAITS_FOR_SIGNATURE = `EXISTS (
  SELECT 1 FROM notice n JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id,
    LATERAL jsonb_array_elements(i.state -> 'drafts') AS d
  WHERE n.plan_id = letter.plan_id AND n.letter_id = letter.id AND d ->> 'rung' = n.rung AND (d ->> 'version')::int = n.deadline_version)`;

/** Ids of the drafts that wait for a signature. */
export async function waitingDrafts(pool: Pool, planId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM letter WHERE plan_id = $1 AND state = 'draft' AND ${WAITS_FOR_SIGNATURE}`,
    [planId],
  );
  return rows.map(({ id }) => id);
}

/** Drafts with the steps they cover, whether they still wait or not; letters that are none are left out. */
export async function draftsOf(pool: Pool, planId: string, letters: readonly string[]): Promise<OpenDraft[]> {
  const { rows } = await pool.query<OpenDraft>(
    `SELECT l.id AS letter, l.document_no AS "documentNo", l.instrument, l.post, l.plan_day AS "planDay",
       jsonb_agg(jsonb_build_object('stream', n.stream, 'item', n.item_id, 'rung', n.rung, 'version', n.deadline_version) ORDER BY n.stream, n.seq, n.no) AS steps
     FROM letter l JOIN notice n ON n.plan_id = l.plan_id AND n.letter_id = l.id AND n.role = 'to'
     WHERE l.plan_id = $1 AND l.id = ANY($2) AND l.delivery = 'draft' GROUP BY l.plan_id, l.id`,
    [planId, letters],
  );
  return rows;
}
