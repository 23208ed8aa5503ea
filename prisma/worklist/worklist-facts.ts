/** What the ledger says of items beside how they stand, read for many at once. */
import { decodeItemRow } from "../../domain/ledger/codec.js";
import { isWorklistRow, WORKLIST_EVENTS, type WorklistFacts, worklistFacts } from "../../domain/worklist/facts.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/worklist/statements.js";

const TYPES: readonly string[] = WORKLIST_EVENTS;

/** An item, and the last row of its stream that counts. */
export interface ItemUpTo {
  readonly item: string;
  readonly upTo: number;
}

/** Facts by item, up to and including a plan instant. An item of which nothing is told is there with none. */
export async function readWorklistFacts(
  pool: Pool,
  planId: string,
  items: readonly ItemUpTo[],
  at: number,
  offsetMinutes: number,
): Promise<Map<string, WorklistFacts>> {
  const found = await sql.worklistFacts.run(pool, {
    planId,
    items: items.map(({ item }) => item),
    upTo: items.map(({ upTo }) => upTo),
    at,
    types: TYPES,
  });
  return new Map(
    found.map(({ item, rows }) => [
      item,
      worklistFacts(
        rows.map((row) => decodeItemRow({ ...row, item, actor: null })).filter(isWorklistRow),
        offsetMinutes,
      ),
    ]),
  );
}
