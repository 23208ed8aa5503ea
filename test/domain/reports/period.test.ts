/** Periods by name, and which are over. */
import { describe, expect, it } from "vitest";
import { periodAfter, periodOf, periodsOver, periodWith } from "../../../domain/reports/period.js";
import { addDays } from "../../../domain/plan/plan-date.js";

describe("a period", () => {
  it.each([
    ["2021-W23", "2021-06-07", "2021-06-13"],
    // 2020 has 53 weeks; its last reaches into 2021.
    ["2020-W53", "2020-12-28", "2021-01-03"],
    ["2021-W01", "2021-01-04", "2021-01-10"],
    ["2024-02", "2024-02-01", "2024-02-29"],
    ["2021Q4", "2021-10-01", "2021-12-31"],
    ["2021H1", "2021-01-01", "2021-06-30"],
  ])("%s", (id, from, to) => {
    expect(periodOf(id)).toMatchObject({ id, from, to });
  });

  it.each(["2021-W53", "2021-W00", "2021-13", "2021Q5", "2021H3", "2021", ""])("is not %s", (id) => {
    expect(periodOf(id)).toBeNull();
  });

  it("holds every day of five years once, in each kind", () => {
    for (const kind of ["week", "month", "quarter", "half"] as const) {
      let day = "2020-12-01";
      let period = periodWith(kind, day);
      while (day < "2025-12-31") {
        expect(periodWith(kind, day), day).toEqual(periodOf(period.id));
        if (day === period.to) period = periodAfter(period);
        day = addDays(day, 1);
      }
    }
  });

  it("is over once its last day is", () => {
    expect(periodsOver("month", "2021-04-12", "2021-06-30").map(({ id }) => id)).toEqual(["2021-05", "2021-04"]);
    expect(periodsOver("month", "2021-04-12", "2021-07-01").map(({ id }) => id)).toEqual([
      "2021-06",
      "2021-05",
      "2021-04",
    ]);
  });
});
