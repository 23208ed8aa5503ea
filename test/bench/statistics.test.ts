/** What the benchmarks' figures are made with. */
import { describe, expect, it } from "vitest";
import { replaceSection } from "../../bench/docs.js";
import { cpuSeconds } from "../../bench/cpu.js";
import { latencyOf, median, percentile } from "../../bench/statistics.js";
import { tableLines } from "../../bench/tables.js";

describe("statistics", () => {
  it("takes the middle, or the mean of the two middle ones, in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow("no values");
  });

  it("takes percentiles by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, no) => 100 - no);
    expect([0, 0.5, 0.99, 1].map((p) => percentile(hundred, p))).toEqual([1, 50, 99, 100]);
    expect(percentile([5, 9], 0.99)).toBe(9);
    expect(() => percentile([], 0.5)).toThrow("no values");
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    expect(latencyOf(values)).toEqual({ count: 3, p50: 2, p99: 3, max: 3 });
    expect(values).toEqual([3, 1, 2]);
  });
});

it("aligns a table's columns, Chinese ones too, and keeps a bar inside a cell", () => {
  expect(
    tableLines({
      columns: ["what", "ms"],
      rows: [
        ["提醒", 12],
        ["a|b", 3],
      ],
    }),
  ).toEqual(["| what | ms  |", "|------|-----|", "| 提醒 | 12  |", "| a\\|b | 3   |"]);
});

it("replaces a section of the document and nothing else", () => {
  const document = "a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb\n";
  const once = replaceSection(document, "x", "new");
  expect(once).toBe("a\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\nb\n");
  expect(replaceSection(once, "x", "new")).toBe(once);
  expect(() => replaceSection(document, "y", "new")).toThrow("bench:y");
});

it("counts a process's own processor time", () => {
  expect(cpuSeconds([process.pid])).toBeGreaterThanOrEqual(0);
  expect(cpuSeconds([])).toBe(0);
});
