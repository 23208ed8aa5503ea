/** What a rehearsal's report and progress bar count. Read from the ledger's derived rows only. */
import { ALARMS } from "./alarm-letters.js";
import type { Pool } from "./pool.js";

export interface ItemCounts {
  readonly items: number;
  readonly open: number;
  readonly overdue: number;
  readonly closed: number;
}

/** Items as they stand on a plan day. */
export async function itemCounts(pool: Pool, planId: string, today: string): Promise<ItemCounts> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS items, (count(*) FILTER (WHERE closed_at IS NULL))::int AS open,
       (count(*) FILTER (WHERE closed_at IS NULL AND deadline < $2::date AND NOT suspended))::int AS overdue,
       (count(*) FILTER (WHERE status = 'closed'))::int AS closed
     FROM item WHERE plan_id = $1`,
    [planId, today],
  );
  return rows[0];
}

/** The ledger's notices by instrument; drafts that nobody signed are not notices yet, and alarms to the office never are. */
export async function noticesByInstrument(pool: Pool, planId: string): Promise<Record<string, number>> {
  const { rows } = await pool.query(
    "SELECT instrument, count(*)::int AS n FROM notice WHERE plan_id = $1 AND stream <> $2 AND delivery <> 'draft' GROUP BY instrument ORDER BY instrument",
    [planId, ALARMS],
  );
  return Object.fromEntries(rows.map((row) => [row.instrument, row.n]));
}

/** Letters made for people, sent or to hand over; drafts that wait or waited for the office are none. */
export async function letterCount(pool: Pool, planId: string): Promise<number> {
  const { rows } = await pool.query(
    "SELECT count(*)::int AS n FROM letter WHERE plan_id = $1 AND state NOT IN ('draft', 'superseded')",
    [planId],
  );
  return rows[0].n;
}

/** Letters accepted by the mail server so far. */
export async function sentCount(pool: Pool, planId: string): Promise<number> {
  const { rows } = await pool.query("SELECT count(*)::int AS n FROM letter WHERE plan_id = $1 AND state = 'sent'", [
    planId,
  ]);
  return rows[0].n;
}

/** Village items, and those whose escalation was addressed to the county leader paired with the village that day. */
export async function ownLeaderCounts(pool: Pool, planId: string): Promise<{ villageItems: number; reached: number }> {
  const { rows } = await pool.query(
    `WITH own AS (
       SELECT v ->> 'id' AS village, p -> 'value' ->> 'countyLeader' AS leader, coalesce(p ->> 'from', '') AS since, p ->> 'to' AS until
       FROM plan_document d, jsonb_array_elements(d.content -> 'villages') v, jsonb_array_elements(v -> 'pairing') p
       WHERE d.plan_id = $1 AND d.kind = 'roster' AND d.version = (SELECT max(version) FROM plan_document WHERE plan_id = $1 AND kind = 'roster'))
     SELECT count(*)::int AS items, (count(*) FILTER (WHERE EXISTS (
         SELECT 1 FROM notice n JOIN own ON own.village = i.village AND own.leader = n.addressed_post
           AND own.since <= n.plan_day::text AND (own.until IS NULL OR n.plan_day::text < own.until)
         WHERE n.plan_id = i.plan_id AND n.item_id = i.id AND n.instrument = 'escalate' AND n.role = 'to')))::int AS reached
     FROM item i WHERE i.plan_id = $1 AND i.village IS NOT NULL`,
    [planId],
  );
  return { villageItems: rows[0].items, reached: rows[0].reached };
}

export interface ToldRow {
  readonly name: string;
  readonly [instrument: string]: string | number;
}

/** What notices are counted by, and the column that names it. */
export const REPORT_BY = {
  task: "i.task::text",
  village: "i.village",
  unit: "i.primary_unit",
  leader: "n.post",
} as const;

/** Who was told what: notices per task, village, owing unit or county leader, by instrument. */
export async function told(
  pool: Pool,
  planId: string,
  by: keyof typeof REPORT_BY,
): Promise<{ name: string; instrument: string; n: number; first: string; last: string }[]> {
  const column = REPORT_BY[by];
  const onlyLeaders = by === "leader" ? "AND n.instrument = 'escalate' AND n.role = 'to'" : "";
  const { rows } = await pool.query(
    `SELECT ${column} AS name, n.instrument, count(*)::int AS n, min(n.plan_day)::text AS first, max(n.plan_day)::text AS last
     FROM notice n JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id
     WHERE n.plan_id = $1 AND n.delivery <> 'draft' AND ${column} IS NOT NULL ${onlyLeaders}
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [planId],
  );
  return rows;
}

/** Steps of the ledger that are no notices, by type and reason: skipped rungs, lapsed drafts, acts. */
export async function stepsByType(
  pool: Pool,
  planId: string,
): Promise<{ type: string; reason: string | null; n: number }[]> {
  const { rows } = await pool.query(
    "SELECT type, payload ->> 'reason' AS reason, count(*)::int AS n FROM ledger WHERE plan_id = $1 AND type IN ('rungSkipped', 'instrumentDrafted', 'instrumentLapsed', 'closed', 'cancelled') GROUP BY 1, 2 ORDER BY 1, 2",
    [planId],
  );
  return rows;
}
