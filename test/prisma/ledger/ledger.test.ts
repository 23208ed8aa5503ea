import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { NewRow, NoticeDraft, RecordRequest } from "../../../domain/ledger/record.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { LedgerRestored, LedgerStore } from "../../../prisma/ledger/ledger-store.js";
import { LetterStore } from "../../../prisma/letters/letter-store.js";
import { migrate, MigrationError } from "../../../prisma/database/migrate.js";
import { createPlan, DirectoryCache } from "../../../prisma/plans/plan-store.js";
import { checkRestored, restoredStreams } from "../../../prisma/ledger/restored.js";
import { dueStreams, moveClock, nextDue, unacknowledgedStreams } from "../../../prisma/ledger/stream-store.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";

let database: TestDatabase;
let ledger: LedgerStore;
const PLANS = ["a", "b", "c", "d"];

beforeAll(async () => {
  database = await freshDatabase();
  ledger = new LedgerStore(database.pool);
  for (const id of PLANS) {
    await createPlan(
      database.pool,
      { id, slug: id, title: id, mode: "rehearsal", scenario: null, seed: null, openedAt: 0 },
      bundle,
    );
  }
});
afterAll(() => database.drop());

const row = (cause: string, more: Partial<Pick<NewRow, "at" | "notices">> = {}): NewRow => ({
  type: "calendarChanged",
  at: 1,
  cause,
  causeNo: 0,
  payload: { from: 1, calendar: 2, reason: "内容" },
  ...more,
});
const noted = (cause: string): NewRow => ({
  type: "annotated",
  item: "i",
  at: 1,
  cause,
  causeNo: 0,
  payload: { text: "内容" },
});

function request(
  planId: string,
  stream: string,
  expectedSeq: number,
  rows: NewRow[],
  more: Partial<RecordRequest> = {},
): RecordRequest {
  return {
    planId,
    stream,
    expectedSeq,
    rows,
    outcomes: [],
    askedKeys: [],
    nextDue: null,
    items: [],
    messagesOut: [],
    messagesApplied: [],
    ...more,
  };
}

describe("an append", () => {
  it("is recognised when it is retried, and refused when the ledger has gone on", async () => {
    const first = request("a", "task/1", 0, [row("x"), row("y")]);
    expect(await ledger.record(first)).toEqual({ kind: "appended", seq: 2, closeAt: null });
    expect(await ledger.record(first)).toEqual({ kind: "appended", seq: 2, closeAt: null });
    // A retried workflow task has another clock: it is known by its causes.
    expect(await ledger.record(request("a", "task/1", 0, [row("x", { at: 9 }), row("y", { at: 9 })]))).toEqual({
      kind: "appended",
      seq: 2,
      closeAt: null,
    });
    expect(await ledger.record(request("a", "task/1", 0, [row("z")]))).toMatchObject({ kind: "behind", seq: 2 });
    expect((await ledger.readStream("a", "task/1")).map((each) => [each.seq, each.cause, each.at])).toEqual([
      [1, "x", 1],
      [2, "y", 1],
    ]);
  });

  it("tells when the letters of its notices close, again when it is retried, and until they have closed", async () => {
    const closes = instantAt("2021-05-06", "09:10", OFFSET);
    const notice: NoticeDraft = {
      instrument: "urge",
      delivery: "batched",
      to: [{ post: "unit/desk" }],
      copy: [],
      facts: {},
    };
    const told = request("a", "task/5", 0, [
      row("fired", { at: closes - 600_000, notices: [notice] }),
      row("told", { at: closes - 1, notices: [{ ...notice, delivery: "immediate" }] }),
    ]);
    expect(await ledger.record(told)).toEqual({ kind: "appended", seq: 2, closeAt: closes - 1 });
    expect(await ledger.record(told)).toEqual({ kind: "appended", seq: 2, closeAt: closes - 1 });
    const letters = new LetterStore(database.pool, new DirectoryCache(database.pool));
    expect((await letters.closeLetters("a", closes - 1)).next).toBe(closes);
    expect(await ledger.record(request("a", "task/5", 0, []))).toMatchObject({ kind: "behind", closeAt: closes });
    expect((await letters.closeLetters("a", closes)).next).toBeNull();
    expect(await ledger.record(request("a", "task/5", 0, []))).toMatchObject({ kind: "behind", closeAt: null });
  });

  it("answers a request's key with its first answer", async () => {
    const outcome = { key: "k1", items: ["i"], refused: [] };
    await ledger.record(request("a", "task/2", 0, [row("cmd/k1")], { outcomes: [outcome], askedKeys: ["k1"] }));
    const again = request("a", "task/2", 1, [row("cmd/k1")], {
      outcomes: [{ ...outcome, items: ["other"] }],
      askedKeys: ["k1"],
    });
    expect(await ledger.record(again)).toEqual({
      kind: "behind",
      seq: 1,
      rows: [],
      outcomes: [outcome],
      closeAt: null,
    });
    expect(await ledger.findOutcome("a", "k1")).toEqual(outcome);
  });

  it("of two at once goes in once", async () => {
    const answers = await Promise.all(
      ["p", "q", "r", "s"].map((cause) => ledger.record(request("a", "task/3", 0, [row(cause)]))),
    );
    expect(answers.filter((answer) => answer.kind === "appended")).toHaveLength(1);
    expect(await ledger.readStream("a", "task/3")).toHaveLength(1);
  });

  it("fails for good when the database is older than what was recorded", async () => {
    await expect(ledger.record(request("a", "task/1", 7, [row("w")]))).rejects.toThrow(LedgerRestored);
    const noted = { plan: "a", stream: "task/1", ahead: 7 };
    expect(await restoredStreams(database.pool)).toMatchObject([noted]);
    await expect(checkRestored(database.pool)).rejects.toThrow(
      /任务1的台账.*the ledger of task\/1 of plan a ends at row/s,
    );
    const [alarm] = await listAlarms(database.pool, "a");
    expect(alarm).toMatchObject({ key: "ledgerRestored/task/1", detail: noted, count: 1 });
    // A workflow that has its state from the ledger goes on, and all is well.
    const { length } = await ledger.readStream("a", "task/1");
    await ledger.record(request("a", "task/1", length, [row("w")]));
    expect(await restoredStreams(database.pool)).toEqual([]);
    await checkRestored(database.pool);
  });

  it("leaves nothing behind when it fails half way", async () => {
    const twice = [row("same"), row("same")];
    await expect(ledger.record(request("a", "task/4", 0, twice, { nextDue: 5 }))).rejects.toThrow(/duplicate key/);
    expect(await ledger.readStream("a", "task/4")).toEqual([]);
    expect(await dueStreams(database.pool, "a", 100)).not.toContain("task/4");
  });

  it("keeps the stream's place in time, also without rows", async () => {
    await ledger.record(request("b", "task/1", 0, [row("x")], { nextDue: 50 }));
    await ledger.record(request("b", "task/2", 0, [row("x")], { nextDue: 40 }));
    expect(await nextDue(database.pool, "b")).toEqual({ tasks: 40, plan: null });
    expect(await dueStreams(database.pool, "b", 50)).toEqual(["task/1", "task/2"]);
    expect(await unacknowledgedStreams(database.pool, "b")).toEqual(["task/1", "task/2"]);
    await ledger.record(request("b", "task/2", 1, [], { nextDue: null }));
    expect(await nextDue(database.pool, "b")).toEqual({ tasks: 50, plan: null });
    expect(await unacknowledgedStreams(database.pool, "b")).toEqual(["task/1"]);
  });
});

