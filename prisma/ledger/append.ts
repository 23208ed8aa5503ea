/**
 * The append: what was decided at a stream's head, written with everything that follows from it, in the transaction that holds
 * the stream's row.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { encodeEvent } from "../../domain/ledger/codec.js";
import { EVENT_VERSIONS } from "../../domain/ledger/events.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Actor, NewRow, Outcome } from "../../domain/ledger/record.js";
import type { Head } from "../../domain/streams/advance.js";
import { eventTypeOf } from "../../domain/streams/event-types.js";
import type { Decision, ItemCount } from "../../domain/streams/kind.js";
import { raiseAlarms } from "../alarms/alarm-store.js";
import type { Connection } from "../database/pool.js";
import { calendarAlarms, deliveryAlarms, noticeAlarms } from "../notices/notice-alarms.js";
import { noticeBatches } from "../notices/batches.js";
import { type DecidedNotice, decidedNotices, type Notice } from "../notices/notices.js";
import { resolveNotices } from "../notices/resolve.js";
import { writeRound } from "../inspections/round-rows.js";
import { writeMonth } from "../months/month-rows.js";
import { writePackages } from "../packages/package-rows.js";
import { writeRegister } from "../registers/register-rows.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/ledger/statements.js";
import type { RowOf } from "../sql/statement.js";
import { climbColumns, itemColumns, waysOf } from "./item-columns.js";

/** The name of a row's event as it is written: in the version of this release. */
const writtenType = ({ type }: NewRow): string => eventTypeOf({ type, version: EVENT_VERSIONS[type] ?? 1 });

/** What was decided with a row beyond its payload: all that a rebuild makes its notices and its request's answer of. */
export interface DecidedBeside {
  /** In the order of `recipients`. */
  readonly notices?: readonly (DecidedNotice | null)[];
  /** On the first row of a request: the items it was refused for. */
  readonly refused?: Outcome["refused"];
}

/** A row as it is stored: an event of an earlier release has the hash of what that release wrote. */
export interface HashedRow {
  readonly seq: number;
  readonly type: string;
  /** Absent, or 1: not part of the hash. */
  readonly version?: number;
  readonly item?: string | undefined;
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor?: Actor;
  readonly payload: unknown;
}

/** The text that a row's hash covers: everything but plan id, run and wall time, so that the same story has the same hashes. */
function hashedText(
  stream: string,
  row: HashedRow,
  recipients: unknown,
  /** Null for a row from before `decided` was kept. */
  decided: object | null,
): string {
  const { seq, type, version = 1, item, at, cause, causeNo, actor, payload } = row;
  const event = { type, ...(version === 1 ? {} : { version }), payload };
  const base = { stream, seq, ...event, item, at, cause, causeNo, actor, recipients };
  return canonicalJson(decided === null ? base : { ...base, decided });
}

const hashOf = (previous: string, text: string): string =>
  createHash("sha256").update(`${previous}\n${text}`).digest("hex");

/** A row's hash by the one before it. */
export function rowHash(
  previous: string,
  stream: string,
  row: HashedRow,
  recipients: unknown,
  decided: object | null,
): string {
  return hashOf(previous, hashedText(stream, row, recipients, decided));
}

/** A stream whose row this transaction has locked, as it stands. */
export interface LockedStream extends Head {
  readonly planId: string;
  readonly stream: string;
  readonly calendar: number;
  readonly eventTypes: readonly string[];
  readonly nextDue: number | null;
  /** A due instant of the stream's own that could not be recorded. */
  readonly parkedDue: number | null;
  /** Nothing could be recorded on it for a while. */
  readonly isStopped: boolean;
}

export interface Appended extends Head {
  readonly nextDue: number | null;
  /** Messages of the stream that no receiver has recorded as applied. */
  readonly messages: readonly { readonly to: string; readonly key: string }[];
  /** Of its open items. */
  readonly counts: readonly ItemCount[];
  /** The earliest instant at which a letter of these rows' notices closes. */
  readonly closeAt: number | null;
}

/** By id, items as they stand in the table in this release's shape. */
export type StoredItems = ReadonlyMap<string, ItemState>;

/**
 * Appends a decision to the stream that is locked. `applied`: keys of the messages that it answers; `stored`: the items that were
 * read for it, of which only what has changed is written.
 */
export async function append(
  connection: Connection,
  at: LockedStream,
  decision: Decision,
  applied: readonly string[],
  directory: Directory,
  stored: StoredItems = new Map(),
): Promise<Appended> {
  const { rows, items } = decision;
  const { planId } = at;
  const tells = rows.some((row) => row.notices);
  const places = new Map(items.map(({ state }) => [state.id, state]));
  const notices = tells
    ? await resolveNotices(connection, { planId, expectedSeq: at.seq, rows }, places, directory)
    : new Map<number, Notice[]>();
  const inserted = chain(at, decision, notices);
  const given = [...notices.values()].flat();
  const last = inserted.at(-1);
  const head = { seq: last?.seq ?? at.seq, hash: last?.hash ?? at.hash };
  // Sent one after the other without waiting (the pool's connections are pipelined): the head is read from what was written before it.
  const [, { nextDue, messages, counts }] = await Promise.all([
    insertRows(connection, at, decision, inserted, given, applied, stored),
    writeHead(connection, at, decision, head),
  ]);
  await writeTables(connection, at, decision);
  const undelivered = deliveryAlarms(rows, items, directory);
  if (tells || undelivered.length > 0)
    await raiseAlarms(connection, planId, [
      ...calendarAlarms({ rows, items, nextDue }, directory),
      ...noticeAlarms(items, given, directory.bundle.roster),
      ...undelivered,
    ]);
  return { ...head, nextDue, messages, counts, closeAt: earliestClosing(given) };
}

