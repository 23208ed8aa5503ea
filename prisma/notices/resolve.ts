/** Resolves the notices of rows about to be recorded to posts and people, inside the recording transaction. */
import { figuresOn } from "../../domain/items/figures.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { NewRow, NoticeDraft } from "../../domain/ledger/record.js";
import { longOverdueLists } from "../../domain/letters/long-overdue.js";
import { type Delegation, listsWithSubstitutes, withSubstitutes } from "../../domain/people/delegations.js";
import type { ItemPlace, Recipient } from "../../domain/people/recipients.js";
import type { Told } from "../../domain/people/told.js";
import { calendarOf } from "../../domain/plan/calendar.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Connection } from "../database/pool.js";
import { readDelegations } from "../people/delegations.js";
import { closingFrom, closingOf } from "../plans/closing-time.js";
import type { Directory } from "../plans/plan-store.js";
import { type Listing, NOTHING_LISTED, readListing } from "./listing.js";
import { decidedNotice, type Notice, noticeRows } from "./notices.js";
import { recipientsOf, toldBefore, toldBy } from "./recipients.js";

/** Rows whose notices are to be resolved, as they follow a stream's head. */
export interface NoticedRows {
  readonly planId: string;
  /** The number of the row before the first of them. */
  readonly expectedSeq: number;
  readonly rows: readonly NewRow[];
}

/** Notices by index of their row in the request. `places`: where the rows' items are as the rows leave them. */
export async function resolveNotices(
  connection: Connection,
  request: NoticedRows,
  places: ReadonlyMap<string, ItemPlace | ItemState>,
  directory: Directory,
): Promise<Map<number, Notice[]>> {
  const [told, delegations] = await Promise.all([
    toldBefore(connection, request.planId, request.rows),
    readDelegations(connection, request.planId),
  ]);
  const resolved = new Map<number, Notice[]>();
  const listedAt = request.rows.find((row) => row.type === LISTED && row.notices)?.at;
  const listing =
    listedAt === undefined ? NOTHING_LISTED : await readListing(connection, request.planId, listedAt, directory);
  request.rows.forEach((row, index) => {
    if (!row.notices) return;
    const seq = request.expectedSeq + index + 1;
    if (row.type === LISTED) {
      resolved.set(index, listNotices(row, seq, listing, delegations, directory));
      return;
    }
    const notices = noticesOf(row, seq, places, told, delegations, directory);
    for (const notice of notices) {
      if (notice.person === null || notice.item_id === null || notice.delivery === "draft") continue;
      // Rungs that fire in the same batch after an outage know of one another.
      told.get(notice.item_id)?.push(toldBy(notice, notice.person));
    }
    resolved.set(index, notices);
  });
  return resolved;
}

function noticesOf(
  row: NewRow,
  seq: number,
  places: ReadonlyMap<string, ItemPlace | ItemState>,
  told: ReadonlyMap<string, readonly Told[]>,
  delegations: readonly Delegation[],
  directory: Directory,
): Notice[] {
  const day = dateAt(row.at, directory.offsetMinutes);
  const earlier = row.item === undefined ? [] : (told.get(row.item) ?? []);
  const item = row.item === undefined ? undefined : places.get(row.item);
  const drafts = row.notices ?? [];
  return noticeRows(
    { ...row, seq },
    drafts.map((draft) => {
      const closeAt = closeAtOf(draft, row, day, directory);
      const { facts, ...decided } = decidedNotice(draft, closeAt);
      const told = dateAt(closeAt, directory.offsetMinutes);
      const calendar = calendarOf(directory.bundle.calendar);
      return { ...decided, facts: item && isState(item) ? figuresOn(facts, item, day, told, calendar) : facts };
    }),
    drafts.map((draft) => {
      const recipients = recipientsOf(draft, item ?? placeWithout(draft), day, earlier, directory);
      // A draft has told nobody: it is the office's until it is signed.
      return draft.delivery === "draft" ? recipients : allowed(withSubstitutes(recipients, delegations, day), draft);
    }),
    directory.offsetMinutes,
  );
}

/** Without those who have a part in what is asked. */
const allowed = (recipients: readonly Recipient[], { notTo = [] }: NoticeDraft): Recipient[] =>
  recipients.filter(({ person }) => person === null || !notTo.includes(person));

/** Where a notice about no item is: a package's is of its unit. */
function placeWithout({ facts: { primaryUnit } }: NoticeDraft): ItemPlace {
  return { village: null, township: null, primaryUnit: typeof primaryUnit === "string" ? primaryUnit : "" };
}

const isState = (place: ItemPlace | ItemState): place is ItemState => "suspensions" in place;

/** The row of the plan's stream that asks for the month's 久拖未决清单. */
const LISTED = "longOverdueListed";

/** One notice for each addressee, with the whole list in it: a row for each item and addressee would be a hundred times as many. */
function listNotices(
  row: NewRow,
  seq: number,
  { items, since }: Listing,
  delegations: readonly Delegation[],
  directory: Directory,
): Notice[] {
  const { roster, calendar } = directory.bundle;
  const day = dateAt(row.at, directory.offsetMinutes);
  const own = longOverdueLists(items, roster, day, calendarOf(calendar), since);
  const lists = listsWithSubstitutes(own, delegations, day);
  const lines = [...new Map(lists.flatMap((list) => list.items).map((line) => [line.item, line])).values()];
  const drafts = row.notices ?? [];
  return noticeRows(
    { ...row, seq },
    drafts.map((draft) => ({ ...decidedNotice(draft, closeAtOf(draft, row, day, directory)), lines })),
    drafts.map(() =>
      lists.map(({ recipient, items: said, ...figures }) => ({
        ...recipient,
        items: said.map((line) => line.item),
        ...figures,
      })),
    ),
    directory.offsetMinutes,
  );
}

/**
 * When a notice's letter closes. A rung that fires late (after an outage) is told the same day; what people do after the
 * day's closing is told with the next working day's letters, so that nobody gets a letter for every act.
 */
function closeAtOf(draft: NoticeDraft, row: NewRow, day: string, directory: Directory): number {
  if (draft.delivery === "immediate") return row.at;
  if (row.actor) return closingFrom(row.at, directory);
  // What happens by itself on a day off (a suspension that ends) is told on the next working day.
  return Math.max(row.at, closingFrom(closingOf(day, directory), directory));
}
