/** Makes checkpoints and keeps them in their table, to which rows are only ever added. */
import { randomUUID } from "node:crypto";
import { clientOf } from "../database/client.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { lockInTransaction } from "../database/transaction-lock.js";
import { documentHash } from "../ledger/completeness.js";
import {
  type Checkpoint,
  type CheckpointContent,
  openCheckpoint,
  type SignedCheckpoint,
  signCheckpoint,
} from "./checkpoint.js";
import type { SigningKey } from "./keys.js";

export interface KeptCheckpoint extends SignedCheckpoint {
  readonly no: number;
}

/** Documents read at a time: a roster may be large, and plans are many. */
const DOCUMENTS_AT_ONCE = 20;

/**
 * Signs where every stream of every plan ends now, and keeps it. `cause` names what it is made for: asked again for the same, it
 * answers the one that was made. One at a time over all processes.
 */
export async function makeCheckpoint(pool: Pool, key: SigningKey, cause: string): Promise<KeptCheckpoint> {
  return inTransaction(pool, async (connection) => {
    await lockInTransaction(connection, "duban checkpoint");
    const made = await one(connection, "cause = $1", [cause]);
    if (made) return made;
    const last = await one(connection, "true ORDER BY no DESC LIMIT 1", []);
    const before = last && (JSON.parse(last.content) as CheckpointContent);
    const says: CheckpointContent = {
      format: "duban-checkpoint/1",
      instance: before?.instance ?? randomUUID(),
      no: (last?.no ?? 0) + 1,
      previous: last?.hash ?? null,
      plans: await plansNow(connection),
      // Read last: no row that it covers was recorded after it.
      at: await timeOf(connection),
    };
    const signed = signCheckpoint(says, key);
    await connection.query(
      `INSERT INTO ledger_checkpoint (no, cause, content, hash, signature, public_key) VALUES ($1, $2, $3, $4, $5, $6)`,
      [says.no, cause, signed.content, signed.hash, signed.signature, signed.publicKey],
    );
    return { no: says.no, ...signed };
  });
}

const COLUMNS = `no, content, hash, signature, public_key AS "publicKey"`;

async function one(connection: Connection, where: string, values: readonly unknown[]): Promise<KeptCheckpoint | null> {
  const { rows } = await connection.query<KeptCheckpoint>(`SELECT ${COLUMNS} FROM ledger_checkpoint WHERE ${where}`, [
    ...values,
  ]);
  return rows[0] ?? null;
}

async function timeOf(connection: Connection): Promise<string> {
  const { rows } = await connection.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  return (rows[0]?.at ?? new Date(Number.NaN)).toISOString();
}

/** The ledger's own last rows, and not the heads that table `stream` has: that is derived. */
async function plansNow(connection: Connection): Promise<CheckpointContent["plans"]> {
  const { rows: plans } = await connection.query<{ id: string; mode: "live" | "rehearsal" }>(
    `SELECT id, mode FROM plan ORDER BY id COLLATE "C"`,
  );
  const { rows: heads } = await connection.query<{ plan: string; stream: string; seq: number; hash: string }>(
    `SELECT l.plan_id AS plan, l.stream, l.seq, l.hash
     FROM (SELECT plan_id, stream, max(seq) AS seq FROM ledger GROUP BY plan_id, stream) AS last
       JOIN ledger l USING (plan_id, stream, seq)
     ORDER BY l.plan_id COLLATE "C", l.stream COLLATE "C"`,
  );
  const of: CheckpointContent["plans"] = [];
  for (const { id, mode } of plans)
    of.push({
      plan: id,
      mode,
      documents: await documentsOf(connection, id),
      streams: heads.filter(({ plan }) => plan === id).map(({ stream, seq, hash }) => ({ stream, seq, hash })),
    });
  return of;
}

async function documentsOf(
  connection: Connection,
  planId: string,
): Promise<CheckpointContent["plans"][number]["documents"]> {
  const documents: CheckpointContent["plans"][number]["documents"] = [];
  for (;;) {
    const { rows } = await connection.query<{ kind: string; version: number; content: unknown }>(
      `SELECT kind, version, content FROM plan_document WHERE plan_id = $1
       ORDER BY kind COLLATE "C", version LIMIT $2 OFFSET $3`,
      [planId, DOCUMENTS_AT_ONCE, documents.length],
    );
    for (const { kind, version, content } of rows) documents.push({ kind, version, sha256: documentHash(content) });
    if (rows.length < DOCUMENTS_AT_ONCE) return documents;
  }
}

const KEPT = { no: true, content: true, hash: true, signature: true, publicKey: true } as const;

/** Checkpoints kept after a number, the oldest first. */
export function checkpointsAfter(pool: Pool, no: number): Promise<KeptCheckpoint[]> {
  return clientOf(pool).ledgerCheckpoint.findMany({ where: { no: { gt: no } }, select: KEPT, orderBy: { no: "asc" } });
}

/** One of the kept. Throws where it is not there: what names it was made with it. */
export function checkpointNo(pool: Pool, no: number): Promise<KeptCheckpoint> {
  return clientOf(pool).ledgerCheckpoint.findUniqueOrThrow({ where: { no }, select: KEPT });
}

/** The newest kept, with when it was made; null: there is none yet. */
export async function newestCheckpoint(pool: Pool): Promise<(KeptCheckpoint & { readonly madeAt: Date }) | null> {
  return clientOf(pool).ledgerCheckpoint.findFirst({ select: { ...KEPT, madeAt: true }, orderBy: { no: "desc" } });
}

/** All that are kept, checked. Throws NoCheckpoint where one was tampered with. */
export async function keptCheckpoints(pool: Pool, key: string | null = null): Promise<Checkpoint[]> {
  const kept = await checkpointsAfter(pool, 0);
  return kept.map((signed) => openCheckpoint(signed, `checkpoint ${signed.no} of table ledger_checkpoint`, key));
}
