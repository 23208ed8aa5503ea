/** The plan's orders on a task's own items: each applied once, to what it concerns, with a row of its own. */
import { describe, expect, it } from "vitest";
import type { PackageSignature } from "../../../domain/streams/messages.js";
import type { OrderMessage, PlanOrder } from "../../../domain/streams/orders.js";
import { applyRows, decideBatch, emptyTask, openingRows, type TaskState } from "../../../domain/streams/task-stream.js";
import { at, command, ruleSet as base, people, planned } from "../../support/small-plan.js";

const years = base.calendars["1"]?.years ?? [];
/** Version 2: Thursday 1 and Friday 2 July 2021 are off. */
const shifted = {
  version: 2,
  years: years.map((year) =>
    year.year === 2021 ? { ...year, holidays: [...year.holidays, "2021-07-01", "2021-07-02"] } : year,
  ),
};
const ruleSet = { ...base, calendars: { ...base.calendars, "2": shifted } };

const items = [
  planned("a", "2021-06-30"),
  { ...planned("b", "2021-06-30"), village: "v2", township: "other", target: "v2" },
  planned("c", "2021-06-30", "county"),
  { ...planned("d", "2022-06-30"), assignOn: "2022-01-04" },
];

function opened(): TaskState {
  const openedAt = at("2021-04-12", "08:00");
  const rows = openingRows({ no: 6, leadUnit: "lead" }, items, { policy: 1, calendar: 1 }, openedAt);
  // By 19 May all are assigned and have been urged to sign; the next rung is the reminder of 1 June.
  return decideBatch(applyRows(emptyTask("task/6"), rows, ruleSet), [], at("2021-05-19"), ruleSet).state;
}

const message = (order: PlanOrder, key = "k"): OrderMessage => ({ key, actor: people.office, order });
const apply = (state: TaskState, day: string, ...orders: OrderMessage[]): ReturnType<typeof decideBatch> =>
  decideBatch(state, [], at(day, "10:00"), ruleSet, orders);
const suspend: PlanOrder = {
  kind: "suspendArea",
  townships: ["town"],
  villages: [],
  until: "2021-07-09",
  reason: "汛",
  approver: "leader/1",
};

describe("suspending an area", () => {
  it("suspends what lies in it and is under way, and says how many", () => {
    const { rows, state } = apply(opened(), "2021-05-20", message(suspend));
    expect(rows.map(({ type, item, causeNo, cause }) => [type, item, causeNo, cause])).toEqual([
      ["orderApplied", undefined, 0, "order/k"],
      ["suspended", "a", 1, "order/k"],
    ]);
    expect(rows[0]?.payload).toEqual({ order: "k", kind: "suspendArea", items: 1, refused: [] });
    expect(state.items.a?.suspendedUntil).toBe("2021-07-09");
    expect(state.items.b?.suspendedSince).toBeNull();
  });

  it("is undone by a resumption of the same area", () => {
    const { state } = apply(opened(), "2021-05-20", message(suspend));
    const resume: PlanOrder = { kind: "resumeArea", townships: [], villages: ["v1"], reason: "r" };
    const { state: resumed } = apply(state, "2021-05-25", message(resume, "r"));
    expect(resumed.items.a?.stops).toEqual([["2021-05-20", "2021-05-25"]]);
    // Three working days, by which the deadline is later: they are not left out once more.
    expect(resumed.items.a?.suspensions).toEqual([]);
    expect(resumed.items.a).toMatchObject({ deadlineVersion: 2 });
  });
});

it("a unit that hands over passes on what is under way and what is still to come", () => {
  const { rows, state } = apply(
    opened(),
    "2021-06-01",
    message({ kind: "handOver", from: "unit", to: "unit2", reason: "机构改革" }),
  );
  expect(rows.filter((row) => row.type === "reassigned").map((row) => row.item)).toEqual(["a", "b", "c", "d"]);
  expect(Object.values(state.items).map((item) => [item.primaryUnit, item.status])).toEqual([
    ["unit2", "assigned"],
    ["unit2", "assigned"],
    ["unit2", "assigned"],
    ["unit2", "registered"],
  ]);
});

