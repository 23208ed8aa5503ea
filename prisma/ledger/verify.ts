/**
 * Walks the ledger's chains: of every stream that has rows, and of every one that should have. Recomputes every hash from the rows
 * themselves. What is missing altogether is looked for by `completeness.ts`; what a recomputed chain hides is found by a signed
 * checkpoint alone (`checkpoints/`).
 */
import { createHash } from "node:crypto";
import { compareText } from "../../domain/ledger/canonical.js";
import { clientOf } from "../database/client.js";
import type { Connection, Pool } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";
import { rowHash } from "./append.js";
import { streamHeads } from "./stream-store.js";

export interface Verified {
  readonly rows: number;
  readonly streams: number;
  /** One hash over all streams' heads in name order. */
  readonly head: string;
  /** The first broken row, in stream and row order, in words; null when all chains hold. */
  readonly broken: string | null;
  /** All that is wrong with the chains, in words: the first broken row of each stream. */
  readonly problems: readonly string[];
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
    const rows = await sql.chainRows.run(connection, { planId, stream, after: seq, limit: PAGE });
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

/** Verifies one plan's chains: those that table `stream` lists, and those that the ledger has rows of. */
export async function verifyLedger(pool: Pool, planId: string): Promise<Verified> {
  const listed = new Map((await streamHeads(pool, planId)).map((head) => [head.stream, head]));
  const found = await sql.streamsOfRows.run(pool, { planId });
  const streams = [...new Set([...listed.keys(), ...found.map(({ stream }) => stream)])].sort(compareText);
  const heads = createHash("sha256");
  const problems: string[] = [];
  let rows = 0;
  for (const stream of streams) {
    const end = await walkChain(pool, planId, stream, (count) => void (rows += count));
    const head = listed.get(stream);
    if (end.broken !== null) problems.push(end.broken);
    else if (!head)
      problems.push(
        `plan ${planId}, stream ${stream}: the ledger has its ${end.seq} rows, table stream does not list it`,
      );
    else if (end.hash !== head.hash || end.seq !== head.seq)
      problems.push(
        `plan ${planId}, stream ${stream}, row ${end.seq + 1}: the chain ends here, but its head is row ${head.seq}`,
      );
    heads.update(headLine({ stream, ...end }));
  }
  return { rows, streams: streams.length, head: heads.digest("hex"), broken: problems[0] ?? null, problems };
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
  const plans = await clientOf(pool).plan.findMany({
    select: { id: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return plans.map(({ id }) => id);
}
