/** Bulletin, report and workbook as files: what they say equals a recount of ledger rows, and the same of the same is the same bytes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import exceljs from "exceljs";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { renderDocx } from "../../../documents/docx/render.js";
import { renderXlsx } from "../../../documents/xlsx/render.js";
import { recount, type Recounted } from "../../domain/bulletins/recount.js";
import { filesOf, made, type Made } from "./made.js";

let all: Made;
let counted: Recounted;
let book: exceljs.Workbook;
const texts = new Map<string, string>();

beforeAll(async () => {
  all = await made();
  const { bundle, halves, last } = all;
  counted = recount(
    bundle,
    halves.map((half) => half.played.rows),
    last.taskRows,
    last.day,
  );
  for (const name of ["bulletin", "report"] as const)
    texts.set(name, strFromU8(unzipSync(await renderDocx(all[name]))["word/document.xml"] ?? new Uint8Array()));
  book = new exceljs.Workbook();
  const bytes = await renderXlsx(all.workbook);
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
}, 60_000);
afterEach(() => void vi.useRealTimers());

const every = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].map((match) => match[0]);
const textOf = (xml: string): string =>
  every(xml, /<w:t[ >][^<]*<\/w:t>/g)
    .map((text) => text.replace(/<[^>]*>/g, ""))
    .join("");
const n = (key: string): string => String(counted.value(key));
const rate = (key: string): string => {
  const value = counted.value(key);
  return value === null ? "无数据" : `${value.toFixed(1)}%`;
};

/** Rows of a sheet by the titles of its columns. */
function sheet(name: string): Record<string, unknown>[] {
  const found = book.getWorksheet(name);
  if (!found) throw new Error(`no sheet ${name}`);
  const titles = (found.getRow(1).values as unknown[]).slice(1).map(String);
  const rows: Record<string, unknown>[] = [];
  found.eachRow((row, index) => {
    if (index > 1) rows.push(Object.fromEntries(titles.map((title, at) => [title, row.getCell(at + 1).value])));
  });
  return rows;
}

describe.each(["bulletin", "report"] as const)("the %s as a Word file", (name) => {
  it("says the recounted numbers", () => {
    const text = textOf(texts.get(name) ?? "");
    expect(text).toContain(
      `应查${n("lines.asked")}项次，已查${n("lines.checked")}项次，其中合格${n("lines.pass")}项次、基本合格${n("lines.mostly")}项次、不合格${n("lines.fail")}项次、不适用${n("lines.notApplicable")}项次，合格率${rate("lines.rate")}；未查${n("lines.unchecked")}项次，不计为合格。`,
    );
    const [every, closed] = [counted.value("findings.all") ?? 0, counted.value("findings.closed") ?? 0];
    expect(text).toContain(`累计发现问题${every}个，已整改销号${closed}个，尚未销号${every - closed}个`);
    expect(text).not.toMatch(/[{}]|undefined|NaN|null/);
  });

  it("has tables of units and townships with the recounted numbers, open = all − closed in each row", () => {
    const names = [
      "asked",
      "pass",
      "mostly",
      "fail",
      "notApplicable",
      "unchecked",
      "rate",
      "all",
      "closed",
      "open",
      "overdue",
    ];
    const tables = every(texts.get(name) ?? "", /<w:tbl>.*?<\/w:tbl>/gs).map((table) =>
      every(table, /<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs).map((row) => every(row, /<w:tc>.*?<\/w:tc>/gs).map(textOf)),
    );
    for (const [index, parts] of [all.last.drafted.units, all.last.drafted.townships].entries()) {
      const rows = tables[index]?.slice(1) ?? [];
      expect(rows).toHaveLength(parts.length);
      for (const [at, { key, rank }] of parts.entries()) {
        const cells = rows[at] ?? [];
        expect(cells[0]).toBe(rank === null ? "—" : String(rank));
        expect(cells.slice(2)).toEqual(names.map((one) => (one === "rate" ? rate(`${key}.rate`) : n(`${key}.${one}`))));
        expect(Number(cells[11])).toBe(Number(cells[9]) - Number(cells[10]));
      }
    }
  });
});

