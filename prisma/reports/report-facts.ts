/**
 * What a rehearsal's report is made of, as counted by the database: one statement each, all in one order that does not
 * depend on how rows came in. Nothing here is in words; rehearsal/report makes the model of it.
 */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { compareText } from "../../domain/ledger/canonical.js";
import { decodeItemRow, type ItemRowOf } from "../../domain/ledger/codec.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { ALARMS } from "../alarms/alarm-letters.js";
import { type Alarm, listAlarms } from "../alarms/alarm-store.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
import { clientOf } from "../database/client.js";
import { dayOf, fromJson } from "../database/columns.js";
import * as sql from "../sql/reports/statements.js";
import type { Pool } from "../database/pool.js";

/** Notices to one post in one month by one instrument. A draft is no notice before it is signed. */
export interface NoticeCount {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly instrument: Instrument;
  readonly role: "to" | "copy";
  /** The post whose holder got it. */
  readonly post: string;
  readonly count: number;
  readonly first: PlanDate;
  readonly last: PlanDate;
}

/** Notices about one item by one instrument. */
export interface ItemNotices {
  readonly item: string;
  readonly instrument: Instrument;
  readonly count: number;
  readonly first: PlanDate;
  readonly last: PlanDate;
}

/** 呈阅件 about one item to one recipient. */
export interface Escalation {
  readonly item: string;
  /** By the deadline's own ladder; else about an instruction that stays unanswered. */
  readonly ofDeadline: boolean;
  readonly addressed: string;
  /** The post whose holder got it. */
  readonly post: string;
  readonly times: number;
  readonly first: PlanDate;
  readonly last: PlanDate;
  /** Working days overdue when the first one went out, as the ledger states them. */
  readonly overdueAtFirst: number;
  /** `addressed` was vacant. */
  readonly fellBack: boolean;
}

/** Ledger rows of one type; `detail` tells kinds of it apart (why skipped, applied for late, granted). */
export interface StepCount {
  readonly type: string;
  readonly detail: string | null;
  readonly count: number;
  readonly items: number;
}

/** Steps of instruments that the office signs. */
export interface DraftCount {
  readonly instrument: Instrument;
  readonly type:
    | "instrumentDrafted"
    | "instrumentSigned"
    | "instrumentLapsed"
    | "instrumentWithdrawn"
    | "instrumentHeld";
  readonly count: number;
}

/** What an item's part of the ledger amounts to. */
export interface ItemLedger {
  readonly item: string;
  readonly rows: number;
  /** Different types of rows: how much happened. */
  readonly types: number;
  readonly returns: number;
  readonly extensionsRequested: number;
  readonly extensionsGranted: number;
  /** A rung of the deadline's ladder fired after the deadline. */
  readonly climbedOverdue: boolean;
}

export interface Acknowledgement {
  readonly item: string;
  /** The post acknowledged for: the leader's own where a liaison or the office did it. */
  readonly post: string;
  /** Plan instant. */
  readonly at: number;
}

/** What asks a unit in writing, what answers it, and what ends it or moves its day. */
const ASKING = [
  "instrumentSigned",
  "answered",
  "answerReturned",
  "reported",
  "returned",
  "instructed",
  "instructionReplied",
  "instructionReturned",
  "reassigned",
  "readingChanged",
  "extensionDecided",
  "resumed",
  "closed",
  "cancelled",
] as const satisfies readonly ItemEventType[];
export type AskingRow = ItemRowOf<StoredEvent & { readonly item: string; readonly at: number }>;

/** A letter that the mail server will never take. */
export interface FailedLetter {
  readonly id: string;
  readonly person: string | null;
}

/** Letters of one month by one instrument, drafts and merged drafts left out. */
export interface MonthLetters {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly instrument: Instrument;
  readonly count: number;
}

export interface LetterCounts {
  /** Letters by state, see letter-store.ts. */
  readonly states: Readonly<Record<string, number>>;
  readonly months: readonly MonthLetters[];
  /** Notices that no letter holds: all of them while no postman runs. */
  readonly noticesWithoutLetter: number;
  readonly failed: readonly FailedLetter[];
}

/** A ledger row with who was told, grouped by notice. */
interface StoredStoryRow extends StoredEvent {
  readonly item: string;
  readonly at: number;
  readonly actor: Actor | null;
  readonly recipients: readonly (readonly Recipient[])[];
}
export type StoryRow = ItemRowOf<StoredStoryRow>;

