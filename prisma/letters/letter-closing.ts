/**
 * Closing: one transaction assigns every open notice that is due to its letter and fixes the letter's Message-ID. What
 * comes after a letter has closed goes into a supplement. Letters that go by themselves and have a 发文字号 are given it here.
 */
import { compareText } from "../../domain/ledger/canonical.js";
import { createHash } from "node:crypto";
import type { Channel, PersonChannels } from "../../domain/letters/channels.js";
import type { LetterState } from "../../domain/letters/letter.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dateAt, earliest } from "../../domain/plan/plan-date.js";
import { ALARMS, nextAlarmClosing, tellAlarms } from "../alarms/alarm-letters.js";
import { type Alarm, alarmsOf } from "../alarms/alarm-store.js";
import { type Connection, inTransaction, type Pool, type Queryable } from "../database/pool.js";
import { lockInTransaction } from "../database/transaction-lock.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/letters/statements.js";
import type { RowOf } from "../sql/statement.js";
import { MAIL_ONLY, readChannels } from "./channel-choices.js";
import { supersedeDrafts } from "./drafts.js";
import { addDeliveries, type NewDelivery } from "./failover.js";
import { numberLetters } from "./letter-numbers.js";

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

/** Notices that share a letter. */
type Group = RowOf<typeof sql.groupOpenNotices>;

/** What letters are sent under and by. */
export interface Outlets {
  readonly messageIdOf: MessageIdOf;
  /** The channels by which a live plan's letters may go. */
  readonly channels: readonly Channel[];
}

export const defaultMessageId: MessageIdOf = (planId, letterId) => `<${letterId}.${planId}@duban.invalid>`;

/** Mail alone. */
export const MAIL_OUTLETS: Outlets = { messageIdOf: defaultMessageId, channels: MAIL_ONLY };

interface NewLetter extends Omit<Group, "close_at" | "addressed"> {
  readonly id: string;
  readonly supplement: number;
  readonly closed_at: number;
  readonly plan_day: string;
  readonly message_id: string;
  readonly state: LetterState;
}

/** A letter with the channels by which it goes; null for a draft, and where nobody gets it. */
interface Composed {
  readonly letter: NewLetter;
  readonly channels: PersonChannels | null;
}

const byClosing = (a: Group, b: Group): number =>
  a.close_at - b.close_at ||
  compareText(a.instrument, b.instrument) ||
  compareText(a.person ?? a.post, b.person ?? b.post) ||
  compareText(a.group_key, b.group_key);

/** Assigns every notice that closes by `until` to a letter. Again with the same instant it does nothing. */
export async function closeLetters(
  pool: Pool,
  planId: string,
  until: number,
  directory: Directory,
  outlets: Outlets,
): Promise<ClosedLetters> {
  return inTransaction(pool, async (connection) => {
    await lockInTransaction(connection, `duban letters ${planId}`);
    await supersedeDrafts(connection, planId);
    // Before any notice is read: what is recorded meanwhile is looked for at the next closing.
    const { upTo: before, heads } = await sql.readClosing.one(connection, { planId, alarms: ALARMS });
    const upTo = Math.max(until, before ?? until);
    const letters = await makeLetters(connection, planId, upTo, directory, outlets);
    // The alarms of this very closing are told in the same day's letter.
    if (await tellAlarms(connection, planId, upTo, directory, channelAlarms(letters, directory.bundle))) {
      letters.push(...(await makeLetters(connection, planId, upTo, directory, outlets)));
    }
    await sql.writeClosing.count(connection, { planId, upTo, heads });
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
    sql.listClosings.run(pool, { planId, upTo }),
    nextAlarmClosing(pool, planId, directory),
  ]);
  const closings = new Set(notices.map(({ close_at }) => close_at));
  if (alarm !== null && alarm <= upTo) closings.add(alarm);
  return [...closings].sort((a, b) => a - b);
}

