/** Walks the ledger's chains. Recomputes every hash from the rows themselves. */
import { createHash } from "node:crypto";
import type { Connection, Pool } from "../database/pool.js";
import { type DecidedBeside, rowHash } from "./append.js";
import { streamHeads } from "./stream-store.js";

export interface Verified {
  readonly rows: number;
  readonly streams: number;
  /** One hash over all streams' heads in name order. */
  readonly head: string;
  /** The first broken row, in stream and row order, in words; null when all chains hold. */
  readonly broken: string | null;
}

interface Row {
  seq: number;
  type: string;
  event_version: number;
  item_id: string | null;
  at: number;
  cause: string;
  cause_no: number;
  actor: never;
  payload: Record<string, unknown>;
  recipients: unknown;
  decided: DecidedBeside | null;
  prev_hash: string;
  hash: string;
}

/** Rows read at a time: a chain of any length is walked in bounded memory. */
const PAGE = 2_000;

/** Walks one stream's chain from its beginning: where it ends, and the first broken row in words. */
export async function walkChain(
  connection: Pool | Connection,
  planId: string,
  stream: string,
  count: (rows: number) => void = () => {},
): Promise<{ hash: string; seq: number; broken: string | null }> {
  let previous = "";
  let seq = 0;
  for (;;) {
    const { rows } = await connection.query<Row>(
      "SELECT * FROM ledger WHERE plan_id = $1 AND stream = $2 AND seq > $3 ORDER BY seq LIMIT $4",
      [planId, stream, seq, PAGE],
    );
    if (rows.length === 0) return { hash: previous, seq, broken: null };
    for (const row of rows) {
      const where = `plan ${planId}, stream ${stream}, row ${seq + 1}`;
      if (row.seq !== seq + 1) return { hash: previous, seq, broken: `${where}: the row is missing` };
      if (row.prev_hash !== previous)
        return { hash: previous, seq, broken: `${where}: it does not follow on the row before it` };
      const content = {
        seq: row.seq,
        type: row.type,
        version: row.event_version,
        at: row.at,
        cause: row.cause,
        causeNo: row.cause_no,
        payload: row.payload,
        ...(row.item_id === null ? {} : { item: row.item_id }),
        ...(row.actor === null ? {} : { actor: row.actor }),
      };
      if (rowHash(previous, stream, content, row.recipients, row.decided) !== row.hash)
        return { hash: previous, seq, broken: `${where}: its content was changed` };
      previous = row.hash;
      seq = row.seq;
    }
    count(rows.length);
  }
}

/** Verifies one plan's ledger. */
export async function verifyLedger(pool: Pool, planId: string): Promise<Verified> {
  const streams = await streamHeads(pool, planId);
  const heads = createHash("sha256");
  let rows = 0;
  let broken: string | null = null;
  for (const stream of streams) {
    const end = await walkChain(pool, planId, stream.stream, (count) => void (rows += count));
    broken ??= end.broken;
    if (end.hash !== stream.hash || end.seq !== stream.seq) {
      broken ??= `plan ${planId}, stream ${stream.stream}, row ${end.seq + 1}: the chain ends here, but its head is row ${stream.seq}`;
    }
    heads.update(headLine({ stream: stream.stream, ...end }));
  }
  return { rows, streams: streams.length, head: heads.digest("hex"), broken };
}

const headLine = (head: { stream: string; seq: number; hash: string }): string =>
  `${head.stream} ${head.seq} ${head.hash}\n`;

/** The same hash over all heads as `verifyLedger` answers, taken from the streams' rows without walking the chains. */
export async function ledgerHead(pool: Pool, planId: string): Promise<string> {
  const hash = createHash("sha256");
  for (const head of await streamHeads(pool, planId)) hash.update(headLine(head));
  return hash.digest("hex");
}

/** Plans of this database, oldest first. */
export async function planIds(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query("SELECT id FROM plan ORDER BY created_at, id");
  return rows.map((row) => row.id);
}
