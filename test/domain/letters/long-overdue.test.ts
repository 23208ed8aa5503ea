/** 久拖未决清单: who gets which items, the longest overdue first; suspended items wait. */
import { describe, expect, it } from "vitest";
import { calendarOf } from "../../../domain/plan/calendar.js";
import { type LongOverdueItem, longOverdueLists } from "../../../domain/letters/long-overdue.js";
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
});
