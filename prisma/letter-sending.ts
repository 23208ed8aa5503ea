/**
 * Letters on their way out. A sender takes letters, keeps them while it works, and marks what came of each. What it took
 * and neither marked nor kept (because it died) may be taken again after `KEPT_FOR`, under the same Message-ID: any number
 * of senders may work at once. SMTP results live here only, outside the ledger.
 */
import { alarmsOf, raiseAlarms } from "./alarm-store.js";
import { inTransaction, type Pool } from "./pool.js";

/** How long a letter that was taken stays its sender's without a sign of life (seconds). */
const KEPT_FOR = 12;
/** A letter refused for the time being is tried again after so many seconds, doubled with each attempt. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 900;
/** So long it is tried; then it counts as undeliverable and the office is told (hours). */
const GIVE_UP_AFTER = 72;

export interface SendFailure {
  readonly id: string;
  readonly error: string;
  /** The server will never take it: it is not tried again and the office is alarmed. Otherwise it is queued again. */
  readonly permanent: boolean;
}

/** Takes up to `limit` letters that may be sent now, oldest first. */
export async function takeLetters(pool: Pool, planId: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query(
    `WITH next AS (SELECT plan_id, id FROM letter WHERE plan_id = $1 AND state IN ('queued', 'sending') AND due_at <= now()
         ORDER BY closed_at, id LIMIT $2 FOR UPDATE SKIP LOCKED),
       taken AS (UPDATE letter SET state = 'sending', attempts = attempts + 1, due_at = now() + make_interval(secs => $3) FROM next
         WHERE letter.plan_id = next.plan_id AND letter.id = next.id RETURNING letter.id, letter.closed_at)
     SELECT id FROM taken ORDER BY closed_at, id`,
    [planId, limit, KEPT_FOR],
  );
  return rows.map((row) => row.id);
}

/** A sign of life: the letters stay their sender's for another while. */
export async function keepLetters(pool: Pool, planId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    "UPDATE letter SET due_at = now() + make_interval(secs => $3) WHERE plan_id = $1 AND id = ANY($2) AND state = 'sending'",
    [planId, ids, KEPT_FOR],
  );
}

/** Puts letters back as if they had not been taken: the server was away, or the sender has to stop. */
export async function putBackLetters(pool: Pool, planId: string, ids: readonly string[], why: string): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `UPDATE letter SET state = 'queued', due_at = now(), attempts = attempts - 1, last_error = $3
     WHERE plan_id = $1 AND id = ANY($2) AND state = 'sending'`,
    [planId, ids, why],
  );
}

export async function markSent(pool: Pool, planId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `UPDATE letter SET state = 'sent', sent_at = now(), last_error = NULL
     WHERE plan_id = $1 AND id = ANY($2) AND state IN ('sending', 'queued')`,
    [planId, ids],
  );
}

interface FailedRow {
  id: string;
  state: string;
  person: string | null;
  instrument: string;
  plan_day: string;
  document_no: string | null;
  closed_at: number;
  last_error: string;
}

/** Marks refusals. `now`: plan instant of the alarms; null takes each letter's own closing (a rehearsal's sending trails its clock). */
export async function markFailed(
  pool: Pool,
  planId: string,
  failures: readonly SendFailure[],
  now: number | null,
): Promise<void> {
  if (failures.length === 0) return;
  await inTransaction(pool, async (connection) => {
    const { rows } = await connection.query<FailedRow>(
      `UPDATE letter SET last_error = f.error,
         state = CASE WHEN f.permanent OR queued_at < now() - make_interval(hours => $3) THEN 'failed' ELSE 'queued' END,
         due_at = now() + make_interval(secs => least($4 * 2 ^ least(attempts - 1, 20), $5))
       FROM jsonb_to_recordset($2::jsonb) AS f (id text, error text, permanent boolean)
       WHERE plan_id = $1 AND letter.id = f.id AND state = 'sending'
       RETURNING letter.id, state, person, instrument, plan_day, document_no, closed_at, last_error`,
      [planId, JSON.stringify(failures), GIVE_UP_AFTER, FIRST_PAUSE, LONGEST_PAUSE],
    );
    const alarms = rows
      .filter((row) => row.state === "failed")
      .map(({ id, person, instrument, plan_day, document_no, closed_at, last_error }) => ({
        // By person: a dead address is one trouble, however many letters it swallows.
        key: `letterFailed/${person ?? id}`,
        kind: "letterFailed",
        // After its closing: that day's alarms have been told already.
        planAt: now ?? closed_at + 1,
        detail: { person, letter: id, instrument, planDay: plan_day, documentNo: document_no, error: last_error },
      }));
    await raiseAlarms(connection, planId, alarmsOf(alarms));
  });
}

/** Milliseconds until the next letter may be taken (0: now); null when none is waiting or under way. */
export async function nextTake(pool: Pool, planId: string): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `SELECT ceil(extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS wait FROM letter
     WHERE plan_id = $1 AND state IN ('queued', 'sending')`,
    [planId],
  );
  const wait = rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(0, wait);
}
