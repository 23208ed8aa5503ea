/** A database full of plans: one played on the real parts, the others its copies under their own ids. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { createDatabase, databaseUrl as onDatabase, dropDatabase } from "../embedded/postgres.js";
import { copyRows, fillTables } from "../prisma/database/bulk.js";
import { clientOf } from "../prisma/database/client.js";
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
const TABLES = [
  "plan",
  "plan_document",
  "clock",
  "stream",
  "ledger",
  "item",
  "request",
  "notice_batch",
  "letter",
  "letter_notice_batch",
  "letter_closing",
  "message",
];

/** `plans` plans of 64 × `milestones` items, each played until its ledger has at least `ledgerRows` rows. */
export async function fill(bench: Bench, plans: number, milestones: number, ledgerRows: number): Promise<Filled> {
  const name = `reads_${randomUUID().slice(0, 8)}`;
  const databaseOwnerUrl = await createDatabase(bench.stack.databaseOwnerUrl, name);
  const databaseUrl = onDatabase(bench.stack.databaseUrl, name);
  const stack = { ...bench.stack, databaseOwnerUrl, databaseUrl, databaseReaderUrl: undefined };
  // Copies plans and drops indexes: the owner's.
  const pool = openPool(databaseOwnerUrl, { statementTimeout: 600_000, size: 4 });
  const drop = async (): Promise<void> => {
    await pool.end();
    await dropDatabase(bench.stack.databaseOwnerUrl, name);
  };
  try {
    await prepare(stack);
    const bundle = await stormPlan(path.join(bench.stateDir, "plans", "reads"), milestones);
    const source = await played({ ...bench, stack }, bundle, ledgerRows);
    const copies = Array.from({ length: plans - 1 }, (_, no) => `reads-${String(no + 1).padStart(3, "0")}`);
    await fillTables(pool, TABLES, async () => {
      for (const table of TABLES) {
        bench.signal.throwIfAborted();
        await copyRows(pool, table, source, copies);
      }
    });
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

function rowsOf({ pool }: Opened, planId: string): Promise<number> {
  return clientOf(pool).ledger.count({ where: { planId } });
}

async function counts(pool: Pool): Promise<Pick<Filled, "items" | "ledgerRows" | "notices">> {
  const { item, ledger, notice } = clientOf(pool);
  const [items, ledgerRows, notices] = await Promise.all([item.count(), ledger.count(), notice.count()]);
  return { items, ledgerRows, notices };
}
