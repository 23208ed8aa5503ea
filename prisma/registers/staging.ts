/** Rows that somebody has sent, laid down before the register's stream is asked to record them: under the SHA-256 of what they say. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { WantedRow } from "../../domain/registers/acts.js";
import type { Pool } from "../database/pool.js";
import { inTransaction } from "../database/pool.js";
import * as sql from "../sql/registers/statements.js";
import type { SealedCell } from "./secrets.js";

/** Answers the batch's hash. `secrets`: the sensitive cells that its rows refer to, kept in the same transaction. */
export async function stageRows(
  pool: Pool,
  of: { readonly planId: string; readonly register: string },
  rows: readonly WantedRow[],
  secrets: readonly SealedCell[] = [],
): Promise<string> {
  const body = canonicalJson(rows);
  const sha256 = createHash("sha256").update(body).digest("hex");
  await inTransaction(pool, async (connection) => {
    if (secrets.length > 0) await sql.keepSecrets.run(connection, { ...of, rows: secrets });
    await sql.stageBatch.run(connection, { ...of, sha256, body });
  });
  return sha256;
}

/** Takes back rows that were staged; what was recorded meanwhile stays recorded. */
export const unstage = (
  pool: Pool,
  of: { readonly planId: string; readonly register: string },
  sha256: string,
): Promise<number> => sql.dropBatches.count(pool, { ...of, hashes: [sha256] });

/** Drops what nobody recorded within a day, and what was noted of reading it. Answers how many batches went. */
export async function sweepStaged(pool: Pool): Promise<number> {
  await sql.sweepImports.count(pool, {});
  return sql.sweepBatches.count(pool, {});
}
