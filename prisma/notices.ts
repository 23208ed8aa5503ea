/** Resolves the notices of rows about to be recorded to posts and people, inside the recording transaction. */
import { dateAt } from "../domain/plan-date.js";
import { type HeldBefore, type ItemPlace, type Recipient, resolveRecipients } from "../domain/recipients.js";
import type { NewRow, NoticeDraft, RecordRequest } from "../domain/record.js";
import type { Roster } from "../domain/plan.js";
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
  readonly recipient: Recipient;
  readonly draft: number;
}

interface Directory {
  readonly roster: Roster;
  readonly offsetMinutes: number;
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
export async function resolveNotices(connection: Connection, request: RecordRequest, directory: Directory): Promise<Map<number, NoticeInsert[]>> {
  const told = await earlierNotices(connection, request);
  const places = new Map<string, ItemPlace>(request.items.map((item) => [item.id, item]));
  const resolved = new Map<number, NoticeInsert[]>();
  request.rows.forEach((row, index) => {
    if (!row.notices) return;
    const seq = request.expectedSeq + index + 1;
    const notices = noticesOf(row, seq, places, told, directory);
    for (const notice of notices) {
      if (notice.role !== "to" || notice.person === null || notice.item_id === null) continue;
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
    row.item !== undefined && row.notices?.some((draft) => draft.oneUpIfHeldBefore || draft.onlyToThoseTold) ? [row.item] : [],
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

function noticesOf(row: NewRow, seq: number, places: ReadonlyMap<string, ItemPlace>, told: ReadonlyMap<string, readonly Told[]>, directory: Directory): NoticeInsert[] {
  const day = dateAt(row.at, directory.offsetMinutes);
  const earlier = row.item === undefined ? [] : (told.get(row.item) ?? []);
  const place = (row.item === undefined ? undefined : places.get(row.item)) ?? { village: null, township: null, primaryUnit: "" };
  let no = 0;
  return (row.notices ?? []).flatMap((draft, index) => {
    const recipients = draft.onlyToThoseTold ? thoseTold(earlier) : resolveRecipients(directory.roster, draft, place, day, heldBefore(draft, earlier));
    return recipients.map((recipient): NoticeInsert => ({
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
      recipient,
      draft: index,
    }));
  });
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
  for (const told of earlier) {
    if (!TROUBLE.has(told.instrument) || people.has(told.person)) continue;
    people.set(told.person, { role: "to", addressed: told.addressed_post, post: told.addressed_post, person: told.person });
  }
  return [...people.values()];
}