export interface ReportFacts {
  /** Every item's state, in the plan's order. */
  readonly items: readonly ItemState[];
  readonly notices: readonly NoticeCount[];
  readonly itemNotices: readonly ItemNotices[];
  readonly escalations: readonly Escalation[];
  readonly steps: readonly StepCount[];
  readonly drafts: readonly DraftCount[];
  readonly ledger: readonly ItemLedger[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly asked: readonly AskingRow[];
  readonly letters: LetterCounts;
  readonly alarms: readonly Alarm[];
}

export async function readReportFacts(pool: Pool, planId: string): Promise<ReportFacts> {
  const plan = { planId };
  const [items, notices, itemNotices, escalations, steps, drafts, ledger, acknowledgements, asked, letters, alarms] =
    await Promise.all([
      sql.statesInOrder.run(pool, plan),
      sql.noticesByMonth.run(pool, { planId, alarms: ALARMS }),
      readItemNotices(pool, planId),
      sql.escalations.run(pool, plan),
      sql.stepCounts.run(pool, plan),
      sql.draftCounts.run(pool, plan),
      sql.itemLedgers.run(pool, plan),
      readAcknowledgements(pool, planId),
      readAsking(pool, planId),
      countLetters(pool, planId),
      listAlarms(pool, planId),
    ]);
  const states = items.map(({ state }) => state);
  return {
    items: states,
    notices,
    itemNotices,
    escalations,
    steps,
    drafts,
    ledger,
    acknowledgements,
    asked,
    letters,
    alarms,
  };
}

/** The ledger of some items, each in the order in which it was written. */
export async function readStories(pool: Pool, planId: string, items: readonly string[]): Promise<StoryRow[]> {
  const rows = await clientOf(pool).ledger.findMany({
    where: { planId, itemId: { in: [...items] } },
    select: {
      stream: true,
      seq: true,
      itemId: true,
      type: true,
      eventVersion: true,
      at: true,
      actor: true,
      payload: true,
      recipients: true,
    },
  });
  return rows.toSorted(inLedgerOrder).map((row) =>
    decodeItemRow({
      item: row.itemId,
      type: row.type,
      version: row.eventVersion,
      at: Number(row.at),
      actor: fromJson<Actor | null>(row.actor),
      payload: row.payload,
      recipients: fromJson<StoryRow["recipients"]>(row.recipients),
    }),
  );
}

const inLedgerOrder = (one: LedgerPlace, other: LedgerPlace): number =>
  compareText(one.stream, other.stream) || one.seq - other.seq;

interface LedgerPlace {
  readonly stream: string;
  readonly seq: number;
}

async function readItemNotices(pool: Pool, planId: string): Promise<ItemNotices[]> {
  const groups = await clientOf(pool).notice.groupBy({
    by: ["itemId", "instrument"],
    where: { planId, delivery: { not: "draft" }, itemId: { not: null } },
    _count: true,
    _min: { planDay: true },
    _max: { planDay: true },
  });
  return groups
    .flatMap(({ itemId, instrument, _count, _min, _max }) =>
      itemId === null || _min.planDay === null || _max.planDay === null
        ? []
        : {
            item: itemId,
            instrument: instrument as Instrument,
            count: _count,
            first: dayOf(_min.planDay),
            last: dayOf(_max.planDay),
          },
    )
    .toSorted((a, b) => compareText(a.item, b.item) || compareText(a.instrument, b.instrument));
}

async function readAcknowledgements(pool: Pool, planId: string): Promise<Acknowledgement[]> {
  const rows = await clientOf(pool).ledger.findMany({
    where: { planId, type: "acknowledged", itemId: { not: null } },
    select: { stream: true, seq: true, itemId: true, actor: true, at: true },
  });
  return rows
    .toSorted((one, other) => Number(one.at - other.at) || inLedgerOrder(one, other))
    .map(({ itemId, actor, at }) => {
      const by = fromJson<Actor>(actor);
      return { item: itemId ?? "", post: by.onBehalfOf?.post ?? by.post, at: Number(at) };
    });
}

/** Each item's rows in the order in which they were written. */
async function readAsking(pool: Pool, planId: string): Promise<AskingRow[]> {
  const rows = await clientOf(pool).ledger.findMany({
    where: { planId, type: { in: [...ASKING] }, itemId: { not: null } },
    select: { stream: true, seq: true, itemId: true, type: true, eventVersion: true, at: true, payload: true },
  });
  return rows
    .toSorted(inLedgerOrder)
    .map(({ itemId, type, eventVersion: version, at, payload }) =>
      decodeItemRow({ item: itemId ?? "", type, version, at: Number(at), payload }),
    );
}

async function countLetters(pool: Pool, planId: string): Promise<LetterCounts> {
  const { letter } = clientOf(pool);
  const [states, months, noticesWithoutLetter, failed] = await Promise.all([
    letter.groupBy({ by: "state", where: { planId }, _count: true }),
    sql.lettersByMonth.run(pool, { planId }),
    sql.noticesWithoutLetter.one(pool, { planId }),
    letter.findMany({ where: { planId, state: "failed" }, select: { id: true, person: true } }),
  ]);
  return {
    states: Object.fromEntries(states.map(({ state, _count }) => [state, _count])),
    months,
    noticesWithoutLetter: noticesWithoutLetter.count,
    failed: failed.toSorted((a, b) => compareText(a.id, b.id)),
  };
}
