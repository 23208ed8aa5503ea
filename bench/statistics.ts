/** Medians and percentiles of measured figures. */

/** The value below which the share `p` (0 to 1) of the values lies, by nearest rank. Throws on no values. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error("no values were measured");
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(p * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] as number;
}

/** The middle value; the mean of the two middle ones where their number is even. Throws on no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("no values were measured");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] as number;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] as number) + high) / 2;
}

/** Milliseconds of many operations of one kind. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  return {
    count: milliseconds.length,
    p50: round(percentile(milliseconds, 0.5), 1),
    p99: round(percentile(milliseconds, 0.99), 1),
    max: round(percentile(milliseconds, 1), 1),
  };
}

export function round(value: number, digits = 0): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
