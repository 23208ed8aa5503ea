import { describe, expect, it } from "vitest";
import { statusLight } from "../../../domain/items/light.js";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import { applyRows, emptyTask, nextDue } from "../../../domain/streams/task-stream.js";
import { at, calendar, command, ruleSet, people, planned, policy, Stream } from "../../support/small-plan.js";
import { said } from "../../support/events.js";

const item = (stream: Stream, id = "a") => stream.state.items[id];

function working(deadline = "2021-06-30", scope: "village" | "county" | "township" = "village", unit = "unit"): Stream {
  const stream = new Stream([planned("a", deadline, scope, unit)]);
  stream.runTo(at("2021-04-12"));
  const signer = unit === "town" ? people.town : unit === "office" ? people.office : people.clerk;
  expect(stream.at(at("2021-04-12", "10:00"), command("signFor", signer, "a"))).toEqual([]);
  return stream;
}

describe("the whole ladder in silence", () => {
  it("fires every rung on its working day, once", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2022-06-01"));
    expect(stream.told()).toEqual([
      "assigned@2021-04-12",
      "rungFired:unsigned3@2021-04-15",
      "rungFired:unsigned5@2021-04-19",
      "rungFired:remind20@2021-06-01",
      "rungFired:remind5@2021-06-23",
      "rungFired:remind1@2021-06-29",
      "rungFired:urge@2021-07-01",
      "instrumentDrafted:supervise@2021-07-05",
      "instrumentLapsed:supervise@2021-07-07",
      "rungFired:escalate@2021-07-09",
      "rungFired:escalate@2021-07-16",
      "rungSkipped:talk@2021-07-21",
      "rungFired:escalate@2021-07-23",
      "rungFired:escalate@2021-07-30",
      "rungFired:escalate@2021-08-06",
      "rungFired:escalate@2021-08-13",
      "rungFired:escalate@2021-08-20",
    ]);
    expect(nextDue(stream.state)).toBeNull();
    const last = stream.rows.at(-1);
    expect(last?.payload).toMatchObject({ repetition: 6, due: "2021-08-20", overdue: 37 });
  });

  it("records rungs that lie before assignment as skipped", () => {
    const stream = new Stream([planned("a", "2021-04-20")]);
    stream.runTo(at("2021-04-16"));
    expect(stream.told("rungSkipped")).toEqual(["rungSkipped:remind20@2021-04-12"]);
    expect(stream.rows.find((row) => row.type === "rungSkipped")?.payload.reason).toBe("beforeStart");
  });

  it("fires missed rungs in order after an outage, with both dates", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-04-12"));
    stream.at(at("2021-07-02", "15:00"));
    expect(stream.told("rungFired").map((entry) => entry.split("@")[0])).toEqual([
      "rungFired:unsigned3",
      "rungFired:unsigned5",
      "rungFired:remind20",
      "rungFired:remind5",
      "rungFired:remind1",
      "rungFired:urge",
    ]);
    const urge = stream.rows.at(-1);
    expect(urge?.at).toBe(at("2021-07-02", "15:00"));
    expect(urge).toMatchObject({ payload: { due: "2021-07-01" } });
    // The letter states when it was due, and not when it counts for: that is the same day.
    expect(urge?.notices?.[0]?.facts).toMatchObject({ due: "2021-07-01", primaryUnit: "unit" });
    expect(urge?.notices?.[0]?.facts).not.toHaveProperty("nominal");
  });
});

