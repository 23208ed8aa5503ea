/**
 * Registers on the real database: rows staged and recorded in one transaction with what follows from them, percentages of items that
 * nobody types, sensitive cells that stand nowhere in clear, and tables that a rebuild makes the same.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WantedRow } from "../../../domain/registers/acts.js";
import { openSecrets, readRegisterKeys, type RegisterKeys, rotateSecrets } from "../../../prisma/registers/secrets.js";
import { stageRows, sweepStaged } from "../../../prisma/registers/staging.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import * as sql from "../../../prisma/sql/registers/statements.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { freshDatabase } from "../../support/database.js";
import { keepers, keptBundle, registerCommand } from "../../support/kept-bundle.js";
import { Recorder } from "../../support/recorder.js";

const database = await freshDatabase();
const { pool } = database;
const recorder = new Recorder(pool, keptBundle);
const { planId } = recorder;
afterAll(() => database.drop());

const at = (day: string, time = "10:00"): number => recorder.at(day, time);
const seqOf = async (register: string, row: string): Promise<number> =>
  (await sql.rowsToDecide.run(pool, { planId, register, rows: [row], keys: [], all: false }))[0]?.seq ?? 0;
const cellsOf = async (register: string, row: string) =>
  (await sql.rowsToDecide.run(pool, { planId, register, rows: [row], keys: [], all: false }))[0]?.cells;
const item = async (id: string) =>
  (await pool.query("SELECT state FROM item WHERE plan_id = $1 AND id = $2", [planId, id])).rows[0]?.state;

async function change(
  by: (typeof keepers)[keyof typeof keepers],
  register: string,
  now: number,
  rows: readonly WantedRow[],
  reason?: string,
): Promise<string[]> {
  const batch = await stageRows(pool, { planId, register }, rows);
  const said = reason === undefined ? {} : { reason };
  return recorder.keep(
    register,
    now,
    registerCommand(by, { kind: "changeRows", batch, rows: rows.length, from: "grid", ...said }),
  );
}

const project = (
  row: string,
  code: string,
  investment: string,
  completed: string,
  more: Record<string, string> = {},
): WantedRow => ({
  row,
  was: 0,
  cells: { code, investment, completed, stage: "在建", ...more },
});

beforeAll(async () => {
  await recorder.open();
  await recorder.runTo(at("2021-04-20", "18:00"));
});

describe("rows of a register", () => {
  it("are added by their keeper, and by nobody else", async () => {
    const rows = [project("a", "X-1", "300", "30"), project("b", "X-2", "100", "0", { village: "v1" })];
    expect(await change(keepers.town1, "projects", at("2021-04-21"), rows)).toEqual(["notYours"]);
    expect(await change(keepers.office, "projects", at("2021-04-21"), rows)).toEqual(["notYours"]);
    expect(await change(keepers.lead, "projects", at("2021-04-21"), rows)).toEqual([]);
    expect(await cellsOf("projects", "b")).toEqual({
      code: "X-2",
      investment: "100",
      completed: "0",
      stage: "在建",
      village: "v1",
    });
    // What is recorded waits no longer; what was refused does, until it is swept.
    expect((await pool.query("SELECT count(*)::int AS n FROM register_batch")).rows[0].n).toBe(0);
  });

  it("refuse what does not fit, whole, and what somebody else changed meanwhile", async () => {
    const good = project("c", "X-3", "50", "0");
    expect(await change(keepers.lead, "projects", at("2021-04-22"), [good, project("d", "X-4", "10", "11")])).toEqual([
      "badValue",
    ]);
    expect(await cellsOf("projects", "c")).toBeUndefined();
    expect(await change(keepers.lead, "projects", at("2021-04-22"), [project("e", "X-1", "50", "0")])).toEqual([
      "conflict",
    ]);
    expect(
      await change(keepers.lead, "projects", at("2021-04-22"), [{ row: "a", was: 1, cells: { completed: "40" } }]),
    ).toEqual(["conflict"]);
    const was = await seqOf("projects", "a");
    expect(
      await change(keepers.lead, "projects", at("2021-04-22"), [{ row: "a", was, cells: { contact: "13800000000" } }]),
    ).toEqual(["badValue"]);
    expect(
      await change(keepers.lead, "projects", at("2021-04-22"), [{ row: "a", was, cells: { completed: "30" } }]),
    ).toEqual(["nothingPending"]);
  });

  it("are the township's own where townships keep them", async () => {
    const row = (village: string): WantedRow => ({
      row: village,
      was: 0,
      cells: { village, water: "达标", road: "未达标" },
    });
    expect(await change(keepers.town1, "facilities", at("2021-04-23"), [row("v1"), row("v3")])).toEqual(["notYours"]);
    expect(await change(keepers.town1, "facilities", at("2021-04-23"), [row("v1"), row("v2")])).toEqual([]);
    expect(await change(keepers.office, "facilities", at("2021-04-23"), [row("v3")], "乡镇书面报来")).toEqual([]);
    // Another village is another township's row.
    const was = await seqOf("facilities", "v1");
    expect(
      await change(keepers.town1, "facilities", at("2021-04-24"), [{ row: "v1", was, cells: { village: "v4" } }]),
    ).toEqual(["notYours"]);
  });
});

describe("figures", () => {
  it("move the item's percentage, which nobody types", async () => {
    expect((await item("works/v1")).percent).toBe(50);
    expect((await item("works/v1")).computed).toEqual({ register: "facilities", figure: "equal" });
    const was = await seqOf("facilities", "v1");
    expect(
      await change(keepers.town1, "facilities", at("2021-04-26"), [{ row: "v1", was, cells: { road: "不适用" } }]),
    ).toEqual([]);
    expect((await item("works/v1")).percent).toBe(100);
    const { unit } = { unit: { person: "p-unit-desk", post: "unit/desk", unit: "unit" } };
    const signed = { kind: "signFor", key: "s1", actor: unit, items: ["works/v1"] } as const;
    expect(await recorder.act("task/2", at("2021-04-27"), signed)).toEqual([]);
    const typed = {
      kind: "reportProgress",
      key: "p1",
      actor: unit,
      items: ["works/v1"],
      percent: 80,
      text: "在建",
    } as const;
    expect(await recorder.act("task/2", at("2021-04-27"), typed)).toEqual(["computedPercent"]);
    const said = { kind: "reportProgress", key: "p2", actor: unit, items: ["works/v1"], text: "正在验收" } as const;
    expect(await recorder.act("task/2", at("2021-04-27"), said)).toEqual([]);
    expect((await item("works/v1")).percent).toBe(100);
  });

  it("wait for the office to fix a formula of several, once, with its whole", async () => {
    expect((await item("plan/county")).computed).toBeUndefined();
    const fix = (method: string, by = keepers.office, reason = "专题会议纪要〔2021〕3号") =>
      recorder.keep(
        "projects",
        at("2021-04-28"),
        registerCommand(by, { kind: "fixFigure", figure: "total", method, reason }),
      );
    expect(await fix("investment", keepers.lead)).toEqual(["notYours"]);
    expect(await fix("investment", keepers.office, " ")).toEqual(["badValue"]);
    expect(await fix("investment")).toEqual([]);
    expect(await fix("investment")).toEqual(["illegalStep"]);
    expect(await item("plan/county")).toMatchObject({ done: 30, total: 400, percent: 7.5, totalVersion: 1 });
    // A further project does not make the whole larger: it was fixed.
    expect(await change(keepers.lead, "projects", at("2021-04-29"), [project("f", "X-6", "600", "100")])).toEqual([]);
    expect(await item("plan/county")).toMatchObject({ done: 130, total: 400, percent: 32.5 });
    const total = { kind: "fixTotal", key: "t1", actor: keepers.office, items: ["plan/county"], total: 500 } as const;
    expect(await recorder.act("task/1", at("2021-04-29"), total)).toEqual(["computedPercent"]);
  });

  it("stand for the end of a day as its rows did", async () => {
    const on = async (day: string) =>
      (await sql.figuresOn.run(pool, { planId, day })).find((one) => one.figure === "equal" && one.scope === "v1")
        ?.sums;
    expect(await on("2021-04-25")).toEqual([1, 2, 0, 0]);
    expect(await on("2021-04-26")).toEqual([1, 1, 0, 0]);
    const rows = await sql.rowsOn.run(pool, {
      planId,
      register: "facilities",
      day: "2021-04-25",
      column: "village",
      values: ["v1"],
    });
    expect(rows.map(({ cells }) => cells["road"])).toEqual(["未达标"]);
  });
});

describe("sensitive cells", () => {
  const [one, two] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
  const keys = (setting: string): RegisterKeys => {
    const found = readRegisterKeys({ DUBAN_REGISTER_KEY: setting });
    if (!found) throw new Error("no keys");
    return found;
  };
  const place = { planId, register: "projects", row: "a", column: "contact" };
  const phone = "13812345678";

  it("stand nowhere in clear, are read by reference, and go over to another key", async () => {
    const old = keys(`k1:${one}`);
    const sealed = old.seal(place, phone);
    expect(old.seal(place, phone).ref).toBe(sealed.ref);
    expect(old.seal({ ...place, row: "b" }, phone).ref).not.toBe(sealed.ref);
    const rows = [{ row: "a", was: await seqOf("projects", "a"), cells: { contact: sealed.ref } }];
    const batch = await stageRows(pool, { planId, register: "projects" }, rows, [sealed]);
    const act = { kind: "changeRows", batch, rows: 1, from: "grid" } as const;
    expect(await recorder.keep("projects", at("2021-05-06"), registerCommand(keepers.lead, act))).toEqual([]);
    const tables = ["ledger", "register_row", "register_change", "register_secret", "message", "request"];
    for (const table of tables) {
      const { rows: found } = await pool.query(
        `SELECT count(*)::int AS n FROM ${table} AS t WHERE to_jsonb(t)::text LIKE '%${phone}%'`,
      );
      expect([table, found[0].n]).toEqual([table, 0]);
    }
    expect((await openSecrets(pool, old, planId, [sealed.ref])).get(sealed.ref)).toBe(phone);
    const both = keys(`k2:${two},k1:${one}`);
    expect(await rotateSecrets(pool, both)).toBe(1);
    expect(await rotateSecrets(pool, both)).toBe(0);
    expect((await openSecrets(pool, keys(`k2:${two}`), planId, [sealed.ref])).get(sealed.ref)).toBe(phone);
    await expect(openSecrets(pool, old, planId, [sealed.ref])).rejects.toThrow(/k2/);
  });

  it("are bound to their place: moved elsewhere they are not opened", () => {
    const { ref, key_id: keyId, sealed } = keys(`k1:${one}`).seal(place, phone);
    expect(() => keys(`k1:${one}`).open({ ...place, row: "b" }, { ref, keyId, sealed })).toThrow();
  });
});

it("is rid of what was staged and not recorded within a day", async () => {
  const count = async () => (await pool.query("SELECT count(*)::int AS n FROM register_batch")).rows[0].n;
  await stageRows(pool, { planId, register: "projects" }, [project("z", "Z-1", "1", "0")]);
  await pool.query("UPDATE register_batch SET staged_real = now() - interval '25 hours'");
  await stageRows(pool, { planId, register: "projects" }, [project("z", "Z-2", "1", "0")]);
  expect(await count()).toBeGreaterThan(1);
  await sweepStaged(pool);
  expect(await count()).toBe(1);
});

it("has rows that go, and tables that a rebuild makes the same", async () => {
  const was = await seqOf("projects", "b");
  expect(await change(keepers.lead, "projects", at("2021-05-07"), [{ row: "b", was, cells: null }])).toEqual([]);
  expect(await cellsOf("projects", "b")).toBeUndefined();
  expect(await change(keepers.lead, "projects", at("2021-05-08"), [project("b", "X-2", "10", "0")])).toEqual([]);
  expect((await verifyLedger(pool, planId)).broken).toBeNull();
  const rebuilt = await rebuildPlan(pool, planId, { mode: "check" });
  expect(rebuilt.tables.flatMap(({ table, differences }) => differences.map((one) => ({ table, ...one })))).toEqual([]);
  for (const table of ["register_row", "register_change", "register_figure"])
    expect(rebuilt.tables.find((one) => one.table === table)?.stands.rows).toBeGreaterThan(0);
});
