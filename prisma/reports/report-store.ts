/** What a rehearsal's progress bar counts: cheap enough to ask every few jumps. The report itself: report-facts.ts. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../database/pool.js";

export interface ProgressCounts {
  readonly open: number;
  /**
   * Open, past the deadline, neither suspended nor reported in time. The report says it exactly, by the calendar: a
   * deadline that passed on a day off is overdue here from that day on.
   */
  readonly overdue: number;
  readonly closed: number;
  readonly lettersSent: number;
}

/** How a plan stands on a plan day. */
export async function progressCounts(pool: Pool, planId: string, today: PlanDate): Promise<ProgressCounts> {
  const { rows } = await pool.query<ProgressCounts>(
    `SELECT (count(*) FILTER (WHERE closed_at IS NULL))::int AS open,
       (count(*) FILTER (WHERE closed_at IS NULL AND deadline < $2::date AND NOT suspended
         AND NOT (status IN ('reported', 'verified') AND state ->> 'reportedOn' <= deadline::text)))::int AS overdue,
       (count(*) FILTER (WHERE status = 'closed'))::int AS closed,
       (SELECT count(*)::int FROM letter WHERE plan_id = $1 AND state = 'sent') AS "lettersSent"
     FROM item WHERE plan_id = $1`,
    [planId, today],
  );
  return rows[0] as ProgressCounts;
}
