/** Resolves the notices of rows about to be recorded to posts and people, inside the recording transaction. */
import { dateAt } from "../domain/plan-date.js";
import { type HeldBefore, type ItemPlace, type Recipient, resolveRecipients } from "../domain/recipients.js";
import type { Roster } from "../domain/plan.js";
import type { NewRow, NoticeDraft, RecordRequest } from "../domain/record.js";
import { type Alarm, alarmsOf } from "./alarm-store.js";
import { closingFrom, closingOf } from "./closing-time.js";
import type { Directory } from "./plan-store.js";
import type { Connection } from "./pool.js";

/** A notice's columns, with the recipient as the ledger keeps it and the index of the draft it came from. */
export interface NoticeInsert {
  readonly seq: number;
  readonly no: number;
  readonly item_id: string | null;
  readonly instrument: string;
  readonly delivery: string;
  readonly role: string;
  readonly addressed_post: string;
  readonly post: string;
  readonly person: string | null;
  readonly fallback_for: string | null;
  readonly up_from: string | null;
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly deadline_version: number | null;
  readonly repetition: number | null;
  readonly at: number;
  readonly plan_day: string;
  readonly facts: NoticeDraft["facts"];
  readonly close_at: number;
  readonly group_key: string;
  readonly recipient: Recipient;
  readonly draft: number;
}

/** Earlier notices of the items at hand: who was told on which rung, and who was told of trouble at all. */
interface Told {
  readonly item_id: string;
  readonly instrument: string;
  readonly addressed_post: string;
  readonly person: string;
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly deadline_version: number | null;
}

/** Instruments that tell of trouble; "resolved" goes to those who got one (domain.md). */
const TROUBLE = new Set(["urge", "supervise", "escalate", "summonsTalk"]);

/** Notices by index of their row in the request. */
export async function resolveNotices(
  connection: Connection,
  request: RecordRequest,
  directory: Directory,
): Promise<Map<number, NoticeInsert[]>> {
  const told = await earlierNotices(connection, request);
  const places = new Map<string, ItemPlace>(request.items.map((item) => [item.id, item]));
  const resolved = new Map<number, NoticeInsert[]>();
  request.rows.forEach((row, index) => {
    if (!row.notices) return;
    const seq = request.expectedSeq + index + 1;
    const notices = noticesOf(row, seq, places, told, directory);
    for (const notice of notices) {
      if (notice.role !== "to" || notice.person === null || notice.item_id === null || notice.delivery === "draft")
        continue;
      const earlier = told.get(notice.item_id) ?? [];
      // Rungs that fire in the same batch after an outage know of one another.
      told.set(notice.item_id, [...earlier, { ...notice, item_id: notice.item_id, person: notice.person }]);
    }
    resolved.set(index, notices);
  });
  return resolved;
}

async function earlierNotices(connection: Connection, request: RecordRequest): Promise<Map<string, readonly Told[]>> {
  const items = request.rows.flatMap((row) =>
    row.item !== undefined && row.notices?.some((draft) => draft.oneUpIfHeldBefore || draft.onlyToThoseTold)
      ? [row.item]
      : [],
  );
  const told = new Map<string, readonly Told[]>();
  if (items.length === 0) return told;
  const { rows } = await connection.query<Told>(
    `SELECT DISTINCT item_id, instrument, addressed_post, person, ladder, rung, deadline_version FROM notice
     WHERE plan_id = $1 AND item_id = ANY($2) AND role = 'to' AND person IS NOT NULL AND delivery <> 'draft'
     ORDER BY item_id, person, addressed_post, instrument, ladder, rung, deadline_version`,
    [request.planId, [...new Set(items)]],
  );
  for (const row of rows) told.set(row.item_id, [...(told.get(row.item_id) ?? []), row]);
  return told;
}

function noticesOf(
  row: NewRow,
  seq: number,
  places: ReadonlyMap<string, ItemPlace>,
  told: ReadonlyMap<string, readonly Told[]>,
  directory: Directory,
): NoticeInsert[] {
  const day = dateAt(row.at, directory.offsetMinutes);
  const earlier = row.item === undefined ? [] : (told.get(row.item) ?? []);
  const place = (row.item === undefined ? undefined : places.get(row.item)) ?? {
    village: null,
    township: null,
    primaryUnit: "",
  };
  let no = 0;
  return (row.notices ?? []).flatMap((draft, index) => {
    const recipients = draft.onlyToThoseTold
      ? thoseTold(earlier)
      : resolveRecipients(directory.bundle.roster, draft, place, day, heldBefore(draft, earlier));
    const closeAt = closeAtOf(draft, row, day, directory);
    return recipients.map(
      (recipient): NoticeInsert => ({
        seq,
        no: no++,
        item_id: row.item ?? null,
        instrument: draft.instrument,
        delivery: draft.delivery,
        role: recipient.role,
        addressed_post: recipient.addressed,
        post: recipient.post,
        person: recipient.person,
        fallback_for: recipient.fallbackFor ?? null,
        up_from: recipient.upFrom ?? null,
        ladder: draft.rung?.ladder ?? null,
        rung: draft.rung?.id ?? null,
        deadline_version: draft.rung?.deadlineVersion ?? null,
        repetition: draft.rung?.repetition ?? null,
        at: row.at,
        plan_day: day,
        facts: draft.facts,
        close_at: closeAt,
        group_key: groupKey(draft, row, recipient, recipients, dateAt(closeAt, directory.offsetMinutes)),
        recipient,
        draft: index,
      }),
    );
  });
}

