/**
 * Registers over HTTP on the real parts: a keeper's grid, a township's own rows, a workbook with every mistake by its cell, nothing half
 * imported, sensitive cells, exports that open, figures that lead to their rows.
 */
import { randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { zipSync, strToU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keptBundle } from "../../support/kept-bundle.js";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
const [LEAD, TOWN1, TOWN2, OFFICE] = ["p-leader-1", "p-town1-desk", "p-town2-desk", "p-office-desk"];
const KEEPER = "p-lead-desk";

beforeAll(async () => {
  acting = await startActing(keptBundle);
  await acting.goTo("2021-05-10");
}, 120_000);
afterAll(() => acting?.close());

interface Said {
  readonly status: number;
  readonly body: any;
}
async function ask(
  person: string,
  method: string,
  path: string,
  body?: unknown,
  key: string = randomUUID(),
): Promise<Said> {
  const form = body instanceof FormData;
  const response = await acting.request(person, path, {
    method,
    headers: { ...(form ? {} : { "content-type": "application/json" }), "idempotency-key": key },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}
const get = (person: string, path: string): Promise<Said> => ask(person, "GET", path);
const post = (person: string, path: string, body: unknown, key?: string): Promise<Said> =>
  ask(person, "POST", path, body, key);

async function workbook(
  rows: readonly (readonly unknown[])[],
  name = "重点项目清单",
  then?: (sheet: exceljs.Worksheet) => void,
): Promise<Uint8Array> {
  const file = new exceljs.Workbook();
  const sheet = file.addWorksheet(name);
  for (const row of rows) sheet.addRow([...row]);
  then?.(sheet);
  return new Uint8Array(await file.xlsx.writeBuffer());
}
function bring(
  person: string,
  bytes: Uint8Array,
  register = "projects",
  fields: Record<string, string> = {},
): Promise<Said> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([bytes as Uint8Array<ArrayBuffer>]), "台账.xlsx");
  return ask(person, "POST", `/registers/${register}/imports`, form);
}
const HEAD = ["编号", "村", "总投资（万元）", "完成投资（万元）", "形象进度", "联系人电话", "开工日期"];
const rowsOf = async (person: string, register = "projects") =>
  (await get(person, `/registers/${register}/rows`)).body.rows;

describe("a register", () => {
  it("is listed with who keeps it, what is missing, and what of it one may do", async () => {
    const { body } = await get(TOWN1, "/registers");
    expect(body.registers.map((one: any) => [one.id, one.mine, one.rows])).toEqual([
      ["projects", false, 0],
      ["facilities", true, 0],
    ]);
    expect(body.registers[1].missing.map((one: any) => one.name)).toEqual(["村1", "村2"]);
    expect((await get(KEEPER, "/registers/projects")).body).toMatchObject({ edits: "own", hasKey: true });
    expect((await get(OFFICE, "/registers/projects")).body).toMatchObject({ edits: "withReason" });
    expect((await get(TOWN1, "/registers/projects")).body).toMatchObject({ edits: "none" });
    expect((await get(TOWN1, "/registers/nothing")).body.code).toBe("unknownRegister");
  });

  it("takes what a keeper writes, in its one form, and the same request once", async () => {
    const body = {
      rows: [
        {
          row: null,
          was: 0,
          cells: {
            code: "Ｘ－1",
            village: "村1",
            investment: "1,200",
            completed: "0.03亿元",
            stage: "在建",
            start: "2021/5/1",
          },
        },
      ],
    };
    const refused = await post(KEEPER, "/registers/projects/rows", {
      rows: [{ row: null, was: 0, cells: { code: "", investment: "很多" } }],
    });
    expect(refused.body).toMatchObject({ code: "badValue", faults: [{ row: 0, column: "investment" }] });
    const said = await post(KEEPER, "/registers/projects/rows", body, "key-of-one-request");
    expect(said.status, JSON.stringify(said.body)).toBe(200);
    expect((await post(KEEPER, "/registers/projects/rows", body, "key-of-one-request")).status).toBe(200);
    const rows = await rowsOf(KEEPER);
    expect(rows).toHaveLength(1);
    expect(rows[0].cells).toEqual({
      code: "Ｘ－1",
      village: "v1",
      investment: "1200",
      completed: "300",
      stage: "在建",
      start: "2021-05-01",
    });
    expect((await post(TOWN1, "/registers/projects/rows", body)).body.code).toBe("notYours");
    expect(
      (
        await post(OFFICE, "/registers/projects/rows", {
          rows: [{ row: rows[0].row, was: rows[0].seq, cells: { completed: "400" } }],
        })
      ).body.code,
    ).toBe("notYours");
  });

  it("lets nobody overwrite what somebody else has written meanwhile", async () => {
    const [row] = await rowsOf(KEEPER);
    const change = (completed: string) =>
      post(KEEPER, "/registers/projects/rows", { rows: [{ row: row.row, was: row.seq, cells: { completed } }] });
    expect((await change("310")).status).toBe(200);
    expect((await change("320")).body.code).toBe("rowChanged");
    const { body } = await get(KEEPER, `/registers/projects/rows/${row.row}/history`);
    expect(body.changes.map((one: any) => [one.kind, one.before.completed, one.after.completed])).toEqual([
      ["changed", "300", "310"],
      ["added", undefined, "300"],
    ]);
  });

  it("shows townships their villages' rows alone", async () => {
    expect(await rowsOf(TOWN2)).toEqual([]);
    expect(await rowsOf(TOWN1)).toHaveLength(1);
    const [row] = await rowsOf(KEEPER);
    expect(await get(TOWN2, `/registers/projects/rows/${row.row}/history`)).toMatchObject({ status: 404 });
  });
});

describe("a workbook", () => {
  it("is looked at whole, then recorded whole", async () => {
    const bytes = await workbook([
      ["某区重点项目清单"],
      HEAD,
      ["X-2", "镇1村2", 500, 50, "在建", "13912345678", new Date("2021-04-01T00:00:00Z")],
      ["X-3", "村3", "0.05亿元", "", "完工", "", 44_300],
      ["合计", "", 1000, 50],
      ["填表说明：按月更新"],
    ]);
    const { body } = await bring(KEEPER, bytes);
    expect(body, JSON.stringify(body)).toMatchObject({
      added: 2,
      changed: 0,
      removed: 0,
      faultCount: 0,
      questionCount: 3,
    });
    expect(body.questions.map((one: any) => one.cell)).toEqual(["C4", "A5", "A6"]);
    expect(await rowsOf(KEEPER)).toHaveLength(1);
    const confirm = (reason?: string) =>
      post(KEEPER, `/registers/projects/imports/${body.batch}/confirm`, { confirmed: true, ...(reason && { reason }) });
    const { status, body: done } = await confirm();
    expect(status, JSON.stringify(done)).toBe(200);
    const rows = await rowsOf(KEEPER);
    expect(rows.map((one: any) => one.cells.code)).toEqual(["Ｘ－1", "X-2", "X-3"]);
    expect(rows[1].cells).toMatchObject({ village: "v2", contact: "●●●", start: "2021-04-01" });
    expect(rows[2].cells).toMatchObject({ investment: "500", start: "2021-04-14" });
    expect((await confirm()).body.code).toBe("nothingPending");
    // The same again changes nothing; a masked cell and the same telephone stay as they are.
    expect((await bring(KEEPER, bytes)).body).toMatchObject({ batch: null, same: 2 });
  });

  it("is told every mistake by its cell, and nothing of it is taken", async () => {
    const bytes = await workbook(
      [
        HEAD,
        ["X-4", "没有的村", "很多", 1, "竣工了", "", "2021-13-01"],
        ["X-4", "村1", 10, 11, "", "", ""],
        ["X-5", "村1", "10元", "", "", "", "2021年"],
        ["X-5", "村1", 10, "", "", "", ""],
        ["X-6", "村1", 10, "", "", "", ""],
        ["X-6", "村1", 10, "", "", "", ""],
        ["X-7", "村2", 1e15, "５０", "", "", ""],
        ["X-8", "村2", 1, "", "", "", ""],
        ["X-9", "村2", 1, "", "", "", ""],
      ],
      "重点项目清单",
      (sheet) => sheet.mergeCells("B9:B10"),
    );
    const before = await rowsOf(KEEPER);
    const { body } = await bring(KEEPER, bytes);
    expect(body.batch).toBeNull();
    expect(body.faults.map((one: any) => one.cell)).toEqual([
      "B2",
      "C2",
      "E2",
      "G2",
      "D3",
      "A3",
      "C4",
      "G4",
      "A5",
      "A7",
      "C8",
      "B9",
      "B10",
    ]);
    expect(body.faults.find((one: any) => one.cell === "B2").says.zh).toMatch(/没有“没有的村”/);
    // Nothing was compared: how much would change is not known, which is not 0.
    expect(body).toMatchObject({ rows: 9, wrong: 8, added: null, changed: null, removed: null, same: null });
    expect(body.changes).toEqual([]);
    expect(await rowsOf(KEEPER)).toEqual(before);
  });

  it("counts all of its rows and mistakes where only the first are told", async () => {
    const wrong = Array.from({ length: 300 }, (_, no) => [`W-${no}`, "村1", 10, 11]);
    const { body } = await bring(KEEPER, await workbook([HEAD, ...wrong, ["W-300", "村1", 10, 10]]));
    expect(body).toMatchObject({ batch: null, rows: 301, wrong: 300, faultCount: 300, added: null });
    expect(body.faults).toHaveLength(200);
    expect(body.faults[0]).toMatchObject({ cell: "D2", column: "完成投资" });
  });

  it("with its head in several rows, a unit in the head, or another sheet before it, is understood", async () => {
    const file = new exceljs.Workbook();
    file.addWorksheet("封面").addRow(["某区"]);
    const sheet = file.addWorksheet("Sheet2");
    sheet.addRow(["编号", "村", "投资情况", "", "形象进度"]);
    sheet.addRow(["", "", "总投资（亿元）", "完成投资（万元）", ""]);
    sheet.addRow(["X-10", "村4", 0.02, "１００", "在建"]);
    sheet.mergeCells("C1:D1");
    sheet.mergeCells("A1:A2");
    const { body } = await bring(KEEPER, new Uint8Array(await file.xlsx.writeBuffer()));
    expect(body, JSON.stringify(body)).toMatchObject({ sheet: "Sheet2", added: 1, faultCount: 0 });
    expect(body.changes[0].after).toEqual({
      code: "X-10",
      village: "v4",
      investment: "200",
      completed: "100",
      stage: "在建",
    });
    expect(body.questions.map((one: any) => one.cell)).toContain("C3");
  });

  it("that is broken, locked, full of macros, of another kind or a bomb is refused in words", async () => {
    const good = await workbook([HEAD, ["X-20", "村1", 1]]);
    // Made before anything is asked: packing it takes longer than a connection is kept open.
    const bomb = zipSync(
      { ...unzipSync(good), "xl/sharedStrings.xml": new Uint8Array(210 * 2 ** 20).fill(32) },
      { level: 1 },
    );
    // Meanwhile the server has closed the connection: the client is to notice before it asks.
    await new Promise((noticed) => setTimeout(noticed, 100));
    const codes = async (bytes: Uint8Array) => {
      const { body } = await bring(KEEPER, bytes);
      return body.code;
    };
    expect(await codes(new Uint8Array())).toBe("fileEmpty");
    expect(await codes(strToU8("编号,村"))).toBe("fileTypeNotTaken");
    expect(await codes(good.subarray(0, good.length / 2))).toBe("fileDamaged");
    const parts = unzipSync(good);
    const spoilt = { ...parts, "xl/worksheets/sheet1.xml": strToU8("<worksheet><sheetData><row") };
    expect(await codes(zipSync(spoilt))).toBe("fileDamaged");
    const types = new TextDecoder().decode(parts["[Content_Types].xml"]);
    const macros = {
      ...parts,
      "[Content_Types].xml": strToU8(types.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")),
      "xl/vbaProject.bin": strToU8("x"),
    };
    expect(await codes(zipSync(macros))).toBe("fileTypeNotTaken");
    expect(await codes(bomb)).toBe("fileTooLarge");
    const wrong = await workbook(
      [
        ["姓名", "单位"],
        ["张三", "甲"],
      ],
      "通讯录",
    );
    expect((await bring(KEEPER, wrong)).body.faults[0].says.zh).toMatch(/没有找到表头/);
    const lacking = await workbook([
      ["编号", "村"],
      ["X-30", "村1"],
    ]);
    expect((await bring(KEEPER, lacking)).body.faults[0].says.zh).toMatch(/缺少必填的“总投资（万元）”/);
    const misnamed = await workbook([
      ["编号", "村", "总额", "备注甲"],
      ["X-30", "村1", 5, ""],
    ]);
    const { body: told } = await bring(KEEPER, misnamed);
    expect(told).toMatchObject({ rows: null, wrong: null, added: null, faultCount: 1 });
    expect(told.faults[0].says.zh).toMatch(/无法识别的栏目：“总额”（C1）、“备注甲”（D1）。请使用本台账的模板/);
  }, 60_000);

  it("of a township holds its own villages alone, and removes rows only where that is asked", async () => {
    const head = ["村", "水", "路"];
    const both = await workbook([head, ["村1", "达标", "未达标"], ["村3", "达标", "达标"]], "基础设施清单");
    expect((await bring(TOWN1, both, "facilities")).body.faults[0]).toMatchObject({ cell: "A3" });
    // All in one look: another's village, a mistake in a row and the same village twice.
    const worse = await workbook(
      [head, ["村3", "很好", "达标"], ["村1", "很好", ""], ["村1", "达标", ""]],
      "基础设施清单",
    );
    const { body: all } = await bring(TOWN1, worse, "facilities");
    expect(all.faults.map((one: any) => one.cell)).toEqual(["B2", "A2", "B3", "A4"]);
    expect(all).toMatchObject({ rows: 3, wrong: 3 });
    const own = await workbook([head, ["村1", "达标", "未达标"], ["村2", "达标", "达标"]], "基础设施清单");
    const confirm = async (said: Said) =>
      post(TOWN1, `/registers/facilities/imports/${said.body.batch}/confirm`, { confirmed: true });
    expect((await confirm(await bring(TOWN1, own, "facilities"))).status).toBe(200);
    const one = await workbook([head, ["村1", "达标", "达标"]], "基础设施清单");
    expect((await bring(TOWN1, one, "facilities")).body).toMatchObject({
      changed: 1,
      removed: 0,
      changes: [{ no: 2, kind: "changed", key: { village: "v1" }, after: { road: "达标" } }],
    });
    const removing = await bring(TOWN1, one, "facilities", { missing: "remove" });
    // What is to go is told first.
    const gone = { no: null, kind: "removed", key: { village: "v2" } };
    expect(removing.body).toMatchObject({ changed: 1, removed: 1, changes: [gone, { kind: "changed" }] });
    // Somebody changes a row between preview and confirmation: nothing is recorded.
    const [row] = await rowsOf(TOWN1, "facilities");
    expect(
      (
        await post(TOWN1, "/registers/facilities/rows", {
          rows: [{ row: row.row, was: row.seq, cells: { water: "不适用" } }],
        })
      ).status,
    ).toBe(200);
    expect((await confirm(removing)).body.code).toBe("rowChanged");
    expect(await rowsOf(TOWN1, "facilities")).toHaveLength(2);
  });
});

describe("sensitive cells", () => {
  it("are masked for everybody, read in clear by the keeper with a reason, and that is logged", async () => {
    const row = (await rowsOf(KEEPER)).find((one: any) => one.cells.code === "X-2");
    const body = { rows: [row.row], reason: "核实项目进度" };
    expect((await post(TOWN1, "/registers/projects/clear", body)).body.code).toBe("notYours");
    expect((await post(KEEPER, "/registers/projects/clear", body)).body).toEqual({
      rows: [{ row: row.row, cells: { contact: "13912345678" } }],
    });
    const { rows: logged } = await acting.run.database.pool.query(
      "SELECT account_id, subject, detail FROM audit_event WHERE kind = 'registerRead'",
    );
    expect(logged).toMatchObject([
      { account_id: `account-${KEEPER}`, subject: "projects", detail: { rows: 1, reason: "核实项目进度" } },
    ]);
    const { rows: found } = await acting.run.database.pool.query(
      "SELECT payload::text FROM ledger WHERE payload::text LIKE '%13912345678%'",
    );
    expect(found).toEqual([]);
  });
});

describe("exports and figures", () => {
  it("give a workbook that can be brought back, and a CSV whose text is never run", async () => {
    const risky = { rows: [{ row: null, was: 0, cells: { code: "=1+1", investment: "1", village: "村1" } }] };
    expect((await post(KEEPER, "/registers/projects/rows", risky)).status).toBe(200);
    const raw = Buffer.from(await (await acting.request(KEEPER, "/registers/projects/files/rows.csv")).arrayBuffer());
    expect(raw.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const csv = raw.subarray(3).toString("utf8");
    expect(csv.split("\r\n")[0]).toBe(HEAD.join(","));
    expect(csv).toContain("'=1+1,村1,1");
    const bytes = new Uint8Array(
      await (await acting.request(KEEPER, "/registers/projects/files/rows.xlsx")).arrayBuffer(),
    );
    const file = new exceljs.Workbook();
    await file.xlsx.load(bytes.buffer as ArrayBuffer);
    const sheet = file.getWorksheet(1);
    expect(sheet?.getRow(1).values).toEqual([undefined, ...HEAD]);
    expect(sheet?.getCell("A5").value).toBe("=1+1");
    expect((await bring(KEEPER, bytes)).body).toMatchObject({ faultCount: 0, batch: null, same: 4 });
    expect((await acting.request(KEEPER, "/registers/projects/files/template.xlsx")).status).toBe(200);
    expect((await acting.request(KEEPER, "/registers/projects/files/rows-2021-05-01.csv")).status).toBe(200);
    expect((await get(KEEPER, "/registers/projects/files/rows-2031-05-01.csv")).body.code).toBe("dateOutOfRange");
  });

  it("show what follows from the rows, and lead to them", async () => {
    const before = (await get(LEAD, "/figures")).body;
    const total = before.figures.find((one: any) => one.id === "total");
    expect(total).toMatchObject({ method: null, values: [], register: { id: "projects" } });
    const fix = (person: string) =>
      post(person, "/registers/projects/figures/total/fix", { method: "investment", reason: "专题会议纪要" });
    expect((await fix(KEEPER)).status).toBe(403);
    expect((await fix(OFFICE)).status).toBe(200);
    const { figures, on } = (await get(KEEPER, "/figures")).body;
    const fixed = figures.find((one: any) => one.id === "total");
    expect(fixed).toMatchObject({ method: "investment", fixed: { total: 2201, version: 1 } });
    expect(fixed.values).toEqual([expect.objectContaining({ scope: "", done: 360, of: 2201, value: 16.3 })]);
    const equal = figures.find((one: any) => one.id === "equal");
    const value = equal.values.find((one: any) => one.scope === "v2");
    expect(value).toMatchObject({ value: 100, name: { zh: "村2" } });
    const { body } = await get(OFFICE, `/registers/facilities/rows?figure=equal&scope=v2&on=${on}`);
    expect(body.rows.map((one: any) => one.cells)).toEqual([{ village: "v2", water: "达标", road: "达标" }]);
    expect((await get(OFFICE, "/items/works%2Fv2")).body).toMatchObject({
      percent: 100,
      why: { inputs: { figures: { done: 2, total: 2 } } },
    });
  });
});