describe("signed instruments", () => {
  it("goes out numbered when the office signs, and the talk follows an unanswered letter", () => {
    const stream = working();
    stream.runTo(at("2021-07-05"));
    expect(
      stream.at(
        at("2021-07-05", "11:00"),
        command("signInstrument", people.office, "a", { rung: "supervise", documentNo: "1" }),
      ),
    ).toEqual([]);
    stream.runTo(at("2021-07-21"));
    expect(stream.told("instrumentLapsed")).toEqual([]);
    expect(stream.told("instrumentDrafted")).toEqual([
      "instrumentDrafted:supervise@2021-07-05",
      "instrumentDrafted:talk@2021-07-21",
    ]);
  });
  it("is held by the office only, and then does not lapse", () => {
    const stream = working();
    stream.runTo(at("2021-07-05"));
    expect(
      stream.at(at("2021-07-05", "11:00"), command("holdInstrument", people.clerk, "a", { rung: "supervise" })),
    ).toEqual(["notYours"]);
    expect(
      stream.at(at("2021-07-05", "11:00"), command("holdInstrument", people.office, "a", { rung: "supervise" })),
    ).toEqual([]);
    stream.runTo(at("2021-07-09"));
    expect(stream.told("instrumentLapsed")).toEqual([]);
    expect(stream.told().at(-1)).toBe("rungFired:escalate@2021-07-09");
  });
  it("blocks the talk while a cause is under review, and goes on afterwards", () => {
    const stream = working();
    stream.runTo(at("2021-07-05"));
    stream.at(
      at("2021-07-05", "11:00"),
      command("signInstrument", people.office, "a", { rung: "supervise", documentNo: "1" }),
    );
    stream.at(at("2021-07-06", "11:00"), command("openCauseReview", people.office, "a"));
    stream.runTo(at("2021-08-02"));
    expect(stream.told("instrumentDrafted")).toHaveLength(1);
    stream.at(at("2021-08-02", "11:00"), command("closeCauseReview", people.office, "a"));
    stream.runTo(at("2021-08-03"));
    expect(stream.told("instrumentDrafted").at(-1)).toBe("instrumentDrafted:talk@2021-08-03");
  });
});

describe("the escalation", () => {
  it("is quiet for ten working days after an acknowledgement, then goes on", () => {
    const stream = working();
    stream.runTo(at("2021-07-09"));
    stream.at(at("2021-07-12", "10:00"), command("acknowledge", people.leader, "a"));
    stream.runTo(at("2021-08-06"));
    expect(stream.told("rungFired").filter((entry) => entry.includes("escalate"))).toEqual([
      "rungFired:escalate@2021-07-09",
      "rungFired:escalate@2021-07-26",
      "rungFired:escalate@2021-08-02",
    ]);
  });
  it("is never passed over, even when the ladder stood still past it", () => {
    const stream = working();
    stream.at(at("2021-06-30", "10:00"), command("report", people.clerk, "a"));
    stream.runTo(at("2021-08-30"));
    expect(stream.told().filter((entry) => entry.includes("escalate"))).toEqual([]);
    stream.at(at("2021-08-30", "16:00"), command("returnForRework", people.office, "a"));
    stream.runTo(at("2021-08-31"));
    expect(stream.told().slice(-4)).toEqual([
      "rungSkipped:urge@2021-08-30",
      "rungSkipped:supervise@2021-08-30",
      "rungFired:escalate@2021-08-31",
      "rungSkipped:talk@2021-08-31",
    ]);
    expect(stream.told().filter((entry) => entry.includes("escalate"))).toEqual(["rungFired:escalate@2021-08-31"]);
  });
});

