/** What the worklist says of an item: its unit's words, how it was pressed, what changed; in the orders of people. */
import { describe, expect, it } from "vitest";
import { type Stood, worklistChanges } from "../../../domain/worklist/changes.js";
import { type WorklistEventRow, worklistFacts } from "../../../domain/worklist/facts.js";
import { sortedWorklist, type Sortable } from "../../../domain/worklist/order.js";
import { Directory } from "../../../domain/people/directory.js";
import { bundle } from "../../support/small-bundle.js";

const OFFSET = 480;
const at = (day: string): number => Date.parse(`${day}T10:00:00+08:00`);
const row = <T extends WorklistEventRow["type"]>(day: string, type: T, payload: object): WorklistEventRow =>
  ({ type, at: at(day), payload }) as unknown as WorklistEventRow;

describe("facts", () => {
  it("knows nothing of an item of which nobody has said anything", () => {
    expect(worklistFacts([], OFFSET)).toEqual({
      said: null,
      measured: false,
      pressed: [],
      instructions: [],
      evidence: 0,
    });
  });

  it("keeps what a later word doesn't speak of", () => {
    const { said, measured } = worklistFacts(
      [
        row("2021-05-01", "answered", {
          no: 1,
          cause: "雨季",
          measures: "增派施工队",
          promised: "2021-06-20",
          responsible: "张三",
        }),
        row("2021-05-10", "progressReported", { percent: 0, text: "已开工" }),
      ],
      OFFSET,
    );
    expect(said).toEqual({
      on: "2021-05-10",
      progress: "已开工",
      problem: "雨季",
      measure: "增派施工队",
      person: "张三",
      promised: "2021-06-20",
    });
    // 0 percent, as it was said: that is a figure.
    expect(measured).toBe(true);
  });

  it("has a month's confirmed answer over what was said before it, empty cells too, and under what was said since", () => {
    const answer = {
      key: "works/v1",
      measure: "增派两个施工队",
      nextStep: "月底前完成主体",
      leader: "李四",
      person: "王五",
      phone: "0951-7654321",
    };
    const confirmed = { month: "2021-05", at: at("2021-05-26"), answer };
    const before = row("2021-05-01", "answered", {
      no: 1,
      cause: "雨季",
      measures: "增派施工队",
      promised: "2021-06-20",
      responsible: "张三",
    });
    const { said } = worklistFacts([before], OFFSET, confirmed);
    // The problem that was there before is no longer said: the month's answer leaves it empty.
    expect(said).toEqual({
      on: "2021-05-26",
      month: { month: "2021-05", on: "2021-05-26" },
      progress: "增派两个施工队。下一步：月底前完成主体",
      measure: "增派两个施工队",
      nextStep: "月底前完成主体",
      promised: "2021-06-20",
      leader: "李四",
      person: "王五",
      phone: "0951-7654321",
    });
    // What the month itself told the item is of the same instant, and comes after it.
    const echo = row("2021-05-26", "progressReported", { percent: 40, text: "增派两个施工队。下一步：月底前完成主体" });
    expect(worklistFacts([before, echo], OFFSET, confirmed).said).toEqual(said);
    const after = row("2021-06-02", "answered", {
      no: 2,
      cause: "材料涨价",
      measures: "重新招标",
      promised: "2021-07-20",
      responsible: "赵六",
    });
    expect(worklistFacts([before, echo, after], OFFSET, confirmed).said).toMatchObject({
      on: "2021-06-02",
      month: { month: "2021-05", on: "2021-05-26" },
      measure: "重新招标",
      problem: "材料涨价",
      person: "赵六",
      leader: "李四",
      nextStep: "月底前完成主体",
    });
  });

  it("counts what was given, and each file once", () => {
    const fired = (day: string, instrument: string) => row(day, "rungFired", { instrument });
    const file = (sha256: string) => row("2021-05-02", "evidenceFiled", { sha256 });
    const { pressed, evidence } = worklistFacts(
      [
        fired("2021-05-01", "reminder"),
        fired("2021-05-20", "reminder"),
        row("2021-06-08", "instrumentSigned", { instrument: "supervise", documentNo: "农办督函〔2021〕3号" }),
        row("2021-06-09", "callLogged", { to: "x", text: "y" }),
        file("a"),
        file("a"),
        file("b"),
      ],
      OFFSET,
    );
    expect(pressed).toEqual([
      { instrument: "reminder", times: 2, last: "2021-05-20" },
      { instrument: "supervise", times: 1, last: "2021-06-08", no: "农办督函〔2021〕3号" },
      { instrument: "call", times: 1, last: "2021-06-09" },
    ]);
    expect(evidence).toBe(2);
  });
});

describe("changes", () => {
  const stood: Stood = {
    status: "inProgress",
    suspended: false,
    light: "green",
    percent: 10,
    deadline: "2021-06-30",
    primaryUnit: "unit",
    returns: 0,
  };
  const kinds = (before: Stood | undefined, now: Stood) => worklistChanges(before, now).map(({ kind }) => kind);

  it.each([
    ["nothing", stood, stood, []],
    ["a new one", undefined, stood, ["new"]],
    ["turned red and moved on", stood, { ...stood, light: "red", percent: 35.5 }, ["turnedRed", "progressed"]],
    ["closed while red", { ...stood, light: "red" }, { ...stood, light: "blue", status: "closed" }, ["closed"]],
    ["no longer red", { ...stood, light: "red" }, stood, ["noLongerRed"]],
    ["given another day", stood, { ...stood, deadline: "2021-07-15" }, ["deadlineMoved"]],
    ["sent back", stood, { ...stood, returns: 2 }, ["returned"]],
    ["taken up again", { ...stood, status: "closed", light: "blue" }, stood, ["reopened"]],
  ] as const)("%s", (_what, before, now, expected) => {
    expect(kinds(before as Stood | undefined, now as Stood)).toEqual(expected);
  });

  it("says it in words", () => {
    expect(worklistChanges(stood, { ...stood, percent: 10.3 })[0]?.words.zh).toBe("进度提高0.3个百分点");
  });
});

describe("orders", () => {
  // As characters 十 stands before 二: a roster's own order is a person's.
  const villages = ["一村", "二村", "十村"].map((name, no) => ({
    ...bundle.roster.villages[0],
    id: `x${no}`,
    name,
    township: "town1",
  }));
  const names = new Directory({
    ...bundle,
    roster: { ...bundle.roster, villages: villages as unknown as typeof bundle.roster.villages },
  });
  const lit = (id: string, village: string | null, township: string | null, overdue = 0): Sortable =>
    ({
      item: { id, village, township, primaryUnit: "unit", deadline: "2021-06-30" },
      reason: { workingDaysOverdue: overdue },
    }) as unknown as Sortable;
  const ids = (items: readonly Sortable[]) => items.map(({ item }) => item.id);

  it("has villages as the roster has them, after their township's own, and the county's first", () => {
    const items = [
      lit("ten", "x2", "town1"),
      lit("town", null, "town1"),
      lit("one", "x0", "town1"),
      lit("county", null, null),
      lit("two", "x1", "town1"),
    ];
    expect(ids(sortedWorklist(items, "village", names, "2021-05-01"))).toEqual(["county", "town", "one", "two", "ten"]);
  });

  it("has the longest overdue first, and ties in the plan's order", () => {
    const items = [lit("a", null, null), lit("b", null, null, 3), lit("c", null, null, 3), lit("d", null, null, 9)];
    expect(ids(sortedWorklist(items, "overdue", names, "2021-05-01"))).toEqual(["d", "b", "c", "a"]);
  });
});
