/**
 * Empties a plan's derived tables and makes them again from the ledger, in one transaction: whoever reads sees them as they
 * were or as they are, and a process that is killed leaves them as they were.
 */
import { loadRuleSet } from "../plans/plan-store.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { compare, type Compared, fingerprint } from "./compare.js";
import { ChainBroken, derive } from "./derive.js";
import { DERIVED, shadowOf } from "./tables.js";

export interface RebuildOptions {
  /** `check` compares only; `replace` replaces what is equal, and what was empty; `repair` also replaces what differs. */
  readonly mode: "check" | "replace" | "repair";
}

export interface RebuiltPlan {
  readonly plan: string;
  /** The first row at which a chain breaks, in words: then nothing was compared or replaced. */
  readonly broken: string | null;
  readonly tables: readonly Compared[];
  /** Everything that stands is what the ledger says. */
  readonly equal: boolean;
  /** Nothing derived stood at all: the sources were restored alone. */
  readonly wasEmpty: boolean;
  /** The tables were emptied, made again, and read back equal to what the ledger says. */
  readonly replaced: boolean;
  /** What the sources contradict each other in, in words. */
  readonly warnings: readonly string[];
}

export async function rebuildPlan(pool: Pool, planId: string, { mode }: RebuildOptions): Promise<RebuiltPlan> {
  const ruleSet = await loadRuleSet(pool, planId);
  try {
    return await inTransaction(pool, async (connection) => {
      await connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      // Before the first look at anything, so that nothing is written between the look and the replacement.
      // Whoever reads or writes is waited for: a rebuild is worth more than the seconds that it takes.
      await connection.query("SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0");
      if (mode !== "check")
        await connection.query(
          `LOCK TABLE ${["ledger", "letter", ...DERIVED.map(({ name }) => name)].join(", ")} IN EXCLUSIVE MODE`,
        );
      const warnings = await derive(connection, planId, ruleSet);
      const tables: Compared[] = [];
      for (const table of DERIVED) tables.push(await compare(connection, planId, table));
      const equal = tables.every((table) => table.equal);
      const wasEmpty = !equal && tables.every(({ stands }) => stands.rows === 0);
      const replaced = mode === "repair" || (mode === "replace" && (equal || wasEmpty));
      if (replaced) await replace(connection, planId, tables);
      return { plan: planId, broken: null, tables, equal, wasEmpty, replaced, warnings };
    });
  } catch (error) {
    if (!(error instanceof ChainBroken)) throw error;
    const nothing = { tables: [], equal: false, wasEmpty: false, replaced: false, warnings: [] };
    return { plan: planId, broken: error.where, ...nothing };
  }
}

async function replace(connection: Connection, planId: string, tables: readonly Compared[]): Promise<void> {
  for (const table of DERIVED) {
    await connection.query(`DELETE FROM ${table.name} WHERE plan_id = $1`, [planId]);
    await connection.query(`INSERT INTO ${table.name} SELECT * FROM ${shadowOf(table)}`);
    const { hash } = await fingerprint(connection, planId, table);
    const wanted = tables.find((compared) => compared.table === table.name)?.rebuilt.hash;
    if (hash !== wanted)
      throw new Error(`${table.name} of plan ${planId} reads back as ${hash} after it was rebuilt as ${wanted}`);
  }
}