function earliestClosing(notices: readonly Notice[]): number | null {
  let earliest: number | null = null;
  for (const { close_at } of notices) if (earliest === null || close_at < earliest) earliest = close_at;
  return earliest;
}

/** A row about to be stored: `text` is what its hash covers, and what is stored. */
interface Chained {
  readonly seq: number;
  readonly hash: string;
  readonly text: string;
}

function chain(
  at: LockedStream,
  { rows, outcomes }: Decision,
  notices: ReadonlyMap<number, readonly Notice[]>,
): Chained[] {
  let previous = at.hash;
  const refused = new Map<string, Outcome["refused"]>(
    outcomes.flatMap((outcome) =>
      outcome.refused.length > 0 ? [[`cmd/${outcome.key}`, outcome.refused] as const] : [],
    ),
  );
  return rows.map((row: NewRow, index) => {
    const seq = at.seq + index + 1;
    const own = notices.get(index) ?? [];
    // Grouped by notice: who was told what is part of what the chain protects.
    const recipients = (row.notices ?? []).map((_, no) =>
      own.filter((notice) => notice.draft === no).map((notice) => notice.recipient),
    );
    const left = row.causeNo === 0 ? refused.get(row.cause) : undefined;
    const decided: DecidedBeside = {
      ...(row.notices && { notices: decidedNotices(row, own) }),
      ...(left && { refused: left }),
    };
    const { item, cause, causeNo, actor } = row;
    const text = hashedText(
      at.stream,
      { seq, ...encodeEvent(row), item, at: row.at, cause, causeNo, ...(actor && { actor }) },
      recipients,
      decided,
    );
    previous = hashOf(previous, text);
    return { seq, text, hash: previous };
  });
}

/** As the statement `insertRows` takes them: a row's hash goes before the members of what it covers, and after it is the next row's previous. */
const rowsText = (rows: readonly Chained[]): string =>
  `[${rows.map(({ hash, text }) => `{"hash":"${hash}",${text.slice(1)}`).join(",")}]`;

async function insertRows(
  connection: Connection,
  { planId, stream, seq, hash: previous }: LockedStream,
  decision: Decision,
  rows: readonly Chained[],
  notices: readonly Notice[],
  applied: readonly string[],
  stored: StoredItems,
): Promise<void> {
  const numbered = decision.rows.map(({ type, item }, index) => ({ type, item, seq: seq + index + 1 }));
  const ways = waysOf(notices);
  const { climbed, changed } = climbColumns(decision.items, stored, ways);
  const lists: readonly (readonly [into: typeof sql.putItems, list: readonly unknown[]])[] = [
    [sql.putItems, itemColumns(changed, numbered, ways)],
    [sql.climbItems, climbed],
    [sql.putNoticeBatches, noticeBatches(notices, () => seq + 1)],
    // What was refused altogether leaves no answer: asked again it is decided anew.
    [sql.putRequests, decision.outcomes.filter(({ items }) => items.length > 0)],
    [sql.putMessages, decision.messages],
  ];
  const begun = announcedBy(decision.rows);
  const text = rowsText(rows);
  await Promise.all([
    rows.length > 0 && sql.insertRows.run(connection, { planId, stream, after: seq, previous, rows: text }),
    ...lists.map(([into, list]) => list.length > 0 && into.run(connection, { planId, stream, rows: list })),
    begun.length > 0 && sql.announceStreams.run(connection, { planId, rows: begun }),
    applied.length > 0 && sql.applyMessages.run(connection, { planId, stream, keys: applied }),
  ]);
}

/** What streams of a kind keep in tables of their own. */
async function writeTables(
  connection: Connection,
  { planId, stream }: LockedStream,
  decision: Decision,
): Promise<void> {
  await writePackages(connection, planId, decision.rows);
  if (decision.round) await writeRound(connection, { planId, stream }, decision.round);
  if (decision.register) await writeRegister(connection, { planId, stream }, decision.register, decision.rows);
  if (decision.month) await writeMonth(connection, { planId, stream }, decision.month);
}

/** Streams that rows announce: due from the instant at which they open, so that whoever looks for what is due finds them. */
function announcedBy(rows: readonly NewRow[]): { readonly name: string; readonly due: number }[] {
  return rows.flatMap((row) => {
    if (row.type === "monthAnnounced" && !row.payload.missed) {
      const { stream, openedAt } = row.payload.month;
      return [{ name: stream, due: openedAt }];
    }
    if (row.type !== "roundAnnounced" || row.payload.missed) return [];
    const { round, streams } = row.payload;
    return [round, ...streams].map(({ stream, openedAt = row.at }) => ({ name: stream, due: openedAt }));
  });
}

async function writeHead(
  connection: Connection,
  { planId, stream, ...at }: LockedStream,
  { rows, calendar, nextDue }: Decision,
  { seq, hash }: Head,
): Promise<RowOf<typeof sql.writeHead>> {
  const eventTypes = [...new Set([...at.eventTypes, ...rows.map(writtenType)])].sort();
  const ofItems = nextDue === "items";
  const own = ofItems || nextDue === at.parkedDue ? null : nextDue;
  return sql.writeHead.one(connection, { planId, stream, seq, hash, calendar, eventTypes, ofItems, nextDue: own });
}