it("an order that concerns nothing here leaves its row, so that it counts as applied", () => {
  const { rows } = apply(opened(), "2021-05-20", message({ ...suspend, townships: ["nowhere"] }));
  expect(rows.map((row) => row.payload)).toEqual([{ order: "k", kind: "suspendArea", items: 0, refused: [] }]);
});

it("another calendar moves the rungs to come", () => {
  const before = apply(opened(), "2021-06-30").state;
  const { rows, state, changed } = apply(
    before,
    "2021-06-30",
    message({ kind: "adoptCalendar", version: 2, reason: "r" }),
  );
  expect(rows.map((row) => row.type)).toEqual(["orderApplied", "calendarChanged"]);
  expect(before.items.a?.nextDue).toBe(at("2021-07-01"));
  expect(state.items.a?.nextDue).toBe(at("2021-07-05"));
  expect(changed.map(({ state: { id } }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(applyRows(before, rows, ruleSet)).toEqual(state);
});

it("a date beyond the calendar is refused, not recorded: the stream goes on", () => {
  const state = opened();
  const far = command("changeReading", people.office, "a", { deadline: "2031-06-30" });
  const decided = decideBatch(state, [far], at("2021-05-20", "10:00"), ruleSet);
  expect(decided.outcomes[0]?.refused).toEqual([
    { item: "a", code: "badDate", reason: expect.stringContaining("2031") },
  ]);
  expect(decided.state.items.a).toEqual(decideBatch(state, [], at("2021-05-20", "10:00"), ruleSet).state.items.a);
});

describe("the signature of a unit's package", () => {
  const start = (): TaskState => {
    const all = [...items, { ...planned("e", "2021-06-30", "county"), primaryUnit: "other" }];
    const rows = openingRows({ no: 6, leadUnit: "lead" }, all, { policy: 1, calendar: 1 }, at("2021-04-12", "08:00"));
    return decideBatch(applyRows(emptyTask("task/6"), rows, ruleSet), [], at("2021-04-12"), ruleSet).state;
  };
  const signature = (unit: string, assigned = "2021-04-12"): PackageSignature => ({
    kind: "packageSignature",
    key: "s",
    actor: people.clerk,
    year: 2021,
    unit,
    assigned,
  });

  it("signs for all that the unit was given by the package's day, and says how many", () => {
    const { unit } = people.clerk;
    const { rows, state } = decideBatch(start(), [], at("2021-04-13", "10:00"), ruleSet, [signature(unit)]);
    expect(rows.map(({ type, item, cause, causeNo }) => [type, item, cause, causeNo])).toEqual([
      ["packageApplied", undefined, "package/s", 0],
      ["signedFor", "a", "package/s", 1],
      ["signedFor", "b", "package/s", 2],
      ["signedFor", "c", "package/s", 3],
    ]);
    expect(rows[0]?.payload).toEqual({ signature: "s", year: 2021, unit, items: 3 });
    // Neither another unit's, nor what is given next year.
    expect([state.items.e?.status, state.items.d?.status]).toEqual(["assigned", "registered"]);
    // Signed for, they are pressed for no more.
    const later = decideBatch(state, [], at("2021-04-19"), ruleSet);
    expect(later.rows.map(({ type, item }) => [type, item])).toEqual([
      ["rungFired", "e"],
      ["rungFired", "e"],
    ]);
  });

  it("leaves alone what is signed for, and what was given after the package", () => {
    const signed = decideBatch(
      start(),
      [command("signFor", people.clerk, "a")],
      at("2021-04-12", "15:00"),
      ruleSet,
    ).state;
    const { rows } = decideBatch(signed, [], at("2021-04-13", "10:00"), ruleSet, [signature(people.clerk.unit)]);
    expect(rows.map(({ type, item }) => [type, item])).toEqual([
      ["packageApplied", undefined],
      ["signedFor", "b"],
      ["signedFor", "c"],
    ]);
    const before = decideBatch(start(), [], at("2021-04-13", "10:00"), ruleSet, [
      signature(people.clerk.unit, "2021-04-09"),
    ]);
    expect(before.rows.map(({ type }) => type)).toEqual(["packageApplied"]);
  });
});
