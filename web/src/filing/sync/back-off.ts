/** How long to wait after failures in a row: 2ⁿ seconds up to a most, by a random part shorter, so that devices do not call together. */
export function backOffMs(failures: number, mostMs: number, random: () => number = Math.random): number {
  const whole = Math.min(mostMs, 1_000 * 2 ** Math.min(failures, 20));
  return Math.round(whole * (0.5 + random() / 2));
}

/** Nobody answers: five minutes at most. */
export const MOST_AWAY_MS = 5 * 60_000;
/** One entry is not taken while the others are: it is tried again within the minute. */
export const MOST_ENTRY_MS = 60_000;