describe("stopping and going on", () => {
  it("freezes on an application in time; a refusal fires only the highest rung passed", () => {
    const stream = working();
    stream.at(at("2021-06-25", "10:00"), command("requestExtension", people.clerk, "a", { to: "2021-09-30" }));
    stream.runTo(at("2021-07-02"));
    expect(stream.told("rungFired").at(-1)).toBe("rungFired:decide3@2021-06-30");
    stream.at(at("2021-07-02", "10:00"), command("proposeExtension", people.office, "a", { grant: false }));
    expect(
      stream.at(at("2021-07-02", "10:30"), command("decideExtension", people.office, "a", { grant: false })),
    ).toEqual(["notYours"]);
    stream.at(at("2021-07-02", "11:00"), command("decideExtension", people.group, "a", { grant: false }));
    stream.runTo(at("2021-07-05"));
    expect(stream.told("rungSkipped").map((entry) => entry.split("@")[0])).toEqual(["rungSkipped:remind1"]);
    expect(stream.told("rungFired").at(-1)).toBe("rungFired:urge@2021-07-05");
  });
  it("a granted extension starts a new version on the new deadline", () => {
    const stream = working();
    stream.at(at("2021-06-25", "10:00"), command("requestExtension", people.clerk, "a", { to: "2021-09-30" }));
    stream.at(at("2021-06-28", "10:00"), command("proposeExtension", people.office, "a", { grant: true }));
    stream.at(at("2021-06-28", "11:00"), command("decideExtension", people.group, "a", { grant: true }));
    expect(item(stream)).toMatchObject({ deadline: "2021-09-30", originalDeadline: "2021-06-30", deadlineVersion: 2 });
    stream.runTo(at("2021-10-08"));
    expect(stream.told("rungFired").slice(-4)).toEqual([
      "rungFired:remind20@2021-09-02",
      "rungFired:remind5@2021-09-24",
      "rungFired:remind1@2021-09-29",
      "rungFired:urge@2021-10-08",
    ]);
  });
  it("a late application freezes nothing", () => {
    const stream = working();
    stream.runTo(at("2021-07-01"));
    stream.at(at("2021-07-01", "10:00"), command("requestExtension", people.clerk, "a", { to: "2021-09-30" }));
    stream.runTo(at("2021-07-09"));
    expect(stream.told("rungFired")).toContain("rungFired:escalate@2021-07-09");
  });
  it("suspended days do not count as overdue: the deadline moves by them, and the old one stays visible", () => {
    const stream = working();
    stream.runTo(at("2021-07-01"));
    stream.at(at("2021-07-02", "10:00"), command("suspend", people.office, "a", { until: "2021-07-15" }));
    stream.runTo(at("2021-07-16"));
    expect(stream.told().at(-1)).toBe("resumed@2021-07-16");
    stream.runTo(at("2021-07-26"));
    expect(stream.told("rungFired").at(-1)).toBe("rungFired:escalate@2021-07-23");
    expect(item(stream)).toMatchObject({ deadline: "2021-07-14", originalDeadline: "2021-06-30", deadlineVersion: 2 });
    expect(stream.rows.find((row) => said(row).rung === "escalate")).toMatchObject({ payload: { overdue: 7 } });
  });
  it("a changed reading is one action with a new version; closing ends everything", () => {
    const stream = working("2022-12-31");
    expect(
      stream.at(at("2021-05-06", "10:00"), command("changeReading", people.office, "a", { deadline: "2021-12-31" })),
    ).toEqual([]);
    expect(item(stream)).toMatchObject({ deadline: "2021-12-31", deadlineVersion: 2 });
    stream.at(at("2021-05-07"), command("report", people.clerk, "a"));
    stream.at(at("2021-05-08"), command("verify", people.office, "a"));
    stream.at(at("2021-05-08", "10:00"), command("closeOut", people.office, "a"));
    expect(stream.state.items).toEqual({});
    expect(nextDue(stream.state)).toBeNull();
    expect(stream.at(at("2021-05-09"), command("acknowledge", people.leader, "a"))).toEqual(["unknownItem"]);
  });
});

