/** What the grid does with keys, blocks and two people's changes, without a page. */
import { describe, expect, it } from "vitest";
import type { Register, RegisterRow, SavedDraft } from "../../web/src/api/types.js";
import { blockOf, cellsOfBlock, pasted } from "../../web/src/components/grid/block.js";
import { moved, nextOf } from "../../web/src/components/grid/move.js";
import {
  changedGrid,
  type GridRow,
  type GridState,
  openGrid,
  savedGrid,
  settledGrid,
  startIn,
  toSave,
} from "../../web/src/pages/months/grid-state.js";
import { checkerOf } from "../../web/src/pages/registers/check.js";
import {
  add,
  conflictsOf,
  NOTHING,
  remove,
  rowsOf,
  settle,
  without,
  write,
} from "../../web/src/pages/registers/draft-state.js";

const COLUMNS = ["a", "b", "c"] as const;
const rowOf = (key: string, mayEdit = true) => ({ key, mayEdit });

describe("a block from a workbook", () => {
  it("is cells by tabs and lines, with quoted ones that hold either", () => {
    expect(cellsOfBlock('1\t"two\nlines"\t"a ""b"""\r\n\t4\r\n')).toEqual([
      ["1", "two\nlines", 'a "b"'],
      ["", "4"],
    ]);
    expect(cellsOfBlock("")).toEqual([]);
  });

  it("is read again as it was copied", () => {
    for (const cells of [[["a\tb", 'he said "so"', ""], ["two\nlines"]], [[""]], [["plain"]]])
      expect(cellsOfBlock(blockOf(cells))).toEqual(cells);
    expect(blockOf([["plain"]])).toBe("plain");
  });

  it("lies where it was pasted, and says what does not fit", () => {
    const block = [["1", "2", "3"], ["4"], ["5"]];
    const found = pasted(block, [rowOf("x"), rowOf("y", false), rowOf("z")], COLUMNS, { row: 1, column: "b" });
    expect(found.rows).toEqual([{ key: "z", cells: { b: "4" } }]);
    expect(found.below).toEqual([{ b: "5" }]);
    expect(found.beyond).toEqual({ rows: 1, columns: 1, shut: 0 });
  });

  it("leaves out cells of which nothing is asked, and tells how many texts that were", () => {
    const rows = [rowOf("x"), { ...rowOf("y"), shut: { a: true } }, { ...rowOf("z"), shut: { a: true } }];
    const found = pasted(
      [
        ["1", "2"],
        ["3", "4"],
        ["", "6"],
      ],
      rows,
      COLUMNS,
      { row: 0, column: "a" },
    );
    expect(found.rows.map(({ cells }) => cells)).toEqual([{ a: "1", b: "2" }, { b: "4" }, { b: "6" }]);
    expect(found.beyond).toEqual({ rows: 0, columns: 0, shut: 1 });
  });
});

describe("keys", () => {
  const from = (key: string, row = 1, column: (typeof COLUMNS)[number] = "b", shift = false) =>
    moved({ row, column }, key, shift, 3, COLUMNS);
  it("lead to the neighbour, and no further than the grid", () => {
    expect(from("ArrowUp")).toEqual({ row: 0, column: "b" });
    expect(from("ArrowDown", 2)).toEqual({ row: 2, column: "b" });
    expect(from("Enter", 1, "b", true)).toEqual({ row: 0, column: "b" });
    expect(from("Tab", 0, "c")).toEqual({ row: 1, column: "a" });
    expect(from("Tab", 2, "c")).toBeNull();
    expect(from("Tab", 0, "a", true)).toBeNull();
    expect(from("x")).toBeNull();
  });
  it("lead from the last mistake to the first", () => {
    const places = [
      { row: 2, column: "a" },
      { row: 0, column: "c" },
    ] as const;
    expect(nextOf(places, { row: 0, column: "a" }, COLUMNS)).toEqual(places[1]);
    expect(nextOf(places, { row: 2, column: "a" }, COLUMNS)).toEqual(places[1]);
    expect(nextOf([], { row: 0, column: "a" }, COLUMNS)).toBeUndefined();
  });
});

const savedRow = (row: string, seq: number, cells: Record<string, string>): RegisterRow => ({
  row,
  seq,
  cells,
  changedOn: "2021-05-10",
  by: { id: "p", name: "某某" },
  mine: true,
});
const byId = (...rows: RegisterRow[]) => new Map(rows.map((row) => [row.row, row]));

describe("a draft of a register", () => {
  const old = savedRow("r", 1, { a: "1", b: "2" });
  const mine = write(NOTHING, [{ key: "r", cells: { a: "mine" } }], byId(old));

  it("keeps what others wrote in other cells, and asks about the same cell", () => {
    expect(conflictsOf(mine, byId(savedRow("r", 2, { a: "1", b: "theirs" })))).toEqual([]);
    const now = byId(savedRow("r", 2, { a: "theirs", b: "2" }));
    const [conflict] = conflictsOf(mine, now);
    expect(conflict).toEqual({
      key: "r",
      by: "某某",
      cells: [{ column: "a", theirs: "theirs", mine: "mine" }],
      removal: null,
    });
    if (!conflict) throw new Error("no conflict");
    const kept = settle(mine, conflict, "mine", now);
    expect(conflictsOf(kept, now)).toEqual([]);
    expect(rowsOf([...now.values()], kept)[0]).toMatchObject({ cells: { a: "mine" }, changed: true });
    const given = settle(mine, conflict, "theirs", now);
    expect(rowsOf([...now.values()], given)[0]).toMatchObject({ cells: { a: "theirs" }, changed: false });
  });

  it("asks where a row that one changed was taken out by the other", () => {
    const [gone] = conflictsOf(mine, byId());
    expect(gone).toMatchObject({ removal: "theirs", by: null });
    if (!gone) throw new Error("no conflict");
    expect(rowsOf([], settle(mine, gone, "mine", byId()))).toMatchObject([{ row: null, cells: { a: "mine", b: "2" } }]);
    expect(rowsOf([], settle(mine, gone, "theirs", byId()))).toEqual([]);
    const takenOut = remove(NOTHING, "r", true, byId(old));
    expect(conflictsOf(takenOut, byId(savedRow("r", 2, { a: "theirs" })))).toMatchObject([{ removal: "mine" }]);
  });

  it("never gives two new rows one name", () => {
    const two = add(NOTHING, [{ a: "1" }, { a: "2" }]);
    const again = add(remove(two, "new-1", true, byId()), [{ a: "3" }]);
    expect(rowsOf([], again).map(({ key }) => key)).toEqual(["new-2", "new-3"]);
    expect(rowsOf([], without(again, ["new-2"])).map(({ key }) => key)).toEqual(["new-3"]);
  });
});

