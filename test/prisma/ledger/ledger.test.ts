import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { NewRow, NoticeDraft } from "../../../domain/ledger/record.js";
import { readRows } from "../../../prisma/ledger/stream-rows.js";
import type { Appended } from "../../../prisma/ledger/append.js";
import { migrate, MigrationError } from "../../../prisma/database/migrate.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { dueStreams, moveClock, nextDue, overdueStreams } from "../../../prisma/ledger/stream-store.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { type AppendRequest, appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";

let database: TestDatabase;
const PLANS = ["a", "b", "c", "d"];

beforeAll(async () => {
  database = await freshDatabase();
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

const append = (
  planId: string,
  stream: string,
  expectedSeq: number,
  rows: NewRow[],
  more: Partial<AppendRequest> = {},
): Promise<Appended> => appendRows(database.pool, { planId, stream, expectedSeq, rows, ...more });

describe("an append", () => {
  it("tells when the letters of its notices close", async () => {
    const closes = instantAt("2021-05-06", "09:10", OFFSET);
    const notice: NoticeDraft = {
      instrument: "urge",
      delivery: "batched",
      to: [{ post: "unit/desk" }],
      copy: [],
      facts: {},
    };
    const rows = [
      row("fired", { at: closes - 600_000, notices: [notice] }),
      row("told", { at: closes - 1, notices: [{ ...notice, delivery: "immediate" }] }),
    ];
    expect(await append("a", "task/5", 0, rows)).toMatchObject({ seq: 2, closeAt: closes - 1 });
  });

  it("leaves nothing behind when it fails half way", async () => {
    const twice = [row("same"), row("same")];
    await expect(append("a", "task/4", 0, twice, { nextDue: 5 })).rejects.toThrow(/duplicate key/);
    expect(await readRows(database.pool, "a", "task/4")).toEqual([]);
    expect(await dueStreams(database.pool, "a", 100)).not.toContain("task/4");
  });

  it("keeps the stream's place in time, also without rows", async () => {
    await append("b", "task/1", 0, [row("x")], { nextDue: 50 });
    await append("b", "task/2", 0, [row("x")], { nextDue: 40 });
    expect(await nextDue(database.pool, "b")).toEqual({ tasks: 40, plan: null });
    expect(await dueStreams(database.pool, "b", 50)).toEqual(["task/1", "task/2"]);
    expect(await overdueStreams(database.pool, "b", 50)).toEqual(["task/2"]);
    await append("b", "task/2", 1, [], { nextDue: null });
    expect(await nextDue(database.pool, "b")).toEqual({ tasks: 50, plan: null });
  });
});

describe("the chain", () => {
  const tell = async (planId: string): Promise<void> => {
    await append(planId, "task/1", 0, [noted("x"), row("y")]);
    await append(planId, "task/1", 2, [row("z")]);
  };

  it("is the same for the same story under another plan id", async () => {
    for (const planId of ["c", "d"]) await tell(planId);
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
