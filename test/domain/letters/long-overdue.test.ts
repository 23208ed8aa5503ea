/** 久拖未决清单: who gets which items, the longest overdue first; suspended items wait. */
import { describe, expect, it } from "vitest";
import { calendarOf } from "../../../domain/plan/calendar.js";
import {
  type EndedItem,
  type ListedItem,
  type LongOverdueItem,
  longOverdueLists,
  type Submission,
} from "../../../domain/letters/long-overdue.js";
import { newRun } from "../../../domain/ladder/run.js";
import { bundle } from "../../support/small-bundle.js";

const item = (id: string, more: Partial<LongOverdueItem> = {}): LongOverdueItem => ({
  id,
  village: null,
  township: null,
  primaryUnit: "unit",
  deadline: "2021-06-30",
  suspensions: [],
  suspendedSince: null,
  ...more,
});
const lists = (...items: LongOverdueItem[]): [string, string | null, string[]][] =>
  longOverdueLists(items, bundle.roster, "2021-09-01", calendarOf(bundle.calendar)).map(
    ({ recipient, items: lines }) => [recipient.addressed, recipient.person, lines.map((line) => line.item)],
  );
const lineOf = (...items: LongOverdueItem[]): readonly ListedItem[] =>
  longOverdueLists(items, bundle.roster, "2021-09-01", calendarOf(bundle.calendar))[0]?.items ?? [];

describe("the list of long-overdue items", () => {
  it("gives each leader and head theirs, the office and the leading group all", () => {
    const v1 = item("works/v1", { village: "v1", township: "town1" });
    const v2 = item("works/v2", { village: "v2", township: "town1", primaryUnit: "lead", deadline: "2021-05-31" });
    const county = item("plan/county");
    expect(lists(county, v1, v2)).toEqual([
      ["group/head", "p-group-head", ["works/v2", "plan/county", "works/v1"]],
      ["leader/1", "p-leader-1", ["works/v1"]],
      // Village 2 is leader 2's, who is also in charge of the unit that owes the county's item.
      ["leader/2", "p-leader-2", ["works/v2", "plan/county"]],
      ["lead/head", "p-leader-1", ["works/v2"]],
      ["unit/head", "p-unit-head", ["plan/county", "works/v1"]],
      ["office/desk", "p-office-desk", ["works/v2", "plan/county", "works/v1"]],
    ]);
  });

  it("counts working days overdue without suspended ones, and leaves out what is suspended now", () => {
    const stopped = item("a", { suspensions: [["2021-07-01", "2021-08-01"]] });
    const still = item("b", { suspendedSince: "2021-08-30" });
    const [group] = longOverdueLists([stopped, still], bundle.roster, "2021-09-01", calendarOf(bundle.calendar));
    // August has 22 working days in 2021, and 1 September is one.
    expect(group?.items).toEqual([{ item: "a", deadline: "2021-06-30", overdue: 23, awaited: "unit" }]);
  });

  it("is nobody's when nothing is long overdue", () => {
    expect(lists()).toEqual([]);
  });

  it("carries the unit's words, the 督办函 and the newest 批示 with how it stands, and no cause that was returned", () => {
    const answer = {
      no: 1,
      version: 1,
      on: "2021-07-08",
      cause: "网点用房未腾出",
      measures: "已商乡镇腾出",
      promised: "2021-09-20",
      responsible: "李某甲",
      by: [],
      state: "waiting" as const,
      run: null,
    };
    const told = {
      answer,
      percent: 80,
      lastWords: { text: "51个村已开门办事", on: "2021-08-02" },
      supervision: {
        version: 1,
        answered: false,
        on: "2021-07-06",
        no: "示农办督函〔2021〕7号",
        replyBy: "2021-07-09",
      },
    };
    const heeded = { post: "leader/1", text: "请抓紧", on: "2021-07-16" };
    const [first] = lineOf(item("a", { ...told, instructions: [], heeded }));
    expect(first).toMatchObject({
      cause: "网点用房未腾出",
      causeOn: "2021-07-08",
      measures: "已商乡镇腾出",
      promised: "2021-09-20",
      responsible: "李某甲",
      progress: 80,
      lastWords: "51个村已开门办事",
      lastWordsOn: "2021-08-02",
      supervisedNo: "示农办督函〔2021〕7号",
      instructorPost: "leader/1",
      instructionText: "请抓紧",
      instructionStanding: "accepted",
    });
    const instruction = (replyBy: string, replied = false) => ({
      id: "i",
      unit: "unit",
      instructorPost: "leader/2",
      text: "请查明原因",
      on: "2021-08-20",
      replyBy,
      replied,
      run: newRun("instruction", "instruction/i", replyBy, 1, 0),
    });
    const standing = (...all: ReturnType<typeof instruction>[]) =>
      lineOf(item("a", { instructions: all, heeded }))[0]?.instructionStanding;
    expect(standing(instruction("2021-09-01"))).toBe("running");
    expect(standing(instruction("2021-08-31"))).toBe("late");
    expect(standing(instruction("2021-08-31", true))).toBe("replied");
    const returned = { ...answer, state: "returned" as const, returned: { reason: "原因不清", replyBy: "2021-09-03" } };
    expect(lineOf(item("a", { ...told, answer: returned }))[0]).not.toHaveProperty("cause");
  });

  it("tells a leader what became of what was submitted to them, also where nothing is open, and nobody else", () => {
    const ended = (id: string, status: EndedItem["status"] = "closed", endedOn = "2021-08-17"): EndedItem => ({
      id,
      primaryUnit: "unit",
      deadline: "2021-06-30",
      suspensions: [],
      reportedOn: "2021-08-12",
      status,
      endedOn,
    });
    const submitted = (post: string, item: string, recent = true): Submission => ({ item, post, recent });
    const since = {
      ended: [ended("a"), ended("b", "cancelled", "2021-08-03"), ended("c")],
      submissions: [
        ...["a", "b", "open"].map((one) => submitted("leader/1", one)),
        submitted("leader/1", "c", false),
        // Told of it, but not as leaders: no line of theirs.
        submitted("unit/head", "a"),
        // Submitted, and still open.
        submitted("leader/2", "open"),
      ],
    };
    const lists = longOverdueLists([], bundle.roster, "2021-09-01", calendarOf(bundle.calendar), since);
    expect(
      lists.map(({ recipient, items, submitted: of, earlier }) => [recipient.addressed, items, of, earlier]),
    ).toEqual([
      [
        "leader/1",
        [
          {
            item: "b",
            deadline: "2021-06-30",
            overdue: 24,
            awaited: "unit",
            endedOn: "2021-08-03",
            status: "cancelled",
          },
          { item: "a", deadline: "2021-06-30", overdue: 31, awaited: "unit", endedOn: "2021-08-17", status: "closed" },
          { item: "c", deadline: "2021-06-30", overdue: 31, awaited: "unit", endedOn: "2021-08-17", status: "closed" },
        ],
        3,
        1,
      ],
    ]);
    // Beside what is open, behind it.
    const open = item("works/v1", { village: "v1", township: "town1" });
    const [, leader] = longOverdueLists([open], bundle.roster, "2021-09-01", calendarOf(bundle.calendar), since);
    expect(leader?.items.map((line) => [line.item, line.endedOn !== undefined])).toEqual([
      ["works/v1", false],
      ["b", true],
      ["a", true],
      ["c", true],
    ]);
  });
});
