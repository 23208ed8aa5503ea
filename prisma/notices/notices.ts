/** Resolves the notices of rows about to be recorded to posts and people, inside the recording transaction. */
import { dateAt } from "../../domain/plan/plan-date.js";
import { calendarOf } from "../../domain/plan/calendar.js";
import { type ListedItem, type ListFigures, longOverdueLists } from "../../domain/letters/long-overdue.js";
import { toldOf } from "../../domain/letters/withheld.js";
import { type Told, toldOfWay } from "../../domain/people/told.js";
import { type HeldBefore, type ItemPlace, type Recipient, resolveRecipients } from "../../domain/people/recipients.js";
import { type Delegation, listsWithSubstitutes, withSubstitutes } from "../../domain/people/delegations.js";
import { type Instrument, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import { figuresOn } from "../../domain/items/figures.js";
import type { NewRow, NoticeDraft } from "../../domain/ledger/record.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { closingFrom, closingOf } from "../plans/closing-time.js";
import { readDelegations } from "../people/delegations.js";
import type { Directory } from "../plans/plan-store.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/notices/statements.js";
import { type Listing, NOTHING_LISTED, readListing } from "./listing.js";

/** A notice's columns, with the recipient as the ledger keeps it and the index of the draft it came from. */
export interface NoticeInsert {
  readonly seq: number;
  readonly no: number;
  readonly item_id: string | null;
  readonly instrument: Instrument;
  readonly delivery: string;
  readonly role: Recipient["role"];
  readonly addressed_post: string;
  readonly post: string;
  readonly person: string | null;
  readonly fallback_for: string | null;
  readonly up_from: string | null;
  readonly substitute_for: string | null;
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly deadline_version: number | null;
  readonly repetition: number | null;
  readonly at: number;
  readonly plan_day: string;
  readonly facts: NoticeDraft["facts"];
  readonly close_at: number;
  readonly group_key: string;
  /** The lines of a 久拖未决清单; such a notice speaks of no single item. */
  readonly list: readonly ListedItem[] | null;
  readonly recipient: Recipient & ListFigures & { readonly items?: readonly string[] };
  readonly draft: number;
}

/**
 * A notice as the ledger keeps it beside its recipients: with them it is all that the notice's rows are made of, so that they
 * can be made again without deciding anything again. `lines`: those of a 久拖未决清单, of all its addressees.
 */
export interface DecidedNotice {
  readonly instrument: NoticeDraft["instrument"];
  readonly delivery: NoticeDraft["delivery"];
  /** `ladder`: the key of the ladder's run (domain/ladder/run.ts). */
  readonly rung?: {
    readonly ladder: string;
    readonly id: string;
    readonly deadlineVersion: number;
    readonly repetition: number;
  };
  readonly facts: NoticeDraft["facts"];
  readonly closeAt: number;
  readonly lines?: readonly ListedItem[];
}

/** What of a ledger row its notices are made of. */
export type NotedRow = Pick<NewRow, "type" | "item" | "at" | "cause"> & { readonly seq: number };

/** A recipient as the ledger keeps it. */
export type NotedRecipient = NoticeInsert["recipient"];

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
): Promise<Map<number, NoticeInsert[]>> {
  const told = await toldBefore(connection, request);
  const delegations = await readDelegations(connection, request.planId);
  const resolved = new Map<number, NoticeInsert[]>();
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

/** By item, who was told of it before: of those items alone whose notices go by it. */
async function toldBefore(connection: Connection, request: NoticedRows): Promise<Map<string, Told[]>> {
  const items = request.rows.flatMap((row) =>
    row.item !== undefined &&
    row.notices?.some((draft) => draft.oneUpIfHeldBefore || draft.onlyToPriorRecipients || draft.alsoToPriorRecipients)
      ? [row.item]
      : [],
  );
  if (items.length === 0) return new Map();
  const kept = await sql.toldBefore.run(connection, { planId: request.planId, items: [...new Set(items)] });
  const told = new Map(items.map((item): [string, Told[]] => [item, []]));
  for (const { item, told: ways } of kept) told.set(item, ways.map(toldOfWay));
  return told;
}

/** What of a notice says who was told. */
export type TellingNotice = Pick<
  NoticeInsert,
  | "item_id"
  | "person"
  | "delivery"
  | "role"
  | "addressed_post"
  | "instrument"
  | "fallback_for"
  | "substitute_for"
  | "ladder"
  | "rung"
  | "deadline_version"
>;

/** A notice as what it adds to who was told. */
export const toldBy = (notice: TellingNotice, person: string): Told => ({
  role: notice.role,
  person,
  addressed: notice.addressed_post,
  instrument: notice.instrument,
  fallbackFor: notice.fallback_for,
  substituteFor: notice.substitute_for,
  ladder: notice.ladder,
  rung: notice.rung,
  version: notice.deadline_version,
});

function noticesOf(
  row: NewRow,
  seq: number,
  places: ReadonlyMap<string, ItemPlace | ItemState>,
  told: ReadonlyMap<string, readonly Told[]>,
  delegations: readonly Delegation[],
  directory: Directory,
): NoticeInsert[] {
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

/** The rows of a ledger row's notices: of what was decided, for those who were found. Recording and a rebuild make them alike. */
export function noticeRows(
  row: NotedRow,
  decided: readonly (DecidedNotice | null)[],
  recipients: readonly (readonly NotedRecipient[])[],
  offsetMinutes: number,
): NoticeInsert[] {
  let no = 0;
  return decided.flatMap((notice, index) => {
    if (notice === null) return [];
    const own = recipients[index] ?? [];
    return own.map((recipient) => noticeRow(row, no++, index, notice, recipient, own, offsetMinutes));
  });
}

function noticeRow(
  row: NotedRow,
  no: number,
  draft: number,
  notice: DecidedNotice,
  recipient: NotedRecipient,
  recipients: readonly Recipient[],
  offsetMinutes: number,
): NoticeInsert {
  const list = listOf(notice, recipient);
  return {
    seq: row.seq,
    no,
    item_id: row.item ?? null,
    instrument: recipient.instrument ?? notice.instrument,
    delivery: notice.delivery,
    role: recipient.role,
    addressed_post: recipient.addressed,
    post: recipient.post,
    person: recipient.person,
    fallback_for: recipient.fallbackFor ?? null,
    up_from: recipient.upFrom ?? null,
    substitute_for: recipient.substituteFor ?? null,
    ladder: notice.rung?.ladder ?? null,
    rung: notice.rung?.id ?? null,
    deadline_version: notice.rung?.deadlineVersion ?? null,
    repetition: notice.rung?.repetition ?? null,
    at: row.at,
    plan_day: dateAt(row.at, offsetMinutes),
    facts: list === null ? notice.facts : listFacts(list, recipient),
    close_at: notice.closeAt,
    group_key: groupKey(notice, row, recipient, recipients, dateAt(notice.closeAt, offsetMinutes)),
    list,
    recipient,
    draft,
  };
}

/** What a list says of itself: how many are open, the longest, and what became of what was submitted to its reader. */
function listFacts(list: readonly ListedItem[], { submitted, earlier }: NotedRecipient): NoticeDraft["facts"] {
  const open = list.filter(({ endedOn }) => endedOn === undefined);
  return {
    items: open.length,
    longest: open[0]?.overdue ?? 0,
    ...(submitted === undefined ? {} : { submitted }),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

/** The lines of the list that are the recipient's, in their order. */
function listOf({ lines }: DecidedNotice, { items }: NotedRecipient): ListedItem[] | null {
  if (lines === undefined) return null;
  const byItem = new Map(lines.map((line) => [line.item, line]));
  return (items ?? []).flatMap((item) => byItem.get(item) ?? []);
}

function decidedNotice({ instrument, delivery, rung, facts }: NoticeDraft, closeAt: number): DecidedNotice {
  const base = { instrument, delivery, facts, closeAt };
  if (!rung) return base;
  const { runKey: ladder, ...step } = rung;
  return { ...base, rung: { ladder, ...step } };
}

/** What the ledger keeps of a row's notices; null for one that nobody gets. */
export function decidedNotices(row: NewRow, notices: readonly NoticeInsert[]): (DecidedNotice | null)[] {
  return (row.notices ?? []).map((notice, index) => {
    const own = notices.filter(({ draft }) => draft === index);
    const [first] = own;
    if (first === undefined) return null;
    const base = decidedNotice(notice, first.close_at);
    if (first.list === null) return { ...base, facts: first.facts };
    const lines = new Map(own.flatMap(({ list }) => list ?? []).map((line) => [line.item, line]));
    return { ...base, lines: [...lines.values()] };
  });
}

/** The addressees named, those told of trouble before, or both, each person once; without those who are not to be told. */
function recipientsOf(
  draft: NoticeDraft,
  place: ItemPlace,
  day: string,
  earlier: readonly Told[],
  directory: Directory,
): Recipient[] {
  const named = namedRecipients(draft, place, day, earlier, directory);
  return toldOf(named, draft.instrument, place.primaryUnit, directory.bundle.roster);
}

function namedRecipients(
  draft: NoticeDraft,
  place: ItemPlace,
  day: string,
  earlier: readonly Told[],
  directory: Directory,
): Recipient[] {
  if (draft.onlyToPriorRecipients) return priorRecipients(earlier);
  const named = resolveRecipients(directory.bundle.roster, draft, place, day, heldBefore(draft, earlier));
  if (!draft.alsoToPriorRecipients) return named;
  const people = new Set(named.map((recipient) => recipient.person));
  return [...named, ...priorRecipients(earlier).filter((recipient) => !people.has(recipient.person))];
}

/** The row of the plan's stream that asks for the month's 久拖未决清单. */
const LISTED = "longOverdueListed";

/** One notice for each addressee, with the whole list in it: a row for each item and addressee would be a hundred times as many. */
function listNotices(
  row: NewRow,
  seq: number,
  { items, since }: Listing,
  delegations: readonly Delegation[],
  directory: Directory,
): NoticeInsert[] {
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

/**
 * Notices of one key share a letter: batched by person, instrument and day; a signed instrument by person and document
 * number, however many streams it was signed in; other immediate ones by person, instrument and act; the office's drafts
 * by the post first addressed, instrument and day, with their copies. Nobody's notices are kept under the post.
 */
function groupKey(
  draft: Pick<DecidedNotice, "instrument" | "delivery" | "facts">,
  row: Pick<NotedRow, "cause">,
  recipient: Recipient,
  recipients: readonly Recipient[],
  day: string,
): string {
  const { delivery, facts } = draft;
  const instrument = recipient.instrument ?? draft.instrument;
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

function heldBefore(draft: NoticeDraft, earlier: readonly Told[]): HeldBefore {
  const rung = draft.rung;
  if (!draft.oneUpIfHeldBefore || !rung) return () => false;
  return (person, addressed, standsIn) =>
    earlier.some(
      (told) =>
        told.role === "to" &&
        (standsIn || (told.fallbackFor === null && told.substituteFor === null)) &&
        told.person === person &&
        told.addressed !== addressed &&
        told.ladder === rung.runKey &&
        told.rung !== rung.id &&
        told.version === rung.deadlineVersion,
    );
}

/** Everybody once who was told of trouble with the item, in the post in which they were: addressed sooner than by copy. */
function priorRecipients(earlier: readonly Told[]): Recipient[] {
  const people = new Map<string, Recipient>();
  // Sorted, so that the order in which the rungs were recorded (one by one, or together after an outage) does not show.
  const name = (told: Told): string =>
    `${told.role === "to" ? "0" : "1"}\u0000${told.person}\u0000${told.substituteFor ?? ""}\u0000${told.addressed}`;
  const sorted = earlier
    .filter((told) => INSTRUMENTS[told.instrument].tellsOfTrouble)
    .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  for (const { role, addressed: post, person, substituteFor } of sorted) {
    if (people.has(person)) continue;
    people.set(person, { role, addressed: post, post, person, ...(substituteFor === null ? {} : { substituteFor }) });
  }
  return [...people.values()];
}
