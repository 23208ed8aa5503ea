/** Recording a due storm, and what one batch knows of itself. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { ItemRow } from "../../../domain/items/item-row.js";
import type { NewRow, NoticeDraft } from "../../../domain/ledger/record.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { readClock, streamHeads, unappliedMessages } from "../../../prisma/ledger/stream-store.js";
import { ledgerHead, verifyLedger } from "../../../prisma/ledger/verify.js";
import { type AppendRequest, appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { storedItem } from "../../support/stored-item.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET, people } from "../../support/small-plan.js";
import { FIRED } from "../../support/events.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  for (const id of ["storm", "up", "mail"]) {
    await createPlan(
      database.pool,
      { id, slug: id, title: id, mode: "rehearsal", scenario: null, seed: null, openedAt: 7 },
      bundle,
    );
  }
});
afterAll(async () => {
  await database.drop();
});

const nine = instantAt("2021-07-09", "09:00", OFFSET);
const item = (id: string, village: string, primaryUnit = "unit"): ItemRow =>
  storedItem(id, { target: village, village, primaryUnit });
const request = (
  planId: string,
  expectedSeq: number,
  rows: NewRow[],
  items: ItemRow[],
  more: Partial<AppendRequest> = {},
): AppendRequest => ({
  planId,
  stream: "task/2",
  expectedSeq,
  rows,
  items,
  ...more,
});
function fired(id: string, rung: string, to: NoticeDraft["to"], more: Partial<NoticeDraft> = {}): NewRow {
  const notice: NoticeDraft = {
    instrument: "escalate",
    delivery: "batched",
    to,
    copy: [],
    rung: { runKey: "deadline", id: rung, deadlineVersion: 1, repetition: 0 },
    oneUpIfHeldBefore: true,
    facts: { overdue: 7 },
    ...more,
  };
  return {
    type: "rungFired",
    item: id,
    at: nine,
    cause: `rung/${id}/${rung}`,
    causeNo: 0,
    payload: { ...FIRED, rung },
    notices: [notice],
  };
}
const reached = async (planId: string) => {
  const { rows } = await database.pool.query(
    "SELECT rung, addressed_post, post, up_from FROM notice WHERE plan_id = $1 AND delivery <> 'draft' ORDER BY seq, no",
    [planId],
  );
  return rows.map((row) => [row.rung, row.addressed_post, row.post, row.up_from]);
};

describe("one up", () => {
  it("holds within one batch as across records; an unsigned draft has told nobody", async () => {
    const head = [{ role: "primaryUnitHead" as const }];
    const rows = [
      fired("i1", "supervise", head, { instrument: "supervise", delivery: "draft" }),
      fired("i1", "escalate", [{ role: "villageCountyLeader" }]),
      fired("i2", "supervise", head, { instrument: "supervise" }),
      fired("i2", "escalate", [{ role: "villageCountyLeader" }]),
    ];
    // The head of `lead` is county leader 1.
    await appendRows(database.pool, request("up", 0, rows, [item("i1", "v1", "lead"), item("i2", "v1", "lead")]));
    await appendRows(
      database.pool,
      request("up", 4, [fired("i2", "talk", [{ role: "leaderInCharge" }])], [item("i2", "v1", "lead")]),
    );
    expect(await reached("up")).toEqual([
      ["escalate", "leader/1", "leader/1", null],
      ["supervise", "lead/head", "lead/head", null],
      ["escalate", "leader/1", "group/head", "leader/1"],
      ["talk", "leader/2", "leader/2", null],
    ]);
  });
});

it("keeps messages until their receiver has recorded them", async () => {
  const order = { kind: "adoptCalendar", version: 2, reason: "r" } as const;
  const message = { key: "m1", to: "plan", body: { kind: "order", key: "m1", actor: people.office, order } } as const;
  await appendRows(
    database.pool,
    request("mail", 0, [fired("i1", "urge", [{ role: "primaryUnit" }])], [item("i1", "v1")], {
      messagesOut: [message],
    }),
  );
  expect(await unappliedMessages(database.pool, "mail")).toEqual([{ key: "m1", to: "plan", from: "task/2" }]);
  await appendRows(database.pool, { ...request("mail", 0, [], []), stream: "plan", messagesApplied: ["m1"] });
  expect(await unappliedMessages(database.pool, "mail")).toEqual([]);
  expect((await streamHeads(database.pool, "mail")).map((head) => [head.stream, head.seq])).toEqual([
    ["plan", 0],
    ["task/2", 1],
  ]);
  expect(await readClock(database.pool, "mail")).toEqual({ version: 0, now: 7 });
});

it("records and closes a storm of 1,600 items in one go", async () => {
  const items = Array.from({ length: 1_600 }, (_, no) => item(`works/${no}`, `v${(no % 4) + 1}`));
  const storm = (rung: string): NewRow[] =>
    items.map(({ state }) =>
      fired(state.id, rung, [{ role: "primaryUnit" }, { role: "township" }], {
        instrument: "urge",
        copy: [{ role: "helpingUnit" }],
      }),
    );
  const figures: number[] = [];
  for (const [no, rung] of ["first", "second", "third"].entries()) {
    const since = performance.now();
    await appendRows(database.pool, request("storm", no * 1_600, storm(rung), items, { nextDue: nine + no + 1 }));
    figures.push(Math.round(performance.now() - since));
  }
  const letters = new Letters(database.pool);
  const since = performance.now();
  const closed = await letters.close("storm", nine + 600_000);
  const closing = Math.round(performance.now() - since);
  const models = performance.now();
  const read = await letters.take("storm", 10);
  console.log(
    `1,600 rows with 4,800 notices: ${figures.join(", ")} ms; closing 14,400 notices: ${closing} ms; reading ${read.length} letters of 4,800 entries: ${Math.round(performance.now() - models)} ms`,
  );
  // The fourth tells the office that the helping unit's desk is vacant.
  expect(closed).toEqual({ made: 4, queued: 4, manual: 0, drafts: 0, next: null });
  const verified = await verifyLedger(database.pool, "storm");
  expect(verified).toMatchObject({ rows: 4_800, broken: null, head: await ledgerHead(database.pool, "storm") });
});
