/** Notices: who was told what, of rows, in lists, and counted. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../database/pool.js";
import type { RowReach } from "../people/reach.js";

export interface ToldNotice {
  readonly stream: string;
  readonly seq: number;
  readonly no: number;
  readonly item: string | null;
  readonly instrument: Instrument;
  readonly delivery: "batched" | "immediate" | "draft";
  readonly role: "to" | "copy";
  readonly addressed: string;
  readonly post: string;
  readonly person: string | null;
  readonly fallbackFor: string | null;
  readonly upFrom: string | null;
  readonly substituteFor: string | null;
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly deadlineVersion: number | null;
  readonly repetition: number | null;
  /** Plan instant. */
  readonly at: number;
  readonly planDay: PlanDate;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly letter: string | null;
  /** Lines of a 久拖未决清单. */
  readonly lines: number | null;
  readonly village: string | null;
  readonly township: string | null;
  readonly milestone: string | null;
}

const NOTICES = `SELECT n.stream, n.seq, n.no, n.item_id AS item, n.instrument, n.delivery, n.role, n.addressed_post AS addressed, n.post,
    n.person, n.fallback_for AS "fallbackFor", n.up_from AS "upFrom", n.substitute_for AS "substituteFor", n.ladder, n.rung, n.deadline_version AS "deadlineVersion",
    n.repetition, n.at, n.plan_day AS "planDay", n.facts, n.letter_id AS letter, jsonb_array_length(n.list) AS lines,
    i.village, i.township, i.milestone
  FROM notice n LEFT JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id`;

/** The notices given with some rows, in row order. */
export async function noticesOfRows(
  pool: Pool,
  planId: string,
  rows: readonly { readonly stream: string; readonly seq: number }[],
): Promise<ToldNotice[]> {
  if (rows.length === 0) return [];
  const found = await pool.query<ToldNotice>(
    `${NOTICES} JOIN unnest($2::text[], $3::int[]) AS wanted (stream, seq) ON wanted.stream = n.stream AND wanted.seq = n.seq
     WHERE n.plan_id = $1 ORDER BY n.stream COLLATE "C", n.seq, n.no`,
    [planId, rows.map(({ stream }) => stream), rows.map(({ seq }) => seq)],
  );
  return found.rows;
}

/** The notices of a letter, in the order in which it tells them. */
export async function noticesOfLetter(pool: Pool, planId: string, letter: string): Promise<ToldNotice[]> {
  const { rows } = await pool.query<ToldNotice>(
    `${NOTICES} WHERE n.plan_id = $1 AND n.letter_id = $2
     ORDER BY n.role DESC, n.addressed_post COLLATE "C", i.task, n.stream COLLATE "C", n.seq, n.no`,
    [planId, letter],
  );
  return rows;
}

/** Where a page of notices ends. */
export interface NoticePlace {
  readonly at: number;
  readonly stream: string;
  readonly seq: number;
  readonly no: number;
}

export interface NoticeFilter {
  readonly items?: readonly string[] | undefined;
  readonly posts?: readonly string[] | undefined;
  readonly person?: string | undefined;
  readonly instrument?: string | undefined;
  readonly role?: "to" | "copy" | undefined;
  readonly from?: PlanDate | undefined;
  readonly to?: PlanDate | undefined;
  /** Leaves out what waits for a signature. */
  readonly given?: boolean;
  /** Only what is within this reach; null or absent: all. Drafts are within nobody's. */
  readonly within?: RowReach | null;
}

/** Conditions for what a filter names, over parameters that start at `$1` = plan id. */
function where(planId: string, filter: NoticeFilter): { sql: string; values: unknown[] } {
  const values: unknown[] = [planId];
  const conditions = ["n.plan_id = $1"];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(filter.items, (p) => `n.item_id = ANY(${p})`);
  add(filter.posts, (p) => `n.post = ANY(${p})`);
  add(filter.person, (p) => `n.person = ${p}`);
  add(filter.instrument, (p) => `n.instrument = ${p}`);
  add(filter.role, (p) => `n.role = ${p}`);
  add(filter.from, (p) => `n.plan_day >= ${p}`);
  add(filter.to, (p) => `n.plan_day <= ${p}`);
  if (filter.given || filter.within) conditions.push("n.delivery <> 'draft'");
  if (filter.within) {
    const { items, posts, person } = filter.within;
    const first = values.push(items, posts, person) - 2;
    conditions.push(`(n.item_id = ANY($${first}) OR n.post = ANY($${first + 1}) OR n.person = $${first + 2})`);
  }
  return { sql: conditions.join(" AND "), values };
}

const NEWEST = 'n.at DESC, n.stream COLLATE "C", n.seq, n.no';

/** Notices after a place, the newest first. */
export async function listNotices(
  pool: Pool,
  planId: string,
  filter: NoticeFilter,
  after: NoticePlace | null,
  limit: number,
): Promise<ToldNotice[]> {
  const { sql, values } = where(planId, filter);
  const from = values.length;
  const later =
    after === null
      ? ""
      : `AND (n.at < $${from + 1} OR n.at = $${from + 1} AND (n.stream COLLATE "C", n.seq, n.no) > ($${from + 2} COLLATE "C", $${from + 3}::int, $${from + 4}::int))`;
  const place = after === null ? [] : [after.at, after.stream, after.seq, after.no];
  // The page is found by its keys alone: whole notices are wide, and most are sorted away.
  const { rows } = await pool.query<ToldNotice>(
    `${NOTICES} JOIN (SELECT n.stream, n.seq, n.no FROM notice n WHERE ${sql} ${later} ORDER BY ${NEWEST} LIMIT ${Number(limit)}) AS page
       ON page.stream = n.stream AND page.seq = n.seq AND page.no = n.no
     WHERE n.plan_id = $1 ORDER BY ${NEWEST}`,
    [...values, ...place],
  );
  return rows;
}

export interface NoticeTally {
  readonly instrument: Instrument;
  readonly role: "to" | "copy";
  readonly count: number;
  readonly first: PlanDate;
  readonly last: PlanDate;
}

/** Notices by instrument and role. */
export async function tallyNotices(pool: Pool, planId: string, filter: NoticeFilter): Promise<NoticeTally[]> {
  const { sql, values } = where(planId, filter);
  const { rows } = await pool.query<NoticeTally>(
    `SELECT n.instrument, n.role, count(*)::int AS count, min(n.plan_day) AS first, max(n.plan_day) AS last
     FROM notice n WHERE ${sql}
     GROUP BY 1, 2 ORDER BY 1, 2 DESC`,
    values,
  );
  return rows;
}
