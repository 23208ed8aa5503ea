/** 重新办理: a closed item worked on again, as the same item, counted, with a deadline and a ladder of its own. */
import { describe, expect, it } from "vitest";
import { statusLight } from "../../../domain/items/light.js";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import type { PlannedItem } from "../../../domain/plan/bundle.js";
import { applyRows, emptyTask } from "../../../domain/streams/task-stream.js";
import { at, calendar, command, ruleSet, people, planned, policy, Stream } from "../../support/small-plan.js";

const AGAIN = { deadline: "2021-12-31", reason: "复核发现未完成" };
const reopen = (more: object = {}, actor = people.office) => command("reopen", actor, "a", { ...AGAIN, ...more });
const ten = (day: string) => at(day, "10:00");

/** Reported, verified and closed on three days of June. */
function closed(item: PlannedItem = planned("a", "2021-06-30"), closer = people.office): Stream {
  const stream = new Stream([item]);
  const unit = { ...people.clerk, unit: item.primaryUnit };
  stream.runTo(ten("2021-04-12"));
  for (const [day, kind, actor] of [
    ["2021-04-12", "signFor", unit],
    ["2021-06-01", "report", unit],
    ["2021-06-02", "verify", closer],
    ["2021-06-03", "closeOut", closer],
  ] as const) {
    stream.runTo(ten(day));
    expect(stream.at(ten(day), command(kind, actor, "a")), kind).toEqual([]);
  }
  return stream;
}
const itemOf = (stream: Stream) => stream.state.items["a"];

describe("reopening", () => {
  it("puts the item into the unit's hands by a new deadline, counted, on its record", () => {
    const stream = closed();
    expect(itemOf(stream)).toBeUndefined();
    expect(stream.at(ten("2021-09-01"), reopen())).toEqual([]);
    expect(stream.rows.at(-1)).toMatchObject({
      type: "reopened",
      item: "a",
      actor: people.office,
      payload: { reason: "复核发现未完成", count: 1, from: "2021-06-30", deadline: "2021-12-31" },
    });
    expect(itemOf(stream)).toMatchObject({
      status: "inProgress",
      closedAt: null,
      deadline: "2021-12-31",
      originalDeadline: "2021-06-30",
      deadlineVersion: 2,
      reopenings: 1,
      returns: 0,
      reportedBy: null,
      reportedOn: null,
      reporters: ["clerk"],
    });
    expect(
      statusLight(itemOf(stream)!, "2021-09-01", compileCalendar(calendar), policy, ruleSet.bodies).light,
    ).not.toBe("blue");
  });

  it("starts the ladder anew: what lies before the reopening is passed over, what lies ahead fires", () => {
    const stream = closed();
    stream.at(ten("2021-12-20"), reopen());
    stream.runTo(at("2022-01-20"));
    expect(stream.told().slice(stream.told().indexOf("reopened@2021-12-20") + 1)).toEqual([
      "rungSkipped:remind20@2021-12-20",
      "rungFired:remind5@2021-12-24",
      "rungFired:remind1@2021-12-30",
      "rungFired:urge@2022-01-04",
      "instrumentDrafted:supervise@2022-01-06",
      "instrumentLapsed:supervise@2022-01-10",
      "rungFired:escalate@2022-01-12",
      "rungFired:escalate@2022-01-19",
    ]);
  });

  it("tells the unit, who helps it, and those who were told of trouble before", () => {
    const stream = closed();
    stream.at(ten("2021-09-01"), reopen());
    const { notices } = stream.rows.at(-1)!;
    expect(notices).toMatchObject([
      {
        instrument: "returned",
        delivery: "immediate",
        to: [{ unit: "unit" }],
        alsoToPriorRecipients: true,
        facts: { reopened: true, reason: "复核发现未完成", deadline: "2021-12-31", status: "inProgress", overdue: 0 },
      },
    ]);
  });

  it("keeps whoever reported it from verifying it, whoever reports it now", () => {
    const stream = closed();
    stream.at(ten("2021-09-01"), reopen());
    expect(stream.at(ten("2021-09-02"), command("report", { ...people.clerk, person: "colleague" }, "a"))).toEqual([]);
    const clerk = { ...people.office, person: "clerk" };
    expect(stream.at(ten("2021-09-03"), command("verify", clerk, "a"))).toEqual(["ownWork"]);
    expect(stream.at(ten("2021-09-03"), command("verify", people.office, "a"))).toEqual([]);
    expect(stream.at(ten("2021-09-06"), command("closeOut", clerk, "a"))).toEqual(["ownWork"]);
    expect(stream.at(ten("2021-09-06"), command("closeOut", people.office, "a"))).toEqual([]);
  });

  it("can come again, and counts on; no step is named twice", () => {
    const stream = closed();
    stream.at(ten("2021-09-01"), reopen());
    for (const [day, kind, actor] of [
      ["2021-09-02", "report", people.clerk],
      ["2021-09-15", "verify", people.office],
      ["2021-09-28", "closeOut", people.office],
    ] as const) {
      stream.runTo(ten(day));
      expect(stream.at(ten(day), command(kind, actor, "a"))).toEqual([]);
    }
    expect(stream.at(ten("2021-10-11"), reopen({ deadline: "2022-03-31" }))).toEqual([]);
    expect(itemOf(stream)).toMatchObject({ reopenings: 2, deadlineVersion: 3, deadline: "2022-03-31" });
    stream.runTo(at("2022-06-30"));
    const causes = stream.rows.map(({ cause, causeNo }) => `${cause}#${causeNo}`);
    expect(new Set(causes).size).toBe(causes.length);
  });

  it("ends what hung on the former work: a suspension, open instructions, a review of its cause", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(ten("2021-04-12"));
    const instruct = command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-06-20" });
    for (const each of [
      command("signFor", people.clerk, "a"),
      instruct,
      command("openCauseReview", people.office, "a"),
      command("report", people.clerk, "a"),
      command("suspend", people.office, "a", { until: "2021-12-01" }),
      command("verify", people.office, "a"),
      command("closeOut", people.office, "a"),
    ])
      expect(stream.at(ten("2021-04-12"), each), each.kind).toEqual([]);
    expect(stream.at(ten("2021-09-01"), reopen())).toEqual([]);
    expect(itemOf(stream)).toMatchObject({
      suspendedSince: null,
      suspendedUntil: null,
      suspensions: [["2021-04-12", "2021-09-01"]],
      instructions: [],
      causeReview: false,
      verificationRun: null,
    });
    expect(itemOf(stream)?.nextDue).toBeGreaterThan(ten("2021-09-01"));
  });

  it("is folded the same from the rows alone", () => {
    const stream = closed();
    stream.at(ten("2021-09-01"), reopen());
    stream.runTo(at("2022-02-01"));
    expect(applyRows(emptyTask("task/6"), stream.rows, ruleSet)).toEqual(stream.state);
  });
});

