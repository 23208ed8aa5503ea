/** The rows that letters are made of, as stored. */
import { compareText } from "../../domain/ledger/canonical.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";
import type { RowOf } from "../sql/statement.js";

type StoredNotice = RowOf<typeof sql.readLetterNotices> & {
  /** Place of a line in its list. */
  readonly place?: number;
};

/** A notice with what is fixed of its item. */
export type NoticeRow = StoredNotice & { readonly item: RowOf<typeof sql.readItemPlaces> | undefined };

/** A letter with its notices, in the order in which it tells them. */
export type LetterRows = RowOf<typeof sql.readLetters> & { readonly notices: readonly NoticeRow[] };

/** Letters with their notices, in the order of `ids`; ids that are not there are left out. */
export async function readLetterRows(pool: Pool, planId: string, ids: readonly string[]): Promise<LetterRows[]> {
  const [letters, notices] = await Promise.all([
    sql.readLetters.run(pool, { planId, ids }),
    readNotices(pool, planId, ids),
  ]);
  return letters.map((row) => ({ ...row, notices: notices.get(row.id) ?? [] }));
}

/** The notices of each letter. Read flat: joining and sorting in the database took it three times as long. */
async function readNotices(pool: Pool, planId: string, letters: readonly string[]): Promise<Map<string, NoticeRow[]>> {
  const stored = await sql.readLetterNotices.run(pool, { planId, letters });
  const rows = stored.flatMap(linesOf);
  const ids = new Set(rows.flatMap((row) => (row.item_id === null ? [] : [row.item_id])));
  const places = await sql.readItemPlaces.run(pool, { planId, ids: [...ids] });
  const items = new Map(places.map((item) => [item.id, item]));
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
