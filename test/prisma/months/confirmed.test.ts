/** What heads confirmed of an item, read as of any day and any row; and what the migration makes of months that were confirmed before it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { draftHash, draftOf } from "../../../domain/months/answers.js";
import { rowsOfRequest, writeDraft } from "../../../prisma/months/month-store.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { readWorklistFacts } from "../../../prisma/worklist/worklist-facts.js";
import { askedBundle, desk, head, monthCommand, told } from "../../support/asked-bundle.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { OFFSET } from "../../support/small-plan.js";

const database = await freshDatabase();
const { pool } = database;
const recorder = new Recorder(pool, askedBundle);
const { planId } = recorder;
const at = (day: string, time = "10:00"): number => recorder.at(day, time);
afterAll(() => database.drop());

/** The unit says something of all its rows, and its head confirms it. */
async function confirmed(month: string, day: string, version: number, measure: string): Promise<void> {
  const now = at(day);
  await recorder.runTo(now);
  const rows = await rowsOfRequest(pool, planId, month, "unit");
  const saved = rows.map(({ key, asked }) => ({
    key,
    cells: told(asked.kind === "item" ? "10" : undefined, { measure }),
  }));
  await writeDraft(pool, { planId, month, unit: "unit", person: "p-unit-desk", at: now }, saved);
  const sha256 = draftHash(
    draftOf(
      rows.map(({ asked }) => asked),
      saved,
    ),
  );
  const sending = monthCommand(desk("unit"), { kind: "answerRequest", unit: "unit", sha256 });
  const confirming = monthCommand(head("unit"), { kind: "confirmAnswer", unit: "unit", version });
  expect(await recorder.progress(month, now, sending, confirming)).toEqual([]);
}

beforeAll(async () => {
  await recorder.open();
  await confirmed("2021-04", "2021-04-22", 1, "四月第一稿");
  await confirmed("2021-04", "2021-04-26", 2, "四月第二稿");
  await confirmed("2021-05", "2021-05-24", 1, "五月");
});

const ALL = 1_000;
async function measureOn(day: string, months = [4, 5].map((no) => ({ month: `2021-0${no}`, upTo: ALL }))) {
  const items = [{ item: "works/v1", upTo: 0 }];
  const facts = await readWorklistFacts(pool, planId, items, months, at(day, "18:00"), OFFSET);
  const { said } = facts.get("works/v1") ?? { said: undefined };
  return said && [said.month?.month, said.month?.on, said.measure];
}

it("is the last answer that was confirmed by the day, whatever was confirmed since", async () => {
  expect(await measureOn("2021-04-21")).toBeNull();
  expect(await measureOn("2021-04-22")).toEqual(["2021-04", "2021-04-22", "四月第一稿"]);
  expect(await measureOn("2021-04-26")).toEqual(["2021-04", "2021-04-26", "四月第二稿"]);
  expect(await measureOn("2021-05-23")).toEqual(["2021-04", "2021-04-26", "四月第二稿"]);
  expect(await measureOn("2021-05-24")).toEqual(["2021-05", "2021-05-24", "五月"]);
});

it("is read up to a row of each month's stream: what is recorded while a list is read in pieces is in none of them", async () => {
  const { rows } = await pool.query(
    "SELECT stream, seq FROM ledger WHERE plan_id = $1 AND type = 'progressConfirmed' ORDER BY stream, seq",
    [planId],
  );
  const [, second, third] = rows;
  const before = [
    { month: "2021-04", upTo: second.seq - 1 },
    { month: "2021-05", upTo: third.seq - 1 },
  ];
  expect(await measureOn("2021-05-24", before)).toEqual(["2021-04", "2021-04-22", "四月第一稿"]);
  expect(await measureOn("2021-05-24", [])).toBeNull();
});

it("is made of the ledger by a rebuild, and by the migration for months of before it, alike", async () => {
  const read = async () =>
    (await pool.query("SELECT * FROM progress_confirmed WHERE plan_id = $1 ORDER BY key, confirmed_at", [planId])).rows;
  const recorded = await read();
  expect(recorded.length).toBeGreaterThan(0);
  const { tables } = await rebuildPlan(pool, planId, { mode: "check" });
  expect(tables.find(({ table }) => table === "progress_confirmed")).toMatchObject({ equal: true });
  const file = "../../../prisma/migrations/20261230015500_confirmed_progress/migration.sql";
  const migration = await readFile(path.resolve(import.meta.dirname, file), "utf8");
  await pool.query("DELETE FROM progress_confirmed");
  await pool.query(migration.slice(migration.indexOf("INSERT INTO")));
  expect(await read()).toEqual(recorded);
});
