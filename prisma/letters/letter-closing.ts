/**
 * Closing: one transaction assigns every open notice that is due to its letter and fixes the letter's Message-ID. What
 * comes after a letter has closed goes into a numbered supplement.
 */
import { compareText } from "../../domain/ledger/canonical.js";
import { createHash } from "node:crypto";
import type { Channel, Ways } from "../../domain/letters/channels.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanBundle } from "../../domain/plan/plan.js";
import { dateAt, earliest } from "../../domain/plan/plan-date.js";
import { WAITS_FOR_SIGNATURE } from "./read-letters.js";
import { ALARMS, alarmNotices, nextAlarmClosing } from "../alarms/alarm-letters.js";
import { type Alarm, alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { readWays } from "./channel-choices.js";
import { addDeliveries } from "./fall-back.js";
import type { LetterState } from "./letter-store.js";
import type { Directory } from "../plans/plan-store.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";

/** Deterministic, so that a letter sent again is recognised as the same. Never encodes who gets it. */
export type MessageIdOf = (planId: string, letterId: string) => string;

export interface ClosedLetters {
  readonly made: number;
  readonly queued: number;
  readonly manual: number;
  readonly drafts: number;
  /** The earliest closing that is still ahead. */
  readonly next: number | null;
}

interface Group {
  group_key: string;
  close_at: number;
  instrument: Instrument;
  delivery: "batched" | "immediate" | "draft";
  person: string | null;
  post: string;
  document_no: string | null;
  notices: readonly unknown[];
}

/** What letters are sent under and by. */
export interface LetterWays {
  readonly messageIdOf: MessageIdOf;
  /** The channels by which a live plan's letters may go. */
  readonly channels: readonly Channel[];
}

interface NewLetter extends Omit<Group, "close_at"> {
  id: string;
  supplement: number;
  closed_at: number;
  plan_day: string;
  message_id: string;
  state: LetterState;
  by_channels: boolean;
}

/** A letter with the ways in which it goes; null for a draft, and where nobody gets it. */
interface Composed {
  readonly letter: NewLetter;
  readonly ways: Ways | null;
}

/** 发文字号 prefixes of the instruments that the office signs. */
const DOCUMENT_PREFIX: Partial<Record<Instrument, string>> = {
  supervise: "督办",
  summonsTalk: "约谈",
  escalate: "呈阅",
};

const byClosing = (a: Group, b: Group): number =>
  a.close_at - b.close_at ||
  compareText(a.instrument, b.instrument) ||
  compareText(a.person ?? a.post, b.person ?? b.post) ||
  compareText(a.group_key, b.group_key);

/** Assigns every notice that closes by `upTo` to a letter. Again with the same instant it does nothing. */
export async function closeLetters(
  pool: Pool,
  planId: string,
  upTo: number,
  directory: Directory,
  ways: LetterWays,
): Promise<ClosedLetters> {
  return inTransaction(pool, async (connection) => {
    await connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`duban letters ${planId}`]);
    await supersedeDrafts(connection, planId);
    const letters = await makeLetters(connection, planId, upTo, directory, ways);
    await raiseAlarms(connection, planId, channelAlarms(letters, directory.bundle));
    // The alarms of this very closing are told in the same day's letter.
    if (await alarmNotices(connection, planId, upTo, directory)) {
      letters.push(...(await makeLetters(connection, planId, upTo, directory, ways)));
    }
    const count = (state: LetterState): number => letters.filter(({ letter }) => letter.state === state).length;
    return {
      made: letters.length,
      queued: count("queued"),
      manual: count("manual"),
      drafts: count("draft"),
      next: await nextClosing(connection, planId, directory),
    };
  });
}

/** The instants at or before `upTo` at which something closes, in order. */
export async function closingsUpTo(pool: Pool, planId: string, upTo: number, directory: Directory): Promise<number[]> {
  const [notices, alarm] = await Promise.all([
    pool.query<{ close_at: number }>(
      "SELECT DISTINCT close_at FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2",
      [planId, upTo],
    ),
    nextAlarmClosing(pool, planId, directory),
  ]);
  const closings = new Set(notices.rows.map((row) => row.close_at));
  if (alarm !== null && alarm <= upTo) closings.add(alarm);
  return [...closings].sort((a, b) => a - b);
}

