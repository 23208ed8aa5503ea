import { describe, expect, it } from "vitest";
import { figuresOn } from "../../../domain/items/figures.js";
import { calendarOf } from "../../../domain/plan/calendar.js";
import { storedItem } from "../../support/stored-item.js";
import { calendar } from "../../support/small-plan.js";

const working = calendarOf(calendar);
/** Saturday, and the Monday whose letters tell of it. */
const [saturday, monday] = ["2021-07-10", "2021-07-12"] as const;
const itemOf = (more: object) => storedItem("i1", { deadline: "2021-07-01", status: "inProgress", ...more }).state;

describe("a letter's figures", () => {
  it("are those of its day, not of the day off on which it happened", () => {
    const facts = { overdue: 6, daysLeft: 0, status: "inProgress" };
    expect(figuresOn(facts, itemOf({}), saturday, monday, working)).toEqual({ ...facts, overdue: 7, daysLeft: 0 });
    const ahead = { overdue: 0, daysLeft: 3 };
    expect(figuresOn(ahead, itemOf({ deadline: "2021-07-14" }), saturday, monday, working)).toEqual({
      overdue: 0,
      daysLeft: 2,
    });
  });

  it("do not go on for a unit that has reported, nor over a suspension", () => {
    const facts = { overdue: 6 };
    expect(figuresOn(facts, itemOf({ status: "reported" }), saturday, monday, working)).toEqual(facts);
    expect(figuresOn(facts, itemOf({ suspendedSince: "2021-07-09" }), saturday, monday, working)).toEqual(facts);
  });

  it("stay as they were on the same day, without a figure, and where no calendar has the year", () => {
    const facts = { overdue: 6 };
    expect(figuresOn(facts, itemOf({}), saturday, saturday, working)).toBe(facts);
    expect(figuresOn({ text: "a" }, itemOf({}), saturday, monday, working)).toEqual({ text: "a" });
    expect(figuresOn(facts, itemOf({}), saturday, "2031-01-06", working)).toBe(facts);
  });
});
