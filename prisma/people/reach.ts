/** Which rows somebody may see, decided where they are read: conditions over items, notices and letters. */
import * as sql from "../sql/people/statements.js";
import type { Pool } from "../database/pool.js";

/** What somebody's capacities reach to on a plan day. */
export interface Reach {
  readonly units: readonly string[];
  /** Paired with them, or helped by their unit. */
  readonly villages: readonly string[];
  /** Townships that their posts are of. */
  readonly townships: readonly string[];
  /** Own posts, those of their units, and those acted for. */
  readonly posts: readonly string[];
  readonly person: string | null;
}

/**
 * Ids of the items within reach: owed, supported or first checked by one's units, one's own to verify, in one's villages or
 * townships, or such that one's posts were told of them.
 */
export async function itemsWithin(pool: Pool, planId: string, reach: Reach): Promise<string[]> {
  const { units, villages, townships, posts, person } = reach;
  const rows = await sql.itemsWithin.run(pool, { planId, units, villages, townships, posts, person });
  return rows.map(({ id }) => id);
}

/** What of notices, letters and ledger rows is within reach; null: all of it. */
export interface RowReach {
  readonly items: readonly string[];
  readonly posts: readonly string[];
  readonly person: string | null;
}
