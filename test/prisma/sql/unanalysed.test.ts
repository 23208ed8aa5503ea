/**
 * Statements of the letters on a plan that has come since the tables were analysed, when PostgreSQL expects one row of it in each: they may look
 * for a letter through the plan's batches, but never at every item, or every batch, for each batch.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";

/** Items of a plan, each told of once in a batch and copied once in another, twenty to a letter. */
const ITEMS = 400;
const LETTERS = ITEMS / 20;
/** Rows handed on or put aside by the steps of a statement, all together: a few for each letter and batch. */
const MOST_ROWS = 5 * LETTERS * ITEMS;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  // Statistics are as they were when the other plan stood alone.
  for (const table of ["item", "letter", "ledger", "notice_batch", "letter_notice_batch"])
    await database.pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  await planOf("older");
  await database.pool.query("ANALYZE");
  await planOf("newer");
});
afterAll(() => database.drop());

async function planOf(id: string): Promise<void> {
  const { pool } = database;
  const row = { id, slug: id, title: id, mode: "rehearsal", scenario: null, seed: null, openedAt: 0 } as const;
  await createPlan(pool, row, bundle);
  await pool.query(
    `INSERT INTO item (plan_id, id, stream, task, milestone, target, scope, primary_unit, status, deadline, original_deadline,
       deadline_version, suspended, ladder_exhausted, opened_at, state, place, state_version, climbs, asked)
     SELECT $1, 'i' || no, 'task/1', 1, 'm', 'i' || no, 'whole', 'unit', 'open', '2021-07-01', '2021-07-01', 1, false, false, 0, '{}', no, 1,
       '{"drafts": [{"rung": "r", "version": 1}]}', false
     FROM generate_series(1, $2::int) AS no`,
    [id, ITEMS],
  );
  await pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     SELECT $1, 'l' || no, 'g' || no, 0, 'supervise', 'draft', 'p', '2021-07-01', 5, $1 || no, 'draft'
     FROM generate_series(0, $2::int - 1) AS no`,
    [id, LETTERS],
  );
  await pool.query(
    `INSERT INTO notice_batch (plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, ladder, rung,
       deadline_version, at, plan_day, close_at, group_key, rows, nos, drafts, items)
     SELECT $1, 'task/1', no, batch, 'supervise', 'draft', CASE batch WHEN 0 THEN 'to' ELSE 'copy' END, 'post' || batch, 'post' || batch,
       'deadline', 'r', 1, no, '2021-07-01', 5, 'g', ARRAY[no], ARRAY[batch]::smallint[], ARRAY[0]::smallint[], ARRAY['i' || no]
     FROM generate_series(1, $2::int) AS no, generate_series(0, 1) AS batch`,
    [id, ITEMS],
  );
  await pool.query(
    `INSERT INTO letter_notice_batch (plan_id, stream, append, batch, letter_id)
     SELECT $1, 'task/1', no, 0, 'l' || no % $3 FROM generate_series(1, $2::int) AS no`,
    [id, ITEMS, LETTERS],
  );
}

/** A letter that went out, and tells as many batches more. */
async function sentLetterOf(id: string): Promise<void> {
  const { pool } = database;
  await pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     SELECT plan_id, 'sent', 'sent', 0, instrument, 'immediate', person, plan_day, closed_at, 'sent' || plan_id, 'sent'
     FROM letter WHERE plan_id = $1 AND id = 'l0'`,
    [id],
  );
  await pool.query(
    `INSERT INTO letter_notice_batch (plan_id, stream, append, batch, letter_id)
     SELECT plan_id, stream, append, batch, 'sent' FROM notice_batch WHERE plan_id = $1 AND batch = 1`,
    [id],
  );
}

interface Step {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly Plans?: readonly Step[];
}
/** All that a step and those below it handed on or put aside. */
const rowsOf = (step: Step): number =>
  step["Actual Loops"] *
    (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0) + (step["Rows Removed by Join Filter"] ?? 0)) +
  (step.Plans ?? []).reduce((sum, below) => sum + rowsOf(below), 0);

const textOf = (name: string): string =>
  readFileSync(new URL(`../../../prisma/sql/${name}.sql`, import.meta.url), "utf8");

async function explained(name: string, params: readonly unknown[]): Promise<Step> {
  const { rows } = await database.pool.query<{ "QUERY PLAN": [{ Plan: Step }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${textOf(name)}`,
    [...params],
  );
  return rows[0]?.["QUERY PLAN"][0].Plan as Step;
}

const letters = Array.from({ length: LETTERS }, (_, no) => `l${no}`);
it.each([
  ["letters/list-waiting-drafts", [], LETTERS],
  ["letters/list-drafts", [null], LETTERS],
  ["letters/read-copied-posts", [letters, "alarms"], LETTERS],
  ["letters/read-letter-notices", [letters], ITEMS],
])("%s", async (name, params, found) => {
  const asked = ["newer", ...params];
  expect((await database.pool.query(textOf(name), asked)).rows).toHaveLength(found);
  expect(rowsOf(await explained(name, asked))).toBeLessThan(MOST_ROWS);
});

/** How often a table's rows were handed on by the steps that read it. */
const readOf = (table: string, step: Step): number =>
  (step["Relation Name"] === table ? step["Actual Loops"] * step["Actual Rows"] : 0) +
  (step.Plans ?? []).reduce((sum, below) => sum + readOf(table, below), 0);

it("letters/list-waiting-drafts reads of each draft until something waits, and nothing of letters that have gone out", async () => {
  await sentLetterOf("newer");
  const plan = await explained("letters/list-waiting-drafts", ["newer"]);
  expect(readOf("item", plan)).toBe(LETTERS);
  expect(readOf("notice_batch", plan)).toBe(LETTERS);
});
