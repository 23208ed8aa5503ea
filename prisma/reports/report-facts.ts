/**
 * What a rehearsal's report is made of, as counted by the database: one statement each, all in one order that does not
 * depend on how rows came in. Nothing here is in words; rehearsal/report makes the model of it.
 */
import type { Instrument, PlanDate } from "../../domain/plan/plan.js";
import { decodeItemRow, type ItemRowOf } from "../../domain/ledger/codec.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { ALARMS } from "../alarms/alarm-letters.js";
import { type Alarm, listAlarms } from "../alarms/alarm-store.js";
import type { StoredEvent } from "../../domain/ledger/upcasters.js";
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
  readonly letters: LetterCounts;
  readonly alarms: readonly Alarm[];
}

export async function readReportFacts(pool: Pool, planId: string): Promise<ReportFacts> {
  const ask = async <T extends object>(sql: string): Promise<T[]> => (await pool.query<T>(sql, [planId])).rows;
  const [
    items,
    notices,
    itemNotices,
    escalations,
    steps,
    drafts,
    ledger,
    acknowledgements,
    states,
    monthLetters,
    unlettered,
    failed,
    alarms,
  ] = await Promise.all([
    ask<{ state: ItemState }>(ITEMS),
    ask<NoticeCount>(NOTICES),
    ask<ItemNotices>(ITEM_NOTICES),
    ask<Escalation>(ESCALATIONS),
    ask<StepCount>(STEPS),
    ask<DraftCount>(DRAFTS),
    ask<ItemLedger>(LEDGER),
    ask<Acknowledgement>(ACKNOWLEDGEMENTS),
    ask<{ state: string; count: number }>(LETTERS),
    ask<MonthLetters>(MONTH_LETTERS),
    ask<{ count: number }>(UNLETTERED),
    ask<FailedLetter>(FAILED),
    listAlarms(pool, planId),
  ]);
  return {
    items: items.map((row) => row.state),
    notices,
    itemNotices,
    escalations,
    steps,
    drafts,
    ledger,
    acknowledgements,
    letters: {
      states: Object.fromEntries(states.map((row) => [row.state, row.count])),
      months: monthLetters,
      noticesWithoutLetter: unlettered[0]?.count ?? 0,
      failed,
    },
    alarms,
  };
}

/** The ledger of some items, each in the order in which it was written. */
export async function readStories(pool: Pool, planId: string, items: readonly string[]): Promise<StoryRow[]> {
  const { rows } = await pool.query<StoredStoryRow>(
    `SELECT item_id AS item, type, at, actor, payload, recipients FROM ledger
     WHERE plan_id = $1 AND item_id = ANY($2) ORDER BY stream COLLATE "C", seq`,
    [planId, items],
  );
  return rows.map(decodeItemRow);
}

// Registration order is the plan's own: task, milestone, target.
const ITEMS = `SELECT i.state FROM item i LEFT JOIN ledger l ON l.plan_id = i.plan_id AND l.stream = i.stream
    AND l.cause = 'register/' || i.id AND l.cause_no = 0
  WHERE i.plan_id = $1 ORDER BY i.task, i.stream COLLATE "C", l.seq, i.id COLLATE "C"`;

/** The ledger's notices: what the office is told of alarms is none of them. */
const NOTICES = `SELECT left(plan_day::text, 7) AS month, instrument, role, post, count(*)::int AS count,
    min(plan_day) AS first, max(plan_day) AS last
  FROM notice WHERE plan_id = $1 AND delivery <> 'draft' AND stream <> '${ALARMS}' GROUP BY 1, 2, 3, 4
  ORDER BY min(plan_day), instrument COLLATE "C", role COLLATE "C", post COLLATE "C"`;

const ITEM_NOTICES = `SELECT item_id AS item, instrument, count(*)::int AS count, min(plan_day) AS first, max(plan_day) AS last
  FROM notice WHERE plan_id = $1 AND delivery <> 'draft' AND item_id IS NOT NULL GROUP BY 1, 2
  ORDER BY item_id COLLATE "C", instrument COLLATE "C"`;

