/**
 * What a ledger says, apart from how it is hashed: to compare a ledger with one that another release made of the same scenario
 * and seed. It imports nothing of the product, so that the same file runs inside a checkout of any release.
 */
import { createHash } from "node:crypto";

/** As much of a pool or connection as is needed here. */
export interface Queryable {
  query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[] }>;
}

/** A row's content: all that tells a story, none of plan id, run, wall time, hash and format. */
export interface ContentRow {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly item: string | null;
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly recipients: unknown;
  readonly decided: unknown;
}

export interface LedgerContent {
  readonly rows: number;
  /** SHA-256 over the canonical lines of all rows, by stream and number. */
  readonly content: string;
  /** The same of each stream, so that a difference can be narrowed down. */
  readonly streams: Readonly<Record<string, { readonly rows: number; readonly content: string }>>;
}

/** Rows read at a time: a ledger of any length is read in bounded memory. */
const PAGE = 2_000;

/** The content of a plan's ledger, hashed. */
export async function contentHash(pool: Queryable, planId: string): Promise<LedgerContent> {
  const whole = createHash("sha256");
  const streams = new Map<string, { rows: number; hash: ReturnType<typeof createHash> }>();
  let rows = 0;
  for await (const row of contentRows(pool, planId)) {
    const line = `${canonical(row)}\n`;
    const stream = streams.get(row.stream) ?? { rows: 0, hash: createHash("sha256") };
    streams.set(row.stream, stream);
    whole.update(line);
    stream.hash.update(line);
    stream.rows += 1;
    rows += 1;
  }
  return {
    rows,
    content: whole.digest("hex"),
    streams: Object.fromEntries(
      [...streams].map(([name, { rows: count, hash }]) => [name, { rows: count, content: hash.digest("hex") }]),
    ),
  };
}

/** Every row of a plan's ledger by stream (in byte order) and number, under today's names. */
export async function* contentRows(pool: Queryable, planId: string): AsyncGenerator<ContentRow> {
  const { rows: names } = await pool.query(
    'SELECT DISTINCT stream COLLATE "C" AS name FROM ledger WHERE plan_id = $1 ORDER BY 1',
    [planId],
  );
  for (const { name } of names as { name: string }[]) {
    for (let seq = 0; ; ) {
      const { rows } = await pool.query(
        `SELECT stream, seq, type, item_id AS item, at::float8 AS at, cause, cause_no AS "causeNo", actor, payload, recipients, decided
         FROM ledger WHERE plan_id = $1 AND stream = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
        [planId, name, seq, PAGE],
      );
      const page = rows as ContentRow[];
      if (page.length === 0) break;
      yield* page.map(underTodaysNames);
      seq = page[page.length - 1]?.seq ?? seq;
    }
  }
}

/** Events that were renamed since, by hand: what upcasts in the product is what is checked with this. */
function underTodaysNames(row: ContentRow): ContentRow {
  if (row.type !== "inspectorAssigned") return row;
  const { inspector, inspectorPost, ...payload } = row.payload;
  const post = inspectorPost === undefined ? {} : { verifierPost: inspectorPost };
  return { ...row, type: "verifierAssigned", payload: { ...payload, verifier: inspector, ...post } };
}

/** JSON without white space, members by name, those without a value left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

/** Where two ledgers of the same story part: the first row that differs, of each; null where none does. */
export function firstDifference(
  before: readonly ContentRow[],
  now: readonly ContentRow[],
): { readonly place: string; readonly before: string; readonly now: string } | null {
  const count = Math.max(before.length, now.length);
  for (let index = 0; index < count; index += 1) {
    const [a, b] = [before[index], now[index]];
    const [was, is] = [a, b].map((row) => (row === undefined ? "no row" : canonical(row))) as [string, string];
    if (was !== is) return { place: `${(a ?? b)?.stream} ${(a ?? b)?.seq}`, before: was, now: is };
  }
  return null;
}