describe("who may", () => {
  it("nobody checks their own work, by person and by unit", () => {
    const stream = working("2021-06-30", "village", "office");
    stream.at(at("2021-06-01"), command("report", people.office, "a"));
    expect(stream.at(at("2021-06-02"), command("verify", people.office, "a"))).toEqual(["notYours"]);
    const twice = { ...people.supervision, person: "officer" };
    expect(stream.at(at("2021-06-02"), command("verify", twice, "a"))).toEqual(["ownWork"]);
    expect(stream.at(at("2021-06-02"), command("verify", people.supervision, "a"))).toEqual([]);
  });
  it("a township's work is checked by the lead unit and closed by the office", () => {
    const stream = working("2021-06-30", "township", "town");
    stream.at(at("2021-06-01"), command("report", people.town, "a"));
    expect(stream.at(at("2021-06-02"), command("verify", people.office, "a"))).toEqual(["notYours"]);
    expect(stream.at(at("2021-06-02"), command("verify", people.lead, "a"))).toEqual([]);
    expect(stream.at(at("2021-06-03"), command("closeOut", people.office, "a"))).toEqual([]);
  });
  it("chases a slow verifier on a ladder of its own", () => {
    const stream = working();
    stream.at(at("2021-06-01", "10:00"), command("report", people.clerk, "a"));
    stream.runTo(at("2021-07-30"));
    expect(stream.told("rungFired").slice(-2)).toEqual(["rungFired:check5@2021-06-08", "rungFired:check8@2021-06-11"]);
  });
  it("an instruction is chased until it is answered", () => {
    const stream = working("2021-12-31");
    const instruct = command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-05-14" });
    stream.at(at("2021-05-06", "10:00"), instruct);
    stream.runTo(at("2021-05-18"));
    expect(stream.told("rungFired").at(-1)).toBe("rungFired:reply1@2021-05-17");
    expect(
      stream.at(
        at("2021-05-18", "10:00"),
        command("replyToInstruction", people.clerk, "a", { instruction: instruct.key }),
      ),
    ).toEqual([]);
    const accepted = command("acceptReply", people.leader, "a", { instruction: instruct.key });
    expect(stream.at(at("2021-05-18", "10:15"), accepted)).toEqual(["nothingPending"]);
    const forward = command("forwardReply", people.office, "a", { instruction: instruct.key });
    expect(stream.at(at("2021-05-18", "10:30"), forward)).toEqual([]);
    expect(
      stream.at(at("2021-05-18", "11:00"), command("acceptReply", people.clerk, "a", { instruction: instruct.key })),
    ).toEqual(["ownWork"]);
    expect(
      stream.at(at("2021-05-18", "11:00"), command("acceptReply", people.town, "a", { instruction: instruct.key })),
    ).toEqual(["notYours"]);
    expect(
      stream.at(at("2021-05-18", "11:00"), command("acceptReply", people.leader, "a", { instruction: instruct.key })),
    ).toEqual([]);
    stream.runTo(at("2021-06-01"));
    expect(stream.told("rungFired").filter((entry) => entry.includes("reply3"))).toEqual([]);
  });
  it("refuses illegal steps without recording anything", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-04-12"));
    const before = stream.rows.length;
    expect(stream.at(at("2021-04-12", "10:00"), command("report", people.clerk, "a"))).toEqual(["illegalStep"]);
    expect(stream.at(at("2021-04-12", "10:00"), command("signFor", people.town, "a"))).toEqual(["notYours"]);
    expect(
      stream.at(at("2021-04-12", "10:00"), command("requestExtension", people.clerk, "a", { to: "2021-06-01" })),
    ).toEqual(["badDate"]);
    expect(stream.rows).toHaveLength(before);
  });
});

describe("the light", () => {
  const days = compileCalendar(calendar);
  it("says its colour and why", () => {
    const stream = working();
    const state = () => item(stream) as NonNullable<ReturnType<typeof item>>;
    expect(statusLight(state(), "2021-04-20", days, policy, ruleSet.bodies).light).toBe("green");
    expect(statusLight(state(), "2021-06-10", days, policy, ruleSet.bodies)).toMatchObject({
      light: "yellow",
      rule: "dueSoon",
    });
    expect(statusLight(state(), "2021-06-30", days, policy, ruleSet.bodies).light).toBe("yellow");
    expect(statusLight(state(), "2021-07-09", days, policy, ruleSet.bodies)).toMatchObject({
      light: "red",
      workingDaysOverdue: 7,
    });
    stream.at(at("2021-07-09", "10:00"), command("suspend", people.office, "a"));
    expect(statusLight(state(), "2021-07-12", days, policy, ruleSet.bodies).light).toBe("grey");
  });
});

it("a fold of the rows is the state the batch ended in", () => {
  const stream = working();
  stream.runTo(at("2021-07-09"));
  stream.at(at("2021-07-12"), command("acknowledge", people.leader, "a"), command("report", people.clerk, "a"));
  expect(applyRows(emptyTask("task/6"), stream.rows, ruleSet)).toEqual(stream.state);
});
