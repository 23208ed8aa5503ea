/**
 * Rows of the feed as one reads them: by day, the newest first, and what befell many items of a task at one instant as one
 * entry. A reminder to 64 villages is one thing that happened.
 */
import type { FeedRow } from "../../api/types.js";

export interface Entry {
  readonly key: string;
  /** In the order in which they were recorded. */
  readonly rows: readonly [FeedRow, ...FeedRow[]];
}

export interface Day {
  readonly day: string;
  readonly entries: readonly Entry[];
}

/** Fewer alike stand one by one. */
const BURST = 4;

const kindOf = ({ on, at, type, task, told }: FeedRow): string => [on, at, type, task, told[0]?.instrument].join(" ");
const keyOf = ({ stream, seq }: FeedRow): string => `${stream} ${seq}`;

export function daysOf(rows: readonly FeedRow[]): Day[] {
  const entries: Entry[] = [];
  let alike: FeedRow[] = [];
  const close = (): void => {
    const [first, ...rest] = alike;
    alike = [];
    if (!first) return;
    // A burst's key is that of its first row, so that it stays the same while it grows.
    if (rest.length + 1 >= BURST) entries.push({ key: keyOf(first), rows: [first, ...rest] });
    else for (const row of [first, ...rest]) entries.push({ key: keyOf(row), rows: [row] });
  };
  for (const row of rows) {
    if (alike[0] && kindOf(alike[0]) !== kindOf(row)) close();
    alike.push(row);
  }
  close();
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries.reverse()) {
    const day = entry.rows[0].on;
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
