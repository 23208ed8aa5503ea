/**
 * Recording: an append to a stream's ledger with an expected sequence number, in one short transaction that locks the
 * stream's row. See design.md, "Recording is an append with expected version".
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type {
  Actor,
  ItemRow,
  LedgerRow,
  NewRow,
  Outcome,
  RecordAnswer,
  RecordRequest,
} from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { raiseAlarms } from "../alarms/alarm-store.js";
import { LEDGER_COLUMNS, ledgerRow } from "./ledger-row.js";
import {
  calendarAlarms,
  type DecidedNotice,
  decidedNotices,
  noticeAlarms,
  type NoticeInsert,
  resolveNotices,
} from "../notices/notices.js";
import { DirectoryCache } from "../plans/plan-store.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { noteRestored, type RestoredStream, restoredWords } from "./restored.js";

/** The ledger ends before what the caller has recorded: the database was restored from an older back-up. Permanent. */
export class LedgerRestored extends Error {
  constructor(readonly restored: RestoredStream) {
    super(restoredWords(restored).en);
    this.name = "LedgerRestored";
  }
}

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

interface Head {
  readonly seq: number;
  readonly head_hash: string;
}

interface LedgerInsert {
  seq: number;
  type: string;
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

export class LedgerStore {
  constructor(
    private readonly pool: Pool,
    private readonly directories: DirectoryCache = new DirectoryCache(pool),
  ) {}

  /** Appends, or says what the caller does not know. Throws LedgerRestored, once that is noted and alarmed. */
  async record(request: RecordRequest): Promise<RecordAnswer> {
    try {
      return await this.append(request);
    } catch (error) {
      if (error instanceof LedgerRestored) await noteRestored(this.pool, error.restored);
      throw error;
    }
  }

  private async append(request: RecordRequest): Promise<RecordAnswer> {
    const directory = request.rows.some((row) => row.notices) ? await this.directories.get(request.planId) : null;
    return inTransaction(this.pool, async (connection) => {
      const head = await lockStream(connection, request);
      if (head.seq < request.expectedSeq) {
        const { planId: plan, stream, expectedSeq: ahead } = request;
        throw new LedgerRestored({ plan, stream, head: head.seq, ahead });
      }
      const outcomes = await recordedOutcomes(connection, request);
      if (head.seq > request.expectedSeq || outcomes.length > 0) {
        const closeAt = await openClosing(connection, request);
        const earlier = await earlierAttempt(connection, request, head);
        if (earlier) return { kind: "appended", seq: head.seq, closeAt };
        return { kind: "behind", seq: head.seq, rows: [], outcomes, closeAt };
      }
      const places = new Map(request.items.map(({ state }) => [state.id, state]));
      const notices = directory ? await resolveNotices(connection, request, places, directory) : new Map();
      const rows = chain(request, head, notices);
      const given = [...notices.values()].flat();
      await insertRows(connection, request, rows, given);
      if (directory)
        await raiseAlarms(connection, request.planId, [
          ...calendarAlarms(request, directory),
          ...noticeAlarms(request, given, directory.bundle.roster),
        ]);
      await writeHead(connection, request, rows.at(-1) ?? null, head);
      return { kind: "appended", seq: head.seq + rows.length, closeAt: earliestClosing(given) };
    });
  }

  /** All rows of a stream, in order. */
  async readStream(planId: string, stream: string): Promise<LedgerRow[]> {
    const { rows } = await this.pool.query(
      `SELECT ${LEDGER_COLUMNS} FROM ledger WHERE plan_id = $1 AND stream = $2 ORDER BY seq`,
      [planId, stream],
    );
    return rows.map(ledgerRow);
  }

  /** The recorded answer to a request's key, or null. */
  async findOutcome(planId: string, key: string): Promise<Outcome | null> {
    const { rows } = await this.pool.query("SELECT outcome FROM request WHERE plan_id = $1 AND key = $2", [
      planId,
      key,
    ]);
    return rows[0]?.outcome ?? null;
  }
}

async function lockStream(connection: Connection, request: RecordRequest): Promise<Head> {
  await connection.query("INSERT INTO stream (plan_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    request.planId,
    request.stream,
  ]);
  const { rows } = await connection.query<Head>(
    "SELECT seq, head_hash FROM stream WHERE plan_id = $1 AND name = $2 FOR UPDATE",
    [request.planId, request.stream],
  );
  return rows[0] as Head;
}

async function recordedOutcomes(connection: Connection, request: RecordRequest): Promise<Outcome[]> {
  if (request.askedKeys.length === 0) return [];
  const { rows } = await connection.query("SELECT outcome FROM request WHERE plan_id = $1 AND key = ANY($2)", [
    request.planId,
    request.askedKeys,
  ]);
  return rows.map((row) => row.outcome);
}

/** An attempt of this very request that committed although its caller was told nothing: the same causes at the same places. */
async function earlierAttempt(connection: Connection, request: RecordRequest, head: Head): Promise<boolean> {
  if (request.rows.length === 0 || head.seq !== request.expectedSeq + request.rows.length) return false;
  const { rows } = await connection.query(
    "SELECT cause, cause_no FROM ledger WHERE plan_id = $1 AND stream = $2 AND seq > $3 ORDER BY seq",
    [request.planId, request.stream, request.expectedSeq],
  );
  return request.rows.every((row, index) => rows[index]?.cause === row.cause && rows[index]?.cause_no === row.causeNo);
}

