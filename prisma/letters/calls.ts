/** 电话催办: telephone calls as the items' ledgers have them. */
import type { Actor } from "../../domain/ledger/record.js";
import type { Pool } from "../database/pool.js";

export interface LoggedCall {
  readonly stream: string;
  readonly seq: number;
  /** Plan instant of its logging. */
  readonly at: number;
  readonly item: string;
  readonly actor: Actor;
  /** Post id. */
  readonly to: string;
  readonly text: string;
}

/** A call's place in the list. */
export type CallPlace = Pick<LoggedCall, "at" | "stream" | "seq">;

/** The newest first, after a place. */
export async function loggedCalls(
  pool: Pool,
  planId: string,
  after: CallPlace | null,
  limit: number,
): Promise<LoggedCall[]> {
  const { rows } = await pool.query<LoggedCall>(
    `SELECT stream, seq, at, item_id AS item, actor, payload ->> 'to' AS "to", payload ->> 'text' AS text FROM ledger
     WHERE plan_id = $1 AND type = 'callLogged' AND ($2::bigint IS NULL OR (-at, stream, -seq) > (-$2::bigint, $3, -$4::int))
     ORDER BY at DESC, stream, seq DESC LIMIT $5`,
    [planId, after?.at ?? null, after?.stream ?? "", after?.seq ?? 0, limit],
  );
  return rows;
}
