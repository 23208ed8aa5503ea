/** Tables written as their rows come: what the files say, and that they go no faster than they are read. */
import { PassThrough, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import exceljs from "exceljs";
import { describe, expect, it } from "vitest";
import { csvCell, streamCsv } from "../../documents/csv/stream.js";
import type { RowTable, SheetRow } from "../../documents/xlsx/model.js";
import { pageSetup } from "../../documents/xlsx/sheet-setup.js";
import { streamXlsx } from "../../documents/xlsx/stream.js";

const COLUMNS = [
  { title: "序号", width: 6, kind: "number" },
  { title: "具体内容", width: 30, kind: "text" },
  { title: "完成时限", width: 12, kind: "date" },
  { title: "完成进度", width: 9, kind: "percent" },
] as const;

async function* given(...pieces: readonly SheetRow[][]): AsyncGenerator<readonly SheetRow[]> {
  for (const piece of pieces) yield piece;
}
const table = (rows: RowTable["rows"]): RowTable => ({
  title: "工作落实台账",
  creator: "示例区乡村振兴局",
  date: "2021-07-01",
  paper: "A3",
  columns: COLUMNS,
  rows,
});
const NASTY = ["=1+1", "+86", "-5", "@me", "＝1+1", " =1", '说"好"，行', "两行\n文字"];

async function written(write: typeof streamXlsx, rows: RowTable["rows"]): Promise<Buffer> {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), write(table(rows), out)]);
  return bytes;
}

describe("a workbook", () => {
  it("has a frozen head, a filter, a set-up for paper with the head on each page, days as days, and no formula", async () => {
    const rows = NASTY.map((text, no): SheetRow => [no + 1, text, "2021-06-30", no === 0 ? 0 : null]);
    const book = new exceljs.Workbook();
    await book.xlsx.load((await written(streamXlsx, given(rows.slice(0, 3), rows.slice(3)))) as unknown as ArrayBuffer);
    const [sheet] = book.worksheets;
    expect(sheet?.name).toBe("工作落实台账");
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet?.autoFilter).toBe("A1:D1");
    expect(sheet?.pageSetup).toMatchObject({
      paperSize: 8,
      orientation: "landscape",
      printTitlesRow: "1:1",
      fitToWidth: 1,
    });
    expect(sheet?.getRow(1).values).toEqual([undefined, ...COLUMNS.map(({ title }) => title)]);
    expect(sheet?.getRow(1).font).toMatchObject({ name: "宋体", bold: true });
    NASTY.forEach((text, no) => {
      const cell = sheet?.getRow(no + 2).getCell(2);
      expect(cell?.type, text).toBe(exceljs.ValueType.String);
      expect(cell?.value).toBe(text);
      expect(cell?.numFmt).toBe("@");
    });
    expect(sheet?.getRow(2).getCell(3).value).toEqual(new Date("2021-06-30T00:00:00Z"));
    expect(sheet?.getRow(2).getCell(4).value).toBe(0);
    // No data is no 0.
    expect(sheet?.getRow(3).getCell(4).value).toBeNull();
  });

  it("says on each page of paper whose it is, what and of which day, with lines around every cell, empty ones too", async () => {
    const file = new exceljs.Workbook();
    const bytes = await written(streamXlsx, given([[1, "供水", null, null]]));
    await file.xlsx.load(bytes as unknown as ArrayBuffer);
    const sheet = file.getWorksheet("工作落实台账");
    expect(sheet?.headerFooter.oddHeader).toBe("&L示例区乡村振兴局&C工作落实台账&R2021-07-01");
    for (const at of [1, 2, 3, 4]) expect(sheet?.getRow(2).getCell(at).border?.bottom?.style).toBe("thin");
  });

  it("makes rows as high as the texts in them take", async () => {
    const long = "组织开展村庄清洁行动，清运垃圾，整治院落".repeat(4);
    const book = new exceljs.Workbook();
    const rows: SheetRow[] = [
      [1, "短", "2021-06-30", 0],
      [2, long, "2021-06-30", 0],
      [3, "一\n二\n三", "2021-06-30", 0],
      [4, "长".repeat(5_000), "2021-06-30", 0],
    ];
    await book.xlsx.load((await written(streamXlsx, given(rows))) as unknown as ArrayBuffer);
    const [sheet] = book.worksheets;
    const heights = [2, 3, 4, 5].map((no) => sheet?.getRow(no).height);
    // 80 characters, each two wide, in a column of 30 less one: six lines of 16 points.
    expect(heights).toEqual([undefined, 6 * 16, 3 * 16, 400]);
  });

  it("refuses a row that lacks a cell", async () => {
    await expect(written(streamXlsx, given([[1, "a"]]))).rejects.toThrow("2 cells, its head 4");
  });
});

describe("CSV", () => {
  it("is known by its mark as UTF-8, and leaves nothing to be computed", async () => {
    const text = (await written(streamCsv, given([[1, "=1+1", "2021-06-30", -3]]))).toString("utf8");
    expect(text).toBe("\uFEFF序号,具体内容,完成时限,完成进度\r\n1,'=1+1,2021-06-30,-3\r\n");
    expect(csvCell('说"好"，行')).toBe('"说""好""，行"');
    expect(csvCell("两行\n文字")).toBe('"两行\n文字"');
    expect(csvCell(null)).toBe("");
    for (const begin of ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"]) expect(csvCell(`${begin}1`)).toContain("'");
  });
});

describe.each([
  ["a workbook", streamXlsx],
  ["CSV", streamCsv],
] as const)("%s for somebody who reads slowly", (_what, write) => {
  it("is made no faster than it is read, and no further once they are gone", async () => {
    let made = 0;
    // Random digits: what compresses well would be swallowed whole by the buffers on the way.
    async function* endless(): AsyncGenerator<readonly SheetRow[]> {
      for (;;) {
        made++;
        yield Array.from(
          { length: 100 },
          (): SheetRow => [made, `${Math.random()}${Math.random()}${Math.random()}`, null, null],
        );
      }
    }
    let got = 0;
    const out = new Writable({
      highWaterMark: 16_384,
      write(chunk: Buffer, _encoding, done) {
        got += chunk.length;
        setTimeout(done, 20);
      },
    });
    const writing = write(table(endless()), out).catch((error: unknown) => error);
    await pause(1_500);
    const before = { made, got };
    expect(got).toBeGreaterThan(0);
    await pause(1_500);
    // Once the buffers on the way are full, what is made follows what is read: 100 rows are 2 kB and more, compressed.
    expect(got).toBeGreaterThan(before.got);
    expect((made - before.made) * 2_000).toBeLessThan((got - before.got) * 2 + 5e5);
    out.destroy();
    expect(await writing).toBeInstanceOf(Error);
    const after = made;
    await pause(200);
    expect(made).toBe(after);
  });
});

it("lays many columns on several pages across, with those that say which row it is on each", async () => {
  const column = (title: string, width: number, key = false) => ({ title, width, key });
  const many = [
    column("事项", 30, true),
    column("村", 10, true),
    ...Array.from({ length: 20 }, (_, no) => column(`第${no}栏`, 16)),
  ];
  expect(pageSetup("A3", many)).toMatchObject({
    fitToWidth: 2,
    fitToHeight: 0,
    printTitlesColumn: "A:B",
    printTitlesRow: "1:1",
  });
  const few = pageSetup("A4", many.slice(0, 6));
  expect(few).toMatchObject({ fitToWidth: 1 });
  expect(few.printTitlesColumn).toBeUndefined();
});
