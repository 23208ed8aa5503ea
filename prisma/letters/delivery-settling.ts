/** What became of deliveries. A letter is sent once one of its channels took it. */
import type { Channel } from "../../domain/letters/channels.js";
import type { DeliveryState } from "../../domain/letters/letter.js";
import { type Alarm, alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { isUnfitValue } from "../database/refusal.js";
import { fitError, fitReceipt } from "./foreign-words.js";
import * as sql from "../sql/letters/statements.js";
import { claimUnconfigured } from "./delivery-sending.js";
import { type FailedLetter, failOver, refusedAlarm, type Surroundings } from "./failover.js";
import { BACKOFF, type Claim, GIVE_UP } from "./leases.js";

export interface DeliveryResult extends Claim {
  readonly outcome:
    | { readonly kind: "accepted"; readonly receipt: string | null }
    /** Tried again after so many milliseconds; by default after a pause that grows. */
    | { readonly kind: "later"; readonly error: string; readonly after?: number | undefined }
    | { readonly kind: "refused"; readonly error: string };
}

interface Delivery {
  readonly letter: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly error: string | null;
}

/** Of a channel's deliveries, how many letters they made sent, and how many failed for good. */
export interface Settled {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Marks results of one channel, and finds other channels for what it can't take. What others said is cleaned first; where the
 * database takes it nevertheless not, the results are marked without it: what was sent must never be sent again for its receipt.
 */
export async function settleDeliveries(
  pool: Pool,
  planId: string,
  channel: Channel,
  results: readonly DeliveryResult[],
  surroundings: Surroundings,
): Promise<Settled> {
  if (results.length === 0) return { sent: 0, failed: 0 };
  const settle = (which: readonly DeliveryResult[]): Promise<Settled> =>
    inTransaction(pool, (connection) => settleWithin(connection, planId, channel, which, surroundings));
  try {
    return await settle(results.map(fitResult));
  } catch (error) {
    if (!isUnfitValue(error)) throw error;
    return settle(results.map(withoutWords));
  }
}

async function settleWithin(
  connection: Connection,
  planId: string,
  channel: Channel,
  results: readonly DeliveryResult[],
  surroundings: Surroundings,
): Promise<Settled> {
  const ids = results.map(({ id }) => id);
  const letters = new Map((await sql.lockLetters.run(connection, { planId, ids })).map((row) => [row.id, row]));
  const marked = await mark(connection, planId, channel, results);
  const accepted = results.flatMap(({ id, outcome }) => (outcome.kind === "accepted" ? [id] : []));
  const sent = await sql.markDeliveredLettersSent.count(connection, { planId, ids: accepted });
  const failed = marked.filter(({ state }) => state === "failed");
  if (failed.length === 0) return { sent, failed: 0 };
  const deliveries = await sql.listDeliveries.run(connection, { planId, letters: failed.map(({ id }) => id) });
  const alarms: Alarm[] = [];
  for (const { id } of failed) {
    const letter = letters.get(id);
    const own = deliveries.filter((delivery) => delivery.letter === id);
    if (letter) alarms.push(await afterFailure(connection, planId, letter, channel, own, surroundings));
  }
  await raiseAlarms(connection, planId, alarmsOf(alarms));
  return { sent, failed: failed.length };
}

/** Settles what has waited too long for channels that are not set up any more. Answers how many that were. */
export async function settleUnconfigured(pool: Pool, planId: string, surroundings: Surroundings): Promise<number> {
  const claimed = await claimUnconfigured(pool, planId, surroundings.configured);
  for (const channel of new Set(claimed.map((each) => each.channel))) {
    const outcome = { kind: "refused", error: "the channel is not set up any more" } as const;
    const own = claimed.filter((each) => each.channel === channel).map(({ id, lease }) => ({ id, lease, outcome }));
    await settleDeliveries(pool, planId, channel, own, surroundings);
  }
  return claimed.length;
}

/** Answers the deliveries that it changed: not those that another has claimed meanwhile. */
async function mark(
  connection: Connection,
  planId: string,
  channel: Channel,
  results: readonly DeliveryResult[],
): Promise<readonly { readonly id: string; readonly state: DeliveryState }[]> {
  const flat = results.map(({ id, lease, outcome }) => ({
    id,
    lease,
    kind: outcome.kind,
    receipt: outcome.kind === "accepted" ? outcome.receipt : null,
    error: outcome.kind === "accepted" ? null : outcome.error,
    after: outcome.kind === "later" ? (outcome.after ?? null) : null,
  }));
  return sql.settleDeliveries.run(connection, {
    planId,
    channel,
    results: flat,
    ...GIVE_UP,
    ...BACKOFF,
  });
}

/** One of a letter's channels is of no use: what the office is told of it, once the letter has another or has none. */
async function afterFailure(
  connection: Connection,
  planId: string,
  letter: FailedLetter,
  channel: Channel,
  deliveries: readonly Delivery[],
  surroundings: Surroundings,
): Promise<Alarm> {
  const others = deliveries.filter(({ state }) => state !== "failed").map((delivery) => delivery.channel);
  const error = deliveries.find((delivery) => delivery.channel === channel)?.error ?? null;
  if (others.length > 0) return refusedAlarm(letter, { channel, error }, others, surroundings.now);
  return failOver(connection, planId, letter, deliveries, surroundings);
}

/** In the place of what the database can't hold. */
const UNFIT = "the answer's text cannot be stored";

/** The result with what was said in a line that can be stored. */
function fitResult(result: DeliveryResult): DeliveryResult {
  const { outcome } = result;
  if (outcome.kind !== "accepted") return { ...result, outcome: { ...outcome, error: fitError(outcome.error) } };
  const receipt = outcome.receipt === null ? null : fitReceipt(outcome.receipt);
  return { ...result, outcome: { kind: "accepted", receipt } };
}

/** The result without a word of others. */
function withoutWords(result: DeliveryResult): DeliveryResult {
  const { outcome } = result;
  return outcome.kind === "accepted"
    ? { ...result, outcome: { kind: "accepted", receipt: null } }
    : { ...result, outcome: { ...outcome, error: UNFIT } };
}
