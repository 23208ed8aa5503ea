/** Notices of ledger rows: of what was decided, for those who were found. Recording and a rebuild make them alike. */
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { ListedItem, ListFigures } from "../../domain/letters/long-overdue.js";
import type { NewRow, NoticeDraft } from "../../domain/ledger/record.js";
import type { Recipient } from "../../domain/people/recipients.js";

/**
 * One recipient told of one row by one instrument, as the view `notice` has it; with the recipient as the ledger keeps it, and the index
 * of the draft it came from.
 */
export interface Notice {
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
export type NotedRecipient = Notice["recipient"];

/** A ledger row's notices. */
export function noticeRows(
  row: NotedRow,
  decided: readonly (DecidedNotice | null)[],
  recipients: readonly (readonly NotedRecipient[])[],
  offsetMinutes: number,
): Notice[] {
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
): Notice {
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

/** A draft as the ledger keeps it. */
export function decidedNotice({ instrument, delivery, rung, facts }: NoticeDraft, closeAt: number): DecidedNotice {
  const base = { instrument, delivery, facts, closeAt };
  if (!rung) return base;
  const { runKey: ladder, ...step } = rung;
  return { ...base, rung: { ladder, ...step } };
}

/** What the ledger keeps of a row's notices; null for one that nobody gets. */
export function decidedNotices(row: NewRow, notices: readonly Notice[]): (DecidedNotice | null)[] {
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
