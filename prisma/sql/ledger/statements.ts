/** Statements on the ledger and its streams: recording, following, telling. */
import type { AtRest, Climbs } from "../../../domain/items/item-row.js";
import type { ItemStatus } from "../../../domain/items/work-item.js";
import type { Actor, Outcome } from "../../../domain/ledger/record.js";
import type { Recipient } from "../../../domain/people/recipients.js";
import type { ItemCount } from "../../../domain/streams/kind.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import type { MonthStreamInfo, RoundStreamInfo, TaskStreamInfo } from "../../../domain/streams/streams.js";
import {
  bool,
  date,
  int4,
  int4s,
  int8,
  jsonb,
  nullable,
  present,
  recordset,
  recordsetText,
  text,
  texts,
  timestamptz,
} from "../columns.js";
import { statement } from "../statement.js";

const stored = {
  seq: int4(),
  type: text(),
  version: int4(),
  item: nullable(text()),
  at: int8(),
  cause: text(),
  causeNo: int4(),
  actor: nullable(jsonb<Actor>()),
  payload: jsonb<Readonly<Record<string, unknown>>>(),
};

const row = { stream: text(), ...stored, recipients: jsonb<readonly (readonly Recipient[])[]>() };

const feed = {
  params: {
    planId: text(),
    streams: texts(),
    places: int4s(),
    limit: int8(),
    items: nullable(texts()),
    unsigned: texts(),
  },
  rows: { ...row, previousHash: text(), hash: text(), recordedAt: timestamptz() },
};

export const rowsAfter = statement("ledger/rows-after", feed);

export const rowsBefore = statement("ledger/rows-before", feed);

export const alikeRows = statement("ledger/alike-rows", {
  params: { planId: text(), streams: texts(), seqs: int4s(), items: nullable(texts()) },
  rows: { stream: text(), seq: int4(), first: int4(), count: int8() },
});

/** `causes`: `order/<key>`. */
export const orderEffects = statement("ledger/order-effects", {
  params: { planId: text(), causes: texts() },
  rows: { order: text(), streams: int8(), items: int8() },
});

export const newRows = statement("ledger/new-rows", {
  params: { planId: text(), streams: texts(), seen: int4s() },
  rows: row,
});

// Advancing a stream.

const stream = { planId: text(), stream: text() };

export const lockStream = statement("ledger/lock-stream", {
  params: stream,
  rows: {
    seq: int4(),
    hash: text(),
    calendar: int4(),
    nextDue: nullable(int8()),
    eventTypes: texts(),
    parkedDue: nullable(int8()),
    isStopped: bool(),
  },
  plannedOnce: true,
});

export const beginStream = statement("ledger/begin-stream", { params: stream });

export const announceStreams = statement("ledger/announce-streams", {
  params: { planId: text(), rows: recordset({ name: text(), due: int8() }) },
});

export const headSince = statement("ledger/head-since", {
  params: { ...stream, seq: int4() },
  rows: { seq: int4(), hash: text(), hashThen: nullable(text()), versions: present(text()) },
  plannedOnce: true,
});

export const hashAt = statement("ledger/hash-at", { params: { ...stream, seq: int4() }, rows: { hash: text() } });

export const readAround = statement("ledger/read-around", {
  params: { ...stream, commands: texts(), messages: texts() },
  rows: {
    documents: nullable(text()),
    mode: nullable(text<"live" | "rehearsal">()),
    databaseNow: int8(),
    outcomes: jsonb<readonly Outcome[]>(),
    messages: jsonb<readonly { readonly key: string; readonly body: unknown }[]>(),
  },
  plannedOnce: true,
});

export const itemsToDecide = statement("ledger/items-to-decide", {
  params: { ...stream, ids: texts(), allOpen: bool(), due: bool(), now: int8(), only: nullable(texts()) },
  rows: {
    id: text(),
    state: jsonb<AtRest>(),
    climbs: jsonb<Climbs>(),
    nextDue: nullable(int8()),
    beyondCalendar: nullable(int4()),
    version: int4(),
  },
});

export const streamRows = statement("ledger/stream-rows", {
  params: { ...stream, after: int4(), items: nullable(texts()) },
  rows: stored,
});

export const hasUnsettledStreams = statement("ledger/has-unsettled-streams", {
  params: { planId: text(), except: text(), upTo: int8() },
  rows: { unsettled: bool() },
});

export const messagesUnderWay = statement("ledger/messages-under-way", {
  params: stream,
  rows: { to: text(), key: text() },
});

export const begunStreams = statement("ledger/begun-streams", { params: { planId: text() }, rows: { name: text() } });

export const openClosing = statement("ledger/open-closing", { params: stream, rows: { next: nullable(int8()) } });

export const countOpenItems = statement("ledger/count-open-items", {
  params: stream,
  rows: { status: text<ItemStatus>(), suspended: bool(), count: int4(), beyondCalendar: nullable(int4()) },
});

export const dueItems = statement("ledger/due-items", { params: { ...stream, now: int8() }, rows: { id: text() } });

export const parkItem = statement("ledger/park-item", { params: { planId: text(), item: text() } });

export const settleNextDue = statement("ledger/settle-next-due", { params: stream });

export const parkStream = statement("ledger/park-stream", { params: stream });

// Appending.

/** `after`, `previous`: the stream's last row before these and its hash; `rows`: a JSON text, each row as it was hashed. */
export const insertRows = statement("ledger/insert-rows", {
  params: {
    ...stream,
    after: int4(),
    previous: text(),
    rows: recordsetText({
      seq: int4(),
      type: text(),
      version: nullable(int4()),
      item: nullable(text()),
      at: int8(),
      cause: text(),
      causeNo: int4(),
      actor: nullable(jsonb<Actor>()),
      payload: jsonb<unknown>(),
      recipients: jsonb<readonly (readonly Recipient[])[]>(),
      decided: jsonb<unknown>(),
      hash: text(),
    }),
  },
  plannedOnce: true,
});

