/** Sums of notices by instrument, with the days of the first and the last. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { InstrumentCounts, Span } from "./model.js";

interface Counted {
  readonly instrument: Instrument;
  readonly count: number;
}

export function countsOf(rows: readonly Counted[]): InstrumentCounts {
  const counts: Partial<Record<Instrument, number>> = {};
  for (const row of rows) counts[row.instrument] = (counts[row.instrument] ?? 0) + row.count;
  return counts;
}

export function sumOf(counts: InstrumentCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function spanOf(rows: readonly { readonly first: PlanDate; readonly last: PlanDate }[]): Span {
  let first: PlanDate | null = null;
  let last: PlanDate | null = null;
  for (const row of rows) {
    if (first === null || row.first < first) first = row.first;
    if (last === null || row.last > last) last = row.last;
  }
  return { first, last };
}
