/**
 * Derived tables are made again from the ledger and compared: equal to what recording wrote, wherever a plan's story has
 * been; and whatever was changed beside the ledger is found and named.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PackageHolder } from "../../../domain/ledger/package-events.js";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import type { NewItem } from "../../../domain/streams/streams.js";
import { until } from "../../../embedded/wait.js";
import type { MonthAct } from "../../../domain/months/acts.js";
import { draftHash } from "../../../domain/months/answers.js";
import { rowsOfRequest, writeDraft } from "../../../prisma/months/month-store.js";
import { addEvidence } from "../../../prisma/actions/evidence-store.js";
import { rowHash } from "../../../prisma/ledger/append.js";
import type { Pool } from "../../../prisma/database/pool.js";
import { rebuildPlan, type RebuiltPlan } from "../../../prisma/rebuild/rebuild.js";
import { stageRows } from "../../../prisma/registers/staging.js";
import { DERIVED, PASSING, SOURCES } from "../../../prisma/rebuild/tables.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { plausibleActs } from "../../support/filled-plan.js";
import { databaseOf } from "../../support/older-database.js";
import { Recorder } from "../../support/recorder.js";
import {
  answer,
  clock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../../support/inspected-bundle.js";
import { asked, desk, head, monthCommand, told } from "../../support/asked-bundle.js";
import { keepers, registerCommand, registers } from "../../support/kept-bundle.js";
import { command, people } from "../../support/small-plan.js";

/**
 * A plan with rounds of inspections that is asked by the month, and with a register whose figures are no item's: what units say of their
 * progress is part of the story.
 */
const bundle = {
  ...asked(inspectedBundle),
  registers: { ...registers, figures: registers.figures.map((figure) => ({ ...figure, milestones: [] })) },
};

let database: TestDatabase;
let planId: string;

