/** Ledger rows to be told: of one item, and of all streams in the order in which they were recorded. */
import { decodeRow, type RowOf, UnknownEvent } from "../../domain/ledger/codec.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import { UNSIGNED_EVENTS } from "../../domain/ledger/item-pressure-events.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { isObject } from "../../domain/ledger/shape.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import { clientOf } from "../database/client.js";
import { fromJson } from "../database/columns.js";
import type { LedgerModel } from "../generated/models.js";
import * as sql from "../sql/ledger/statements.js";
import type { Pool } from "../database/pool.js";

interface StoredRow extends StoredEvent {
  readonly stream: string;
  readonly seq: number;
  readonly item: string | null;
  /** Plan instant. */
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor: Actor | null;
  /** Whom its notices reached, grouped by notice. */
  readonly recipients: readonly (readonly Recipient[])[];
  readonly previousHash: string;
  readonly hash: string;
  readonly recordedAt: Date;
}
/** What a newer release wrote: told by its name alone. */
export interface UnknownRow extends StoredRow {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly unknown: true;
}
export type RecordedRow = RowOf<StoredRow> | UnknownRow;

/** Readers go on while processes are replaced one by one: a row of the newer release must not take the page from them. */
function recordedRow(stored: StoredRow): RecordedRow {
  try {
    return decodeRow(stored);
  } catch (error) {
    if (!(error instanceof UnknownEvent)) throw error;
    return { ...stored, payload: isObject(stored.payload) ? stored.payload : {}, unknown: true };
  }
}

/** Whether an item's rows are told whole: also of letters that the office has not signed. */
export type Telling = "whole" | "signedOnly";

/** What an item's rows are looked for by. The same as rows-after.sql and rows-before.sql say for who sees some items. */
const rowsOf = (planId: string, item: string, telling: Telling) => ({
  planId,
  itemId: item,
  ...(telling === "whole"
    ? {}
    : {
        type: { notIn: [...UNSIGNED_EVENTS] },
        NOT: { type: "instrumentLapsed", recipients: { equals: [] } },
      }),
});

/** An item's rows later than `after`, oldest first. An item's rows are all in one stream. */
export async function itemRows(
  pool: Pool,
  planId: string,
  item: string,
  after: number,
  limit: number,
  telling: Telling,
): Promise<RecordedRow[]> {
  const rows = await clientOf(pool).ledger.findMany({
    where: { ...rowsOf(planId, item, telling), seq: { gt: after } },
    orderBy: { seq: "asc" },
    take: limit,
  });
  return rows.map(rowOfModel);
}

const rowOfModel = (row: LedgerModel): RecordedRow =>
  recordedRow({
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    version: row.eventVersion,
    item: row.itemId,
    at: Number(row.at),
    cause: row.cause,
    causeNo: row.causeNo,
    actor: fromJson<Actor | null>(row.actor),
    payload: row.payload,
    recipients: fromJson<StoredRow["recipients"]>(row.recipients),
    previousHash: row.prevHash,
    hash: row.hash,
    recordedAt: row.recordedAt,
  });

/** Rows of some types about some items, oldest first. `items` null: about any item. */
export async function rowsAbout(
  pool: Pool,
  planId: string,
  items: readonly string[] | null,
  types: readonly ItemEventType[],
): Promise<RecordedRow[]> {
  if (items?.length === 0) return [];
  const rows = await clientOf(pool).ledger.findMany({
    where: { planId, itemId: items === null ? { not: null } : { in: [...items] }, type: { in: [...types] } },
    orderBy: [{ at: "asc" }, { stream: "asc" }, { seq: "asc" }],
  });
  return rows.map(rowOfModel);
}

/** How many rows speak of an item. */
export function itemRowCount(pool: Pool, planId: string, item: string, telling: Telling): Promise<number> {
  return clientOf(pool).ledger.count({ where: rowsOf(planId, item, telling) });
}

/** How far each stream has been read: stream name → sequence number, 0 for nothing. */
export type Positions = ReadonlyMap<string, number>;

/*
 * The ledger has no order over all streams but time, and a transaction that began earlier may commit later. So a place in
 * the feed is a place in every stream: within one, rows appear in order, and nothing read from there on is left out or told
 * twice.
 */

/** The next rows after a place, in recorded order. `items`: only those of these items, without letters not signed yet; null: all. */
export async function rowsAfter(
  pool: Pool,
  planId: string,
  from: Positions,
  limit: number,
  items: readonly string[] | null = null,
): Promise<RecordedRow[]> {
  const rows = await sql.rowsAfter.run(pool, {
    planId,
    streams: [...from.keys()],
    places: [...from.values()],
    limit,
    items,
    unsigned: UNSIGNED_EVENTS,
  });
  return rows.map(recordedRow);
}

/** The last rows up to a place, in recorded order. `items`: only those of these items, without letters not signed yet; null: all. */
export async function rowsBefore(
  pool: Pool,
  planId: string,
  upTo: Positions,
  limit: number,
  items: readonly string[] | null = null,
): Promise<RecordedRow[]> {
  const rows = await sql.rowsBefore.run(pool, {
    planId,
    streams: [...upTo.keys()],
    places: [...upTo.values()],
    limit,
    items,
    unsigned: UNSIGNED_EVENTS,
  });
  return rows.map(recordedRow);
}

/** A ledger row by its place. */
interface Place {
  readonly stream: string;
  readonly seq: number;
}

/** How many rows were recorded together, and the first of them: a reminder to 64 villages is one thing that happened. */
export interface Alike extends Place {
  readonly first: number;
  readonly count: number;
}

/** Counted in the ledger, whatever page a row was read with. `items`: only of these; null: of all. */
export function alikeRows(
  pool: Pool,
  planId: string,
  rows: readonly Place[],
  items: readonly string[] | null,
): Promise<Alike[]> {
  const [streams, seqs] = [rows.map(({ stream }) => stream), rows.map(({ seq }) => seq)];
  return sql.alikeRows.run(pool, { planId, streams, seqs, items });
}

/** What came of an order so far: in how many streams it was recorded, and on how many items it took effect. */
export interface OrderEffect {
  readonly order: string;
  readonly streams: number;
  readonly items: number;
}

/** Of some orders by their keys; one that no stream has recorded yet is left out. */
export function orderEffects(pool: Pool, planId: string, keys: readonly string[]): Promise<OrderEffect[]> {
  return sql.orderEffects.run(pool, { planId, causes: keys.map((key) => `order/${key}`) });
}