/** The earliest closing of anything that has no letter yet; null when every notice has its letter. */
export async function nextClosing(on: Queryable, planId: string, directory: Directory): Promise<number | null> {
  const { next: notice } = await sql.nextClosing.one(on, { planId });
  const alarm = await nextAlarmClosing(on, planId, directory);
  return earliest(notice, alarm);
}

/** What is recorded within this time of each other shares its letters: an act over several streams, a plan that opens (milliseconds). */
const TOGETHER = 3_000;

/** Whether batched letters would close by `upTo` although more for them is still to come: see the statement. */
export async function unsettledBy(pool: Pool, planId: string, upTo: number): Promise<boolean> {
  const now = Date.now();
  return (await sql.isUnsettled.one(pool, { planId, upTo, recent: now - TOGETHER, now })).unsettled;
}

async function makeLetters(
  connection: Connection,
  planId: string,
  upTo: number,
  directory: Directory,
  outlets: Outlets,
): Promise<Composed[]> {
  const groups = await sql.groupOpenNotices.run(connection, { planId, upTo, alarms: ALARMS });
  if (groups.length === 0) return [];
  const composed = await compose(connection, planId, groups.sort(byClosing), directory, outlets);
  const letters = composed.map(({ letter }) => letter);
  await sql.insertLetters.count(connection, { planId, letters });
  await addDeliveries(connection, planId, composed.flatMap(deliveriesOf));
  return composed;
}

const deliveriesOf = ({ letter, channels }: Composed): NewDelivery[] =>
  (channels?.by ?? []).map((channel, place) => ({ letter: letter.id, channel, place }));

async function compose(
  connection: Connection,
  planId: string,
  groups: readonly Group[],
  directory: Directory,
  { messageIdOf, channels: configured }: Outlets,
): Promise<Composed[]> {
  const { bundle, offsetMinutes } = directory;
  const earlier = await sql.nextSupplements.run(connection, {
    planId,
    groups: groups.map((group) => group.group_key),
  });
  const supplements = new Map(earlier.map((row) => [row.group_key, row.next]));
  const supplementOf = ({ group_key }: Pick<Group, "group_key">): number => supplements.get(group_key) ?? 0;
  const idOf = (group: Pick<Group, "group_key">): string =>
    createHash("sha256")
      .update(`${group.group_key}|${supplementOf(group)}`)
      .digest("hex")
      .slice(0, 24);
  const closing = groups.map((group) => ({ ...group, id: idOf(group) }));
  const numbers = await numberLetters(connection, planId, closing, directory);
  const channelsOf = await readChannels(connection, planId, configured, bundle.roster);
  return groups.map((each): Composed => {
    const { close_at, addressed: _, ...group } = each;
    const supplement = supplementOf(group);
    const id = idOf(group);
    const planDay = dateAt(close_at, offsetMinutes);
    const channels = group.delivery === "draft" || group.person === null ? null : channelsOf(group.person);
    const isSent = channels !== null && channels.by.length > 0;
    const letter: NewLetter = {
      ...group,
      id,
      supplement,
      closed_at: close_at,
      plan_day: planDay,
      document_no: numbers.get(id) ?? null,
      message_id: messageIdOf(planId, id),
      state: group.delivery === "draft" ? "draft" : isSent ? "queued" : "manual",
    };
    return { letter, channels };
  });
}

/** People whom nothing that is set up reaches: their letters are handed over or told by telephone, and the office is alarmed. */
function channelAlarms(composed: readonly Composed[], bundle: PlanBundle): Alarm[] {
  const persons = new Map(bundle.roster.persons.map((person) => [person.id, person]));
  return alarmsOf(
    composed.flatMap(({ letter, channels }) => {
      if (letter.state !== "manual" || letter.person === null) return []; // nobody at all was alarmed when it was recorded
      const { mobile, wecom, dingtalk, feishu } = persons.get(letter.person) ?? {};
      const kind = channels?.copied || mobile || wecom || dingtalk || feishu ? "noEmail" : "unreachable";
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
            ...(channels?.copied && { copied: true }),
          },
        },
      ];
    }),
  );
}
