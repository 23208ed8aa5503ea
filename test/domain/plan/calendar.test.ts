import { describe, expect, it } from "vitest";
import { CalendarYearMissing, compileCalendar } from "../../../domain/plan/calendar.js";
import { addDays, dateAt, dayNumber, instantAt, timeAt, weekday } from "../../../domain/plan/plan-date.js";
import { calendar as data } from "../../support/small-plan.js";

const calendar = compileCalendar(data);

describe("working days of 2021", () => {
  it.each(["2021-02-07", "2021-04-25", "2021-09-26", "2021-10-09"])("counts the worked weekend %s", (date) => {
    expect(weekday(date)).toBeGreaterThanOrEqual(6);
    expect(calendar.isWorkingDay(date)).toBe(true);
  });
  it("leaves out holidays on weekdays and ordinary weekends", () => {
    expect(calendar.isWorkingDay("2021-10-04")).toBe(false);
    expect(calendar.isWorkingDay("2021-10-31")).toBe(false);
  });
  it("steps over the National Day week both ways", () => {
    expect(calendar.addWorkingDays("2021-09-30", 1)).toBe("2021-10-08");
    expect(calendar.addWorkingDays("2021-10-08", 1)).toBe("2021-10-09");
    expect(calendar.addWorkingDays("2021-10-08", -1)).toBe("2021-09-30");
    expect(calendar.addWorkingDays("2021-10-31", 1)).toBe("2021-11-01");
    expect(calendar.addWorkingDays("2021-10-31", -1)).toBe("2021-10-29");
  });
  it("counts the days it steps", () => {
    for (const from of ["2021-05-31", "2021-06-30", "2021-10-31"]) {
      for (const n of [1, 3, 7, 15, 37]) {
        expect(calendar.workingDaysBetween(from, calendar.addWorkingDays(from, n))).toBe(n);
      }
    }
    expect(calendar.workingDaysBetween("2021-06-30", "2021-06-30")).toBe(0);
  });
  it("never takes a missing year for Monday to Friday", () => {
    expect(() => calendar.isWorkingDay("2023-01-03")).toThrow(CalendarYearMissing);
    expect(() => calendar.addWorkingDays("2022-12-31", 1)).toThrow(/2023/);
    expect(() => calendar.addWorkingDays("2021-01-04", -1)).toThrow(/2020/);
  });
});

describe("plan dates", () => {
  it("keeps the plan's zone, not the machine's", () => {
    const instant = instantAt("2021-06-30", "09:00", 480);
    expect(new Date(instant).toISOString()).toBe("2021-06-30T01:00:00.000Z");
    expect(dateAt(instantAt("2021-06-30", "00:00", 480), 480)).toBe("2021-06-30");
    expect(dateAt(instantAt("2021-06-30", "00:00", 480) - 1, 480)).toBe("2021-06-29");
    expect(timeAt(instant, 480)).toBe("09:00");
  });
  it("refuses days that do not exist", () => {
    expect(() => dayNumber("2021-02-29")).toThrow(/no such day/);
    expect(() => dayNumber("30.06.2021")).toThrow(/YYYY-MM-DD/);
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  });
});
