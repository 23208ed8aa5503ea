/** 亮灯 and why, on any day. */
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import { lightOn } from "../../../domain/items/history.js";
import { type LightReason, statusLight, worstLight } from "../../../domain/items/light.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import { at, calendar, command, ruleSet, people, planned, policy, Stream } from "../../support/small-plan.js";

const days = compileCalendar(calendar);
const item = (stream: Stream): ItemState => stream.state.items.a as ItemState;

describe("the light", () => {
  const light = (stream: Stream, day: string) => {
    const { light: colour, rule, awaited } = statusLight(item(stream), day, days, policy, ruleSet.bodies);
    return [colour, rule, awaited?.unit, awaited?.step];
  };

  it("tells in whose hands it is stuck, at every stage", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    expect(light(stream, "2021-04-12")).toEqual(["notStarted", "notAssigned", "office", "assign"]);
    stream.runTo(at("2021-04-12"));
    expect(light(stream, "2021-04-12")).toEqual(["green", "onSchedule", "unit", "signFor"]);
    stream.at(at("2021-04-12", "10:00"), command("signFor", people.clerk, "a"));
    expect(light(stream, "2021-04-13")).toEqual(["green", "onSchedule", "unit", "work"]);
    // 2021-05-06 is the 14th of 55 working days: 25 % of the time has gone, nothing has been reported.
    expect(light(stream, "2021-05-06")).toEqual(["yellow", "behindSchedule", "unit", "work"]);
    stream.at(at("2021-05-06", "10:00"), command("reportProgress", people.clerk, "a", { percent: 10 }));
    expect(light(stream, "2021-05-06")).toEqual(["green", "onSchedule", "unit", "work"]);
    expect(light(stream, "2021-06-01")).toEqual(["yellow", "dueSoon", "unit", "work"]);
    expect(light(stream, "2021-07-01")).toEqual(["red", "overdue", "unit", "work"]);
    stream.at(at("2021-06-30", "10:00"), command("requestExtension", people.clerk, "a", { to: "2021-09-30" }));
    expect(light(stream, "2021-07-01")).toEqual(["red", "overdue", "office", "decideExtension"]);
    stream.at(at("2021-06-30", "11:00"), command("report", people.clerk, "a"));
    expect(light(stream, "2021-07-01")).toEqual(["yellow", "awaitingCheck", "office", "verify"]);
    stream.at(at("2021-07-01", "11:00"), command("suspend", people.office, "a"));
    expect(light(stream, "2021-07-01")).toEqual(["grey", "suspended", "office", "resume"]);
  });

  it("is red when the report came after the deadline, however the check goes", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-04-12"));
    stream.at(at("2021-04-12", "10:00"), command("signFor", people.clerk, "a"));
    stream.runTo(at("2021-07-01"));
    stream.at(at("2021-07-01", "10:00"), command("report", people.clerk, "a"));
    expect(light(stream, "2021-07-05")).toEqual(["red", "overdue", "office", "verify"]);
  });

  it("is derived for any day gone by, also of what is closed since", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-09"));
    stream.at(at("2021-07-12", "10:00"), command("signFor", people.clerk, "a"), command("report", people.clerk, "a"));
    stream.at(
      at("2021-07-13", "10:00"),
      command("verify", people.office, "a"),
      command("closeOut", people.office, "a"),
    );
    const on = (day: string): unknown[] => {
      const found = lightOn(stream.rows, "a", day, ruleSet);
      return [found?.light, found?.workingDaysOverdue, found?.awaited?.step];
    };
    expect(lightOn(stream.rows, "a", "2021-04-11", ruleSet)).toBeNull();
    expect(lightOn(stream.rows, "b", "2021-07-11", ruleSet)).toBeNull();
    expect(on("2021-04-12")).toEqual(["green", 0, "signFor"]);
    expect(on("2021-06-30")).toEqual(["yellow", 0, "signFor"]);
    expect(on("2021-07-09")).toEqual(["red", 7, "signFor"]);
    expect(on("2021-07-12")).toEqual(["red", 8, "verify"]);
    expect(on("2021-07-13")).toEqual(["blue", 0, undefined]);
  });

  it("is grey for what was cancelled, and says how often it was returned", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-04-12"));
    for (const [kind, actor] of [
      ["signFor", people.clerk],
      ["report", people.clerk],
      ["returnForRework", people.office],
    ] as const)
      stream.at(at("2021-04-12", "10:00"), command(kind, actor, "a"));
    expect(statusLight(item(stream), "2021-04-13", days, policy, ruleSet.bodies).returns).toBe(1);
    stream.at(at("2021-04-14", "10:00"), command("cancel", people.office, "a"));
    expect(lightOn(stream.rows, "a", "2021-04-14", ruleSet)).toMatchObject({ light: "grey", rule: "cancelled" });
  });

  it("is not started until it is assigned, and red with the office where it never was", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    expect(light(stream, "2021-06-30")).toEqual(["notStarted", "notAssigned", "office", "assign"]);
    // 2021-07-01 is a Thursday.
    expect(light(stream, "2021-07-01")).toEqual(["red", "overdue", "office", "assign"]);
  });

  it("says on the day that it is due, and from when it is overdue while days off follow", () => {
    // 2021-12-31 is a Friday; 2022 begins with three days off.
    const stream = new Stream([planned("a", "2021-12-31")]);
    stream.runTo(at("2021-04-12"));
    const due = (day: string): unknown[] => {
      const {
        rule,
        due: place,
        overdueFrom,
        workingDaysLeft,
      } = statusLight(item(stream), day, days, policy, ruleSet.bodies);
      return [rule, place, overdueFrom, workingDaysLeft];
    };
    expect(due("2021-12-30")).toEqual(["dueSoon", "ahead", null, 1]);
    expect(due("2021-12-31")).toEqual(["dueSoon", "today", null, 0]);
    for (const day of ["2022-01-01", "2022-01-03"])
      expect(due(day)).toEqual(["pastDeadline", "passed", "2022-01-04", 0]);
    expect(due("2022-01-04")).toEqual(["overdue", "passed", null, 0]);
  });

  it("is awaiting its check from the day after the deadline, also while days off follow", () => {
    const stream = new Stream([planned("a", "2021-12-31")]);
    stream.runTo(at("2021-04-12"));
    stream.at(at("2021-04-12", "10:00"), command("signFor", people.clerk, "a"), command("report", people.clerk, "a"));
    expect(light(stream, "2022-01-01")).toEqual(["yellow", "awaitingCheck", "office", "verify"]);
  });

  it("stands for others in the order of what is wrong; what has not begun stands for nothing else", () => {
    const of = (...rules: string[]) =>
      worstLight(rules.map((rule) => ({ rule, light: LIGHT_OF[rule] }) as Pick<LightReason, "light" | "rule">));
    for (const rule of Object.keys(LIGHT_OF)) expect(of("notAssigned", rule), rule).toBe(LIGHT_OF[rule]);
    expect(of("notAssigned", "notAssigned")).toBe("notStarted");
    // 北沟二村 × task 5: suspended in two years, to come in the third.
    expect(of("suspended", "suspended", "notAssigned")).toBe("grey");
    expect(of("pastDeadline", "onSchedule", "dueSoon")).toBe("yellow");
  });
});

const LIGHT_OF: Readonly<Record<string, LightReason["light"]>> = {
  overdue: "red",
  awaitingCheck: "yellow",
  pastDeadline: "yellow",
  dueSoon: "yellow",
  behindSchedule: "yellow",
  onSchedule: "green",
  suspended: "grey",
  closed: "blue",
  cancelled: "grey",
  notAssigned: "notStarted",
};
