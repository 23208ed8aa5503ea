/** 分村措施和时间表 over HTTP on the real parts: the workbook out, filled in and brought back, every mistake by its cell, and what is set by it. */
import { randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
const [CLERK, OFFICE, OTHER] = ["p-unit-desk", "p-office-desk", "p-town1-desk"];
const UNIT = "/timetables/unit";
/** Columns of the workbook, from 1. */
const [KEY, BY, MEASURE, QUANTITY, PERSON, PERCENT] = [1, 6, 7, 8, 9, 10];

beforeAll(async () => {
  acting = await startActing();
  await acting.goTo("2021-05-10");
}, 120_000);
afterAll(() => acting?.close());

async function template(): Promise<exceljs.Worksheet> {
  const response = await acting.request(CLERK, `${UNIT}/timetable.xlsx`);
  expect(response.status).toBe(200);
  const book = new exceljs.Workbook();
  await book.xlsx.load(await response.arrayBuffer());
  return book.worksheets[0] as exceljs.Worksheet;
}

async function bring(sheet: exceljs.Worksheet, person = CLERK): Promise<{ status: number; body: any }> {
  const form = new FormData();
  const bytes = new Uint8Array(await sheet.workbook.xlsx.writeBuffer());
  form.set("file", new Blob([bytes]), "时间表.xlsx");
  const response = await acting.request(person, `${UNIT}/import`, {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: form,
  });
  return { status: response.status, body: await response.json() };
}

function fill(sheet: exceljs.Worksheet, no: number, cells: Readonly<Record<number, exceljs.CellValue>>): void {
  for (const [column, value] of Object.entries(cells)) sheet.getRow(no).getCell(Number(column)).value = value;
}
const good = (by: string, percent: number) => ({
  [BY]: by,
  [MEASURE]: "完成设计",
  [QUANTITY]: "3公里",
  [PERSON]: "张三",
  [PERCENT]: percent,
});

describe("timetables", () => {
  it("have a row in the workbook for each item in hand, and are told to unit and office alone", async () => {
    const { body } = await acting.get(CLERK, UNIT);
    const items = body.items as any[];
    expect(items.length).toBeGreaterThan(0);
    expect(body.mayEdit).toBe(true);
    expect((await acting.get(OFFICE, UNIT)).body.mayEdit).toBe(false);
    expect((await acting.get(OTHER, UNIT)).status).toBe(404);
    const sheet = await template();
    const keys = items.map((_, at) => sheet.getRow(at + 2).getCell(KEY).value);
    expect(keys).toEqual(items.map(({ item }) => item));
  });

  it("tell every mistake by its cell, and then answer no item", async () => {
    const sheet = await template();
    fill(sheet, 2, { [BY]: "2021-13-01", [MEASURE]: null, [QUANTITY]: "若干", [PERSON]: " ", [PERCENT]: 0.6 });
    fill(sheet, 3, { ...good("2099-01-01", 100) });
    const { status, body } = await bring(sheet);
    expect([status, body.items]).toEqual([200, []]);
    const cells = body.mistakes.map(({ cell }: any) => cell);
    expect(new Set(cells)).toEqual(new Set(["F2", "G2", "H2", "I2", "J2", "F3"]));
    expect(body.mistakeCount).toBe(body.mistakes.length);
  });

  it("want lines in order, and the last of an item to reach 100", async () => {
    const sheet = await template();
    const key = sheet.getRow(2).getCell(KEY).value;
    fill(sheet, 2, good("2021-05-20", 60));
    sheet.insertRow(3, [key]);
    fill(sheet, 3, good("2021-05-18", 50));
    const { body } = await bring(sheet);
    expect(body.mistakes.map(({ cell }: any) => cell)).toEqual(["F3", "J3"]);
    fill(sheet, 3, good("2021-05-25", 80));
    expect((await bring(sheet)).body.mistakes).toMatchObject([{ cell: "J3" }]);
    fill(sheet, 4, { [KEY]: "nothing", ...good("2021-05-25", 100) });
    expect((await bring(sheet)).body.mistakes.map(({ cell }: any) => cell)).toContain("A4");
  });

  it("are set as the workbook says, and stand in it the next time", async () => {
    const sheet = await template();
    const key = String(sheet.getRow(2).getCell(KEY).value);
    fill(sheet, 2, good("2021-05-20", 60));
    sheet.insertRow(3, [key]);
    fill(sheet, 3, {
      ...good("2021-05-25", 100),
      [BY]: new Date("2021-05-25T00:00:00Z"),
      [MEASURE]: "建成\n投用|验收",
    });
    const { body } = await bring(sheet);
    expect(body.items).toMatchObject([
      {
        item: key,
        same: false,
        lines: [
          { by: "2021-05-20", percent: 60 },
          { measure: "建成 投用／验收", percent: 100 },
        ],
      },
    ]);
    const set = await acting.act(CLERK, "setTimetable", { items: [key], text: body.items[0].text });
    expect(set.status).toBe(200);
    const { items } = (await acting.get(CLERK, UNIT)).body as { items: any[] };
    expect(items.find(({ item }) => item === key)).toMatchObject({ state: "set", lines: 2 });
    const again = await bring(await template());
    expect(again.body.items).toMatchObject([{ item: key, same: true }]);
  });

  it("are brought in by the unit that owes the items", async () => {
    expect((await bring(await template(), OFFICE)).status).toBe(403);
    expect((await bring(await template(), OTHER)).status).toBeGreaterThanOrEqual(403);
  });
});
