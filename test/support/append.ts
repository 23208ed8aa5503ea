/** Appends rows of a test's own making, without a decision: for stores that are tested without the domain. */
import type { ItemRow } from "../../domain/items/item-row.js";
import type { NewRow, Outcome } from "../../domain/ledger/record.js";
import type { StreamMessage } from "../../domain/streams/messages.js";
import { append, type Appended } from "../../prisma/ledger/append.js";
import { lockStream } from "../../prisma/ledger/stream-head.js";
import { inTransaction, type Pool } from "../../prisma/database/pool.js";
import { DirectoryCache } from "../../prisma/plans/rules-cache.js";

export interface AppendRequest {
  readonly planId: string;
  readonly stream: string;
  /** The row it follows on: another head fails the test. */
  readonly expectedSeq: number;
  readonly rows: readonly NewRow[];
  readonly outcomes?: readonly Outcome[];
  readonly nextDue?: number | null;
  readonly items?: readonly ItemRow[];
  readonly messagesOut?: readonly StreamMessage[];
  readonly messagesApplied?: readonly string[];
}

export async function appendRows(pool: Pool, request: AppendRequest): Promise<Appended> {
  const { rows, outcomes = [], items = [], messagesOut = [], messagesApplied = [], nextDue = null } = request;
  const directory = await new DirectoryCache(pool).get(request.planId);
  return inTransaction(pool, async (connection) => {
    const at = await lockStream(connection, request);
    if (at.seq !== request.expectedSeq)
      throw new Error(`${request.stream} is at row ${at.seq}, not ${request.expectedSeq}`);
    const decision = { rows, outcomes, items, messages: messagesOut, calendar: at.calendar, nextDue, streams: [] };
    return append(connection, at, decision, messagesApplied, directory);
  });
}
