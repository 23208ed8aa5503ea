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
export type NoticeRow = StoredNotice & {
  readonly item: ItemPlace | undefined;
  /** Of a copy that has its letter's own text: the notice by which its recipient gets it. */
  readonly receivedAs?: StoredNotice;
  /** The notice by whose item the recipient's capacity is known, where this one tells of an item that is others'. */
  readonly toldAs?: NoticeRow;
};

/** A letter with its notices, in the order in which it tells them. */
export type LetterRows = RowOf<typeof sql.readLetters> & { readonly notices: readonly NoticeRow[] };

/**
 * Letters with their notices, in the order of `ids`; ids that are not there are left out. One number has one text (docs/domain.md,
 * "Letters"): each letter under a number tells all that is told under it.
 */
export async function readLetterRows(
  pool: Pool,
  planId: string,
  ids: readonly string[],
  places: ItemPlaces,
): Promise<LetterRows[]> {
  const letters = await sql.readLetters.run(pool, { planId, ids });
  const documents = await readDocuments(pool, planId, letters);
  const notices = await readNotices(pool, planId, [...new Set([...ids, ...[...documents.values()].flat()])], places);
  return letters.map((row) => {
    const own = notices.get(row.id) ?? [];
    const together = documents.get(documentOf(row));
    return {
      ...row,
      notices:
        together === undefined
          ? own
          : wholeText(
              own,
              together.flatMap((id) => notices.get(id) ?? []),
            ),
    };
  });
}

type Headed = Pick<RowOf<typeof sql.readLetters>, "document_no" | "instrument">;

const documentOf = ({ document_no, instrument }: Headed): string => `${instrument} ${document_no ?? ""}`;

/** By document, the ids of all its letters. */
async function readDocuments(
  pool: Pool,
  planId: string,
  letters: readonly RowOf<typeof sql.readLetters>[],
): Promise<Map<string, string[]>> {
  const numbers = letters.flatMap(({ document_no, delivery }) =>
    document_no === null || delivery !== "immediate" ? [] : [document_no],
  );
  const documents = new Map<string, string[]>();
  if (numbers.length === 0) return documents;
  for (const { id, documentNo, instrument } of await sql.listLettersOfNumbers.run(pool, { planId, numbers })) {
    const document = documentOf({ document_no: documentNo, instrument });
    documents.set(document, [...(documents.get(document) ?? []), id]);
  }
  return documents;
}

/**
 * Everything that the document tells, each item once, as it is told to whom it is addressed: a copy is the same text. Without anybody
 * addressed, as it is told to the letter's recipient in their first capacity.
 */
function wholeText(own: readonly NoticeRow[], all: readonly NoticeRow[]): NoticeRow[] {
  const [mine] = own.toSorted(inLetterOrder);
  const [main] = all.toSorted(inLetterOrder);
  if (mine === undefined) return [];
  const isCopy = mine.role === "copy" && main?.role === "to";
  const first = isCopy ? main : mine;
  const { role, addressed_post, post, fallback_for, up_from, substitute_for } = first;
  const capacity = { role, addressed_post, post, fallback_for, up_from, substitute_for };
  const byItem = new Map<string, NoticeRow>();
  const told = { ...capacity, toldAs: first, ...(isCopy && { receivedAs: mine }) };
  for (const notice of [...own, ...all].toSorted(inLetterOrder)) {
    const item = notice.item_id ?? "";
    if (!byItem.has(item)) byItem.set(item, Object.assign({}, notice, told));
  }
  return [...byItem.values()].sort(inLetterOrder);
}

/** Where items are, by id; of those that the plan doesn't have nothing. */
export type ItemPlaces = Map<string, ItemPlace | undefined>;
export type ItemPlace = RowOf<typeof sql.readItemPlaces>;

/** Adds what is missing. */
async function readPlaces(pool: Pool, planId: string, ids: Iterable<string>, places: ItemPlaces): Promise<void> {
  const missing = [...ids].filter((id) => !places.has(id));
  if (missing.length === 0) return;
  for (const id of missing) places.set(id, undefined);
  for (const place of await sql.readItemPlaces.run(pool, { planId, ids: missing })) places.set(place.id, place);
}

/** The notices of each letter. Read flat: joining and sorting in the database took it three times as long. */
async function readNotices(
  pool: Pool,
  planId: string,
  letters: readonly string[],
  places: ItemPlaces,
): Promise<Map<string, NoticeRow[]>> {
  const stored = await sql.readLetterNotices.run(pool, { planId, letters });
  const ids = new Set<string>();
  for (const { item_id, list } of stored) {
    if (list !== null) for (const { item } of list) ids.add(item);
    else if (item_id !== null) ids.add(item_id);
  }
  await readPlaces(pool, planId, ids, places);
  const byLetter = new Map<string, NoticeRow[]>();
  for (const notice of stored) {
    const own = byLetter.get(notice.letter_id) ?? [];
    byLetter.set(notice.letter_id, own);
    addLines(notice, places, own);
  }
  for (const own of byLetter.values()) own.sort(inLetterOrder);
  return byLetter;
}

/**
 * Adds a notice with its item's place; each line of a list reads as a notice of its own. By Object.assign: of a list with hundreds of
 * lines spreads take ten times as long.
 */
function addLines(notice: StoredNotice, places: ItemPlaces, to: NoticeRow[]): void {
  const { list, item_id, facts } = notice;
  if (list === null) {
    to.push(Object.assign({}, notice, { item: places.get(item_id ?? "") }));
    return;
  }
  for (const [place, line] of list.entries())
    to.push(
      Object.assign({}, notice, {
        item_id: line.item,
        facts: Object.assign({}, facts, line),
        place,
        item: places.get(line.item),
      }),
    );
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
