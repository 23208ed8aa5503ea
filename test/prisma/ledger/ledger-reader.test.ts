/** Following several streams as they grow. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NewRow } from "../../../domain/ledger/record.js";
import { rowsAfter } from "../../../prisma/ledger/ledger-reader.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { people } from "../../support/small-plan.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const plan = { slug: "s", title: "t", mode: "rehearsal", scenario: null, seed: null, openedAt: 0 } as const;
  for (const id of ["a", "b"]) await createPlan(database.pool, { ...plan, id }, bundle);
});
afterAll(() => database.drop());

async function append(planId: string, stream: string, expectedSeq: number, ...rows: NewRow[]): Promise<void> {
  await appendRows(database.pool, { planId, stream, expectedSeq, rows });
}
const row = (cause: string): NewRow => ({
  type: "longOverdueListed",
  at: 1,
  cause,
  causeNo: 0,
  payload: { month: "2021-07", due: "2021-07-01", sent: true },
});
const noted: NewRow = { type: "annotated", item: "i", at: 1, cause: "x", causeNo: 0, payload: { text: "" } };

it("gives what is new on each of the streams asked for, with whom it reached", async () => {
  const told = { to: [{ unit: "unit" }], copy: [], facts: {}, instrument: "urge", delivery: "batched" } as const;
  await append("a", "task/10", 0, row("p"), row("q"));
  await append("a", "task/2", 0, { ...noted, actor: people.clerk, notices: [told] });
  await append("a", "postman", 0, row("not asked for"));
  await append("b", "task/2", 0, row("another plan's"));

  const seen = new Map([
    ["task/2", 0],
    ["task/10", 1],
  ]);
  const rows = await rowsAfter(database.pool, "a", seen);
  expect(rows.map(({ stream, seq, cause }) => [stream, seq, cause])).toEqual([
    ["task/10", 2, "q"],
    ["task/2", 1, "x"],
  ]);
  expect(rows[1]).toMatchObject({ item: "i", actor: people.clerk });
  expect(rows[1]?.recipients).toEqual([
    [{ role: "to", addressed: "unit/desk", post: "unit/desk", person: "p-unit-desk" }],
  ]);
  expect(
    await rowsAfter(
      database.pool,
      "a",
      new Map([
        ["task/2", 1],
        ["task/10", 2],
      ]),
    ),
  ).toEqual([]);
});
