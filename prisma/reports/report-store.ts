/** What a rehearsal's progress bar counts: cheap enough to ask every few jumps. The report itself: report-facts.ts. */
import type { PlanDate } from "../../domain/plan/plan.js";
import * as sql from "../sql/reports/statements.js";
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
export function progressCounts(pool: Pool, planId: string, today: PlanDate): Promise<ProgressCounts> {
  return sql.progressCounts.one(pool, { planId, today });
}
