/**
 * Letters on their way out. A sender takes letters, keeps them while it works, and marks what came of each. What it took
 * and neither marked nor kept (because it died) may be taken again after `KEPT_FOR`, under the same Message-ID: any number
 * of senders may work at once. SMTP results live here only, outside the ledger.
 */
import { type Alarm, alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { type FailedLetter, fallBack, type Surroundings } from "./fall-back.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";

/** How long a letter that was taken stays its sender's without a sign of life (seconds). */
export const KEPT_FOR = 12;
/** A letter refused for the time being is tried again after so many seconds, doubled with each attempt. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 900;
/** The same in SQL, of a row's own `attempts` (seconds). */
export const PAUSE = `least(${FIRST_PAUSE} * 2 ^ least(attempts - 1, 20), ${LONGEST_PAUSE})`;
/** So long it is tried; then it counts as undeliverable and the office is told (hours). */
export const GIVE_UP_AFTER = 72;

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
           AND NOT by_channels ORDER BY closed_at, id LIMIT $2 FOR UPDATE SKIP LOCKED),
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

interface FailedRow extends FailedLetter {
  readonly state: string;
  readonly closed_at: number;
  readonly last_error: string;
}

/**
 * Marks refusals. `now`: plan instant of the alarms; null takes each letter's own closing (a rehearsal's sending trails its
 * clock). `others`: the channels beside mail by which a letter goes that no mail server will take; null: there are none.
 */
export async function markFailed(
  pool: Pool,
  planId: string,
  failures: readonly SendFailure[],
  now: number | null,
  others: Surroundings | null,
): Promise<void> {
  if (failures.length === 0) return;
  await inTransaction(pool, async (connection) => {
    const { rows } = await connection.query<FailedRow>(
      `UPDATE letter SET last_error = f.error,
         state = CASE WHEN f.permanent OR queued_at < now() - make_interval(hours => $3) THEN 'failed' ELSE 'queued' END,
         due_at = now() + make_interval(secs => ${PAUSE})
       FROM jsonb_to_recordset($2::jsonb) AS f (id text, error text, permanent boolean)
       WHERE plan_id = $1 AND letter.id = f.id AND state = 'sending'
       RETURNING letter.id, state, person, instrument, plan_day, document_no, closed_at, last_error`,
      [planId, JSON.stringify(failures), GIVE_UP_AFTER],
    );
    const failed = rows.filter((row) => row.state === "failed");
    const alarms: Omit<Alarm, "count">[] = [];
    for (const letter of failed)
      alarms.push(others ? await leaveMail(connection, planId, letter, others) : mailRefused(letter, now));
    await raiseAlarms(connection, planId, alarmsOf(alarms));
  });
}

function mailRefused(letter: FailedRow, now: number | null): Omit<Alarm, "count"> {
  const { id, person, instrument, plan_day, document_no, closed_at, last_error } = letter;
  return {
    // By person: a dead address is one trouble, however many letters it swallows.
    key: `letterFailed/${person ?? id}`,
    kind: "letterFailed",
    // After its closing: that day's alarms have been told already.
    planAt: now ?? closed_at + 1,
    detail: { person, letter: id, instrument, planDay: plan_day, documentNo: document_no, error: last_error },
  };
}

/** From here on the letter is one of channels, of which mail has failed. */
async function leaveMail(
  connection: Connection,
  planId: string,
  letter: FailedRow,
  others: Surroundings,
): Promise<Omit<Alarm, "count">> {
  await connection.query(
    `WITH letter AS (UPDATE letter SET state = 'queued', by_channels = true WHERE plan_id = $1 AND id = $2
       RETURNING plan_id, id, attempts, last_error, queued_at)
     INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state, attempts, last_error, queued_at)
     SELECT plan_id, id, 'mail', 0, 'failed', attempts, last_error, queued_at FROM letter`,
    [planId, letter.id],
  );
  return fallBack(connection, planId, letter, [{ channel: "mail", error: letter.last_error }], others);
}

/** Milliseconds until the next letter may be taken (0: now); null when none is waiting or under way. */
export async function nextTake(pool: Pool, planId: string): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `SELECT ceil(extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS wait FROM letter
     WHERE plan_id = $1 AND state IN ('queued', 'sending') AND NOT by_channels`,
    [planId],
  );
  const wait = rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(0, wait);
}
