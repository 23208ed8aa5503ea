/** A sheet as rows of a register: each mistake at its own cell, all of them in one look, and none that is not one. */
import { expect, it } from "vitest";
import type { Register } from "../../../domain/plan/registers.js";
import { rowFault } from "../../../domain/registers/check-row.js";
import { type Imported, importSheet, type Reading } from "../../../domain/registers/import.js";
import type { Places } from "../../../domain/registers/values.js";

const nowhere = (): undefined => undefined;
const places: Places = {
  village: (text) => (["v1", "v2"].includes(text) ? text : undefined),
  township: nowhere,
  unit: nowhere,
};
const register: Register = {
  id: "jobs",
  title: "就业台账",
  english: "Jobs",
  clause: "三",
  keeper: { kind: "township" },
  rhythm: "monthly",
  key: ["code"],
  columns: [
    { id: "code", title: "编号", english: "Code", type: "text", required: true },
    { id: "village", title: "村", english: "Village", type: "village", required: true },
    { id: "able", title: "劳动力", english: "Able", type: "integer", unit: "人", required: true },
    { id: "stable", title: "稳定就业", english: "Stable", type: "integer", unit: "人" },
    { id: "willing", title: "有意愿", english: "Willing", type: "integer", unit: "人" },
  ],
  checks: [
    { sum: ["stable"], atMost: "able" },
    { sum: ["stable", "willing"], atMost: "able" },
  ],
};
const HEAD = ["编号", "村", "劳动力（人）", "稳定就业（人）", "有意愿（人）"];
type Line = readonly (string | number | null)[];

const read = (lines: readonly Line[], more: Partial<Reading> = {}): Promise<Imported> =>
  importSheet(
    register,
    lines.map((cells, at) => ({ no: at + 1, cells })),
    { places, ...more },
  );
const cellsOf = ({ faults }: Imported): string[] => faults.map(({ cell }) => cell);

it("tells what is more than it may be at its own cell, of a sum at the last that says something", async () => {
  expect(cellsOf(await read([HEAD, ["1", "v1", 50, 60, null]]))).toEqual(["D2", "D2"]);
  const sum = await read([HEAD, ["1", "v1", 50, 30, 30]]);
  expect(sum.faults).toMatchObject([{ cell: "E2", column: "有意愿" }]);
  const cells = { code: "1", village: "v1", able: "50", stable: "60" };
  expect(rowFault(register, cells, places)?.column).toBe("stable");
});

it("tells in one look all that is wrong with a row, and nothing of what could not be read", async () => {
  const mayKeep = ({ village }: Readonly<Record<string, string>>): boolean => village === "v1";
  const found = await read(
    [
      HEAD,
      ["1", "v1", 50, "许多", 60],
      ["1", "v2", 50, 60, null],
      ["1", "v9", null, "许多", null],
      ["2", null, 50, 1, null],
      ["2", "v1", 50, 1, null],
      ["3", "v1", 50, 1, null],
    ],
    { mayKeep },
  );
  expect(cellsOf(found)).toEqual(["D2", "D3", "D3", "B3", "A3", "B4", "D4", "C4", "A4", "B5", "A6"]);
  expect(found.count).toEqual({ rows: 6, wrong: 5 });
  expect(found.rows.map(({ cells }) => cells["code"])).toEqual(["3"]);
});

it("counts the register's own rows while it reads: no head, no total, no blank line", async () => {
  const said: [number, number][] = [];
  const between = (done: number, whole: number): void => void said.push([done, whole]);
  const found = await read([["某区"], HEAD, ["1", "v1", 5, 1, 1], [], ["2", "v1", 5, 1, 1], ["合计", null, 10]], {
    between,
  });
  expect(said).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(found.count).toEqual({ rows: 2, wrong: 0 });
});

it("says once which columns are missing, which heads it does not know, and to use the template", async () => {
  const { faults, count } = await read([
    ["编号", "村名称", "劳力"],
    ["1", "v1", 5],
  ]);
  expect(count).toBeNull();
  expect(faults).toHaveLength(1);
  expect(faults[0]?.words.zh).toBe(
    "第1行的表头缺少必填的“村”、“劳动力（人）”；表中无法识别的栏目：“村名称”（B1）、“劳力”（C1）。请使用本台账的模板，或按模板改正表头",
  );
  expect(faults[0]?.words.en).toMatch(/not known: 村名称 \(B1\), 劳力 \(C1\)\. Use the register's template/);
});
