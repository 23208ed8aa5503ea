/** 电话催办: telephone calls as the items' ledgers have them. */
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";
import type { RowOf } from "../sql/statement.js";

/** `at`: plan instant of its logging; `to`: post id. */
export type LoggedCall = RowOf<typeof sql.listCalls>;

/** A call's place in the list. */
export type CallPlace = Pick<LoggedCall, "at" | "stream" | "seq">;

/** The newest first, after a place. */
export function loggedCalls(pool: Pool, planId: string, after: CallPlace | null, limit: number): Promise<LoggedCall[]> {
  const { at = null, stream = "", seq = 0 } = after ?? {};
  return sql.listCalls.run(pool, { planId, at, stream, seq, limit });
}
