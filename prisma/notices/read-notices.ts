/** Notices: who was told what, of rows, in lists, and counted. */
import { compareText } from "../../domain/ledger/canonical.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { clientOf } from "../database/client.js";
import { dayOf, daysFrom } from "../database/columns.js";
import type { NoticeWhereInput } from "../generated/models.js";
import * as sql from "../sql/notices/statements.js";
import type { Pool } from "../database/pool.js";
import type { RowReach } from "../people/reach.js";

export interface ToldNotice {
  readonly stream: string;
  readonly seq: number;
  readonly no: number;
  readonly item: string | null;
  readonly instrument: Instrument;
  readonly delivery: "batched" | "immediate" | "draft";
  readonly role: "to" | "copy";
  readonly addressed: string;
  readonly post: string;
  readonly person: string | null;
  readonly fallbackFor: string | null;
  readonly upFrom: string | null;
  readonly substituteFor: string | null;
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly deadlineVersion: number | null;
  readonly repetition: number | null;
  /** Plan instant. */
  readonly at: number;
  readonly planDay: PlanDate;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly letter: string | null;
  /** Lines of a 久拖未决清单. */
  readonly lines: number | null;
  readonly task: number | null;
  readonly village: string | null;
  readonly township: string | null;
  readonly milestone: string | null;
}

/** The notices given with some rows, in row order. */
export async function noticesOfRows(
  pool: Pool,
  planId: string,
  rows: readonly { readonly stream: string; readonly seq: number }[],
): Promise<ToldNotice[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map(({ stream, seq }) => ({ stream, seq, append: null, batch: null, no: null }));
  return sql.toldNotices.run(pool, { planId, wanted });
}

/** The notices of a letter, in the order in which it tells them. */
export async function noticesOfLetter(pool: Pool, planId: string, letter: string): Promise<ToldNotice[]> {
  const batches = await clientOf(pool).letterNoticeBatch.findMany({
    where: { planId, letterId: letter },
    select: { stream: true, append: true, batch: true },
  });
  const wanted = batches.map((batch) => ({ ...batch, seq: null, no: null }));
  const notices = await sql.toldNotices.run(pool, { planId, wanted });
  // In the ledger's order already, which this sorting leaves as it is.
  return notices.sort(
    (one, other) =>
      compareText(other.role, one.role) || // "to" before "copy"
      compareText(one.addressed, other.addressed) ||
      (one.task ?? LAST) - (other.task ?? LAST),
  );
}

/** Of a task's number, for what is of none. */
const LAST = Number.MAX_SAFE_INTEGER;

const KEY = { stream: true, append: true, batch: true, seq: true, no: true } as const;

/** Where a page of notices ends. */
export interface NoticePlace {
  readonly at: number;
  readonly stream: string;
  readonly seq: number;
  readonly no: number;
}

export interface NoticeFilter {
  readonly items?: readonly string[] | undefined;
  readonly posts?: readonly string[] | undefined;
  readonly person?: string | undefined;
  readonly instrument?: string | undefined;
  readonly role?: "to" | "copy" | undefined;
  readonly from?: PlanDate | undefined;
  readonly to?: PlanDate | undefined;
  /** Leaves out what waits for a signature. */
  readonly given?: boolean;
  /** Only what is within this reach; null or absent: all. Drafts are within nobody's. */
  readonly within?: RowReach | null;
}

/** What a filter names. */
async function whereOf(pool: Pool, planId: string, filter: NoticeFilter): Promise<NoticeWhereInput> {
  const { items, posts, person, instrument, role, from, to, given = false, within = null } = filter;
  return {
    planId,
    ...(items === undefined ? {} : await aboutItems(pool, planId, items)),
    ...(posts === undefined ? {} : { post: { in: [...posts] } }),
    ...(person === undefined ? {} : { person }),
    ...(instrument === undefined ? {} : { instrument }),
    ...(role === undefined ? {} : { role }),
    ...(from === undefined && to === undefined ? {} : { planDay: daysFrom(from, to) }),
    ...(given || within !== null ? { delivery: { not: "draft" } } : {}),
    ...(within === null ? {} : { OR: withinReach(within) }),
  };
}

/** Notices of items are looked for in the items' streams alone: batches have no index by item. */
async function aboutItems(pool: Pool, planId: string, items: readonly string[]): Promise<NoticeWhereInput> {
  const own = await clientOf(pool).item.findMany({
    where: { planId, id: { in: [...items] } },
    select: { stream: true },
    distinct: ["stream"],
  });
  return { itemId: { in: [...items] }, stream: { in: own.map(({ stream }) => stream) } };
}

const withinReach = ({ items, posts, person }: RowReach): NoticeWhereInput[] => [
  { itemId: { in: [...items] } },
  { post: { in: [...posts] } },
  // Nobody's notices are not those of whoever is nobody.
  ...(person === null ? [] : [{ person }]),
];

const later = ({ at, stream, seq, no }: NoticePlace): NoticeWhereInput[] => [
  { at: { lt: at } },
  { at, stream: { gt: stream } },
  { at, stream, seq: { gt: seq } },
  { at, stream, seq, no: { gt: no } },
];

/** Notices after a place, the newest first. */
export async function listNotices(
  pool: Pool,
  planId: string,
  filter: NoticeFilter,
  after: NoticePlace | null,
  limit: number,
): Promise<ToldNotice[]> {
  // The page is found by its keys alone: whole notices are wide, and most are sorted away.
  const wanted = await whereOf(pool, planId, filter);
  const page = await clientOf(pool).notice.findMany({
    where: { AND: [wanted, ...(after === null ? [] : [{ OR: later(after) }])] },
    orderBy: [{ at: "desc" }, { stream: "asc" }, { seq: "asc" }, { no: "asc" }],
    take: limit,
    select: KEY,
  });
  const notices = await sql.toldNotices.run(pool, { planId, wanted: page });
  const byKey = new Map(notices.map((notice) => [keyOf(notice), notice]));
  return page.flatMap((key) => byKey.get(keyOf(key)) ?? []);
}

const keyOf = ({ stream, seq, no }: Omit<NoticePlace, "at">): string => `${stream} ${seq} ${no}`;

export interface NoticeTally {
  readonly instrument: Instrument;
  readonly role: "to" | "copy";
  readonly count: number;
  readonly first: PlanDate;
  readonly last: PlanDate;
}

/** Notices by instrument and role. */
export async function tallyNotices(pool: Pool, planId: string, filter: NoticeFilter): Promise<NoticeTally[]> {
  const groups = await clientOf(pool).notice.groupBy({
    by: ["instrument", "role"],
    where: await whereOf(pool, planId, filter),
    _count: true,
    _min: { planDay: true },
    _max: { planDay: true },
  });
  return groups
    .flatMap(({ instrument, role, _count, _min, _max }) =>
      _min.planDay === null || _max.planDay === null
        ? []
        : {
            instrument: instrument as Instrument,
            role: role as NoticeTally["role"],
            count: _count,
            first: dayOf(_min.planDay),
            last: dayOf(_max.planDay),
          },
    )
    .toSorted((a, b) => compareText(a.instrument, b.instrument) || compareText(b.role, a.role));
}
