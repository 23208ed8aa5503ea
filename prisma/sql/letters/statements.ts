/** Statements on letters: closing, sending, reading what they say. */
import type { Instrument, RungInstrument } from "../../../domain/instruments/instruments.js";
import { CHANNELS, type Channel, type Choice } from "../../../domain/letters/channels.js";
import type { ListedItem } from "../../../domain/letters/long-overdue.js";
import { DELIVERY_STATES, LETTER_KINDS, LETTER_STATES, type LetterKind } from "../../../domain/letters/letter.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { Facts } from "../../../domain/letters/letter-model.js";
import {
  bool,
  date,
  float8,
  int4,
  int8,
  json,
  jsonb,
  nullable,
  oneOf,
  present,
  recordset,
  text,
  texts,
} from "../columns.js";
import { statement } from "../statement.js";

const state = () => oneOf("letter_state", LETTER_STATES);
const kind = () => oneOf("letter_kind", LETTER_KINDS);
const channel = () => oneOf("channel", CHANNELS);
const deliveryState = () => oneOf("delivery_state", DELIVERY_STATES);

/** A claim: the letter, and the number of the lease under which its sender has it. */
const claim = { id: text(), lease: int4() };

// Sending.

export const lockLetters = statement("letters/lock-letters", {
  params: { planId: text(), ids: texts() },
  rows: {
    id: text(),
    state: state(),
    person: nullable(text()),
    instrument: text<Instrument>(),
    plan_day: date(),
    closed_at: int8(),
    document_no: nullable(text()),
  },
});

export const requeueLetter = statement("letters/requeue-letter", {
  params: { planId: text(), id: text() },
});

export const requeueDeliveries = statement("letters/requeue-deliveries", {
  params: { planId: text(), letter: text(), by: texts<Channel>() },
});

export const returnDelivery = statement("letters/return-delivery", {
  params: { planId: text(), letter: text(), channel: channel(), why: text() },
});

export const returnLetter = statement("letters/return-letter", {
  params: { planId: text(), id: text(), why: text() },
  rows: { id: text() },
});

export const leaveLetter = statement("letters/leave-letter", {
  params: { planId: text(), id: text(), why: text(), state: state() },
});

export const markDeliveredLettersSent = statement("letters/mark-delivered-letters-sent", {
  params: { planId: text(), ids: texts() },
});

export const listDueChannels = statement("letters/list-due-channels", {
  params: { planId: text() },
  rows: { channel: channel() },
});

export const claimDeliveries = statement("letters/claim-deliveries", {
  params: { planId: text(), channel: channel(), limit: int8(), lease: float8() },
  rows: claim,
});

export const renewDeliveryLeases = statement("letters/renew-delivery-leases", {
  params: { planId: text(), channel: channel(), claims: recordset(claim), lease: float8() },
  rows: { id: text() },
});

export const releaseDeliveries = statement("letters/release-deliveries", {
  params: { planId: text(), channel: channel(), claims: recordset(claim) },
});

export const postponeDeliveries = statement("letters/postpone-deliveries", {
  params: {
    planId: text(),
    channel: channel(),
    failures: recordset({ ...claim, error: text() }),
    pause: float8(),
  },
});

export const pauseChannel = statement("letters/pause-channel", {
  params: { planId: text(), channel: channel(), pause: float8() },
});

export const claimUnconfiguredDeliveries = statement("letters/claim-unconfigured-deliveries", {
  params: { planId: text(), configured: texts<Channel>(), waited: int4() },
  rows: { ...claim, channel: channel() },
});

export const nextDeliveryClaim = statement("letters/next-delivery-claim", {
  params: { planId: text(), configured: texts<Channel>(), waited: int4(), lookAgain: float8() },
  rows: { wait: nullable(float8()), due: int4() },
});

export const settleDeliveries = statement("letters/settle-deliveries", {
  params: {
    planId: text(),
    channel: channel(),
    results: recordset({
      ...claim,
      kind: text<"accepted" | "later" | "refused">(),
      receipt: nullable(text()),
      error: nullable(text()),
      after: nullable(float8()),
    }),
    giveUpAfter: int4(),
    giveUpTries: int4(),
    firstPause: float8(),
    longestPause: float8(),
  },
  rows: { id: text(), state: deliveryState() },
});

export const listDeliveries = statement("letters/list-deliveries", {
  params: { planId: text(), letters: texts() },
  rows: { letter: text(), channel: channel(), state: deliveryState(), error: nullable(text()) },
});

export const addDeliveries = statement("letters/add-deliveries", {
  params: { planId: text(), deliveries: recordset({ letter: text(), channel: channel(), place: int4() }) },
});

export const readChannelChoices = statement("letters/read-channel-choices", {
  params: { planId: text() },
  rows: {
    mode: oneOf("plan_mode", ["live", "rehearsal"]),
    choices: nullable(jsonb<Readonly<Record<string, readonly Choice[]>>>()),
  },
});

// On paper.

export const addHandDelivery = statement("letters/add-hand-delivery", {
  params: {
    planId: text(),
    letter: text(),
    receivedBy: text(),
    receivedOn: date(),
    deliveredBy: text(),
    accountId: text(),
  },
});

export const markLetterHandedOver = statement("letters/mark-letter-handed-over", {
  params: { planId: text(), id: text() },
});

// Closing.

export const listClosings = statement("letters/list-closings", {
  params: { planId: text(), upTo: int8() },
  rows: { close_at: int8() },
});

export const nextClosing = statement("letters/next-closing", {
  params: { planId: text() },
  rows: { next: nullable(int8()) },
});