describe("reopening is refused", () => {
  it("on what is open, and on what was cancelled", () => {
    const open = new Stream([planned("a", "2021-06-30")]);
    open.runTo(ten("2021-04-12"));
    expect(open.at(ten("2021-04-12"), reopen())).toEqual(["illegalStep"]);
    expect(open.at(ten("2021-04-12"), command("cancel", people.office, "a"))).toEqual([]);
    expect(open.at(ten("2021-04-13"), reopen())).toEqual(["illegalStep"]);
    expect(open.rows.at(-1)?.type).toBe("cancelled");
  });

  it("to all but whoever closes: the office, or the supervision office for what the office owes", () => {
    const stream = closed();
    for (const actor of [people.clerk, people.lead, people.supervision, people.leader])
      expect(stream.at(ten("2021-09-01"), reopen({}, actor))).toEqual(["notYours"]);
    const own = closed(planned("a", "2021-06-30", "county", "office"), people.supervision);
    expect(own.at(ten("2021-09-01"), reopen())).toEqual(["notYours"]);
    expect(own.at(ten("2021-09-01"), reopen({}, people.supervision))).toEqual([]);
  });

  it("without a reason, or by a deadline that is no day, has passed, or cannot be counted", () => {
    const stream = closed();
    expect(stream.at(ten("2021-09-01"), reopen({ reason: " " }))).toEqual(["badValue"]);
    for (const deadline of ["2021-09-01", "2021-08-31", "2021-02-30", "soon", "2030-12-31"])
      expect(stream.at(ten("2021-09-01"), reopen({ deadline })), deadline).toEqual(["badDate"]);
    expect(itemOf(stream)).toBeUndefined();
  });

  it("and every other act on a closed item is refused as before", () => {
    const stream = closed();
    for (const kind of ["annotate", "closeOut", "cancel", "suspend", "reassign"] as const)
      expect(stream.at(ten("2021-09-01"), command(kind, people.office, "a")), kind).toEqual(["unknownItem"]);
  });
});
