/** Drafts that wait for the office's signature. */
import type { Connection, Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";
import type { RowOf } from "../sql/statement.js";

/** A draft with the steps it covers. */
export type OpenDraft = RowOf<typeof sql.listDrafts>;

/** Ids of the drafts that wait for a signature. */
export async function waitingDrafts(on: Queryable, planId: string): Promise<string[]> {
  return (await sql.listWaitingDrafts.run(on, { planId })).map(({ id }) => id);
}

/** Puts aside the drafts none of whose steps waits any more: signed, lapsed or withdrawn. */
export async function supersedeDrafts(connection: Connection, planId: string): Promise<void> {
  await sql.supersedeDrafts.count(connection, { planId, waiting: await waitingDrafts(connection, planId) });
}

/** Drafts that were not put aside, the oldest first. */
export function openDrafts(pool: Pool, planId: string): Promise<OpenDraft[]> {
  return sql.listDrafts.run(pool, { planId, ids: null });
}

/** Drafts among some letters, whether they still wait or not; letters that are none are left out. */
export function draftsOf(pool: Pool, planId: string, letters: readonly string[]): Promise<OpenDraft[]> {
  return sql.listDrafts.run(pool, { planId, ids: letters });
}
