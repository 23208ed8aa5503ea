/** What the ledger says of items beside how they stand, read for many at once. */
import { decodeItemRow } from "../../domain/ledger/codec.js";
import {
  type ConfirmedAnswer,
  isWorklistRow,
  WORKLIST_EVENTS,
  type WorklistFacts,
  worklistFacts,
} from "../../domain/worklist/facts.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/worklist/statements.js";

const TYPES: readonly string[] = WORKLIST_EVENTS;

/** An item, and the last row of its stream that counts. */
export interface ItemUpTo {
  readonly item: string;
  readonly upTo: number;
}

/** A month, and the last row of its stream that counts. */
export interface MonthUpTo {
  readonly month: string;
  readonly upTo: number;
}

/** Facts by item, up to and including a plan instant. An item of which nothing is told is there with none. */
export async function readWorklistFacts(
  pool: Pool,
  planId: string,
  items: readonly ItemUpTo[],
  months: readonly MonthUpTo[],
  at: number,
  offsetMinutes: number,
): Promise<Map<string, WorklistFacts>> {
  const named = items.map(({ item }) => item);
  const found = await sql.worklistFacts.run(pool, {
    planId,
    items: named,
    upTo: items.map(({ upTo }) => upTo),
    at,
    types: TYPES,
  });
  const confirmed = new Map<string, ConfirmedAnswer>();
  if (months.length > 0) {
    const upTo = { months: months.map(({ month }) => month), upTo: months.map(({ upTo: seq }) => seq) };
    for (const { item, ...answer } of await sql.confirmedAnswers.run(pool, { planId, items: named, at, ...upTo }))
      confirmed.set(item, answer);
  }
  return new Map(
    found.map(({ item, rows }) => [
      item,
      worklistFacts(
        rows.map((row) => decodeItemRow({ ...row, item, actor: null })).filter(isWorklistRow),
        offsetMinutes,
        confirmed.get(item) ?? null,
      ),
    ]),
  );
}
