/** 措施和时间表: each line has its day, quantity and person; 序时进度 follows from it. */
import { describe, expect, it } from "vitest";
import { statusLight } from "../../../domain/items/light.js";
import { timetableOf } from "../../../domain/items/timetable.js";
import { calendarOf } from "../../../domain/plan/calendar.js";
import { at, calendar, command, people, planned, policy, Stream } from "../../support/small-plan.js";

const TEXT = "2021年6月30日\t完成设计\t1套\t张三\t10\n2021/12/20｜建成投用｜3公里｜李四｜100%";
const days = calendarOf(calendar);
const bodies = { office: "office", supervisionOffice: "supervision", leadingGroup: "group" };

describe("a timetable", () => {
  it("is read as it is typed or pasted", () => {
    expect(timetableOf(TEXT, "2021-12-31")).toEqual([
      { by: "2021-06-30", measure: "完成设计", quantity: "1套", person: "张三", percent: 10 },
      { by: "2021-12-20", measure: "建成投用", quantity: "3公里", person: "李四", percent: 100 },
    ]);
  });

  it.each([
    ["2021-06-30|完成设计|1套|张三", "cells"],
    ["2021-02-30|完成设计|1套|张三|100", "day"],
    ["2021-13-01|完成设计|1套|张三|100", "day"],
    ["2021-06-30||1套|张三|100", "measure"],
    ["2021-06-30|完成设计|若干|张三|100", "quantity"],
    ["2021-06-30|完成设计|1套||100", "person"],
    ["2021-06-30|完成设计|1套|张三|101", "percent"],
    ["2021-06-30|甲|1|乙|50\n2021-06-29|甲|1|乙|100", "order"],
    ["2022-01-01|完成设计|1套|张三|100", "late"],
    ["2021-06-30|完成设计|1套|张三|90", "end"],
    ["", "end"],
  ])("of %j is refused for its %s", (text, what) => {
    expect(timetableOf(text, "2021-12-31")).toMatchObject({ what });
  });

  it("is its unit's own, and progress is measured against it until the deadline moves", () => {
    const stream = new Stream([planned("i", "2021-12-31", "county")]);
    stream.at(at("2021-04-12"));
    const now = at("2021-04-13", "10:00");
    expect(stream.at(now, command("setTimetable", people.lead, "i", { text: TEXT }))).toEqual(["notYours"]);
    expect(stream.at(now, command("setTimetable", people.clerk, "i", { text: "没有" }))).toEqual(["badValue"]);
    const scheduled = (day: string): number => {
      const item = stream.state.items["i"];
      if (!item) throw new Error("there is no item i");
      return statusLight(item, day, days, policy, bodies).scheduledPercent;
    };
    const straight = scheduled("2021-06-30");
    expect(straight).toBeGreaterThan(25);
    expect(stream.at(now, command("setTimetable", people.clerk, "i", { text: TEXT }))).toEqual([]);
    expect([scheduled("2021-04-12"), scheduled("2021-06-30"), scheduled("2021-12-20")]).toEqual([0, 10, 100]);
    expect(scheduled("2021-09-22")).toBeGreaterThan(40);
    stream.at(at("2021-05-10", "10:00"), command("changeReading", people.office, "i", { deadline: "2022-06-30" }));
    expect(scheduled("2021-06-30")).toBeGreaterThan(10);
    expect(scheduled("2021-06-30")).toBeLessThan(straight);
  });
});
