/** The rows that letters are made of, as stored. */
import { compareText } from "../../domain/ledger/canonical.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { ListedItem } from "../../domain/letters/long-overdue.js";
import type { Facts } from "../../mail/letter-model.js";
import type { Pool } from "../database/pool.js";

interface StoredRow {
  id: string;
  message_id: string;
  instrument: Instrument;
  delivery: "batched" | "immediate" | "draft";
  plan_day: string;
  closed_at: number;
  supplement: number;
  document_no: string | null;
  person: string | null;
}

/** A letter with its notices, in the order in which it tells them. */
export interface LetterRows extends StoredRow {
  notices: readonly NoticeRow[];
}

/** A notice with what is fixed of its item. */
export interface NoticeRow extends StoredNotice {
  readonly item: ItemPlaceRow | undefined;
}

interface StoredNotice {
  letter_id: string;
  stream: string;
  seq: number;
  no: number;
  role: "to" | "copy";
  addressed_post: string;
  post: string;
  fallback_for: string | null;
  up_from: string | null;
  substitute_for: string | null;
  item_id: string | null;
  ladder: string | null;
  repetition: number | null;
  facts: Facts;
  /** The lines of a 久拖未决清单. */
  list: readonly ListedItem[] | null;
  /** Place of a line in its list. */
  place?: number;
}

interface ItemPlaceRow {
  id: string;
  task: number;
  milestone: string;
  village: string | null;
  township: string | null;
  primary_unit: string;
}

const LETTERS = `SELECT l.id, message_id, instrument, delivery, plan_day, closed_at, supplement, document_no, person
  FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place) JOIN letter l ON l.plan_id = $1 AND l.id = wanted.id ORDER BY wanted.place`;
/** An alarm names its item among its facts: it is no notice about it. */
const NOTICES = `SELECT letter_id, stream, seq, no, role, addressed_post, post, fallback_for, up_from, substitute_for, coalesce(item_id, facts ->> 'item') AS item_id,
    ladder, repetition, facts, list FROM notice WHERE plan_id = $1 AND letter_id = ANY($2)`;
const ITEMS =
  "SELECT id, task, milestone, village, township, primary_unit FROM item WHERE plan_id = $1 AND id = ANY($2)";

/** Letters with their notices, in the order of `ids`; ids that are not there are left out. */
export async function readLetterRows(pool: Pool, planId: string, ids: readonly string[]): Promise<LetterRows[]> {
  const [letters, notices] = await Promise.all([
    pool.query<StoredRow>(LETTERS, [planId, ids]),
    readNotices(pool, planId, ids),
  ]);
  return letters.rows.map((row) => ({ ...row, notices: notices.get(row.id) ?? [] }));
}

/** The notices of each letter. Read flat: joining and sorting in the database took it three times as long. */
async function readNotices(pool: Pool, planId: string, letters: readonly string[]): Promise<Map<string, NoticeRow[]>> {
  const stored = await pool.query<StoredNotice>(NOTICES, [planId, letters]);
  const rows = stored.rows.flatMap(linesOf);
  const ids = new Set(rows.flatMap((row) => (row.item_id === null ? [] : [row.item_id])));
  const found = await pool.query<ItemPlaceRow>(ITEMS, [planId, [...ids]]);
  const items = new Map(found.rows.map((item) => [item.id, item]));
  const byLetter = new Map<string, NoticeRow[]>();
  for (const row of rows) {
    const notice = { ...row, item: items.get(row.item_id ?? "") };
    const own = byLetter.get(row.letter_id);
    if (own) own.push(notice);
    else byLetter.set(row.letter_id, [notice]);
  }
  for (const own of byLetter.values()) own.sort(inLetterOrder);
  return byLetter;
}

/** Each line of a list reads as a notice of its own. */
function linesOf(notice: StoredNotice): StoredNotice[] {
  if (notice.list === null) return [notice];
  return notice.list.map((line, place) => ({
    ...notice,
    item_id: line.item,
    facts: { ...notice.facts, ...line },
    place,
  }));
}

/** Addressed before copied, then by post, task and the plan's order of items. */
function inLetterOrder(a: NoticeRow, b: NoticeRow): number {
  return (
    compareText(b.role, a.role) ||
    compareText(a.addressed_post, b.addressed_post) ||
    (a.place ?? 0) - (b.place ?? 0) ||
    (a.item?.task ?? 0) - (b.item?.task ?? 0) ||
    compareText(a.stream, b.stream) ||
    a.seq - b.seq ||
    a.no - b.no
  );
}