/**
 * When a notice's letter closes. A rung that fires late (after an outage) is told the same day; what people do after the
 * day's closing is told with the next working day's letters, so that nobody gets a letter for every act.
 */
function closeAtOf(draft: NoticeDraft, row: NewRow, day: string, directory: Directory): number {
  if (draft.delivery === "immediate") return row.at;
  if (row.actor) return closingFrom(row.at, directory);
  return Math.max(row.at, closingOf(day, directory));
}

/**
 * Notices of one key share a letter: batched by person, instrument and day; a signed instrument by person and document
 * number, however many streams it was signed in; other immediate ones by person, instrument and act; the office's drafts
 * by the post first addressed, instrument and day, with their copies. Nobody's notices are kept under the post.
 */
function groupKey(
  draft: NoticeDraft,
  row: NewRow,
  recipient: Recipient,
  recipients: readonly Recipient[],
  day: string,
): string {
  const { instrument, delivery, facts } = draft;
  const who = recipient.person ?? `post:${recipient.addressed}`;
  if (delivery === "draft") {
    const { addressed } = recipient.role === "to" ? recipient : (recipients[0] ?? recipient);
    return `d|${addressed}|${instrument}|${day}`;
  }
  if (delivery === "batched") return `b|${who}|${instrument}|${day}`;
  return typeof facts.documentNo === "string"
    ? `s|${who}|${instrument}|${facts.documentNo}`
    : `i|${who}|${instrument}|${row.cause}`;
}

/** What the office is told beside: vacant posts, roles that nobody fills, and notices that reach nobody. */
export function noticeAlarms(request: RecordRequest, notices: readonly NoticeInsert[], roster: Roster): Alarm[] {
  const posts = new Set(roster.posts.map((post) => post.id));
  const villages = new Map(request.items.map((item) => [item.id, item.village]));
  return alarmsOf(
    notices.flatMap((notice): Omit<Alarm, "count">[] => {
      const { post, at: planAt, addressed_post: addressed, fallback_for: vacant } = notice;
      if (notice.person === null)
        return [{ key: `nobody/${addressed}`, kind: "nobody", planAt, detail: { post: addressed } }];
      if (vacant === null) return [];
      if (posts.has(vacant))
        return [{ key: `vacant/${vacant}`, kind: "vacantPost", planAt, detail: { post: vacant, fellTo: post } }];
      // A role around the item that has no post that day, say a gap in a village's pairing.
      const item = notice.item_id;
      const about = (item === null ? null : villages.get(item)) ?? item;
      const key = `unfilled/${vacant}${about === null ? "" : `/${about}`}`;
      return [{ key, kind: "unfilledRole", planAt, detail: { role: vacant, item, fellTo: post } }];
    }),
  );
}

function heldBefore(draft: NoticeDraft, earlier: readonly Told[]): HeldBefore {
  const rung = draft.rung;
  if (!draft.oneUpIfHeldBefore || !rung) return () => false;
  return (person, addressed) =>
    earlier.some(
      (told) =>
        told.person === person &&
        told.addressed_post !== addressed &&
        told.ladder === rung.ladder &&
        told.rung !== rung.id &&
        told.deadline_version === rung.deadlineVersion,
    );
}

/** Everybody once who was addressed about trouble with the item, in the post in which they were told. */
function thoseTold(earlier: readonly Told[]): Recipient[] {
  const people = new Map<string, Recipient>();
  // Sorted, so that the order in which the rungs were recorded (one by one, or together after an outage) does not show.
  const name = (told: Told): string => `${told.person}\u0000${told.addressed_post}`;
  const sorted = earlier
    .filter((told) => TROUBLE.has(told.instrument))
    .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  for (const told of sorted) {
    if (people.has(told.person)) continue;
    people.set(told.person, {
      role: "to",
      addressed: told.addressed_post,
      post: told.addressed_post,
      person: told.person,
    });
  }
  return [...people.values()];
}