/** Half a year in which most things happen: acts, partly refused requests, orders, lists, letters with supplements, alarms. */
async function story(): Promise<string> {
  const recorder = await new Recorder(database.pool, bundle).open();
  const at = (day: string, time?: string): number => recorder.at(day, time);
  const planned = plausibleActs(bundle).sort((a, b) => a.at - b.at);
  let orders = 0;
  const signed = (holder: PackageHolder, actor: Actor, tasks: readonly number[]) => ({
    key: `signature-${holder.id}`,
    actor,
    order: { kind: "signForPackage", year: 2021, holder, tasks } as const,
  });
  const order = (given: PlanOrder) => ({ key: `order-${++orders}`, actor: people.office, order: given });
  const playTo = async (day: string): Promise<void> => {
    for (let act = planned[0]; act && act.at <= at(day, "18:00"); act = planned[0]) {
      await recorder.advance(act.at);
      const [item = ""] = act.command.items;
      await recorder.act(
        item.startsWith("plan/") || item.startsWith("ledger/") ? "task/1" : "task/2",
        act.at,
        act.command,
      );
      planned.shift();
    }
    await recorder.runTo(at(day, "18:00"));
  };
  await recorder.runTo(at("2021-04-12", "18:00"));
  const town = { person: "p-town1-desk", post: "town1/desk", unit: "town1" };
  await recorder.order(at("2021-04-13", "08:30"), signed({ kind: "unit", id: "town1" }, town, [1]));
  const leader = { person: "p-leader-1", post: "leader/1", unit: "leader/1" };
  await recorder.order(at("2021-04-13", "08:30"), signed({ kind: "seat", id: "leader/1" }, leader, []));
  await playTo("2021-04-20");
  const projects = [1, 2].map((no) => ({ row: `r${no}`, was: 0, cells: { code: `X-${no}`, investment: "10" } }));
  const batch = await stageRows(database.pool, { planId: recorder.planId, register: "projects" }, projects);
  const kept = { kind: "changeRows", batch, rows: projects.length, from: "workbook" } as const;
  await recorder.keep("projects", at("2021-04-20", "18:10"), registerCommand(keepers.lead, kept));
  const some = {
    ...command("logCall", people.office, "works/v1", { to: "unit/desk" }),
    items: ["works/v1", "works/v9"],
  };
  await recorder.act("task/2", at("2021-04-21", "10:00"), some);
  // A unit answers the month, once it has been sent back; the progress in it is known to its tasks.
  const rows = (await rowsOfRequest(database.pool, recorder.planId, "2021-04", "unit")).map(({ key }) => ({
    key,
    cells: told("10"),
  }));
  const saving = { planId: recorder.planId, month: "2021-04", unit: "unit", person: "p-unit-desk", at: 1 };
  await writeDraft(database.pool, saving, rows);
  const sent = { kind: "answerRequest", unit: "unit", sha256: draftHash(rows) } as const;
  const month = (at: number, who: Actor, act: MonthAct) => recorder.progress("2021-04", at, monthCommand(who, act));
  await month(at("2021-04-22", "10:00"), desk("unit"), sent);
  await month(at("2021-04-22", "15:00"), head("unit"), {
    kind: "returnAnswer",
    unit: "unit",
    version: 1,
    reason: "补充",
  });
  await month(at("2021-04-23", "10:00"), desk("unit"), sent);
  await month(at("2021-04-23", "15:00"), head("unit"), { kind: "confirmAnswer", unit: "unit", version: 2 });
  await playTo("2021-06-01");
  const area = { townships: ["town1"], villages: [], reason: "防汛", approver: "leader/1" };
  await recorder.order(at("2021-06-02", "10:00"), order({ kind: "suspendArea", until: "2021-06-20", ...area }));
  await playTo("2021-06-09");
  const all = ["v1", "v2", "v3", "v4"].map((place) => `village-${place}`);
  const now = at("2021-06-10", "10:00");
  const acts: RoundAct[] = [
    { kind: "approveScheme", text: "同意" },
    groupOfAll(all),
    { kind: "takeAlong", visit: "village-v1", device: "手机" },
    // Which villages are visited is drawn; where only papers are looked at the second line is refused.
    ...["works", "ledger", "losses"].map(
      (line): RoundAct => ({
        kind: "fileLines",
        visit: "village-v1",
        answers: [answer(line, line === "works" ? "fail" : "pass")],
        clock: clock(now),
      }),
    ),
    { kind: "submitCheck", visit: "village-v1" },
    { kind: "submitCheck", visit: "village-v4" },
  ];
  await recorder.inspect("2021H1", now, ...acts.map((act) => roundCommand(inspectors.leader, act)));
  await playTo("2021-07-08");
  const reading = { milestone: "area", deadline: "2021-09-30", reason: "确认读法" };
  await recorder.order(at("2021-07-09", "10:00"), order({ kind: "changeReading", ...reading }));
  await playTo("2021-08-31");
  // Items of a task that had some, of one that had none, and a note beside them.
  const item = (id: string, task: number, more: object = {}) =>
    ({
      id: `${id}/county`,
      task,
      milestone: id,
      target: "county",
      scope: "county",
      primaryUnit: "unit",
      policy: 1,
      ...more,
    }) as NewItem;
  const dates = { deadline: "2021-11-30", assignOn: "2021-09-01" };
  const tasks = [1, 3].map((no) => ({ no, title: `任务${no}`, leadUnit: "lead" }));
  const items = [item("added", 1, dates), item("begun", 3, dates)];
  await recorder.order(at("2021-09-01", "10:00"), order({ kind: "registerItems", tasks, items, reason: "专题会议" }));
  const documents = [{ kind: "roster", version: 2, sha256: "0".repeat(64) }];
  await recorder.order(at("2021-09-01", "10:05"), order({ kind: "changeDocuments", documents, reason: "人员变动" }));
  await playTo("2021-12-15");
  await addEvidence(database.pool, recorder.planId, {
    item: "works/v1",
    sha256: "0".repeat(64),
    name: "照片.jpg",
    mediaType: "image/jpeg",
    bytes: 3,
    effectiveOn: "2021-06-01",
    receivedAt: at("2021-06-02"),
    actor: people.clerk,
    note: "现场照片",
    takenAt: null,
    location: null,
    orientation: 1,
  });
  return recorder.planId;
}

const count = async (sql: string): Promise<number> =>
  (await database.pool.query(`SELECT count(*)::int AS count FROM ${sql}`)).rows[0].count;

const bad = ({ tables }: RebuiltPlan): string[] =>
  tables.flatMap(({ table, differences }) =>
    differences.map(({ key, what, columns }) => `${table} ${key} ${what} ${Object.keys(columns).join(",")}`.trim()),
  );