/** The earliest closing of anything that has no letter yet. */
export async function nextClosing(
  connection: Pool | Connection,
  planId: string,
  directory: Directory,
): Promise<number | null> {
  const { rows } = await connection.query<{ next: number | null }>(
    "SELECT min(close_at) AS next FROM notice WHERE plan_id = $1 AND letter_id IS NULL",
    [planId],
  );
  const notice = rows[0]?.next ?? null;
  const alarm = await nextAlarmClosing(connection, planId, directory);
  return earliest(notice, alarm);
}

/** Whether batched letters would close by `upTo` although a stream has yet to record what fell due by then. */
export async function unsettledBy(pool: Pool, planId: string, upTo: number): Promise<boolean> {
  const { rows } = await pool.query<{ unsettled: boolean }>(
    `SELECT EXISTS (SELECT FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 AND delivery <> 'immediate')
       AND EXISTS (SELECT FROM stream WHERE plan_id = $1 AND next_due <= $2) AS unsettled`,
    [planId, upTo],
  );
  return rows[0]?.unsettled ?? false;
}

async function makeLetters(
  connection: Connection,
  planId: string,
  upTo: number,
  directory: Directory,
  ways: LetterWays,
): Promise<Composed[]> {
  const groups = await openGroups(connection, planId, upTo);
  if (groups.length === 0) return [];
  const composed = await compose(connection, planId, groups, directory, ways);
  await insertLetters(
    connection,
    planId,
    composed.map(({ letter }) => letter),
    upTo,
  );
  await addDeliveries(connection, planId, composed.flatMap(deliveriesOf));
  return composed;
}

/** A letter that goes by mail alone needs none. */
function deliveriesOf({ letter, ways }: Composed): { letter: string; channel: Channel; place: number }[] {
  if (!letter.by_channels || !ways) return [];
  return ways.by.map((channel, place) => ({ letter: letter.id, channel, place }));
}

/** A draft none of whose steps waits any more (signed, lapsed, withdrawn) is superseded. */
async function supersedeDrafts(connection: Connection, planId: string): Promise<void> {
  await connection.query(
    `UPDATE letter SET state = 'superseded' WHERE plan_id = $1 AND state = 'draft' AND NOT ${WAITS_FOR_SIGNATURE}`,
    [planId],
  );
}

/** How a letter keeps a notice that it tells: by its place; one made of an alarm, which no ledger has, whole. */
const TOLD = `CASE stream WHEN '${ALARMS}' THEN jsonb_build_array(stream, seq, no, jsonb_build_object('addressed', addressed_post,
    'post', post, 'fallbackFor', fallback_for, 'substituteFor', substitute_for, 'at', at, 'facts', facts)) ELSE jsonb_build_array(stream, seq, no) END`;

async function openGroups(connection: Connection, planId: string, upTo: number): Promise<Group[]> {
  const { rows } = await connection.query<Group>(
    `SELECT group_key, min(close_at) AS close_at, min(instrument) AS instrument, min(delivery) AS delivery,
       CASE WHEN min(delivery) = 'draft' THEN NULL ELSE min(person) END AS person,
       coalesce(min(addressed_post COLLATE "C") FILTER (WHERE role = 'to'), min(addressed_post COLLATE "C")) AS post,
       max(facts ->> 'documentNo') AS document_no, jsonb_agg(${TOLD} ORDER BY stream COLLATE "C", seq, no) AS notices
     FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 GROUP BY group_key`,
    [planId, upTo],
  );
  return rows.sort(byClosing);
}

