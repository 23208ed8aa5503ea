/** The life of a work item: every step, who may take it, and what is refused. */
import { describe, expect, it } from "vitest";
import type { CommandKind } from "../../../domain/items/commands.js";
import type { Actor, NewRow } from "../../../domain/ledger/record.js";
import { at, command, people, planned, Stream } from "../../support/small-plan.js";

const item = (stream: Stream, id = "a") => stream.state.items[id];
const last = (stream: Stream): NewRow => stream.rows.at(-1) as NewRow;
const told = (row: NewRow): [string, unknown[], unknown[]][] =>
  (row.notices ?? []).map((notice) => [
    notice.instrument,
    notice.to.map((to) => to.unit ?? to.post ?? to.role),
    notice.copy.map((copy) => copy.unit ?? copy.post ?? copy.role),
  ]);

type Step = [CommandKind, Actor, Record<string, unknown>?];
const TO_STATUS: Readonly<Record<string, readonly Step[]>> = {
  registered: [],
  assigned: [["assign", people.office]],
  signedFor: [["signFor", people.clerk]],
  inProgress: [["reportProgress", people.clerk, { percent: 40 }]],
  reported: [["report", people.clerk]],
  verified: [["verify", people.office]],
  closed: [["closeOut", people.office]],
};
const ORDER = Object.keys(TO_STATUS);

/** An item brought to a status, before its own assignment day. */
function inStatus(status: string): Stream {
  const stream = new Stream([planned("a", "2021-06-30")]);
  for (const step of ORDER.slice(0, ORDER.indexOf(status) + 1).flatMap((name) => TO_STATUS[name] ?? [])) {
    expect(stream.at(at("2021-04-12", "08:30"), command(step[0], step[1], "a", step[2]))).toEqual([]);
  }
  if (status !== "closed") expect(item(stream)?.status).toBe(status);
  return stream;
}

/** Steps of life and the statuses in which each is the next step. */
const LEGAL: readonly [CommandKind, Actor, Record<string, unknown>, readonly string[]][] = [
  ["assign", people.office, {}, ["registered"]],
  ["importRunning", people.office, { status: "inProgress", percent: 30 }, ["registered"]],
  ["signFor", people.clerk, {}, ["assigned"]],
  ["reportProgress", people.clerk, { percent: 50 }, ["signedFor", "inProgress"]],
  ["report", people.clerk, {}, ["signedFor", "inProgress"]],
  ["verify", people.office, {}, ["reported"]],
  ["returnForRework", people.office, {}, ["reported", "verified"]],
  ["closeOut", people.office, {}, ["verified"]],
  ["reassign", people.office, { primaryUnit: "unit2" }, ["registered", "assigned", "signedFor", "inProgress"]],
  ["requestExtension", people.clerk, { to: "2021-09-30" }, ["assigned", "signedFor", "inProgress"]],
  ["suspend", people.office, {}, ["assigned", "signedFor", "inProgress", "reported", "verified"]],
  ["cancel", people.office, {}, ORDER.slice(0, -1)],
];

describe("every step in every status", () => {
  it.each(LEGAL)("%s", (kind, actor, more, statuses) => {
    for (const status of ORDER) {
      const stream = inStatus(status);
      const before = stream.rows.length;
      const refused = stream.at(at("2021-04-12", "08:40"), command(kind, actor, "a", more));
      const expected = statuses.includes(status) ? [] : [status === "closed" ? "unknownItem" : "illegalStep"];
      expect(refused, `${kind} in ${status}`).toEqual(expected);
      expect(stream.rows.length > before, `${kind} in ${status} recorded`).toBe(expected.length === 0);
    }
  });

  it("counts what is returned and takes it back into work", () => {
    const stream = inStatus("reported");
    stream.at(at("2021-04-12", "08:40"), command("returnForRework", people.office, "a"));
    expect(item(stream)).toMatchObject({ status: "inProgress", returns: 1, reportedBy: null });
    expect(last(stream).notices?.[0]).toMatchObject({ instrument: "returned", facts: { status: "inProgress" } });
  });

  it("takes signing for as receipt, not as progress", () => {
    expect(item(inStatus("signedFor"))).toMatchObject({ status: "signedFor", percent: 0 });
  });
});

