/**
 * Notices as the table holds them: what one append tells one recipient by one instrument is one row, with the list of the ledger rows
 * that it tells (decision 0150). Recording and a rebuild make the same.
 */
import type { Notice } from "./notices.js";

/** Notices that differ in nothing but what they tell of. */
interface Batch {
  readonly append: number;
  /** Its place among those of its append. */
  readonly batch: number;
  readonly first: Notice;
  readonly rows: number[];
  readonly nos: number[];
  readonly drafts: number[];
  /** Empty where it speaks of no item. */
  readonly items: string[];
}

/**
 * A stream's batches, as the statement `putNoticeBatches` takes them. `notices`: in the order of their rows; `appendOf`: the number of the first of
 * the rows that a row was recorded with.
 */
export function noticeBatches(notices: readonly Notice[], appendOf: (seq: number) => number): object[] {
  const batches = new Map<string, Batch>();
  const counts = new Map<number, number>();
  for (const notice of notices) {
    const append = appendOf(notice.seq);
    const name = `${append}\t${nameOf(notice)}`;
    let batch = batches.get(name);
    if (!batch) {
      const place = counts.get(append) ?? 0;
      counts.set(append, place + 1);
      batch = { append, batch: place, first: notice, rows: [], nos: [], drafts: [], items: [] };
      batches.set(name, batch);
    }
    batch.rows.push(notice.seq);
    batch.nos.push(notice.no);
    batch.drafts.push(notice.draft);
    if (notice.item_id !== null) batch.items.push(notice.item_id);
  }
  return [...batches.values()].map(columnsOf);
}

/**
 * By what notices of an append are of one batch: all that its row says of every notice in it. A list is a batch of its own, as its facts
 * and its lines are. The migration notice_batches says the same in SQL.
 */
function nameOf(notice: Notice): string {
  // Ids hold no tab (loader/schemas), and the group's key begins with the delivery.
  const { seq, no, list, item_id: item, instrument, role, addressed_post, post, person, at } = notice;
  const {
    fallback_for,
    up_from,
    substitute_for,
    ladder,
    rung,
    deadline_version,
    repetition,
    plan_day,
    close_at,
    group_key,
  } = notice;
  const to = `${role}\t${addressed_post}\t${post}\t${person ?? ""}\t${fallback_for ?? ""}\t${up_from ?? ""}\t${substitute_for ?? ""}`;
  const step = `${ladder ?? ""}\t${rung ?? ""}\t${deadline_version ?? ""}\t${repetition ?? ""}\t${at}\t${plan_day}\t${close_at}`;
  return `${group_key}\t${instrument}\t${to}\t${step}\t${item === null ? "-" : "+"}${list === null ? "" : `\t${seq}\t${no}`}`;
}

/** What of a batch the ledger's rows do not have. */
function columnsOf({ first, ...told }: Batch): object {
  const { role, addressed_post, post, person, fallback_for, up_from, substitute_for, plan_day, group_key, list } =
    first;
  return {
    ...told,
    role,
    addressed_post,
    post,
    person,
    plan_day,
    group_key,
    ...(fallback_for !== null && { fallback_for }),
    ...(up_from !== null && { up_from }),
    ...(substitute_for !== null && { substitute_for }),
    ...(first.recipient.instrument && { instrument: first.instrument }),
    // A list's facts are each recipient's own.
    ...(list !== null && { list, facts: first.facts }),
  };
}