async function compose(
  connection: Connection,
  planId: string,
  groups: readonly Group[],
  { bundle, offsetMinutes }: Directory,
  { messageIdOf, channels }: LetterWays,
): Promise<Composed[]> {
  const earlier = await connection.query<{ group_key: string; next: number }>(
    "SELECT group_key, max(supplement) + 1 AS next FROM letter WHERE plan_id = $1 AND group_key = ANY($2) GROUP BY group_key",
    [planId, groups.map((group) => group.group_key)],
  );
  const supplements = new Map(earlier.rows.map((row) => [row.group_key, row.next]));
  const numbers = groups.some((group) => group.delivery === "draft") ? await documentNumbers(connection, planId) : null;
  const waysTo = await readWays(connection, planId, channels, bundle.roster);
  return groups.map(({ close_at, ...group }): Composed => {
    const supplement = supplements.get(group.group_key) ?? 0;
    const id = createHash("sha256").update(`${group.group_key}|${supplement}`).digest("hex").slice(0, 24);
    const planDay = dateAt(close_at, offsetMinutes);
    const ways = group.delivery === "draft" || group.person === null ? null : waysTo(group.person);
    const [first, ...more] = ways?.by ?? [];
    const letter: NewLetter = {
      ...group,
      id,
      supplement,
      closed_at: close_at,
      plan_day: planDay,
      document_no: numbers && group.delivery === "draft" ? numbers(group.instrument, planDay) : group.document_no,
      message_id: messageIdOf(planId, id),
      state: group.delivery === "draft" ? "draft" : first === undefined ? "manual" : "queued",
      by_channels: first !== undefined && (first !== "mail" || more.length > 0),
    };
    return { letter, ways };
  });
}

/** Sequential within the plan, the instrument and the year: 督办〔2021〕3号. Letters are never deleted, so counting is enough. */
async function documentNumbers(
  connection: Connection,
  planId: string,
): Promise<(instrument: Instrument, day: string) => string> {
  const { rows } = await connection.query(
    `SELECT instrument || extract(year FROM plan_day) AS series, count(*)::int AS used FROM letter
     WHERE plan_id = $1 AND delivery = 'draft' GROUP BY 1`,
    [planId],
  );
  const used = new Map<string, number>(rows.map((row) => [row.series, row.used]));
  return (instrument, day) => {
    const year = day.slice(0, 4);
    const no = (used.get(instrument + year) ?? 0) + 1;
    used.set(instrument + year, no);
    return `${DOCUMENT_PREFIX[instrument] ?? "函"}〔${year}〕${no}号`;
  };
}

async function insertLetters(
  connection: Connection,
  planId: string,
  letters: readonly NewLetter[],
  upTo: number,
): Promise<void> {
  await connection.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, post, plan_day, closed_at, document_no, message_id, state,
       by_channels, notices)
     SELECT $1, l.id, l.group_key, l.supplement, l.instrument, l.delivery, l.person, CASE WHEN l.person IS NULL THEN l.post END, l.plan_day,
       l.closed_at, l.document_no, l.message_id, l.state, l.by_channels, l.notices
     FROM jsonb_to_recordset($2::jsonb) AS l (id text, group_key text, supplement int, instrument text, delivery text, person text, post text,
       plan_day date, closed_at bigint, document_no text, message_id text, state text, by_channels boolean, notices jsonb)`,
    [planId, JSON.stringify(letters)],
  );
  await connection.query(
    `UPDATE notice SET letter_id = l.id FROM jsonb_to_recordset($3::jsonb) AS l (id text, group_key text)
     WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 AND notice.group_key = l.group_key`,
    [planId, upTo, JSON.stringify(letters.map(({ id, group_key }) => ({ id, group_key })))],
  );
}

/** People whom nothing that is set up reaches: their letters are handed over or told by telephone, and the office is alarmed. */
function channelAlarms(composed: readonly Composed[], bundle: PlanBundle): Alarm[] {
  const persons = new Map(bundle.roster.persons.map((person) => [person.id, person]));
  return alarmsOf(
    composed.flatMap(({ letter, ways }) => {
      if (letter.state !== "manual" || letter.person === null) return []; // nobody at all was alarmed when it was recorded
      const { mobile, wecom, dingtalk, feishu } = persons.get(letter.person) ?? {};
      const kind = ways?.copied || mobile || wecom || dingtalk || feishu ? "noEmail" : "unreachable";
      return [
        {
          key: `${kind}/${letter.person}`,
          kind,
          planAt: letter.closed_at,
          detail: {
            person: letter.person,
            letter: letter.id,
            instrument: letter.instrument,
            planDay: letter.plan_day,
            documentNo: letter.document_no,
            ...(ways?.copied && { copied: true }),
          },
        },
      ];
    }),
  );
}
