/** Bulletins of rounds, as simulated people of the office draft them. */
import { canonicalJson } from "../domain/ledger/canonical.js";
import { sha256 } from "../domain/ledger/sha256.js";
import type { Pool } from "../prisma/database/pool.js";
import { listRounds } from "../prisma/sql/inspections/statements.js";

/** SHA-256 of what a round's bulletin says. */
export async function bulletinHash(pool: Pool, planId: string, round: string): Promise<string> {
  const rounds = await listRounds.run(pool, { planId });
  return sha256(canonicalJson(rounds.filter((one) => one.round === round).map(({ bulletin: _step, ...row }) => row)));
}
