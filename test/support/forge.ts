/** What somebody does who has the tables' owner: triggers switched off, rows rewritten, every hash made anew. */
import { rowHash } from "../../prisma/ledger/append.js";
import type { Pool } from "../../prisma/database/pool.js";

const GUARDED = ["ledger", "ledger_checkpoint", "plan_document", "evidence", "action_request"];

/** Runs statements on tables whose triggers are off meanwhile. */
export async function forge(pool: Pool, ...statements: readonly string[]): Promise<void> {
  const all = (what: string): string => GUARDED.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join("; ");
  await pool.query(`BEGIN; ${all("DISABLE")}; ${statements.join("; ")}; ${all("ENABLE")}; COMMIT`);
}

/** Hashes all rows of a stream anew as they stand, and sets its head: the chain holds again. */
export async function rehash(pool: Pool, plan: string, stream: string): Promise<void> {
  const { rows } = await pool.query("SELECT * FROM ledger WHERE plan_id = $1 AND stream = $2 ORDER BY seq", [
    plan,
    stream,
  ]);
  const updates: string[] = [];
  let previous = "";
  for (const row of rows) {
    const { seq, type, at, cause, payload, recipients, decided } = row;
    const content = {
      seq,
      type,
      version: row.event_version,
      at,
      cause,
      causeNo: row.cause_no,
      payload,
      ...(row.item_id === null ? {} : { item: row.item_id }),
      ...(row.actor === null ? {} : { actor: row.actor }),
    };
    const hash = rowHash(previous, stream, content, recipients, decided);
    const at3 = `plan_id = '${plan}' AND stream = '${stream}' AND seq = ${seq}`;
    updates.push(`UPDATE ledger SET prev_hash = '${previous}', hash = '${hash}' WHERE ${at3}`);
    previous = hash;
  }
  updates.push(
    `UPDATE stream SET seq = ${rows.length}, head_hash = '${previous}' WHERE plan_id = '${plan}' AND name = '${stream}'`,
  );
  await forge(pool, ...updates);
}
