/** Progress that is computed from figures: the total is the office's, the percentage nobody's. */
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import type { PlannedItem } from "../../../domain/plan/bundle.js";
import { percentOf } from "../../../domain/items/measure.js";
import { statusLight } from "../../../domain/items/light.js";
import { at, calendar, command, ruleSet, people, planned, policy, Stream } from "../../support/small-plan.js";

const measured = (target: number): PlannedItem => ({ ...planned("a", "2021-12-31", "county"), metric: { target } });

function signed(target = 30): Stream {
  const stream = new Stream([measured(target)]);
  stream.runTo(at("2021-04-12"));
  expect(stream.at(at("2021-04-13"), command("signFor", people.clerk, "a"))).toEqual([]);
  return stream;
}

const fix = (stream: Stream, total: number, reason = ""): string[] =>
  stream.at(at("2021-04-14"), command("fixTotal", people.office, "a", { total, reason }));
const progress = (stream: Stream, more: Record<string, unknown>): string[] =>
  stream.at(at("2021-05-10"), command("reportProgress", people.clerk, "a", more));
const report = (stream: Stream, more: Record<string, unknown> = {}): string[] =>
  stream.at(at("2021-05-11"), command("report", people.clerk, "a", more));

describe("a measured item", () => {
  it("takes no percentage, and no figures before the office has fixed the total", () => {
    const stream = signed();
    expect(progress(stream, { percent: 30 })).toEqual(["computedPercent"]);
    expect(progress(stream, { figures: { done: 1 } })).toEqual(["totalNotFixed"]);
    expect(report(stream, { figures: { done: 1 } })).toEqual(["totalNotFixed"]);
    expect(fix(stream, 40)).toEqual([]);
    expect(progress(stream, {})).toEqual(["badValue"]);
    expect(progress(stream, { percent: 30, figures: { done: 12 } })).toEqual(["computedPercent"]);
    expect(progress(stream, { figures: { done: 41 } })).toEqual(["badValue"]);
    expect(progress(stream, { figures: { done: 4, total: 39 } })).toEqual(["badValue"]);
    expect(progress(stream, { figures: { done: 5 } })).toEqual([]);
    expect(stream.state.items.a).toMatchObject({ percent: 12.5, done: 5, total: 40, status: "inProgress" });
    expect(stream.rows.at(-1)?.payload).toMatchObject({ percent: 12.5, figures: { done: 5, total: 40 } });
  });

  it("has its total fixed once, by the office, and corrected with a reason only", () => {
    const stream = signed();
    const by = (actor: (typeof people)["clerk"]) =>
      stream.at(at("2021-04-14"), command("fixTotal", actor, "a", { total: 40 }));
    expect(by(people.clerk)).toEqual(["notYours"]);
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(fix(stream, bad)).toEqual(["badValue"]);
    expect(fix(stream, 40)).toEqual([]);
    expect(progress(stream, { figures: { done: 10 } })).toEqual([]);
    expect(fix(stream, 40, "再次")).toEqual(["illegalStep"]);
    expect(fix(stream, 50)).toEqual(["badValue"]);
    expect(fix(stream, 9, "少于已完成")).toEqual(["badValue"]);
    expect(fix(stream, 50, "新增项目")).toEqual([]);
    expect(stream.state.items.a).toMatchObject({ total: 50, totalVersion: 2, percent: 20 });
    expect(stream.rows.at(-1)?.payload).toEqual({
      total: 50,
      from: 40,
      version: 2,
      target: 30,
      percent: 20,
      reason: "新增项目",
    });
  });

  it("is complete when its figures say so", () => {
    const stream = signed();
    fix(stream, 40);
    progress(stream, { figures: { done: 11 } });
    expect(report(stream)).toEqual(["belowTarget"]);
    expect(report(stream, { figures: { done: 12 } })).toEqual([]);
    expect(stream.state.items.a).toMatchObject({ status: "reported", percent: 30, done: 12 });
  });

  it("is held against its part of the total: 序时进度 of 30 %, not of all", () => {
    const stream = signed();
    fix(stream, 100);
    const light = (on: string) => {
      const item = stream.state.items.a;
      if (!item) throw new Error("the item is open");
      return statusLight(item, on, compileCalendar(calendar), { ...policy, progressTolerance: 0 }, ruleSet.bodies);
    };
    expect(light("2021-12-30").scheduledPercent).toBe(29);
    expect(light("2021-12-31").scheduledPercent).toBe(30);
    const half = light("2021-08-20").scheduledPercent;
    expect(half).toBeGreaterThan(12);
    expect(half).toBeLessThan(18);
    expect(light("2021-08-20").rule).toBe("behindSchedule");
    progress(stream, { figures: { done: half } });
    expect(light("2021-08-20")).toMatchObject({
      rule: "onSchedule",
      percent: half,
      figures: { done: half, total: 100, target: 30 },
    });
  });

  it("of a plan that began before there was measuring becomes one when its total is fixed", () => {
    const stream = new Stream([planned("a", "2021-12-31", "county")]);
    stream.runTo(at("2021-04-12"));
    stream.at(at("2021-04-13"), command("signFor", people.clerk, "a"));
    expect(progress(stream, { percent: 10, figures: { done: 4 } })).toEqual([]);
    expect(fix(stream, 40)).toEqual(["badValue"]);
    const total = { total: 40, target: 30 };
    expect(stream.at(at("2021-05-12"), command("fixTotal", people.office, "a", total))).toEqual([]);
    expect(progress(stream, { percent: 10 })).toEqual(["computedPercent"]);
    expect(progress(stream, { figures: { done: 8 } })).toEqual([]);
    expect(stream.state.items.a).toMatchObject({ percent: 20, metric: { target: 30 } });
  });
});

it("a percentage is never rounded up", () => {
  expect([percentOf(2_996, 10_000), percentOf(12, 40), percentOf(1, 3), percentOf(3, 3)]).toEqual([
    29.9, 30, 33.3, 100,
  ]);
});
