/**
 * A plan's items as they stand, kept in this process and brought up to date stream by stream: lights are derived by the
 * domain, so a filter or count by light needs the items at hand, and most requests come while nothing has changed.
 */
import type { Pool } from "../../prisma/database/pool.js";
import { type StandingItem, standingItems } from "../../prisma/items/read-items.js";
import { calendarRows } from "../../prisma/items/light-rows.js";
import type { PlanView } from "./plan-view.js";

export interface PlacedItem {
  readonly item: StandingItem;
  /** Version of the calendar its stream counts by. */
  readonly calendar: number;
}

interface StreamItems {
  readonly seq: number;
  readonly calendar: number;
  readonly items: readonly StandingItem[];
}

export class Present {
  private readonly streams = new Map<string, StreamItems>();
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly planId: string,
  ) {}

  /** The items at `plan`'s head, or as they stand later if others have asked since. */
  async items(plan: PlanView): Promise<PlacedItem[]> {
    // One reader at a time: whoever waits finds the work done.
    const read = this.reading.then(() => this.read(plan));
    this.reading = read.catch(() => undefined);
    await read;
    return [...this.streams.values()].flatMap(({ items, calendar }) => items.map((item) => ({ item, calendar })));
  }

  private async read(plan: PlanView): Promise<void> {
    const moved = plan.head.streams.filter(({ stream, seq }) => (this.streams.get(stream)?.seq ?? 0) < seq);
    if (moved.length === 0) return;
    const names = moved.map(({ stream }) => stream);
    const stretches = moved.map(({ stream, seq }) => ({
      stream,
      after: this.streams.get(stream)?.seq ?? 0,
      upTo: seq,
    }));
    const [items, calendars] = await Promise.all([
      standingItems(this.pool, this.planId, names),
      calendarRows(this.pool, this.planId, stretches),
    ]);
    const calendarOf = new Map(calendars.map((row) => [row.stream, row.payload.calendar]));
    for (const { stream, seq } of moved) {
      this.streams.set(stream, {
        seq,
        calendar: calendarOf.get(stream) ?? this.streams.get(stream)?.calendar ?? 0,
        items: items.filter((item) => item.stream === stream),
      });
    }
  }
}