const ESCALATIONS = `SELECT item_id AS item, coalesce(ladder = 'deadline', false) AS "ofDeadline", addressed_post AS addressed, post, count(*)::int AS times, min(plan_day) AS first,
    max(plan_day) AS last, (array_agg((facts ->> 'overdue')::int ORDER BY at, seq, no))[1] AS "overdueAtFirst",
    bool_or(fallback_for IS NOT NULL) AS "fellBack"
  FROM notice WHERE plan_id = $1 AND instrument = 'escalate' AND role = 'to' AND delivery <> 'draft' AND item_id IS NOT NULL
  GROUP BY 1, 2, 3, 4 ORDER BY item_id COLLATE "C", 2 DESC, min(plan_day), addressed_post COLLATE "C", post COLLATE "C"`;

const STEPS = `SELECT type, CASE type WHEN 'rungSkipped' THEN payload ->> 'reason' WHEN 'extensionRequested' THEN payload ->> 'late'
      WHEN 'extensionDecided' THEN payload ->> 'grant' END AS detail,
    count(*)::int AS count, count(DISTINCT item_id)::int AS items
  FROM ledger WHERE plan_id = $1 AND item_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`;

// Later steps name rung and version only; what instrument that is, the draft says.
const DRAFTS = `WITH step AS (
    SELECT type, item_id, payload ->> 'rung' AS rung, payload ->> 'version' AS version, payload ->> 'instrument' AS instrument
    FROM ledger WHERE plan_id = $1 AND type IN ('instrumentDrafted', 'instrumentSigned', 'instrumentLapsed', 'instrumentWithdrawn', 'instrumentHeld'))
  SELECT drafted.instrument, step.type, count(*)::int AS count FROM step
  JOIN step AS drafted ON drafted.type = 'instrumentDrafted' AND drafted.item_id = step.item_id
    AND drafted.rung = step.rung AND drafted.version = step.version
  GROUP BY 1, 2 ORDER BY 1, 2`;

const LEDGER = `SELECT item_id AS item, count(*)::int AS rows, count(DISTINCT type)::int AS types,
    (count(*) FILTER (WHERE type = 'returned'))::int AS returns,
    (count(*) FILTER (WHERE type = 'extensionRequested'))::int AS "extensionsRequested",
    (count(*) FILTER (WHERE type = 'extensionDecided' AND payload ->> 'grant' = 'true'))::int AS "extensionsGranted",
    bool_or(type IN ('rungFired', 'instrumentDrafted') AND payload ->> 'run' = 'deadline' AND (payload ->> 'overdue')::int > 0) AS "climbedOverdue"
  FROM ledger WHERE plan_id = $1 AND item_id IS NOT NULL GROUP BY 1 ORDER BY item_id COLLATE "C"`;

const ACKNOWLEDGEMENTS = `SELECT item_id AS item, coalesce(actor -> 'onBehalfOf' ->> 'post', actor ->> 'post') AS post, at
  FROM ledger WHERE plan_id = $1 AND type = 'acknowledged' AND item_id IS NOT NULL ORDER BY at, stream COLLATE "C", seq`;

const LETTERS = `SELECT state, count(*)::int AS count FROM letter WHERE plan_id = $1 GROUP BY 1 ORDER BY 1`;
const MONTH_LETTERS = `SELECT left(plan_day::text, 7) AS month, instrument, count(*)::int AS count FROM letter
  WHERE plan_id = $1 AND state NOT IN ('draft', 'superseded') GROUP BY 1, 2 ORDER BY 1, instrument COLLATE "C"`;
const UNLETTERED = `SELECT count(*)::int AS count FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND delivery <> 'draft'`;
const FAILED = `SELECT id, person FROM letter WHERE plan_id = $1 AND state = 'failed' ORDER BY id COLLATE "C"`;
