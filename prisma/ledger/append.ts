/**
 * The append: what was decided at a stream's head, written with everything that follows from it, in the transaction that holds
 * the stream's row.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { encodeEvent } from "../../domain/ledger/codec.js";
import type { ItemRow } from "../../domain/items/item-row.js";
import type { Actor, NewRow, Outcome } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { ITEM_STATE_VERSION } from "../../domain/items/work-item.js";
import type { Head } from "../../domain/streams/advance.js";
import { eventTypeOf } from "../../domain/streams/event-types.js";
import type { Decision } from "../../domain/streams/kind.js";
import { raiseAlarms } from "../alarms/alarm-store.js";
import type { Connection } from "../database/pool.js";
import {
  calendarAlarms,
  type DecidedNotice,
  decidedNotices,
  noticeAlarms,
  type NoticeInsert,
  resolveNotices,
} from "../notices/notices.js";
import type { Directory } from "../plans/plan-store.js";

/** PostgreSQL channel told of every append: `<planId> <stream> <seq>`. */
export const LEDGER_CHANNEL = "duban_ledger";

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

/** What a row's hash covers: everything but plan id, run and wall time, so that the same story has the same hashes. */
export function rowHash(
  previous: string,
  stream: string,
  row: HashedRow,
  recipients: unknown,
  /** Null for a row from before `decided` was kept. */
  decided: DecidedBeside | null,
): string {
  const { seq, type, version = 1, item, at, cause, causeNo, actor, payload } = row;
  const event = { type, ...(version === 1 ? {} : { version }), payload };
  const base = { stream, seq, ...event, item, at, cause, causeNo, actor, recipients };
  const content = canonicalJson(decided === null ? base : { ...base, decided });
  return createHash("sha256").update(previous).update("\n").update(content).digest("hex");
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
  /** The earliest instant at which a letter of these rows' notices closes. */
  readonly closeAt: number | null;
}

/** Appends a decision to the stream that is locked. `applied`: keys of the messages that it answers. */
export async function append(
  connection: Connection,
  at: LockedStream,
  decision: Decision,
  applied: readonly string[],
  directory: Directory,
): Promise<Appended> {
  const { rows, items } = decision;
  const { planId } = at;
  const tells = rows.some((row) => row.notices);
  const places = new Map(items.map(({ state }) => [state.id, state]));
  const notices = tells
    ? await resolveNotices(connection, { planId, expectedSeq: at.seq, rows }, places, directory)
    : new Map<number, NoticeInsert[]>();
  const inserted = chain(at, decision, notices);
  const given = [...notices.values()].flat();
  await insertRows(connection, at, decision, inserted, given, applied);
  const last = inserted.at(-1);
  const head = { seq: last?.seq ?? at.seq, hash: last?.hash ?? at.hash };
  const nextDue = await writeHead(connection, at, decision, head);
  if (tells)
    await raiseAlarms(connection, planId, [
      ...calendarAlarms({ rows, items, nextDue }, directory),
      ...noticeAlarms(items, given, directory.bundle.roster),
    ]);
  return { ...head, nextDue, closeAt: earliestClosing(given) };
}

function earliestClosing(notices: readonly NoticeInsert[]): number | null {
  let earliest: number | null = null;
  for (const { close_at } of notices) if (earliest === null || close_at < earliest) earliest = close_at;
  return earliest;
}

interface LedgerInsert {
  seq: number;
  type: string;
  event_version: number;
  item_id: string | null;
  at: number;
  cause: string;
  cause_no: number;
  actor?: unknown;
  payload: unknown;
  recipients: readonly (readonly Recipient[])[];
  decided: DecidedBeside;
  prev_hash: string;
  hash: string;
}

function chain(
  at: LockedStream,
  { rows, outcomes }: Decision,
  notices: ReadonlyMap<number, readonly NoticeInsert[]>,
): LedgerInsert[] {
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
    const { type, version = 1, payload } = encodeEvent(row);
    const { item, cause, causeNo, actor } = row;
    const stored = { seq, type, version, item, at: row.at, cause, causeNo, payload, ...(actor && { actor }) };
    const hash = rowHash(previous, at.stream, stored, recipients, decided);
    const inserted: LedgerInsert = {
      seq,
      type,
      event_version: version,
      item_id: item ?? null,
      at: row.at,
      cause,
      cause_no: causeNo,
      ...(actor && { actor }),
      payload,
      recipients,
      decided,
      prev_hash: previous,
      hash,
    };
    previous = hash;
    return inserted;
  });
}