/** The earliest closing of the stream's notices that have no letter yet. */
async function openClosing(connection: Connection, request: RecordRequest): Promise<number | null> {
  const { rows } = await connection.query(
    "SELECT min(close_at) AS next FROM notice WHERE plan_id = $1 AND stream = $2 AND letter_id IS NULL",
    [request.planId, request.stream],
  );
  return rows[0]?.next ?? null;
}

function earliestClosing(notices: readonly NoticeInsert[]): number | null {
  let earliest: number | null = null;
  for (const { close_at } of notices) if (earliest === null || close_at < earliest) earliest = close_at;
  return earliest;
}

function chain(
  request: RecordRequest,
  head: Head,
  notices: ReadonlyMap<number, readonly NoticeInsert[]>,
): LedgerInsert[] {
  let previous = head.head_hash;
  const refused = new Map<string, Outcome["refused"]>(
    request.outcomes.flatMap((outcome) =>
      outcome.refused.length > 0 ? [[`cmd/${outcome.key}`, outcome.refused] as const] : [],
    ),
  );
  return request.rows.map((row: NewRow, index) => {
    const seq = head.seq + index + 1;
    // Grouped by notice: who was told what is part of what the chain protects.
    const recipients = (row.notices ?? []).map((_, no) =>
      (notices.get(index) ?? []).filter((notice) => notice.draft === no).map((notice) => notice.recipient),
    );
    const left = row.causeNo === 0 ? refused.get(row.cause) : undefined;
    const decided: DecidedBeside = {
      ...(row.notices && { notices: decidedNotices(row, notices.get(index) ?? []) }),
      ...(left && { refused: left }),
    };
    const hash = rowHash(previous, request.stream, { ...row, seq }, recipients, decided);
    const inserted: LedgerInsert = {
      seq,
      type: row.type,
      item_id: row.item ?? null,
      at: row.at,
      cause: row.cause,
      cause_no: row.causeNo,
      ...(row.actor && { actor: row.actor }),
      payload: row.payload,
      recipients,
      decided,
      prev_hash: previous,
      hash,
    };
    previous = hash;
    return inserted;
  });
}

const LEDGER = `INSERT INTO ledger (plan_id, stream, seq, type, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash)
  SELECT $1, $2, r.seq, r.type, r.item_id, r.at, r.cause, r.cause_no, r.actor, r.payload, r.recipients, r.decided, r.prev_hash, r.hash
  FROM jsonb_to_recordset($3::jsonb) AS r (seq int, type text, item_id text, at bigint, cause text, cause_no int,
    actor jsonb, payload jsonb, recipients jsonb, decided jsonb, prev_hash text, hash text)`;

/** Adds or replaces items, of JSON rows ($3) of one stream ($2) of a plan ($1). */
export const putItems = (
  table: string,
): string => `INSERT INTO ${table} (plan_id, id, stream, task, milestone, target, scope, village, township, primary_unit, status, deadline,
    original_deadline, deadline_version, suspended, ladder_exhausted, opened_at, closed_at, state)
  SELECT $1, s.id, $2, s.task, s.milestone, s.target, s.scope, s.village, s.township, s."primaryUnit", s.status, s.deadline,
    s."originalDeadline", s."deadlineVersion", i.suspended, i."ladderExhausted", s."registeredAt", s."closedAt", i.state
  FROM jsonb_to_recordset($3::jsonb) AS i (suspended boolean, "ladderExhausted" boolean, state jsonb),
    jsonb_to_record(i.state) AS s (id text, task int, milestone text, target text, scope text, village text, township text,
      "primaryUnit" text, status text, deadline date, "originalDeadline" date, "deadlineVersion" int, "registeredAt" bigint, "closedAt" bigint)
  ON CONFLICT (plan_id, id) DO UPDATE SET primary_unit = excluded.primary_unit, status = excluded.status, deadline = excluded.deadline,
    deadline_version = excluded.deadline_version, suspended = excluded.suspended, ladder_exhausted = excluded.ladder_exhausted,
    closed_at = excluded.closed_at, state = excluded.state`;

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

/** Batches go through one statement each: one JSON parameter is the fastest way in (dependencies.md). */
async function insertRows(
  connection: Connection,
  request: RecordRequest,
  rows: readonly LedgerInsert[],
  notices: readonly NoticeInsert[],
): Promise<void> {
  const place = [request.planId, request.stream];
  const put = async (sql: string, list: readonly unknown[]): Promise<void> => {
    if (list.length > 0) await connection.query(sql, [...place, JSON.stringify(list)]);
  };
  await put(LEDGER, rows);
  await put(putItems("item"), request.items satisfies readonly ItemRow[]);
  await put(putNotices("notice"), notices.map(noticeColumns));
  await put(putRequests("request"), request.outcomes);
  await put(putMessages("message"), request.messagesOut);
  if (request.messagesApplied.length > 0) {
    await connection.query(
      "UPDATE message SET applied = true WHERE plan_id = $1 AND to_stream = $2 AND key = ANY($3)",
      [...place, request.messagesApplied],
    );
  }
}

async function writeHead(
  connection: Connection,
  request: RecordRequest,
  last: LedgerInsert | null,
  head: Head,
): Promise<void> {
  await connection.query(
    "UPDATE stream SET seq = $3, head_hash = $4, next_due = $5, acked_seq = greatest(acked_seq, $6), ahead_seq = NULL WHERE plan_id = $1 AND name = $2",
    [
      request.planId,
      request.stream,
      last?.seq ?? head.seq,
      last?.hash ?? head.head_hash,
      request.nextDue,
      request.expectedSeq,
    ],
  );
  if (last)
    await connection.query("SELECT pg_notify($1, $2)", [
      LEDGER_CHANNEL,
      `${request.planId} ${request.stream} ${last.seq}`,
    ]);
}
