/** prisma/schema.prisma and the migrations agree, and rows of older releases are carried over. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf } from "../../../prisma/database/client.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { schemaDiff } from "../../../scripts/schema-diff.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { databaseOf } from "../../support/older-database.js";
import { bundle } from "../../support/small-bundle.js";

describe("prisma/schema.prisma is the truth", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  /** What the schema engine finds once the database has been changed; the change is undone by its inverse. */
  const diffAfter = async (change: string, inverse: string): Promise<string | null> => {
    await database.pool.query(change);
    try {
      return await schemaDiff(database.url);
    } finally {
      await database.pool.query(inverse);
    }
  };

  it("has nothing between it and the migrated database", async () => {
    expect(await schemaDiff(database.url)).toBeNull();
  });

  it.each([
    [
      "a column",
      "ALTER TABLE letter ADD COLUMN extra text",
      "ALTER TABLE letter DROP COLUMN extra",
      /DROP COLUMN "extra"/,
    ],
    [
      "a type",
      "ALTER TABLE letter ALTER supplement TYPE bigint",
      "ALTER TABLE letter ALTER supplement TYPE int",
      /"supplement" SET DATA TYPE INTEGER/,
    ],
    [
      "NOT NULL",
      "ALTER TABLE plan ALTER title DROP NOT NULL",
      "ALTER TABLE plan ALTER title SET NOT NULL",
      /"title" SET NOT NULL/,
    ],
    [
      "a label of an enum",
      "ALTER TYPE plan_mode RENAME VALUE 'live' TO 'real'",
      "ALTER TYPE plan_mode RENAME VALUE 'real' TO 'live'",
      /plan_mode/,
    ],
    [
      "a partial index's condition",
      "DROP INDEX letter_draft; CREATE INDEX letter_draft ON letter (plan_id) WHERE state = 'failed'",
      "DROP INDEX letter_draft; CREATE INDEX letter_draft ON letter (plan_id) WHERE state = 'draft'",
      /CREATE INDEX "letter_draft"/,
    ],
    [
      "a relation",
      "ALTER TABLE alarm DROP CONSTRAINT alarm_plan_id_fkey",
      "ALTER TABLE alarm ADD CONSTRAINT alarm_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan (id)",
      /ADD CONSTRAINT "alarm_plan_id_fkey"/,
    ],
  ])("would tell %s that differs", async (_what, change, inverse, told) => {
    expect(await diffAfter(change, inverse)).toMatch(told);
  });
});

it("reads through Prisma's client on the stores' pool", async () => {
  const database = await freshDatabase();
  await createPlan(
    database.pool,
    { id: "p", slug: "p", title: "方案", mode: "rehearsal", scenario: null, seed: 3, openedAt: 1_618_185_600_000 },
    bundle,
  );
  const prisma = clientOf(database.pool);
  expect(await prisma.plan.findUnique({ where: { id: "p" } })).toMatchObject({
    title: "方案",
    seed: 3,
    openedAt: 1_618_185_600_000n,
  });
  expect(await prisma.planDocument.count({ where: { planId: "p" } })).toBe(4);
  expect(
    await Promise.all([
      prisma.ledger.findFirst(),
      prisma.item.findFirst(),
      prisma.notice.findFirst(),
      prisma.noticeBatch.findFirst(),
      prisma.letter.findFirst(),
      prisma.alarm.findFirst(),
      prisma.message.findFirst(),
      prisma.request.findFirst(),
      prisma.stream.findFirst(),
    ]),
  ).toEqual(Array(9).fill(null));
  expect(clientOf(database.pool)).toBe(prisma);
  await database.drop();
});

