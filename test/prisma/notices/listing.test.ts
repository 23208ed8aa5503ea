/** The month's list as it is recorded: what became of what was submitted to a leader, counted from the ledger once, from list to list. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ItemRow } from "../../../domain/items/item-row.js";
import type { NewRow, NoticeDraft } from "../../../domain/ledger/record.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { FIRED } from "../../support/events.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";
import { storedItem } from "../../support/stored-item.js";

const PLAN = "listing";
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const plan = {
    id: PLAN,
    slug: PLAN,
    title: PLAN,
    mode: "rehearsal",
    scenario: "test",
    seed: 1,
    openedAt: 0,
  } as const;
  await createPlan(database.pool, plan, bundle);
});
afterAll(() => database.drop());

const at = (day: string, time = "09:00"): number => instantAt(day, time, OFFSET);
const heads = new Map<string, number>();
async function add(stream: string, row: Omit<NewRow, "causeNo">, items: ItemRow[] = []): Promise<void> {
  const expectedSeq = heads.get(stream) ?? 0;
  heads.set(stream, expectedSeq + 1);
  await appendRows(database.pool, {
    planId: PLAN,
    stream,
    expectedSeq,
    rows: [{ ...row, causeNo: 0 } as NewRow],
    items,
  });
}
const notice = (instrument: NoticeDraft["instrument"], to: NoticeDraft["to"]): NoticeDraft => ({
  instrument,
  delivery: "batched",
  to,
  copy: [],
  facts: {},
});
const escalate = (item: string, day: string): Promise<void> => {
  const cause = `escalate/${item}/${day}`;
  const notices = [notice("escalate", [{ role: "villageCountyLeader" }])];
  return add("task/2", { type: "rungFired", item, at: at(day), cause, payload: FIRED, notices }, [storedItem(item)]);
};
const close = (item: string, day: string): Promise<void> => {
  const closedAt = at(day, "10:00");
  const closed = storedItem(item, { status: "closed", closedAt, reportedOn: day });
  const row = { type: "closed", item, at: closedAt, cause: `close/${item}`, payload: { text: "同意销号" } } as const;
  return add("task/2", row, [closed]);
};
async function list(month: string, day: string): Promise<unknown[]> {
  const payload = { month, due: day, sent: true };
  const notices = [notice("longOverdueList", [])];
  await add("plan", { type: "longOverdueListed", at: at(day), cause: `list/${month}`, payload, notices });
  const { rows } = await database.pool.query(
    "SELECT post, facts, list FROM notice WHERE plan_id = $1 AND stream = 'plan' AND at = $2 ORDER BY no",
    [PLAN, at(day)],
  );
  return rows.map(({ post, facts, list: lines }) => [
    post,
    facts,
    (lines as { item: string; endedOn?: string }[]).map(({ item, endedOn }) => [item, endedOn ?? "open"]),
  ]);
}

it("says once of each end what was submitted and has ended, also to a leader with nothing open", async () => {
  for (const item of ["a", "b", "c"]) await escalate(item, "2021-07-09");
  await close("a", "2021-07-20");
  await close("never-submitted", "2021-07-21");
  expect(await list("2021-08", "2021-08-02")).toEqual([
    ["leader/1", { items: 0, longest: 0, submitted: 3 }, [["a", "2021-07-20"]]],
  ]);
  // b was submitted again, c was not; both end. a was told.
  await escalate("b", "2021-08-10");
  await close("b", "2021-08-12");
  await close("c", "2021-08-13");
  expect(await list("2021-09", "2021-09-01")).toEqual([
    [
      "leader/1",
      { items: 0, longest: 0, submitted: 1, earlier: 1 },
      [
        ["b", "2021-08-12"],
        ["c", "2021-08-13"],
      ],
    ],
  ]);
  // Nothing submitted, nothing ended: nobody is written to.
  expect(await list("2021-10", "2021-10-08")).toEqual([]);
});
