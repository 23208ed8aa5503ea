/** Figures that an operator's metrics are made of, over all plans that have not ended. */
import type { Pool } from "../database/pool.js";

export interface Figure {
  readonly plan: string;
  readonly label: string;
  readonly n: number;
}

const RUNNING = "SELECT id FROM plan WHERE ended_at IS NULL";

/** Rungs fired, drafts of signed ones among them, by instrument. */
export async function rungsFired(pool: Pool): Promise<Figure[]> {
  const { rows } = await pool.query<Figure>(
    `SELECT plan_id AS plan, payload ->> 'instrument' AS label, count(*)::int AS n FROM ledger
     WHERE plan_id IN (${RUNNING}) AND type IN ('rungFired', 'instrumentDrafted') GROUP BY 1, 2`,
  );
  return rows;
}

export async function lettersByState(pool: Pool): Promise<Figure[]> {
  const { rows } = await pool.query<Figure>(
    `SELECT plan_id AS plan, state AS label, count(*)::int AS n FROM letter WHERE plan_id IN (${RUNNING}) GROUP BY 1, 2`,
  );
  return rows;
}

/** Seconds of real time since the oldest letter that waits to be sent was queued; plans without one are left out. */
export async function outboxAges(pool: Pool): Promise<Omit<Figure, "label">[]> {
  const { rows } = await pool.query<Omit<Figure, "label">>(
    `SELECT plan_id AS plan, extract(epoch FROM now() - min(queued_at))::float8 AS n FROM letter
     WHERE plan_id IN (${RUNNING}) AND state IN ('queued', 'sending') GROUP BY 1`,
  );
  return rows;
}

/** Times that alarms were raised, by kind. */
export async function alarmsByKind(pool: Pool): Promise<Figure[]> {
  const { rows } = await pool.query<Figure>(
    `SELECT plan_id AS plan, kind AS label, sum(count)::int AS n FROM alarm WHERE plan_id IN (${RUNNING}) GROUP BY 1, 2`,
  );
  return rows;
}