it("groups notices from before there were letters as new ones are", async () => {
  const { database, applyLater } = await databaseOf("20261124000000_init");
  await database.pool.query(`
    INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'rehearsal', 0);
    INSERT INTO stream (plan_id, name, seq) VALUES ('p', 's', 1);
    INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash) VALUES ('p', 's', 1, 't', 5, 'cmd/k', 0, '{}', '', 'h');
    INSERT INTO notice (plan_id, stream, seq, no, instrument, delivery, role, addressed_post, post, person, at, plan_day, facts) VALUES
      ('p', 's', 1, 0, 'urge', 'batched', 'to', 'a', 'a', 'x', 5, '2021-05-01', '{}'), ('p', 's', 1, 1, 'urge', 'immediate', 'to', 'a', 'a', NULL, 5, '2021-05-01', '{}'),
      ('p', 's', 1, 2, 'supervise', 'draft', 'to', 'a', 'a', 'x', 5, '2021-05-01', '{}')`);
  await applyLater();
  const { rows } = await database.pool.query("SELECT close_at, group_key FROM notice ORDER BY no");
  expect(rows.map((row) => [row.close_at, row.group_key])).toEqual([
    [5, "b|x|urge|2021-05-01"],
    [5, "i|post:a|urge|cmd/k"],
    [5, "d|a|supervise|2021-05-01"],
  ]);
  await database.drop();
});

it("carries the numbers of older letters over: those that went out are used, those of drafts alone void, an alarm's none", async () => {
  const { database, applyLater } = await databaseOf("20261128000000_read_indexes");
  const insert = (id: string, delivery: string, number: string, more: { instrument?: string; state?: string } = {}) =>
    database.pool.query(
      `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, plan_day, closed_at, document_no, message_id, state)
       VALUES ('p', $1, $1, 0, $2, $3, '2021-07-05', 5, $4, $1, $5)`,
      [id, more.instrument ?? "supervise", delivery, number, more.state ?? "sent"],
    );
  await database.pool.query(
    "INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'rehearsal', 0)",
  );
  await insert("d1", "draft", "督办〔2021〕1号", { state: "superseded" });
  await insert("a1", "immediate", "督办〔2021〕1号");
  await insert("a2", "immediate", "督办〔2021〕1号", { state: "failed" });
  await insert("d2", "draft", "督办〔2021〕2号", { state: "superseded" });
  await insert("d3", "draft", "督办〔2021〕3号", { state: "draft" });
  await insert("a3", "immediate", "农办专号甲");
  await insert("alarm", "batched", "督办〔2021〕9号", { instrument: "alarm" });
  await applyLater();
  const { rows } = await database.pool.query(
    'SELECT document_no, series, year, no, letter_id, state, older, void_reason IS NOT NULL AS why FROM document_number ORDER BY document_no COLLATE "C"',
  );
  expect(rows.map((row) => [row.document_no, row.series, row.year, row.no, row.letter_id, row.state, row.why])).toEqual(
    [
      ["农办专号甲", "农办专号甲", 2021, 1, "a3", "used", false],
      ["督办〔2021〕1号", "督办", 2021, 1, "a1", "used", false],
      ["督办〔2021〕2号", "督办", 2021, 2, null, "void", true],
      ["督办〔2021〕3号", "督办", 2021, 3, null, "void", true],
    ],
  );
  expect(rows.every((row) => row.older)).toBe(true);
  const waiting = await database.pool.query("SELECT document_no FROM letter WHERE state = 'draft'");
  expect(waiting.rows).toEqual([{ document_no: null }]);
  await database.drop();
});

it("keeps letters of the release before, and lets its workers write theirs while they are replaced", async () => {
  const { database, applyLater } = await databaseOf("20261206110000_substitutes");
  const insert = (id: string, state: string): Promise<unknown> =>
    database.pool.query(
      `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, plan_day, closed_at, message_id, state)
       SELECT 'p', l.id, l.id, 0, 'urge', l.delivery, '2021-05-01', 5, l.id, l.state
       FROM jsonb_to_recordset($1::jsonb) AS l (id text, delivery text, state text)`,
      [JSON.stringify([{ id, delivery: "batched", state }])],
    );
  await database.pool.query("INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'live', 0)");
  for (const state of ["draft", "queued", "sending", "sent", "failed", "manual", "superseded"])
    await insert(state, state);
  await database.pool.query(
    "INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state) VALUES ('p', 'queued', 'wecom', 0, 'sending')",
  );
  await applyLater();
  await insert("older", "queued");
  await database.pool.query(
    `UPDATE letter SET state = CASE WHEN f.permanent THEN 'failed' ELSE 'queued' END
     FROM jsonb_to_recordset('[{"id":"older","permanent":true}]') AS f (id text, permanent boolean) WHERE letter.id = f.id`,
  );
  const { rows } = await database.pool.query("SELECT id, state FROM letter ORDER BY state, id");
  expect(rows).toEqual(
    ["draft", "queued", "sending", "sent", "failed", "older", "manual", "superseded"].map((id) => ({
      id,
      state: id === "older" ? "failed" : id === "sending" ? "queued" : id,
    })),
  );
  await expect(database.pool.query("UPDATE letter SET state = 'lost'")).rejects.toThrow(/invalid input value for enum/);
  await database.drop();
});

