/**
 * Leases: a sender claims letters on a channel, renews their lease while it works, and marks what came of each. What it claimed and neither
 * marked nor renewed (because it died) may be claimed again, under the same Message-ID, so that any number of senders may work
 * at once. Each claim has a number of its own: whoever comes late, with a lease that has run out and was given to another, is
 * refused. Only that a letter was accepted is believed whoever says it, as it can't be undone.
 */

/** A letter that a sender has claimed, under the number of its lease. */
export interface Claim {
  readonly id: string;
  readonly lease: number;
}

/** How long a claim lasts without a renewal (seconds). */
export const LEASE = 12;

/** What was refused for the time being is tried again after so many seconds, doubled with each attempt. */
export const BACKOFF = { firstPause: 2, longestPause: 900 } as const;

/**
 * So long (hours) since it was made, and so often, it is tried; then it counts as undeliverable and the office is told. One that is sent
 * again later has its tries before it: an hour of them.
 */
export const GIVE_UP = { giveUpAfter: 72, giveUpTries: 12 } as const;

/** Milliseconds until something may be claimed: 0 for now; null when nothing is waiting or under way. */
export const untilClaim = (wait: number | null): number | null => (wait === null ? null : Math.max(0, wait));
