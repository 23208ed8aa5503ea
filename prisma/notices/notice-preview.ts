/** Whom rows would be told to if they were recorded now: what recording does, without writing anything. */
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { ItemPlace } from "../../domain/people/recipients.js";
import type { NewRow } from "../../domain/ledger/record.js";
import type { Notice } from "./notices.js";
import { resolveNotices } from "./resolve.js";
import { directoryOf } from "../plans/plan-store.js";
import type { Pool } from "../database/pool.js";

/** A row about an item, and where the item is as the row leaves it. */
export interface PreviewedRow {
  readonly row: NewRow;
  readonly place: ItemPlace;
}

export type PreviewedNotice = Pick<Notice, "instrument" | "delivery" | "role" | "addressed_post" | "post" | "person">;

/** The notices of each row, in the rows' order. Rows of one item know of one another, as in one batch. */
export async function previewNotices(
  pool: Pool,
  planId: string,
  rows: readonly PreviewedRow[],
  bundle: PlanBundle,
): Promise<PreviewedNotice[][]> {
  const places = new Map(rows.map(({ row, place }) => [row.item ?? "", place]));
  const request = { planId, expectedSeq: 0, rows: rows.map(({ row }) => row) };
  const connection = await pool.connect();
  try {
    const resolved = await resolveNotices(connection, request, places, directoryOf(bundle));
    return rows.map((_, index) => resolved.get(index) ?? []);
  } finally {
    connection.release();
  }
}