describe("what an act must say", () => {
  const acts: [CommandKind, Actor, string, Record<string, unknown>][] = [
    ["cancel", people.office, "reason", {}],
    ["suspend", people.office, "reason", {}],
    ["suspend", people.office, "approver", {}],
    ["reassign", people.office, "reason", { primaryUnit: "unit2" }],
    ["requestExtension", people.clerk, "reason", { to: "2021-09-30" }],
    ["changeReading", people.office, "reason", { deadline: "2021-07-31" }],
    ["openCauseReview", people.office, "reason", {}],
    ["annotate", people.office, "text", {}],
    ["logCall", people.office, "to", {}],
    ["instruct", people.leader, "text", { unit: "unit", replyBy: "2021-05-14" }],
  ];
  it.each(acts)("%s by %o needs its %s", (kind, actor, name, more) => {
    const stream = inStatus("inProgress");
    for (const value of ["", "  ", undefined, 7]) {
      expect(stream.at(at("2021-04-13", "10:00"), command(kind, actor, "a", { ...more, [name]: value }))).toEqual([
        "badValue",
      ]);
    }
    expect(stream.at(at("2021-04-13", "10:00"), command(kind, actor, "a", { to: "p", ...more }))).toEqual([]);
  });

  it("completion needs evidence, progress a percentage, a suspension its planned end", () => {
    const stream = inStatus("inProgress");
    const now = at("2021-04-13", "10:00");
    expect(stream.at(now, command("report", people.clerk, "a", { evidence: [] }))).toEqual(["badValue"]);
    for (const percent of [-1, 101, Number.NaN, "50", undefined])
      expect(stream.at(now, command("reportProgress", people.clerk, "a", { percent }))).toEqual(["badValue"]);
    for (const until of [null, undefined, "soon", "2021-02-30", "2021-04-13"])
      expect(stream.at(now, command("suspend", people.office, "a", { until }))).toEqual(["badDate"]);
  });

  it("an act nobody knows is refused", () => {
    const stream = inStatus("inProgress");
    for (const kind of ["closeItAll", "toString", "__proto__"])
      expect(stream.at(at("2021-04-13"), command(kind as CommandKind, people.office, "a"))).toEqual(["badValue"]);
  });
});

describe("立项 and 交办", () => {
  it("the office names another 主办 at 立项: no handover, the 交办 goes to the new unit", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    const change = command("reassign", people.office, "a", { primaryUnit: "unit2" });
    expect(stream.at(at("2021-04-12", "08:30"), change)).toEqual([]);
    expect(last(stream).notices).toBeUndefined();
    expect(item(stream)).toMatchObject({ status: "registered", primaryUnit: "unit2", assignments: 0 });
    stream.runTo(at("2021-04-12"));
    expect(told(last(stream))).toEqual([
      ["assignment", ["unit2"], ["township", "helpingUnit", "villageDepartmentHead", "villageCountyLeader"]],
    ]);
    expect(last(stream).notices?.[0]?.facts.status).toBe("assigned");
  });

  it("by hand it tells the same people as by itself", () => {
    const byHand = inStatus("assigned");
    const byItself = new Stream([planned("a", "2021-06-30")]);
    byItself.runTo(at("2021-04-12"));
    expect(told(last(byHand))).toEqual(told(last(byItself)));
  });

  it("a handover starts the sign-for ladder again and leaves the deadline's alone", () => {
    const stream = inStatus("signedFor");
    stream.runTo(at("2021-06-01"));
    stream.at(at("2021-06-02", "10:00"), command("reassign", people.office, "a", { primaryUnit: "unit2" }));
    expect(item(stream)).toMatchObject({ status: "assigned", deadline: "2021-06-30", deadlineVersion: 1 });
    expect(stream.at(at("2021-06-02", "11:00"), command("signFor", people.clerk, "a"))).toEqual(["notYours"]);
    stream.runTo(at("2021-06-23"));
    expect(stream.told("rungFired")).toEqual([
      "rungFired:remind20@2021-06-01",
      "rungFired:unsigned3@2021-06-07",
      "rungFired:unsigned5@2021-06-09",
      "rungFired:remind5@2021-06-23",
    ]);
  });

  it("an imported running item starts at its import: nothing fires for the past, not even the escalation", () => {
    const stream = new Stream([{ ...planned("a", "2021-05-31"), assignOn: "2021-12-01" }]);
    const running = { status: "inProgress", percent: 60 };
    expect(stream.at(at("2021-06-03", "10:00"), command("importRunning", people.clerk, "a", running))).toEqual([
      "notYours",
    ]);
    expect(stream.at(at("2021-06-03", "10:00"), command("importRunning", people.office, "a", running))).toEqual([]);
    expect(item(stream)).toMatchObject({ status: "inProgress", percent: 60, signForRun: null });
    stream.runTo(at("2021-06-30"));
    // 2021-05-31 + 3 working days is 2021-06-03, 09:00: before the import. +7 is after it.
    expect(stream.told().slice(1)).toEqual([
      "rungSkipped:remind20@2021-06-03",
      "rungSkipped:remind5@2021-06-03",
      "rungSkipped:remind1@2021-06-03",
      "rungSkipped:urge@2021-06-03",
      "rungSkipped:supervise@2021-06-03",
      "rungFired:escalate@2021-06-09",
      "rungFired:escalate@2021-06-17",
      "rungSkipped:talk@2021-06-22",
      "rungFired:escalate@2021-06-24",
    ]);
    const older = new Stream([{ ...planned("a", "2021-04-15"), assignOn: "2021-12-01" }]);
    older.at(at("2021-06-03", "10:00"), command("importRunning", people.office, "a", running));
    older.runTo(at("2021-12-31"));
    expect(older.told("rungFired")).toEqual([]);
    // What is open after its ladder is on the long-overdue list: the past is not forgotten.
    expect(older.state.items.a?.nextDue).toBeNull();
  });
});

