/** One item with its whole ledger, as its page tells it: read by one statement, so that all of it is of one moment. */
import type { Instrument } from "../../domain/plan/plan.js";
import { decodeItemRow, type ItemRowOf } from "../../domain/ledger/codec.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import { batched } from "../database/batched.js";
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

const STORIES = `SELECT w.key, i.stream, i.state, i.ladder_exhausted AS "ladderExhausted",
    (SELECT coalesce(json_agg(r), '[]') FROM (SELECT l.stream, l.seq, l.type, l.item_id AS item, l.at, l.actor, l.payload FROM ledger l
      WHERE l.plan_id = i.plan_id AND l.item_id = i.id ORDER BY l.seq) AS r) AS rows,
    (SELECT coalesce(json_agg(n), '[]') FROM (SELECT o.instrument, count(*) AS count FROM notice o
      WHERE o.plan_id = i.plan_id AND o.item_id = i.id AND o.delivery <> 'draft' GROUP BY 1 ORDER BY 1) AS n) AS notices
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w (key, plan, item) JOIN item i ON i.plan_id = w.plan AND i.id = w.item`;

/** Reads items by plan and id; null where there is no such item. */
export function itemStories(pool: Pool): (planId: string, item: string) => Promise<ItemStory | null> {
  const byPlace = batched(async (keys) => {
    const places = keys.map((key) => JSON.parse(key) as [string, string]);
    const values = [keys, places.map(([plan]) => plan), places.map(([, item]) => item)];
    type Row = Omit<ItemStory, "rows"> & { readonly key: string; readonly rows: readonly StoredRow[] };
    // Named, so that each connection plans it once: that takes longer than reading does.
    const { rows } = await pool.query<Row>({ name: "item-stories", text: STORIES, values });
    return new Map(rows.map(({ key, ...story }) => [key, { ...story, rows: story.rows.map(decodeItemRow) }]));
  });
  return (planId, item) => byPlace(JSON.stringify([planId, item]));
}