it("brings letters that went by mail alone into the one outbox, as they stood", async () => {
  const { database, applyLater } = await databaseOf("20261221090000_bulletins");
  await database.pool.query("INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'live', 0)");
  const insert = (id: string, state: string, attempts: number, byChannels = false): Promise<unknown> =>
    database.pool.query(
      `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, plan_day, closed_at, message_id, state, attempts, lease,
         by_channels, last_error, queued_at, due_at, sent_at)
       VALUES ('p', $1, $1, 0, 'urge', 'batched', '2021-05-01', 5, $1, $2::letter_state, $3, $3, $4, nullif($2, 'sent'),
         '2021-05-01', '2021-05-02', CASE $2 WHEN 'sent' THEN timestamptz '2021-05-03' END)`,
      [id, state, attempts, byChannels],
    );
  for (const [id, state, attempts] of [
    ["draft", "draft", 0],
    ["failed", "failed", 1],
    ["handed", "sent", 0],
    ["handed-after-mail", "sent", 3],
    ["mailed-and-handed", "sent", 1],
    ["manual", "manual", 0],
    ["queued", "queued", 2],
    ["returned", "returned", 1],
    ["sending", "sending", 1],
    ["sent", "sent", 1],
  ] as const)
    await insert(id, state, attempts);
  await insert("both", "sent", 0, true);
  await database.pool.query(
    `INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state, sent_at)
     VALUES ('p', 'both', 'wecom', 0, 'sent', '2021-05-03'), ('p', 'both', 'mail', 1, 'failed', NULL)`,
  );
  // Who hands a letter over that came to nothing makes it count as sent, at the same moment.
  await database.pool.query(
    `INSERT INTO hand_delivery (plan_id, letter_id, received_by, received_on, delivered_by, account_id, entered_at)
     VALUES ('p', 'handed', 'x', '2021-05-03', 'y', 'a', '2021-05-03'), ('p', 'handed-after-mail', 'x', '2021-05-03', 'y', 'a', '2021-05-03'),
       ('p', 'mailed-and-handed', 'x', '2021-05-03', 'y', 'a', '2021-05-04')`,
  );
  await applyLater();
  const { rows } = await database.pool.query(
    `SELECT l.id, l.state, coalesce(string_agg(d.channel || ' ' || d.state || ' ' || d.attempts || ' ' || d.lease || coalesce(' ' || d.sent_at::date, ''), ', '
       ORDER BY d.place), '') AS deliveries
     FROM letter l LEFT JOIN letter_delivery d ON d.letter_id = l.id GROUP BY l.id, l.state ORDER BY l.id COLLATE "C"`,
  );
  expect(rows.map(({ id, state, deliveries }) => [id, state, deliveries])).toEqual([
    ["both", "sent", "wecom sent 0 0 2021-05-03, mail failed 0 0"],
    ["draft", "draft", ""],
    ["failed", "failed", "mail failed 1 1"],
    ["handed", "sent", ""],
    ["handed-after-mail", "sent", "mail failed 3 3"],
    ["mailed-and-handed", "sent", "mail sent 1 1 2021-05-03"],
    ["manual", "manual", ""],
    ["queued", "queued", "mail queued 2 2"],
    ["returned", "returned", "mail failed 1 1"],
    ["sending", "queued", "mail sending 1 1"],
    ["sent", "sent", "mail sent 1 1 2021-05-03"],
  ]);
  const waits = await database.pool.query(
    "SELECT queued_at, due_at, last_error FROM letter_delivery WHERE letter_id = 'queued'",
  );
  expect(waits.rows).toEqual([
    { queued_at: new Date("2021-05-01T00:00:00Z"), due_at: new Date("2021-05-02T00:00:00Z"), last_error: "queued" },
  ]);
  await database.drop();
});
