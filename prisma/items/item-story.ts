/** One item with its whole ledger, as its page tells it: read by one statement, so that all of it is of one moment. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { decodeItemRow, type ItemRowOf } from "../../domain/ledger/codec.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import { batched } from "../database/batched.js";
import * as sql from "../sql/items/statements.js";
import type { Pool } from "../database/pool.js";
import type { WholeItem } from "./read-items.js";

/** A ledger row without who was told. */
interface StoredRow extends StoredEvent {
  readonly stream: string;
  readonly seq: number;
  readonly item: string;
  readonly at: number;
  readonly actor: Actor | null;
}
export type ItemStoryRow = ItemRowOf<StoredRow>;

export interface ItemStory extends WholeItem {
  /** Oldest first. */
  readonly rows: readonly ItemStoryRow[];
  /** How many notices of each instrument were given; those that wait for a signature are not among them. */
  readonly notices: readonly { readonly instrument: Instrument; readonly count: number }[];
}

/** Reads items by plan and id; null where there is no such item. */
export function itemStories(pool: Pool): (planId: string, item: string) => Promise<ItemStory | null> {
  const byPlace = batched(async (keys) => {
    const places = keys.map((key) => JSON.parse(key) as [string, string]);
    const [plans, items] = [places.map(([plan]) => plan), places.map(([, item]) => item)];
    const rows = await sql.itemStories.run(pool, { keys, plans, items });
    return new Map(rows.map(({ key, ...story }) => [key, { ...story, rows: story.rows.map(decodeItemRow) }]));
  });
  return (planId, item) => byPlace(JSON.stringify([planId, item]));
}