const LEDGER = `INSERT INTO ledger (plan_id, stream, seq, type, event_version, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash)
  SELECT $1, $2, r.seq, r.type, r.event_version, r.item_id, r.at, r.cause, r.cause_no, r.actor, r.payload, r.recipients, r.decided, r.prev_hash, r.hash
  FROM jsonb_to_recordset($3::jsonb) AS r (seq int, type text, event_version int, item_id text, at bigint, cause text, cause_no int,
    actor jsonb, payload jsonb, recipients jsonb, decided jsonb, prev_hash text, hash text)`;

/**
 * Adds or replaces items, of JSON rows ($3) of one stream ($2) of a plan ($1). An item's place is given once, when it is
 * registered; whatever is written of it lets a parked step be tried again.
 */
export const putItems = (
  table: string,
): string => `INSERT INTO ${table} (plan_id, id, stream, task, milestone, target, scope, village, township, primary_unit, status, deadline,
    original_deadline, deadline_version, suspended, ladder_exhausted, opened_at, closed_at, place, next_due, state_version, parked, state)
  SELECT $1, s.id, $2, s.task, s.milestone, s.target, s.scope, s.village, s.township, s."primaryUnit", s.status, s.deadline,
    s."originalDeadline", s."deadlineVersion", i.suspended, i."ladderExhausted", s."registeredAt", s."closedAt", i.place,
    s."nextDue", i.version, false, i.state
  FROM jsonb_to_recordset($3::jsonb) AS i (suspended boolean, "ladderExhausted" boolean, place int, version int, state jsonb),
    jsonb_to_record(i.state) AS s (id text, task int, milestone text, target text, scope text, village text, township text,
      "primaryUnit" text, status text, deadline date, "originalDeadline" date, "deadlineVersion" int, "registeredAt" bigint,
      "closedAt" bigint, "nextDue" bigint)
  ON CONFLICT (plan_id, id) DO UPDATE SET primary_unit = excluded.primary_unit, status = excluded.status, deadline = excluded.deadline,
    deadline_version = excluded.deadline_version, suspended = excluded.suspended, ladder_exhausted = excluded.ladder_exhausted,
    closed_at = excluded.closed_at, next_due = excluded.next_due, state_version = excluded.state_version, parked = false,
    state = excluded.state`;

/** Items as `putItems` takes them; the places of those that rows register are the rows' numbers. */
export function itemColumns(
  items: readonly ItemRow[],
  rows: readonly { readonly type: string; readonly item?: string | undefined; readonly seq: number }[],
): object[] {
  const places = new Map(rows.flatMap(({ type, item, seq }) => (type === "registered" ? [[item, seq] as const] : [])));
  return items.map((item) => ({ ...item, place: places.get(item.state.id) ?? 0, version: ITEM_STATE_VERSION }));
}

/**
 * Adds notices, as `putItems` does: what the ledger has of them beside their row is read there, so that it travels once and
 * not with every recipient.
 */
export const putNotices = (
  table: string,
): string => `INSERT INTO ${table} (plan_id, stream, seq, no, item_id, instrument, delivery, role, addressed_post, post, person,
    fallback_for, up_from, substitute_for, ladder, rung, deadline_version, repetition, at, plan_day, facts, close_at, group_key, list)
  SELECT $1, $2, n.seq, n.no, l.item_id, coalesce(n.instrument, d.instrument), d.delivery, n.role, n.addressed_post, n.post, n.person,
    n.fallback_for, n.up_from, n.substitute_for, d.rung ->> 'ladder', d.rung ->> 'id', (d.rung -> 'deadlineVersion')::int, (d.rung -> 'repetition')::int,
    l.at, n.plan_day, coalesce(n.facts, d.facts), d."closeAt", n.group_key, n.list
  FROM jsonb_to_recordset($3::jsonb) AS n (seq int, no int, draft int, instrument text, role text, addressed_post text, post text,
      person text, fallback_for text, up_from text, substitute_for text, plan_day date, facts jsonb, group_key text, list jsonb)
    JOIN ledger l ON l.plan_id = $1 AND l.stream = $2 AND l.seq = n.seq,
    jsonb_to_record(l.decided -> 'notices' -> n.draft) AS d (instrument text, delivery text, rung jsonb, facts jsonb, "closeAt" bigint)`;

