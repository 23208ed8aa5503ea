import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAST_SIZE, PAPERS, paperPages } from "../../../domain/paper/pages.js";
import { PAPER_COLUMNS, WORKLIST_COLUMNS } from "../../../domain/worklist/columns.js";

const columnsOf = (ids: readonly (keyof typeof WORKLIST_COLUMNS)[]) => ids.map((id) => WORKLIST_COLUMNS[id]);

describe("pages of a table on paper", () => {
  it("are one where all columns fit, as large as they do", () => {
    const few = paperPages("A4", [{ width: 20 }, { width: 20 }]);
    expect(few).toMatchObject({ scale: 100, keys: 0, pages: [[0, 1]] });
    const more = paperPages(
      "A4",
      Array.from({ length: 10 }, () => ({ width: 16 })),
    );
    expect([more.pages.length, more.keys]).toEqual([1, 0]);
    expect(more.scale).toBeLessThan(100);
  });

  it("lay the usual worklist over two of A3 with item and place on both, and a shorter one on one of A4", () => {
    const a3 = paperPages("A3", columnsOf(PAPER_COLUMNS.A3));
    expect(a3.pages.length).toBe(2);
    expect(a3.keys).toBe(5);
    expect(a3.size).toBeGreaterThanOrEqual(LEAST_SIZE);
    const a4 = paperPages("A4", columnsOf(PAPER_COLUMNS.A4));
    expect(a4.pages.length).toBe(1);
    expect(a4.size).toBeGreaterThanOrEqual(LEAST_SIZE);
  });

  it("have every column once, those that say which row it is on each, and letters that can be read", () => {
    const column = fc.record({ width: fc.integer({ min: 4, max: 60 }), key: fc.boolean() });
    fc.assert(
      fc.property(fc.constantFrom(...PAPERS), fc.array(column, { minLength: 1, maxLength: 50 }), (paper, columns) => {
        const { pages, keys, size } = paperPages(paper, columns);
        expect(size).toBeGreaterThanOrEqual(LEAST_SIZE);
        const repeated = columns.slice(0, keys).map((_, no) => no);
        for (const page of pages) expect(page.slice(0, keys)).toEqual(repeated);
        const others = pages.flatMap((page) => page.slice(keys));
        expect([...repeated, ...others]).toEqual(columns.map((_, no) => no));
      }),
    );
  });
});