export const isUnsettled = statement("letters/is-unsettled", {
  params: { planId: text(), upTo: int8(), recent: int8(), now: int8() },
  rows: { unsettled: bool() },
});

/** A batch of notices: stream, append, and its place among those of the append. */
export type NoticeBatchKey = readonly [stream: string, append: number, batch: number];

export const groupOpenNotices = statement("letters/group-open-notices", {
  params: { planId: text(), upTo: int8(), alarms: text() },
  rows: {
    group_key: text(),
    close_at: int8(),
    instrument: text<Instrument>(),
    delivery: text<LetterKind>(),
    person: nullable(text()),
    post: text(),
    document_no: nullable(text()),
    addressed: bool(),
    batches: jsonb<readonly NoticeBatchKey[]>(),
    notices: jsonb<readonly unknown[]>(),
  },
});

export const nextSupplements = statement("letters/next-supplements", {
  params: { planId: text(), groups: texts() },
  rows: { group_key: text(), next: int4() },
});

export const insertLetters = statement("letters/insert-letters", {
  params: {
    planId: text(),
    letters: recordset({
      id: text(),
      group_key: text(),
      supplement: int4(),
      instrument: text<Instrument>(),
      delivery: kind(),
      person: nullable(text()),
      post: text(),
      plan_day: date(),
      closed_at: int8(),
      document_no: nullable(text()),
      message_id: text(),
      state: state(),
      notices: jsonb<readonly unknown[]>(),
      batches: jsonb<readonly NoticeBatchKey[]>(),
    }),
  },
});

/** `heads`: by stream, the last row of which notices have been read. */
export const readClosing = statement("letters/read-closing", {
  params: { planId: text(), alarms: text() },
  rows: { upTo: nullable(int8()), heads: jsonb<Readonly<Record<string, number>>>() },
});

export const writeClosing = statement("letters/write-closing", {
  params: { planId: text(), upTo: int8(), heads: jsonb<Readonly<Record<string, number>>>() },
});

// Drafts.

export const listWaitingDrafts = statement("letters/list-waiting-drafts", {
  params: { planId: text() },
  rows: { id: text() },
});

export const supersedeDrafts = statement("letters/supersede-drafts", {
  params: { planId: text(), waiting: texts() },
});

/** One of a draft's steps. */
export interface DraftStep {
  readonly stream: string;
  readonly item: string;
  readonly rung: string;
  readonly version: number;
}

export const listDrafts = statement("letters/list-drafts", {
  params: { planId: text(), ids: nullable(texts()) },
  rows: {
    letter: text(),
    instrument: text<Instrument>(),
    post: present(text()),
    planDay: date(),
    steps: jsonb<readonly DraftStep[]>(),
  },
});

// Reading.

export const readLetters = statement("letters/read-letters", {
  params: { planId: text(), ids: texts() },
  rows: {
    id: text(),
    message_id: text(),
    instrument: text<Instrument>(),
    delivery: kind(),
    plan_day: date(),
    closed_at: int8(),
    supplement: int4(),
    document_no: nullable(text()),
    person: nullable(text()),
  },
});

export const listLettersOfNumbers = statement("letters/list-letters-of-numbers", {
  params: { planId: text(), numbers: texts() },
  rows: { id: text(), documentNo: present(text()), instrument: text<Instrument>() },
});

export const readLetterNotices = statement("letters/read-letter-notices", {
  params: { planId: text(), letters: texts() },
  rows: {
    letter_id: text(),
    stream: text(),
    seq: int4(),
    no: int4(),
    role: text<"to" | "copy">(),
    addressed_post: text(),
    post: text(),
    fallback_for: nullable(text()),
    up_from: nullable(text()),
    substitute_for: nullable(text()),
    item_id: nullable(text()),
    ladder: nullable(text()),
    repetition: nullable(int4()),
    facts: jsonb<Facts>(),
    list: nullable(jsonb<readonly ListedItem[]>()),
  },
});

export const readItemPlaces = statement("letters/read-item-places", {
  params: { planId: text(), ids: texts() },
  rows: {
    id: text(),
    task: int4(),
    milestone: text(),
    village: nullable(text()),
    township: nullable(text()),
    primary_unit: text(),
  },
});

/** `alarms`: the stream of notices that tell of alarms. */
export const readCopiedPosts = statement("letters/read-copied-posts", {
  params: { planId: text(), letters: texts(), alarms: text() },
  rows: { letter: present(text()), post: present(text()) },
});

export const readHistory = statement("letters/read-history", {
  params: { planId: text(), items: texts(), instruments: texts<RungInstrument>() },
  rows: { item_id: present(text()), instrument: text<RungInstrument>(), days: present(json<readonly string[]>()) },
});

export const listCalls = statement("letters/list-calls", {
  params: { planId: text(), at: nullable(int8()), stream: text(), seq: int4(), limit: int8() },
  rows: {
    stream: text(),
    seq: int4(),
    at: int8(),
    item: present(text()),
    actor: present(jsonb<Actor>()),
    to: text(),
    text: text(),
  },
});

export const listLettersWithin = statement("letters/list-letters-within", {
  params: { planId: text(), posts: texts(), person: nullable(text()) },
  rows: { id: text() },
});

export const measureLetters = statement("letters/measure-letters", {
  params: { planId: text(), letters: texts() },
  rows: {
    letter: text(),
    notices: int4(),
    items: int4(),
    package: bool(),
    pairedPackage: bool(),
    resumed: bool(),
    reopened: bool(),
    newHolder: bool(),
    cancelled: bool(),
    closing: bool(),
    proposedGrant: bool(),
    decides: bool(),
    month: bool(),
    posts: texts(),
  },
});