describe("the workbook", () => {
  it("has every visit, line, finding and objection once, and counts as the recount does", () => {
    const lines = sheet("检查项");
    expect(lines).toHaveLength(counted.value("lines.asked") ?? -1);
    for (const [grade, key] of [
      ["合格", "pass"],
      ["基本合格", "mostly"],
      ["不合格", "fail"],
      ["不适用", "notApplicable"],
      ["未查", "unchecked"],
    ] as const)
      expect([grade, lines.filter((row) => row["结果"] === grade).length]).toEqual([
        grade,
        counted.value(`lines.${key}`),
      ]);
    const visits = sheet("检查");
    expect(visits).toHaveLength(counted.value("visits.planned") ?? -1);
    expect(visits.filter((row) => row["情况"] === "按期完成")).toHaveLength(counted.value("visits.done") ?? -1);
    const stand = sheet("问题").filter((row) => row["状态"] !== "撤销");
    const closed = stand.filter((row) => row["状态"] === "已销号");
    const open = stand.filter((row) => row["状态"] === "未销号");
    expect(stand).toHaveLength(counted.value("findings.all") ?? -1);
    expect(closed).toHaveLength(counted.value("findings.closed") ?? -1);
    expect(open.length).toBe(stand.length - closed.length);
    expect(sheet("异议")).toHaveLength(counted.value("objections.all") ?? -1);
  });

  it("has each figure as counted again, and the tables' numbers as numbers", () => {
    for (const row of sheet("数据"))
      expect([row["数据"], row["数值"] ?? null]).toEqual([row["数据"], counted.value(String(row["数据"]))]);
    const [first] = sheet("乡镇（街道）");
    expect(typeof first?.["应查"]).toBe("number");
    for (const name of ["单位", "乡镇（街道）"])
      for (const row of sheet(name)) expect(row["未销号"]).toBe(Number(row["问题"]) - Number(row["已销号"]));
  });

  it("names no leader and keeps what people wrote as text", () => {
    const leaders = all.bundle.roster.posts.filter(({ level }) => level === "countyLeader");
    const names = leaders.flatMap(({ holders }) =>
      holders.map(({ value }) => all.bundle.roster.persons.find(({ id }) => id === value)?.name ?? value),
    );
    const said = JSON.stringify(all.workbook);
    for (const name of names) expect(said).not.toContain(name);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      "单位",
      "乡镇（街道）",
      "检查",
      "检查项",
      "问题",
      "异议",
      "数据",
    ]);
  });

  it("refuses a row that lacks a cell, and a name that no sheet may have", async () => {
    const sheets = [{ name: "a", columns: [{ title: "x", width: 9 }], rows: [["1", "2"]] }];
    await expect(renderXlsx({ ...all.workbook, sheets })).rejects.toThrow("row 1 of a has 2 cells, its head 1");
    await expect(renderXlsx({ ...all.workbook, sheets: [{ name: "a/b", columns: [], rows: [] }] })).rejects.toThrow(
      "no name of a sheet",
    );
  });
});

describe("the bytes", () => {
  const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

  it("are the same when the clock has moved on", async () => {
    const now = (await filesOf(all)).map(digest);
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-03-05T06:07:08Z") });
    expect((await filesOf(all)).map(digest)).toEqual(now);
  });

  it("are the same in another time zone and process", { timeout: 120_000 }, async () => {
    const here = (await filesOf(all)).map(digest);
    const script = new URL("digest.ts", import.meta.url).pathname;
    for (const zone of ["Asia/Shanghai", "America/St_Johns"]) {
      const there = execFileSync(process.execPath, ["--import", "tsx", script], { env: { ...process.env, TZ: zone } });
      expect(there.toString().trim().split("\n")).toEqual(here);
    }
  });
});