/** A batch goes through one statement: one JSON parameter is the fastest way in. */
const batch = { params: { ...stream, rows: jsonb<readonly unknown[]>() } };

export const putItems = statement("ledger/put-items", batch);
export const climbItems = statement("ledger/climb-items", { ...batch, plannedOnce: true });
export const putNoticeBatches = statement("ledger/put-notice-batches", batch);
export const putRequests = statement("ledger/put-requests", { ...batch, plannedOnce: true });
export const putMessages = statement("ledger/put-messages", batch);

export const applyMessages = statement("ledger/apply-messages", { params: { ...stream, keys: texts() } });

export const writeHead = statement("ledger/write-head", {
  params: {
    ...stream,
    seq: int4(),
    hash: text(),
    calendar: int4(),
    eventTypes: texts(),
    ofItems: bool(),
    nextDue: nullable(int8()),
  },
  rows: {
    nextDue: nullable(int8()),
    messages: jsonb<readonly { readonly to: string; readonly key: string }[]>(),
    counts: jsonb<readonly ItemCount[]>(),
  },
  plannedOnce: true,
});

/** `said`: what is said of each append, one by one. */
export const tellAppends = statement("ledger/tell-appends", {
  params: { channel: text(), said: texts() },
  rows: { told: int4() },
});

// Where a plan's streams stand.

export const earliestDue = statement("ledger/earliest-due", {
  params: { planId: text(), plan: text() },
  rows: { tasks: nullable(int8()), plan: nullable(int8()) },
});

export const dueStreams = statement("ledger/due-streams", {
  params: { planId: text(), upTo: int8() },
  rows: { name: text() },
});

export const taskStreamsBegun = statement("ledger/task-streams-begun", {
  params: { planId: text(), plan: text() },
  rows: {
    at: int8(),
    streams: nullable(jsonb<readonly TaskStreamInfo[]>()),
    order: nullable(jsonb<PlanOrder>()),
    round: nullable(jsonb<RoundStreamInfo>()),
    month: nullable(jsonb<MonthStreamInfo>()),
    missed: bool(),
  },
});

export const streamHeads = statement("ledger/stream-heads", {
  params: { planId: text() },
  rows: { stream: text(), seq: int4(), hash: text(), nextDue: nullable(int8()) },
});

export const openMessages = statement("ledger/open-messages", {
  params: { planId: text() },
  rows: { key: text(), from: text(), to: text() },
});

export const orderEffect = statement("ledger/order-effect", {
  params: { planId: text(), cause: text() },
  rows: { streams: int4(), items: int4() },
});

const clock = { version: int4(), now: int8() };

export const moveClock = statement("ledger/move-clock", { params: { planId: text(), now: int8() }, rows: clock });

export const readClock = statement("ledger/read-clock", { params: { planId: text() }, rows: clock });

export const planNow = statement("ledger/plan-now", { params: { planId: text() }, rows: { now: nullable(int8()) } });

// A database restored from an older back-up.

export const noteRestored = statement("ledger/note-restored", { params: { ...stream, ahead: int4() } });

export const restoredStreams = statement("ledger/restored-streams", {
  params: {},
  rows: { plan: text(), stream: text(), head: int4(), ahead: present(int4()) },
});

// What derived rows are made of.

export const streamsOfRows = statement("ledger/streams-of-rows", {
  params: { planId: text() },
  rows: { stream: text() },
});

export const sourceRows = statement("ledger/source-rows", {
  params: stream,
  rows: {
    ...stored,
    recipients: jsonb<readonly (readonly Recipient[])[]>(),
    decided: nullable(jsonb<Readonly<Record<string, unknown>>>()),
    append: int4(),
  },
});

export const noteStopped = statement("ledger/note-stopped", {
  params: { planId: text(), stream: text(), why: text() },
});

export const clearStopped = statement("ledger/clear-stopped", { params: { planId: text(), stream: text() } });

/** `lateAfter`: milliseconds. */
export const stoppedStreams = statement("ledger/stopped-streams", {
  params: { lateAfter: int8() },
  rows: { plan: text(), stream: text(), since: timestamptz(), why: nullable(text()) },
});

export const chainRows = statement("ledger/chain-rows", {
  params: { planId: text(), stream: text(), after: int4(), limit: int8() },
  rows: {
    seq: int4(),
    type: text(),
    event_version: int4(),
    item_id: nullable(text()),
    at: int8(),
    cause: text(),
    cause_no: int4(),
    actor: nullable(jsonb<never>()),
    payload: jsonb<Record<string, unknown>>(),
    recipients: jsonb<unknown>(),
    decided: nullable(jsonb<object>()),
    prev_hash: text(),
    hash: text(),
  },
});

export const realClock = statement("ledger/real-clock", {
  params: { planId: text() },
  rows: { mode: text<"live" | "rehearsal">(), databaseNow: int8() },
});

export const lastListed = statement("ledger/last-listed", {
  params: { planId: text(), stream: text(), before: int8() },
  rows: { at: nullable(int8()) },
});

/** `offset`: minutes east of UTC. */
export const readDeliveries = statement("ledger/read-deliveries", {
  params: {
    planId: text(),
    wanted: recordset({ item: text(), document_no: text() }),
    rehearsal: bool(),
    offset: int4(),
  },
  rows: { item: present(text()), day: nullable(date()) },
});