it("begins in the first cell that may be written", () => {
  const row = (asksProgress: boolean) => ({ asksProgress }) as GridRow;
  expect(startIn([row(false), row(true)])).toEqual({ row: 0, column: "measure" });
  expect(startIn([row(true)])).toEqual({ row: 0, column: "progress" });
});

describe("a month's grid that two people fill in", () => {
  const opened = openGrid([
    { key: "r", draft: { cells: { problem: "old", measure: "same" }, version: 1, by: null } },
  ] as unknown as GridRow[]);
  /** What is left once mine was answered by theirs, saved meanwhile as version 2. */
  const refused = (state: GridState, theirs: Record<string, string>): GridState => {
    const saving = toSave(state);
    if (!saving) throw new Error("nothing to save");
    const conflict = { key: "r", cells: theirs, version: 2, by: { id: "p", name: "某某" } };
    return savedGrid(state, saving, { saved: [], conflicts: [conflict], draft: "", mistakes: [] } as SavedDraft);
  };
  const cellsIn = (state: GridState) => state.rows.get("r")?.cells;

  it("keeps what each wrote in cells of their own, and saves it over what was seen", () => {
    const mine = changedGrid(opened, [{ key: "r", cells: { problem: "mine" } }]);
    const merged = refused(mine, { problem: "old", measure: "same", nextStep: "theirs" });
    expect(merged.conflicts).toEqual([]);
    expect(cellsIn(merged)).toMatchObject({ problem: "mine", measure: "same", nextStep: "theirs" });
    expect(toSave(merged)?.rows).toEqual([
      { key: "r", cells: { problem: "mine", measure: "same", nextStep: "theirs" }, seen: 2 },
    ]);
    // What they emptied stays empty, and what both wrote alike is saved already.
    expect(cellsIn(refused(mine, { problem: "old" }))).toMatchObject({ problem: "mine", measure: "" });
    expect(toSave(refused(mine, { problem: "mine", measure: "same" }))).toBeNull();
  });

  it("asks about the cell that both wrote, and about nothing else of its row", () => {
    const mine = changedGrid(opened, [{ key: "r", cells: { problem: "mine", person: "me" } }]);
    const asked = refused(mine, { problem: "theirs", measure: "their measure" });
    const [conflict] = asked.conflicts;
    expect(asked.conflicts).toEqual([{ key: "r", column: "problem", theirs: "theirs", by: "某某" }]);
    expect(toSave(asked)).toBeNull();
    if (!conflict) throw new Error("no conflict");
    const kept = settledGrid(asked, conflict, "mine");
    expect(kept.conflicts).toEqual([]);
    expect(toSave(kept)?.rows).toEqual([
      { key: "r", cells: { problem: "mine", measure: "their measure", person: "me" }, seen: 2 },
    ]);
    const given = settledGrid(asked, conflict, "theirs");
    expect(cellsIn(given)).toMatchObject({ problem: "theirs", measure: "their measure", person: "me" });
    // Where only that cell was mine, nothing is left to save.
    const only = refused(changedGrid(opened, [{ key: "r", cells: { problem: "mine" } }]), { problem: "theirs" });
    expect(toSave(settledGrid(only, only.conflicts[0] ?? conflict, "theirs"))).toBeNull();
  });
});

it("is checked by the rules of the register, cell by cell and as a row", () => {
  const column = (id: string, type: "text" | "number" | "village", more: object = {}) => ({
    id,
    title: id,
    english: id,
    type,
    unit: null,
    required: false,
    sensitive: false,
    key: false,
    min: null,
    max: null,
    decimals: null,
    note: null,
    options: null,
    ...more,
  });
  const register = {
    columns: [
      column("code", "text", { key: true, required: true }),
      column("village", "village", { options: [{ value: "v1", label: "村1" }] }),
      column("whole", "number", { unit: "万元", min: 0 }),
      column("part", "number", { unit: "万元" }),
    ],
    checks: [{ sum: ["part"], equals: null, atMost: "whole" }],
  } as unknown as Register;
  const checker = checkerOf(register);
  expect(checker.cell("village", "村1")).toEqual({ value: "v1" });
  expect(checker.cell("whole", "0.02亿元")).toMatchObject({ value: "200" });
  expect(Object.keys(checker.row({ code: "1", village: "某村", whole: "-1" }))).toEqual(["village", "whole"]);
  expect(Object.keys(checker.row({ village: "村1" }))).toEqual(["code"]);
  expect(Object.keys(checker.row({ code: "1", whole: "1", part: "2" }))).toEqual(["part"]);
  expect(checker.row({ code: "1", village: "村1", whole: "2", part: "2" })).toEqual({});
});
