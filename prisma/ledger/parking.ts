/** What is due and can't be recorded is parked, so that it holds up nothing else. */
import { inTransaction, type Pool } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";
import { lockStream } from "./stream-head.js";

/** Items whose step is due, in the plan's order. */
export async function dueItems(pool: Pool, planId: string, stream: string, now: number): Promise<string[]> {
  return (await sql.dueItems.run(pool, { planId, stream, now })).map(({ id }) => id);
}

/** An item's due step that can't be recorded waits until somebody acts on the item. */
export async function parkItem(pool: Pool, planId: string, stream: string, item: string): Promise<void> {
  await inTransaction(pool, async (connection) => {
    await lockStream(connection, { planId, stream });
    await sql.parkItem.run(connection, { planId, item });
    await sql.settleNextDue.run(connection, { planId, stream });
  });
}

/** The stream's own due step that can't be recorded: what is due after it goes on. */
export async function parkStream(pool: Pool, planId: string, stream: string): Promise<void> {
  await sql.parkStream.run(pool, { planId, stream });
}
