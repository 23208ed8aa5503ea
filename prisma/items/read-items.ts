/** Items as they stand now. */
import type { LightInputs } from "../../domain/items/light.js";
import type { PlanDate, Scope } from "../../domain/plan/plan.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Pool } from "../database/pool.js";

/** What lists and lights need of an item. A small part of its state: there are thousands. */
export interface StandingItem extends LightInputs {
  readonly id: string;
  readonly stream: string;
  readonly task: number;
  readonly milestone: string;
  readonly target: string;
  readonly scope: Scope;
  readonly village: string | null;
  readonly originalDeadline: PlanDate;
  readonly deadlineVersion: number;
  readonly policy: number;
  /** Person id of who is to verify it; null: anybody of the verifying unit. */
  readonly verifier: string | null;
  /** Plan instant. */
  readonly closedAt: number | null;
}

const STANDING = `id, stream, task, milestone, target, scope, village, township, primary_unit AS "primaryUnit", status, deadline,
  original_deadline AS "originalDeadline", deadline_version AS "deadlineVersion", closed_at AS "closedAt",
  (state -> 'percent')::float8 AS percent, state ->> 'assignOn' AS "assignOn", state ->> 'reportedOn' AS "reportedOn",
  state ->> 'suspendedSince' AS "suspendedSince", nullif(state -> 'suspensions', '[]') AS suspensions, (state -> 'policy')::int AS policy,
  state ->> 'leadUnit' AS "leadUnit", state #>> '{verifier,person}' AS verifier, (state -> 'returns')::int AS returns,
  nullif(state -> 'extension', 'null') AS extension, state -> 'metric' AS metric, (state -> 'done')::float8 AS done,
  (state -> 'total')::float8 AS total`;

/** The items of some streams. */
export async function standingItems(pool: Pool, planId: string, streams: readonly string[]): Promise<StandingItem[]> {
  const { rows } = await pool.query<StandingItem>(
    `SELECT ${STANDING} FROM item WHERE plan_id = $1 AND stream = ANY($2)`,
    [planId, streams],
  );
  for (const row of rows) {
    (row as { suspensions: unknown }).suspensions ??= [];
    // No metric is none, as in the state: SQL has no other word than null for it.
    for (const name of ["metric", "done", "total"] as const)
      if (row[name] === null) delete (row as Partial<StandingItem>)[name];
  }
  return rows;
}

export interface WholeItem {
  readonly stream: string;
  readonly state: ItemState;
  readonly ladderExhausted: boolean;
}

/** One item with all of its state; null where there is none. */
export async function wholeItem(pool: Pool, planId: string, item: string): Promise<WholeItem | null> {
  const { rows } = await pool.query<WholeItem>(
    `SELECT stream, state, ladder_exhausted AS "ladderExhausted" FROM item WHERE plan_id = $1 AND id = $2`,
    [planId, item],
  );
  return rows[0] ?? null;
}

export interface RevisedItem {
  readonly state: ItemState;
  /** Real time at which its newest ledger row was recorded. */
  readonly revisedAt: Date;
}

/** Some items with all of their state. */
export async function revisedItems(pool: Pool, planId: string, items: readonly string[]): Promise<RevisedItem[]> {
  const { rows } = await pool.query<RevisedItem>(
    `SELECT i.state, (SELECT l.recorded_at FROM ledger l WHERE l.plan_id = i.plan_id AND l.item_id = i.id ORDER BY l.seq DESC LIMIT 1)
       AS "revisedAt"
     FROM item i WHERE i.plan_id = $1 AND i.id = ANY($2)`,
    [planId, items],
  );
  return rows;
}

/** What is asked of somebody beside an item's own next step; the index `item_asked` has this very condition. */
const ASKED = `closed_at IS NULL
  AND (state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null'
    OR state #> '{deadlineRun,repeat}' <> 'null' OR state ? 'talk')`;

/** Open items on which somebody was instructed, escalated to or applied to, or on which an instrument waits to be signed. */
export async function askedItems(pool: Pool, planId: string): Promise<ItemState[]> {
  const { rows } = await pool.query<{ state: ItemState }>(`SELECT state FROM item WHERE plan_id = $1 AND ${ASKED}`, [
    planId,
  ]);
  return rows.map(({ state }) => state);
}