describe("the chain", () => {
  const story = (planId: string) => [
    request(planId, "task/1", 0, [noted("x"), row("y")]),
    request(planId, "task/1", 2, [row("z")]),
  ];

  it("is the same for the same story under another plan id", async () => {
    for (const planId of ["c", "d"]) for (const each of story(planId)) await ledger.record(each);
    const [c, d] = [await verifyLedger(database.pool, "c"), await verifyLedger(database.pool, "d")];
    expect(c).toMatchObject({ rows: 3, streams: 1, broken: null });
    expect(d.head).toBe(c.head);
  });

  it("cannot be changed, and names the row where somebody with the keys did", async () => {
    for (const sql of ["UPDATE ledger SET at = 2", "DELETE FROM ledger", "TRUNCATE ledger CASCADE"]) {
      await expect(database.pool.query(sql)).rejects.toThrow(/append-only/);
    }
    await database.pool.query("ALTER TABLE ledger DISABLE TRIGGER USER");
    await database.pool.query(`UPDATE ledger SET payload = '{"text": "另外"}' WHERE plan_id = 'd' AND seq = 2`);
    expect((await verifyLedger(database.pool, "d")).broken).toBe(
      "plan d, stream task/1, row 2: its content was changed",
    );
    await database.pool.query("DELETE FROM ledger WHERE plan_id = 'c' AND seq = 3");
    expect((await verifyLedger(database.pool, "c")).broken).toBe(
      "plan c, stream task/1, row 3: the chain ends here, but its head is row 3",
    );
    await database.pool.query("ALTER TABLE ledger ENABLE TRIGGER USER");
  });
});

describe("migrations", () => {
  it("apply once, however many processes start together", async () => {
    const fresh = await freshDatabase();
    await fresh.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const applied = await Promise.all([1, 2, 3].map(() => migrate(fresh.url)));
    expect(applied.flat()).toEqual(
      readdirSync("prisma/migrations")
        .filter((name) => /^\d{14}_/.test(name))
        .sort(),
    );
    expect(applied.flat()).toContain("20261124000000_init");
    await fresh.pool.query("UPDATE _prisma_migrations SET checksum = 'other'");
    await expect(migrate(fresh.url)).rejects.toThrow(MigrationError);
    await fresh.drop();
  });
});

it("moves the clock forward only", async () => {
  expect(await moveClock(database.pool, "a", 100)).toEqual({ version: 1, now: 100 });
  expect(await moveClock(database.pool, "a", 50)).toEqual({ version: 2, now: 100 });
});