describe("checking", () => {
  it("is nobody's who ever reported the item, whatever post they hold now", () => {
    const stream = inStatus("reported");
    const now = at("2021-04-12", "08:40");
    stream.at(now, command("returnForRework", people.office, "a"));
    stream.at(now, command("report", { ...people.clerk, person: "colleague" }, "a"));
    const moved: Actor = { person: people.clerk.person, post: "office/desk2", unit: "office" };
    for (const kind of ["verify", "returnForRework"] as const)
      expect(stream.at(now, command(kind, moved, "a"))).toEqual(["ownWork"]);
    expect(stream.at(now, command("verify", people.office, "a"))).toEqual([]);
    expect(stream.at(now, command("closeOut", moved, "a"))).toEqual(["ownWork"]);
  });

  it("of what the office owes is the supervision office's, to the end", () => {
    const stream = new Stream([planned("a", "2021-06-30", "county", "office")]);
    stream.runTo(at("2021-04-12"));
    const now = at("2021-04-13", "10:00");
    stream.at(now, command("signFor", people.office, "a"), command("report", people.office, "a"));
    expect(last(stream).notices?.[0]?.to).toEqual([{ unit: "supervision" }]);
    expect(stream.at(now, command("verify", people.lead, "a"))).toEqual(["notYours"]);
    expect(stream.at(now, command("verify", people.supervision, "a"))).toEqual([]);
    expect(stream.at(now, command("closeOut", people.office, "a"))).toEqual(["notYours"]);
    expect(stream.at(now, command("closeOut", people.supervision, "a"))).toEqual([]);
  });
});

describe("the end of an item", () => {
  it("a cancelled item's unit hears of it, told of trouble before or not", () => {
    const stream = inStatus("inProgress");
    stream.at(at("2021-04-13", "10:00"), command("cancel", people.clerk, "a"));
    expect(item(stream)?.status).toBe("inProgress");
    stream.at(at("2021-04-13", "10:00"), command("cancel", people.office, "a"));
    expect(last(stream).notices).toEqual([
      expect.objectContaining({
        instrument: "resolved",
        to: [{ unit: "unit" }],
        alsoToPriorRecipients: true,
        facts: expect.objectContaining({ status: "cancelled", cancelled: true, reason: "reason" }),
      }),
    ]);
    const unassigned = inStatus("registered");
    unassigned.at(at("2021-04-12", "08:40"), command("cancel", people.office, "a"));
    expect(last(unassigned).notices?.[0]?.to).toEqual([]);
  });

  it("answers the instructions that were still open", () => {
    const stream = inStatus("inProgress");
    const now = at("2021-04-13", "10:00");
    stream.at(now, command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-05-14" }));
    for (const step of [
      ["report", people.clerk],
      ["verify", people.office],
      ["closeOut", people.office],
    ] as const)
      stream.at(now, command(step[0], step[1], "a"));
    expect(told(last(stream))).toEqual([
      ["resolved", [], []],
      ["instructionReply", ["leader/1"], []],
    ]);
    expect(last(stream).notices?.[0]).toMatchObject({ onlyToPriorRecipients: true, facts: { status: "closed" } });
  });
});
