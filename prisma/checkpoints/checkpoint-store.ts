/** Makes checkpoints and keeps them in their table, to which rows are only ever added. */
import { randomUUID } from "node:crypto";
import { clientOf } from "../database/client.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { lockInTransaction } from "../database/transaction-lock.js";
import { documentHash } from "../ledger/completeness.js";
import * as sql from "../sql/checkpoints/statements.js";
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
    const made = await sql.checkpointOf.maybe(connection, { cause });
    if (made) return made;
    const last = await sql.lastCheckpoint.maybe(connection, {});
    const before = last && (JSON.parse(last.content) as CheckpointContent);
    const says: CheckpointContent = {
      format: "duban-checkpoint/1",
      instance: before?.instance ?? randomUUID(),
      no: (last?.no ?? 0) + 1,
      previous: last?.hash ?? null,
      plans: await plansNow(connection),
      // Read last: no row that it covers was recorded after it.
      at: (await sql.timeNow.one(connection, {})).at.toISOString(),
    };
    const signed = signCheckpoint(says, key);
    await sql.keepCheckpoint.run(connection, { no: says.no, cause, ...signed });
    return { no: says.no, ...signed };
  });
}

async function plansNow(connection: Connection): Promise<CheckpointContent["plans"]> {
  const plans = await sql.plansNow.run(connection, {});
  const heads = await sql.ledgerEnds.run(connection, {});
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
    const read = { planId, limit: DOCUMENTS_AT_ONCE, offset: documents.length };
    const rows = await sql.someDocuments.run(connection, read);
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
