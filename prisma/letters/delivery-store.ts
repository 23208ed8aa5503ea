/**
 * Deliveries of letters that go by more than mail alone, on their way out: taken, kept and put back as letters are
 * (letter-sending.ts), but channel by channel, since one that is away must not hold up the others. What came of them is
 * settled in delivery-settling.ts.
 */
import type { Channel } from "../../domain/letters/channels.js";
import { KEPT_FOR, PAUSE } from "./letter-sending.js";
import type { Pool } from "../database/pool.js";

export const DELIVERY_STATES = ["queued", "sending", "sent", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A delivery on a channel that no sender here knows is waited with for so long; then it counts as impossible (hours). */
const UNKNOWN_FOR = 1;

/** Channels on which something may be sent now, known here or not. */
export async function channelsDue(pool: Pool, planId: string): Promise<Channel[]> {
  const { rows } = await pool.query<{ channel: Channel }>(
    `SELECT DISTINCT channel FROM letter_delivery WHERE plan_id = $1 AND state IN ('queued', 'sending') AND due_at <= now()`,
    [planId],
  );
  return rows.map(({ channel }) => channel);
}

/** Takes up to `limit` letters that may go by a channel now, the longest due first: what failed before comes behind. */
export async function takeDeliveries(pool: Pool, planId: string, channel: Channel, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `WITH next AS (SELECT plan_id, letter_id, channel, due_at FROM letter_delivery
         WHERE plan_id = $1 AND channel = $2 AND state IN ('queued', 'sending') AND due_at <= now()
         ORDER BY due_at, letter_id LIMIT $3 FOR UPDATE SKIP LOCKED),
       taken AS (UPDATE letter_delivery d SET state = 'sending', attempts = attempts + 1, due_at = now() + make_interval(secs => $4)
         FROM next WHERE d.plan_id = next.plan_id AND d.letter_id = next.letter_id AND d.channel = next.channel
         RETURNING d.letter_id, next.due_at)
     SELECT letter_id AS id FROM taken ORDER BY due_at, letter_id`,
    [planId, channel, limit, KEPT_FOR],
  );
  return rows.map(({ id }) => id);
}

/** A sign of life: they stay their sender's for another while. */
export async function keepDeliveries(
  pool: Pool,
  planId: string,
  channel: Channel,
  letters: readonly string[],
): Promise<void> {
  if (letters.length === 0) return;
  await pool.query(
    `UPDATE letter_delivery SET due_at = now() + make_interval(secs => $4)
     WHERE plan_id = $1 AND channel = $2 AND letter_id = ANY($3) AND state = 'sending'`,
    [planId, channel, letters, KEPT_FOR],
  );
}

/** Puts back what was taken and not begun, as if it had not been. */
export async function putBackDeliveries(
  pool: Pool,
  planId: string,
  channel: Channel,
  letters: readonly string[],
): Promise<void> {
  if (letters.length === 0) return;
  await pool.query(
    `UPDATE letter_delivery SET state = 'queued', due_at = now(), attempts = attempts - 1
     WHERE plan_id = $1 AND channel = $2 AND letter_id = ANY($3) AND state = 'sending'`,
    [planId, channel, letters],
  );
}

/**
 * Lets a channel rest: whatever waits for it in the plan waits so many milliseconds at least. Those on which it gave out are
 * put back with their own pause on top, so that others go before them.
 */
export async function restChannel(
  pool: Pool,
  planId: string,
  channel: Channel,
  rest: number,
  gaveOutOn: readonly { readonly letter: string; readonly error: string }[],
): Promise<void> {
  await pool.query(
    `UPDATE letter_delivery SET state = 'queued', last_error = f.error,
       due_at = now() + make_interval(secs => $4 + ${PAUSE})
     FROM jsonb_to_recordset($3::jsonb) AS f (letter text, error text)
     WHERE plan_id = $1 AND channel = $2 AND letter_id = f.letter AND state = 'sending'`,
    [planId, channel, JSON.stringify(gaveOutOn), rest / 1_000],
  );
  await pool.query(
    `UPDATE letter_delivery SET due_at = now() + make_interval(secs => $3)
     WHERE plan_id = $1 AND channel = $2 AND state = 'queued' AND due_at < now() + make_interval(secs => $3)`,
    [planId, channel, rest / 1_000],
  );
}

/** Letters that wait for a channel which is not set up here, and have done so for too long. */
export async function waitingInVain(
  pool: Pool,
  planId: string,
  configured: readonly Channel[],
): Promise<{ letter: string; channel: Channel }[]> {
  const { rows } = await pool.query<{ letter: string; channel: Channel }>(
    `UPDATE letter_delivery SET state = 'sending' WHERE plan_id = $1 AND channel <> ALL($2) AND state = 'queued'
       AND queued_at < now() - make_interval(hours => $3) RETURNING letter_id AS letter, channel`,
    [planId, configured, UNKNOWN_FOR],
  );
  return rows;
}

/** Milliseconds until the next delivery may be taken (0: now); null when none is waiting or under way. */
export async function nextDelivery(pool: Pool, planId: string, configured: readonly Channel[]): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `SELECT ceil(extract(epoch FROM min(CASE WHEN channel = ANY($2) THEN due_at
         ELSE greatest(due_at, queued_at + make_interval(hours => $3)) END) - now()) * 1000)::float8 AS wait
     FROM letter_delivery WHERE plan_id = $1 AND state IN ('queued', 'sending')`,
    [planId, configured, UNKNOWN_FOR],
  );
  const wait = rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(0, wait);
}
