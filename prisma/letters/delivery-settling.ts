/** What became of deliveries. A letter is sent once one of its channels took it. */
import type { Channel } from "../../domain/letters/channels.js";
import { type Alarm, alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import type { DeliveryState } from "./delivery-store.js";
import { type FailedLetter, fallBack, refusedAlarm, type Surroundings } from "./fall-back.js";
import { GIVE_UP_AFTER, PAUSE } from "./letter-sending.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";

export interface DeliveryResult {
  readonly letter: string;
  readonly outcome:
    | { readonly kind: "accepted"; readonly receipt: string | null }
    /** Tried again after so many milliseconds; by default after a pause that grows. */
    | { readonly kind: "later"; readonly error: string; readonly after?: number | undefined }
    | { readonly kind: "refused"; readonly error: string };
}

interface LockedLetter extends FailedLetter {
  readonly state: string;
}

interface DeliveryRow {
  readonly letter: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly error: string | null;
}

/** Marks results of one channel. Answers how many letters it made sent, and how many of its deliveries failed for good. */
export async function settleDeliveries(
  pool: Pool,
  planId: string,
  channel: Channel,
  results: readonly DeliveryResult[],
  surroundings: Surroundings,
): Promise<{ readonly sent: number; readonly failed: number }> {
  if (results.length === 0) return { sent: 0, failed: 0 };
  return inTransaction(pool, async (connection) => {
    const letters = await lock(
      connection,
      planId,
      results.map(({ letter }) => letter),
    );
    await mark(connection, planId, channel, results);
    const sent = await markSent(
      connection,
      planId,
      results.flatMap(({ letter, outcome }) => (outcome.kind === "accepted" ? [letter] : [])),
    );
    const rows = await deliveriesOf(connection, planId, [...letters.keys()]);
    const settled = new Set(results.map(({ letter }) => letter));
    const failed = rows.filter((row) => row.channel === channel && row.state === "failed" && settled.has(row.letter));
    const alarms: Alarm[] = [];
    for (const row of failed) {
      const letter = letters.get(row.letter);
      if (letter) alarms.push(await afterFailure(connection, planId, letter, row, rows, surroundings));
    }
    await raiseAlarms(connection, planId, alarmsOf(alarms));
    return { sent, failed: failed.length };
  });
}

/** In order of id: senders that meet lock in the same order, and two that fail a letter's last ways do so one after the other. */
async function lock(
  connection: Connection,
  planId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LockedLetter>> {
  const { rows } = await connection.query<LockedLetter>(
    `SELECT id, person, state, instrument, plan_day, document_no FROM letter WHERE plan_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE`,
    [planId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A delivery that another sender has taken meanwhile counts as taken by the other side whoever hears of it. */
async function mark(
  connection: Connection,
  planId: string,
  channel: Channel,
  results: readonly DeliveryResult[],
): Promise<void> {
  const flat = results.map(({ letter, outcome }) => ({ letter, receipt: null, error: null, after: null, ...outcome }));
  await connection.query(
    `UPDATE letter_delivery SET receipt = coalesce(r.receipt, letter_delivery.receipt), last_error = r.error,
       sent_at = CASE WHEN r.kind = 'accepted' THEN now() END,
       due_at = CASE WHEN r.kind = 'later' THEN now() + make_interval(secs => coalesce(r.after / 1000, ${PAUSE})) ELSE due_at END,
       state = CASE WHEN r.kind = 'accepted' THEN 'sent'
         WHEN r.kind = 'refused' OR queued_at < now() - make_interval(hours => $4) THEN 'failed' ELSE 'queued' END
     FROM jsonb_to_recordset($3::jsonb) AS r (letter text, kind text, receipt text, error text, after float8)
     WHERE plan_id = $1 AND channel = $2 AND letter_id = r.letter
       AND (state = 'sending' OR state = 'queued' AND r.kind = 'accepted')`,
    [planId, channel, JSON.stringify(flat), GIVE_UP_AFTER],
  );
}

async function markSent(connection: Connection, planId: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await connection.query(
    `UPDATE letter SET state = 'sent', sent_at = now(), last_error = NULL
     WHERE plan_id = $1 AND id = ANY($2) AND state IN ('queued', 'sending', 'manual')`,
    [planId, ids],
  );
  return rowCount ?? 0;
}

async function deliveriesOf(connection: Connection, planId: string, ids: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await connection.query<DeliveryRow>(
    `SELECT letter_id AS letter, channel, state, last_error AS error FROM letter_delivery
     WHERE plan_id = $1 AND letter_id = ANY($2) ORDER BY letter_id, place`,
    [planId, ids],
  );
  return rows;
}

/** One of a letter's ways is of no use: what the office is told of it, once the letter has another way or has none. */
async function afterFailure(
  connection: Connection,
  planId: string,
  letter: FailedLetter,
  failed: DeliveryRow,
  rows: readonly DeliveryRow[],
  surroundings: Surroundings,
): Promise<Alarm> {
  const own = rows.filter((row) => row.letter === letter.id);
  const others = own.filter((row) => row.state !== "failed").map(({ channel }) => channel);
  if (others.length > 0) return refusedAlarm(letter, failed, others, surroundings.now);
  return fallBack(connection, planId, letter, own, surroundings);
}