/** What of a notice its ledger row does not have. */
export function noticeColumns(notice: NoticeInsert): object {
  const { seq, no, draft, role, addressed_post, post, person, fallback_for, up_from, substitute_for } = notice;
  const { plan_day, group_key, list } = notice;
  return {
    seq,
    no,
    draft,
    role,
    addressed_post,
    post,
    person,
    plan_day,
    group_key,
    ...(fallback_for !== null && { fallback_for }),
    ...(up_from !== null && { up_from }),
    ...(substitute_for !== null && { substitute_for }),
    ...(notice.recipient.instrument && { instrument: notice.instrument }),
    // A list's facts are each recipient's own.
    ...(list !== null && { list, facts: notice.facts }),
  };
}

/** Adds answers, as `putItems` does. */
export const putRequests = (table: string): string =>
  `INSERT INTO ${table} (plan_id, key, stream, outcome) SELECT $1, o ->> 'key', $2, o FROM jsonb_array_elements($3::jsonb) AS o`;

/** Adds messages that the stream sent, as `putItems` does; those that are there stay. */
export const putMessages = (table: string): string => `INSERT INTO ${table} (plan_id, key, from_stream, to_stream, body)
  SELECT $1, m ->> 'key', $2, m ->> 'to', m -> 'body' FROM jsonb_array_elements($3::jsonb) AS m ON CONFLICT DO NOTHING`;

const APPLIED = "UPDATE message SET applied = true WHERE plan_id = $1 AND to_stream = $2 AND key = ANY($3)";

/** Batches go through one statement each: one JSON parameter is the fastest way in. */
async function insertRows(
  connection: Connection,
  { planId, stream }: LockedStream,
  decision: Decision,
  rows: readonly LedgerInsert[],
  notices: readonly NoticeInsert[],
  applied: readonly string[],
): Promise<void> {
  const put = async (sql: string, list: readonly unknown[]): Promise<void> => {
    if (list.length > 0) await connection.query(sql, [planId, stream, JSON.stringify(list)]);
  };
  await put(LEDGER, rows);
  const registered = rows.map(({ type, item_id, seq }) => ({ type, seq, ...(item_id !== null && { item: item_id }) }));
  await put(putItems("item"), itemColumns(decision.items, registered));
  await put(putNotices("notice"), notices.map(noticeColumns));
  // What was refused altogether leaves no answer: asked again it is decided anew.
  await put(
    putRequests("request"),
    decision.outcomes.filter(({ items }) => items.length > 0),
  );
  await put(putMessages("message"), decision.messages);
  if (applied.length > 0) await connection.query(APPLIED, [planId, stream, applied]);
}

const HEAD = `UPDATE stream SET seq = $3, head_hash = $4, calendar = $5, event_types = $6, ahead_seq = NULL,
    next_due = CASE WHEN $7 THEN (SELECT min(next_due) FROM item
      WHERE plan_id = $1 AND item.stream = $2 AND closed_at IS NULL AND NOT parked) ELSE $8 END
  WHERE plan_id = $1 AND name = $2 RETURNING next_due`;

async function writeHead(
  connection: Connection,
  at: LockedStream,
  { rows, calendar, nextDue }: Decision,
  { seq, hash }: Head,
): Promise<number | null> {
  const types = [...new Set([...at.eventTypes, ...rows.map(eventTypeOf)])].sort();
  const ofItems = nextDue === "items";
  const own = ofItems || nextDue === at.parkedDue ? null : nextDue;
  const { rows: written } = await connection.query<{ next_due: number | null }>(HEAD, [
    at.planId,
    at.stream,
    seq,
    hash,
    calendar,
    types,
    ofItems,
    own,
  ]);
  if (rows.length > 0)
    await connection.query("SELECT pg_notify($1, $2)", [LEDGER_CHANNEL, `${at.planId} ${at.stream} ${seq}`]);
  return written[0]?.next_due ?? null;
}
