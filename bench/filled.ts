/** A database full of plans: one played on the real parts, the others its copies under their own ids. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import type { PlanBundle } from "../domain/plan/plan.js";
import { createDatabase, dropDatabase } from "../embedded/postgres.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { prepare } from "../rehearsal/open.js";
import { jumpClock, openPlans, type Opened, tickAll } from "./opened.js";
import { stormPlan } from "./plans.js";
import type { Bench } from "./run.js";

export interface Filled {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly planIds: readonly string[];
  readonly bundle: PlanBundle;
  readonly items: number;
  readonly ledgerRows: number;
  readonly notices: number;
  drop(): Promise<void>;
}

/** In the order in which they refer to one another. `plan` has its id under another name. */
const TABLES = ["plan", "plan_document", "clock", "stream", "ledger", "item", "request", "notice", "letter", "message"];

/** `plans` plans of 64 × `milestones` items, each played until its ledger has at least `ledgerRows` rows. */
export async function fill(bench: Bench, plans: number, milestones: number, ledgerRows: number): Promise<Filled> {
  const name = `reads_${randomUUID().slice(0, 8)}`;
  const databaseUrl = await createDatabase(bench.stack.databaseUrl, name);
  const stack = { ...bench.stack, databaseUrl };
  const pool = openPool(databaseUrl, { statementTimeout: 600_000, size: 4 });
  const drop = async (): Promise<void> => {
    await pool.end();
    await dropDatabase(bench.stack.databaseUrl, name);
  };
  try {
    await prepare(stack);
    const bundle = await stormPlan(path.join(bench.stateDir, "plans", "reads"), milestones);
    const source = await played({ ...bench, stack }, bundle, ledgerRows);
    const copies = Array.from({ length: plans - 1 }, (_, no) => `reads-${String(no + 1).padStart(3, "0")}`);
    // Building an index once is several times cheaper than keeping it up to date with millions of rows.
    const indexes = await dropIndexes(pool);
    for (const table of TABLES) {
      bench.signal.throwIfAborted();
      await copyRows(pool, table, source, copies);
    }
    for (const index of indexes) await pool.query(index);
    // A database that has grown in the ordinary way has been vacuumed by itself.
    await pool.query("VACUUM ANALYZE");
    return { databaseUrl, pool, planIds: [source, ...copies], bundle, ...(await counts(pool)), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function played(bench: Bench, bundle: PlanBundle, ledgerRows: number): Promise<string> {
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  try {
    while ((await rowsOf(opened, planId)) < ledgerRows) {
      bench.signal.throwIfAborted();
      await tickAll(opened, planId, await jumpClock(opened, planId));
    }
    await opened.gateway.closeLetters(
      planId,
      (await opened.store.closingsUpTo(planId, Number.MAX_SAFE_INTEGER)).at(-1) ?? 0,
    );
    return planId;
  } finally {
    await opened.close();
  }
}

async function rowsOf({ pool }: Opened, planId: string): Promise<number> {
  const { rows } = await pool.query("SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1", [planId]);
  return rows[0].n;
}

/** Drops the indexes that no constraint stands on. Answers the statements that make them again. */
async function dropIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `SELECT quote_ident(indexname) AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = current_schema AND tablename = ANY($1) AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    [TABLES],
  );
  for (const { name } of rows) await pool.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** The rows of one plan again under other ids. The ledger's hashes hold: a plan's id is no part of them. */
async function copyRows(pool: Pool, table: string, source: string, copies: readonly string[]): Promise<void> {
  const key = table === "plan" ? "id" : "plan_id";
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(column_name) AS name FROM information_schema.columns
     WHERE table_schema = current_schema AND table_name = $1 AND column_name <> $2 AND is_generated = 'NEVER'`,
    [table, key],
  );
  const columns = rows.map((row) => row.name).join(", ");
  await pool.query(
    `INSERT INTO ${table} (${key}, ${columns}) SELECT copy, ${columns} FROM unnest($2::text[]) AS copy, ${table} WHERE ${key} = $1`,
    [source, copies],
  );
}

async function counts(pool: Pool): Promise<Pick<Filled, "items" | "ledgerRows" | "notices">> {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM item) AS items, (SELECT count(*)::int FROM ledger) AS "ledgerRows",
       (SELECT count(*)::int FROM notice) AS notices`,
  );
  return rows[0];
}
