/** The plan's own stream: monthly lists on the first working day, orders checked and sent to the streams they concern. */
import { describe, expect, it } from "vitest";
import type { PlanCommand, PlanOrder } from "../../../domain/streams/orders.js";
import type { TaskStreamInfo } from "../../../domain/streams/streams.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  nextPlanDue,
  planOpeningRows,
  type PlanState,
} from "../../../domain/streams/plan-stream.js";
import { dateAt, timeAt } from "../../../domain/plan/plan-date.js";
import { at, ruleSet as base, OFFSET, people } from "../../support/small-plan.js";
import { said } from "../../support/events.js";

const ruleSet = {
  ...base,
  calendars: {
    ...base.calendars,
    "2": { ...base.calendars["1"], version: 2, years: base.calendars["1"]?.years ?? [] },
  },
};
const info = (task: number, more: Partial<TaskStreamInfo> = {}): TaskStreamInfo => ({
  stream: `task/${task}`,
  task,
  section: null,
  title: `任务${task}`,
  milestones: [`m${task}`],
  local: true,
  ...more,
});

function opened(): PlanState {
  const rows = planOpeningRows(
    [info(1, { local: false }), info(2), info(3)],
    { policy: 1, calendar: 1 },
    at("2021-04-12", "08:00"),
  );
  return applyPlanRows(emptyPlan("plan"), rows, ruleSet);
}

let keys = 0;
const order = (given: PlanOrder, actor = people.office): PlanCommand => ({ key: `o${++keys}`, actor, order: given });
const suspend: PlanOrder = {
  kind: "suspendArea",
  townships: ["town"],
  villages: [],
  until: "2021-07-09",
  reason: "汛",
  approver: "leader/1",
};

describe("the monthly list", () => {
  it("falls due on the first working day of each month, holidays and worked weekends minded", () => {
    let state = opened();
    const days: string[] = [];
    for (let due = nextPlanDue(state, ruleSet); due !== null && days.length < 7; due = nextPlanDue(state, ruleSet)) {
      days.push(`${dateAt(due, OFFSET)} ${timeAt(due, OFFSET)}`);
      const decided = decidePlan(state, [], due, ruleSet);
      expect(decided.rows.map((row) => row.notices?.[0]?.instrument)).toEqual(["longOverdueList"]);
      state = decided.state;
    }
    // 1–5 May and 1–7 October 2021 are holidays; 1 August is a Sunday.
    expect(days).toEqual(
      ["2021-05-06", "2021-06-01", "2021-07-01", "2021-08-02", "2021-09-01", "2021-10-08", "2021-11-01"].map(
        (day) => `${day} 09:00`,
      ),
    );
  });

  it("after an outage over months sends the newest only, and records the others as not sent", () => {
    const { rows, state } = decidePlan(opened(), [], at("2021-08-20"), ruleSet);
    expect(rows.map((row) => [said(row).month, said(row).sent, row.notices?.length ?? 0])).toEqual([
      ["2021-05", false, 0],
      ["2021-06", false, 0],
      ["2021-07", false, 0],
      ["2021-08", true, 1],
    ]);
    expect(dateAt(nextPlanDue(state, ruleSet) ?? 0, OFFSET)).toBe("2021-09-01");
  });

  it("ends with the calendar", () => {
    const { state } = decidePlan(opened(), [], at("2022-12-31"), ruleSet);
    expect(nextPlanDue(state, ruleSet)).toBeNull();
  });
});

describe("an order", () => {
  it("goes to the streams it concerns, once each, under keys of its own", () => {
    const command = order(suspend);
    const { rows, messages, outcomes } = decidePlan(opened(), [command], at("2021-06-01", "10:00"), ruleSet);
    const given = rows.find((row) => row.type === "orderGiven");
    expect(given).toMatchObject({
      cause: `cmd/${command.key}`,
      payload: { order: suspend, streams: ["task/2", "task/3"] },
    });
    expect(messages.map(({ key, to }) => [key, to])).toEqual([
      [`${command.key}>task/2`, "task/2"],
      [`${command.key}>task/3`, "task/3"],
    ]);
    expect(outcomes).toEqual([{ key: command.key, items: ["task/2", "task/3"], refused: [] }]);
  });

  it("on a milestone goes to its own task only", () => {
    const command = order({ kind: "changeReading", milestone: "m3", deadline: "2021-07-31", reason: "r" });
    expect(decidePlan(opened(), [command], at("2021-05-10"), ruleSet).messages.map(({ to }) => to)).toEqual(["task/3"]);
  });

  it.each<[string, PlanCommand, string]>([
    ["from another unit", order(suspend, people.clerk), "notYours"],
    ["on no area", order({ ...suspend, townships: [] }), "badValue"],
    ["with a day that does not exist", order({ ...suspend, until: "2021-02-30" }), "badDate"],
    [
      "on an unknown milestone",
      order({ kind: "changeReading", milestone: "m9", deadline: "2021-07-31", reason: "r" }),
      "unknownItem",
    ],
    [
      "to hand a unit's items to itself",
      order({ kind: "handOver", from: "unit", to: "unit", reason: "r" }),
      "badValue",
    ],
    [
      "to adopt a policy that is not there",
      order({ kind: "adoptPolicy", version: 9, milestones: null, reason: "r" }),
      "badValue",
    ],
    ["to adopt a calendar that is not there", order({ kind: "adoptCalendar", version: 9, reason: "r" }), "badValue"],
  ])("%s is refused and records nothing", (_what, command, code) => {
    const decided = decidePlan(opened(), [command], at("2021-04-13"), ruleSet);
    expect(decided.outcomes[0]?.refused.map((refusal) => refusal.code)).toEqual([code]);
    expect(decided.rows).toEqual([]);
    expect(decided.messages).toEqual([]);
  });

  it("of another policy or calendar version holds for the plan's own lists too", () => {
    const commands = [
      order({ kind: "adoptCalendar", version: 2, reason: "r" }),
      order({ kind: "adoptPolicy", version: 2, milestones: null, reason: "r" }),
    ];
    const { state, rows } = decidePlan(opened(), commands, at("2021-04-13"), ruleSet);
    expect([state.calendar, state.policy]).toEqual([2, 2]);
    expect(applyPlanRows(opened(), rows, ruleSet)).toEqual(state);
  });
});
