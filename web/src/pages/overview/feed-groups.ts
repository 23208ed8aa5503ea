/**
 * Rows of the feed as one reads them: by day, the newest first; what befell many items of a task at one instant as one entry, and an
 * order with all that carried it out as one. How many they are is the API's to say: what is at hand is a window.
 */
import type { FeedRow } from "../../api/types.js";

export interface Entry {
  readonly key: string;
  /** Those at hand, in the order in which they were recorded. */
  readonly rows: readonly [FeedRow, ...FeedRow[]];
  /** All there are: items of a burst, items that an order took effect on, 1 for a row by itself. */
  readonly count: number;
  readonly kind: "row" | "burst" | "order";
}

export interface Day {
  readonly day: string;
  readonly entries: readonly Entry[];
}

/** Fewer alike stand one by one. */
const BURST = 4;

const rowKey = ({ stream, seq }: FeedRow): string => `${stream} ${seq}`;

function groupOf(row: FeedRow): Pick<Entry, "key" | "kind" | "count"> {
  if (row.order !== null) return { key: `order ${row.order.id}`, kind: "order", count: row.order.items };
  if (row.alike !== null && row.alike.count >= BURST)
    return { key: `burst ${row.alike.key}`, kind: "burst", count: row.alike.count };
  return { key: rowKey(row), kind: "row", count: 1 };
}

export function daysOf(rows: readonly FeedRow[]): Day[] {
  const groups = new Map<string, { readonly entry: Entry; readonly rows: [FeedRow, ...FeedRow[]]; count: number }>();
  for (const row of rows) {
    const { key, kind, count } = groupOf(row);
    const known = groups.get(`${row.on} ${key}`);
    if (known) {
      known.rows.push(row);
      // An order is carried out stream by stream: each row tells of those before it.
      known.count = Math.max(known.count, count);
    } else groups.set(`${row.on} ${key}`, { entry: { key, kind, rows: [row], count }, rows: [row], count });
  }
  const days: { day: string; entries: Entry[] }[] = [];
  for (const { entry, rows: own, count } of [...groups.values()].reverse()) {
    const day = own[0].on;
    const last = days.at(-1);
    const whole = { ...entry, rows: own, count };
    if (last?.day === day) last.entries.push(whole);
    else days.push({ day, entries: [whole] });
  }
  return days;
}