beforeAll(async () => {
  database = await freshDatabase();
  planId = await story();
});
afterAll(() => database.drop());

describe("a rebuild from the ledger", () => {
  it("is of every table that the database has", async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'",
    );
    const known = [...SOURCES, ...PASSING, ...DERIVED.map(({ name }) => name)];
    expect(rows.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it("needs no source that refers to what it empties", async () => {
    const { rows } = await database.pool.query(
      `SELECT conrelid::regclass::text AS source, confrelid::regclass::text AS derived FROM pg_constraint
       WHERE contype = 'f' AND confrelid::regclass::text = ANY($1)`,
      [DERIVED.map(({ name }) => name)],
    );
    expect(rows).toEqual([]);
  });

  it("makes every derived row as recording wrote it", async () => {
    // The story must hold what is hard to make again.
    expect(await count("ledger WHERE decided ? 'refused'")).toBeGreaterThan(0);
    expect(await count("letter WHERE supplement > 0 OR instrument = 'alarm'")).toBeGreaterThan(0);
    expect(await count("notice WHERE list IS NOT NULL")).toBeGreaterThan(0);
    expect(await count("notice WHERE stream = 'alarms'")).toBeGreaterThan(0);
    expect(await count("message WHERE applied")).toBeGreaterThan(0);
    expect(await count("message WHERE applied AND body ->> 'kind' = 'packageSignature'")).toBe(1);
    expect(await count("package WHERE signed_on = '2021-04-13' AND signed_by = 'p-town1-desk'")).toBe(1);
    expect(await count("package WHERE signed_on IS NULL")).toBeGreaterThan(0);
    expect(await count("item WHERE closed_at IS NOT NULL")).toBeGreaterThan(0);
    expect(await count("item WHERE milestone IN ('added', 'begun') AND status = 'assigned'")).toBe(2);
    expect(await count("stream WHERE name = 'task/3'")).toBe(1);
    const rebuilt = await rebuildPlan(database.pool, planId, { mode: "replace" });
    expect(bad(rebuilt)).toEqual([]);
    expect(rebuilt).toMatchObject({ equal: true, replaced: true, broken: null, warnings: [] });
    for (const { table, stands, rebuilt: again } of rebuilt.tables) {
      expect(again, table).toEqual(stands);
      expect(stands.rows, table).toBeGreaterThan(0);
    }
    expect(await verifyLedger(database.pool, planId)).toMatchObject({ broken: null });
  });

  const TAMPERED: readonly (readonly [what: string, sql: string, found: string])[] = [
    [
      "an item's status",
      "UPDATE item SET status = 'closed' WHERE plan_id = $1 AND id = 'works/v1'",
      "item works/v1 changed status",
    ],
    [
      "a next due instant",
      "UPDATE stream SET next_due = next_due + 1 WHERE plan_id = $1 AND name = 'plan'",
      "stream plan changed next_due",
    ],
    [
      "who was told",
      "UPDATE notice_batch SET post = 'unit/head' WHERE plan_id = $1 AND stream = 'task/2' AND append = (SELECT min(append) FROM notice_batch WHERE stream = 'task/2') AND batch = 0",
      "notice_batch task/2 7 0 changed post",
    ],
    [
      "of which rows somebody was told",
      "UPDATE notice_batch SET rows[1] = rows[1] + 1 WHERE plan_id = $1 AND stream = 'task/2' AND append = (SELECT min(append) FROM notice_batch WHERE stream = 'task/2') AND batch = 0",
      "notice_batch task/2 7 0 changed rows",
    ],
    [
      "what the office was told",
      "UPDATE notice_batch SET facts = facts || '{\"count\": 99}' WHERE plan_id = $1 AND stream = 'alarms' AND append = 1 AND batch = 0",
      "notice_batch alarms 1 0 changed facts",
    ],
    [
      "a line of an alarm",
      "DELETE FROM notice_batch WHERE plan_id = $1 AND stream = 'alarms' AND append = 1 AND batch = 0",
      "notice_batch alarms 1 0 missing",
    ],
    [
      "an answer",
      "DELETE FROM request WHERE plan_id = $1 AND outcome -> 'refused' <> '[]' AND key LIKE 'k%'",
      "request",
    ],
    [
      "a message that was applied",
      "UPDATE message SET applied = false WHERE plan_id = $1 AND key = 'order-2>task/2'",
      "message order-2>task/2 changed applied",
    ],
    [
      "a row nobody recorded",
      "INSERT INTO request SELECT plan_id, 'forged', stream, outcome FROM request WHERE plan_id = $1 LIMIT 1",
      "request forged extra",
    ],
  ];

  it.each(TAMPERED)(
    "finds %s that was changed beside the ledger, leaves it until it is told to repair, and repairs it",
    async (_, sql, found) => {
      const { rowCount } = await database.pool.query(sql, [planId]);
      expect(rowCount).toBe(1);
      const tampered = await rebuildPlan(database.pool, planId, { mode: "replace" });
      expect(tampered).toMatchObject({ equal: false, replaced: false, wasEmpty: false });
      expect(bad(tampered)).toEqual([expect.stringContaining(found)]);
      expect(bad(await rebuildPlan(database.pool, planId, { mode: "check" }))).toEqual(bad(tampered));
      expect(await rebuildPlan(database.pool, planId, { mode: "repair" })).toMatchObject({
        equal: false,
        replaced: true,
      });
      expect(await rebuildPlan(database.pool, planId, { mode: "check" })).toMatchObject({
        equal: true,
        replaced: false,
      });
    },
  );

  it("fills tables of which nothing is left, and the plan goes on as before", async () => {
    const before = await rebuildPlan(database.pool, planId, { mode: "check" });
    for (const { name } of DERIVED) await database.pool.query(`TRUNCATE ${name}`);
    const filled = await rebuildPlan(database.pool, planId, { mode: "replace" });
    expect(filled).toMatchObject({ equal: false, wasEmpty: true, replaced: true });
    expect(filled.tables.map(({ rebuilt }) => rebuilt)).toEqual(before.tables.map(({ stands }) => stands));
    // Nothing acknowledged is claimed: every stream is asked once by the sweep.
  });

  it("leaves everything as it was when it is cut off, and waits for whoever is recording", async () => {
    await database.pool.query("UPDATE item SET status = 'forged' WHERE plan_id = $1 AND id = 'works/v2'", [planId]);
    const writer = await database.pool.connect();
    await writer.query("BEGIN");
    await writer.query("SELECT FROM stream WHERE plan_id = $1 AND name = 'plan' FOR UPDATE", [planId]);
    const cutOff = expect(rebuildPlan(database.pool, planId, { mode: "repair" })).rejects.toThrow(/terminat/);
    const waiting = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'";
    await until("it waits", async () => ((await database.pool.query(waiting)).rowCount === 1 ? true : undefined), {
      timeoutMs: 5_000,
    });
    await database.pool.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS w`);
    await cutOff;
    await writer.query("COMMIT");
    writer.release();
    expect(bad(await rebuildPlan(database.pool, planId, { mode: "check" }))).toEqual(["item works/v2 changed status"]);
    await rebuildPlan(database.pool, planId, { mode: "repair" });
  });

  it("makes nothing from a ledger whose chain is broken, in what was told either", async () => {
    const forge = async (sql: string): Promise<void> => {
      await database.pool.query("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only");
      await database.pool.query(sql, [planId]);
      await database.pool.query("ALTER TABLE ledger ENABLE TRIGGER ledger_append_only");
    };
    const fact = "'{notices,0,facts,deadline}'";
    const where = "WHERE plan_id = $1 AND stream = 'task/2' AND seq = 7";
    const { rows } = await database.pool.query(`SELECT decided #> ${fact} AS was FROM ledger ${where}`, [planId]);
    await forge(`UPDATE ledger SET decided = jsonb_set(decided, ${fact}, '"2030-01-01"') ${where}`);
    expect(await rebuildPlan(database.pool, planId, { mode: "repair" })).toMatchObject({
      broken: `plan ${planId}, stream task/2, row 7: its content was changed`,
      replaced: false,
    });
    await forge(`UPDATE ledger SET decided = jsonb_set(decided, ${fact}, '${JSON.stringify(rows[0].was)}') ${where}`);
    expect(await rebuildPlan(database.pool, planId, { mode: "check" })).toMatchObject({ broken: null, equal: true });
  });

  it("keeps what releases left that did not write down what they decided", async () => {
    const { database: old, applyLater } = await olderCopy();
    // As an older release hashed its rows: without what was decided.
    await old.pool.query("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only");
    await old.pool.query("UPDATE ledger SET decided = NULL");
    await applyLater();
    expect(await notices(old.pool)).toEqual(await notices(database.pool));
    const broken = await rebuildPlan(old.pool, planId, { mode: "check" });
    expect(broken.broken).toContain("its content was changed");
    await rehash(old.pool, planId);
    await old.pool.query("ALTER TABLE ledger ENABLE TRIGGER ledger_append_only");
    expect(bad(await rebuildPlan(old.pool, planId, { mode: "replace" }))).toEqual([]);
    expect(await notices(old.pool)).toEqual(await notices(database.pool));
    await old.drop();
  });
});

describe("notices of a release that wrote each in a row of its own", () => {
  it("become the batches that recording writes and a rebuild makes, told by the same letters", async () => {
    const { database: old, applyLater } = await olderCopy();
    await applyLater();
    for (const table of ["notice_batch", "letter_notice_batch"]) {
      const rows = await all(old.pool, `SELECT * FROM ${table} ORDER BY stream, append, batch`);
      expect(rows, table).toEqual(await all(database.pool, `SELECT * FROM ${table} ORDER BY stream, append, batch`));
    }
    expect(await notices(old.pool)).toEqual(await notices(database.pool));
    // Or nothing was gathered at all.
    const [counted] = await all(
      old.pool,
      "SELECT count(*)::int AS batches, sum(cardinality(rows))::int AS notices FROM notice_batch",
    );
    expect(counted["batches"]).toBeLessThan(counted["notices"]);
    expect(bad(await rebuildPlan(old.pool, planId, { mode: "check" }))).toEqual([]);
    await old.drop();
  });

  it("are refused from processes of that release, which then try again", async () => {
    for (const table of ["notice", "letter_notice"])
      await expect(
        database.pool.query(`INSERT INTO ${table} (plan_id, stream, seq, no) VALUES ($1, 'task/2', 1, 0)`, [planId]),
      ).rejects.toThrow(expect.objectContaining({ code: "40001" }));
  });
});

const all = async (pool: Pool, sql: string) => (await pool.query(sql)).rows;

/** Each notice with the letter that tells it. */
const notices = (pool: Pool) =>
  all(
    pool,
    `SELECT n.*, t.letter_id, NULL AS batch FROM notice n LEFT JOIN letter_notice t USING (plan_id, stream, seq, no)
     ORDER BY stream, seq, no`,
  );

/** The plan as the release before batches of notices left it. */
async function olderCopy(): ReturnType<typeof databaseOf> {
  const older = await databaseOf("20261230015500_confirmed_progress");
  const before = ["notice", "letter_notice"];
  const derived = DERIVED.map(({ name }) => name).filter((name) => !name.endsWith("notice_batch"));
  const tables = [
    "plan",
    "plan_document",
    "clock",
    "ledger",
    "letter",
    "letter_closing",
    "alarm",
    ...derived,
    ...before,
  ];
  for (const table of tables) {
    const { rows } = await database.pool.query(`SELECT to_jsonb(t) AS row FROM ${table} t`);
    await older.database.pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows.map(({ row }) => row)),
    ]);
  }
  return older;
}

/** Hashes all rows anew as they stand. */
async function rehash(pool: Pool, plan: string): Promise<void> {
  const { rows } = await pool.query("SELECT * FROM ledger WHERE plan_id = $1 ORDER BY stream, seq", [plan]);
  let previous = "";
  for (const row of rows) {
    if (row.seq === 1) previous = "";
    const { stream, seq, type, at, cause, payload, recipients, decided } = row;
    const content = {
      seq,
      type,
      at,
      cause,
      causeNo: row.cause_no,
      payload,
      ...(row.item_id === null ? {} : { item: row.item_id }),
      ...(row.actor === null ? {} : { actor: row.actor }),
    };
    const hash = rowHash(previous, stream, content, recipients, decided);
    const at3 = [plan, stream, seq, previous, hash];
    await pool.query(
      "UPDATE ledger SET prev_hash = $4, hash = $5 WHERE plan_id = $1 AND stream = $2 AND seq = $3",
      at3,
    );
    await pool.query("UPDATE stream SET head_hash = $3 WHERE plan_id = $1 AND name = $2", [plan, stream, hash]);
    previous = hash;
  }
}
