/**
 * Deliveries of letters on their way out, one for each channel by which a letter goes: under leases (leases.ts), and channel by
 * channel, since one that is away must not hold up the others. What came of them is settled in delivery-settling.ts.
 */
import type { Channel } from "../../domain/letters/channels.js";
import type { Pool } from "../database/pool.js";
import { fitError } from "./foreign-words.js";
import * as sql from "../sql/letters/statements.js";
import { type Claim, LEASE, untilClaim } from "./leases.js";

/** A delivery on a channel that no sender here knows is waited with for so long; then it counts as impossible (hours). */
const UNCONFIGURED_FOR = 1;
/** What another sender has under way is looked for again so soon: at its end a sender sees what others are about to settle (seconds). */
const LOOK_AGAIN = 0.2;

/** A delivery that its channel was away for. */
export interface Postponed extends Claim {
  readonly error: string;
}

/** Channels on which something may be sent now, known here or not. */
export async function dueChannels(pool: Pool, planId: string): Promise<Channel[]> {
  return (await sql.listDueChannels.run(pool, { planId })).map(({ channel }) => channel);
}

/** Claims up to `limit` letters that may go by a channel now, the longest due first: what failed before comes behind. */
export function claimDeliveries(pool: Pool, planId: string, channel: Channel, limit: number): Promise<Claim[]> {
  return sql.claimDeliveries.run(pool, { planId, channel, limit, lease: LEASE });
}

/** A sender's heartbeat for the deliveries it has claimed. Answers the letters that are still its own. */
export async function renewDeliveryLeases(
  pool: Pool,
  planId: string,
  channel: Channel,
  claims: readonly Claim[],
): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const rows = await sql.renewDeliveryLeases.run(pool, { planId, channel, claims, lease: LEASE });
  return new Set(rows.map(({ id }) => id));
}

/** Gives back what was claimed and not begun, as if it had not been claimed. */
export async function releaseDeliveries(
  pool: Pool,
  planId: string,
  channel: Channel,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length > 0) await sql.releaseDeliveries.count(pool, { planId, channel, claims });
}

/**
 * Opens the circuit to a channel: whatever waits for it in the plan waits so many milliseconds at least. Those for which it was
 * found away are given back behind all others, as if they had not been tried: one that makes a channel fail holds up none.
 */
export async function pauseChannel(
  pool: Pool,
  planId: string,
  channel: Channel,
  milliseconds: number,
  failures: readonly Postponed[],
): Promise<void> {
  const pause = milliseconds / 1_000;
  await sql.pauseChannel.count(pool, { planId, channel, pause });
  const fit = failures.map(({ id, lease, error }) => ({ id, lease, error: fitError(error) }));
  if (fit.length > 0) await sql.postponeDeliveries.count(pool, { planId, channel, failures: fit, pause });
}

/** Claims deliveries that wait for a channel which is not set up here, and have done so for too long. */
export function claimUnconfigured(
  pool: Pool,
  planId: string,
  configured: readonly Channel[],
): Promise<(Claim & { readonly channel: Channel })[]> {
  return sql.claimUnconfiguredDeliveries.run(pool, { planId, configured, waited: UNCONFIGURED_FOR });
}

/** What waits or is under way. */
export interface Outstanding {
  /**
   * Milliseconds until the next delivery may be claimed (0: now), or what is under way is to be looked for again; null when none
   * is waiting or under way.
   */
  readonly nextIn: number | null;
  /** Deliveries that may be claimed now. */
  readonly due: number;
}

export async function outstandingDeliveries(
  pool: Pool,
  planId: string,
  configured: readonly Channel[],
): Promise<Outstanding> {
  const waited = UNCONFIGURED_FOR;
  const { wait, due } = await sql.nextDeliveryClaim.one(pool, { planId, configured, waited, lookAgain: LOOK_AGAIN });
  return { nextIn: untilClaim(wait), due };
}
