/** What presses a unit: who may quiet an escalation, what the office signs or holds, instructions, supporting units. */
import { describe, expect, it } from "vitest";
import type { Actor } from "../../../domain/ledger/record.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import { at, command, people, planned, Stream } from "../../support/small-plan.js";

const item = (stream: Stream): ItemState => stream.state.items.a as ItemState;
const liaison: Actor = {
  person: "aide",
  post: "leader/1-liaison",
  unit: "gov",
  onBehalfOf: { person: "county", post: "leader/1" },
};
const forLeader = { person: "county", post: "leader/1" };

function escalated(unit = "unit"): Stream {
  const stream = new Stream([planned("a", "2021-06-30", "village", unit)]);
  stream.runTo(at("2021-07-09"));
  return stream;
}
const now = at("2021-07-12", "10:00");
const tryAcknowledging = (actor: Actor, more: Record<string, unknown> = {}, unit?: string): string[] =>
  escalated(unit).at(now, command("acknowledge", actor, "a", more));

describe("an acknowledgement", () => {
  it("is the leader's, or the liaison's for the leader: both names stand in the ledger", () => {
    expect(tryAcknowledging(people.leader)).toEqual([]);
    const stream = escalated();
    expect(stream.at(now, command("acknowledge", liaison, "a"))).toEqual([]);
    expect(stream.rows.at(-1)?.actor).toEqual(liaison);
  });

  it("is never the unit's that owes the item, nor in its own name the office's", () => {
    expect(tryAcknowledging(people.clerk)).toEqual(["notYours"]);
    expect(tryAcknowledging({ ...people.clerk, onBehalfOf: forLeader })).toEqual(["notYours"]);
    expect(tryAcknowledging(people.office)).toEqual(["notYours"]);
    expect(tryAcknowledging({ ...people.supervision, onBehalfOf: forLeader })).toEqual(["badValue"]);
    // What the office owes itself, the supervision office enters.
    expect(tryAcknowledging({ ...people.office, onBehalfOf: forLeader }, { scan: "s" }, "office")).toEqual([
      "notYours",
    ]);
    expect(tryAcknowledging({ ...people.supervision, onBehalfOf: forLeader }, { scan: "s" }, "office")).toEqual([]);
  });

  it("is entered by the office with the scan of the written 批示, or as the next in a vacant post's chain", () => {
    const writing = { ...people.office, onBehalfOf: forLeader };
    expect(tryAcknowledging(writing)).toEqual(["badValue"]);
    const stream = escalated();
    expect(stream.at(now, command("acknowledge", writing, "a", { scan: "scan-1.pdf" }))).toEqual([]);
    expect(stream.rows.at(-1)).toMatchObject({ actor: writing, payload: { scan: "scan-1.pdf" } });
    expect(tryAcknowledging({ ...people.office, inPlaceOf: "leader/1" })).toEqual([]);
  });

  it("names the leader in full, somebody else, and for a leader's acts only", () => {
    expect(tryAcknowledging({ ...liaison, onBehalfOf: { person: "", post: "leader/1" } })).toEqual(["badValue"]);
    expect(tryAcknowledging({ ...liaison, onBehalfOf: { person: "county", post: "" } })).toEqual(["badValue"]);
    expect(tryAcknowledging({ ...people.leader, onBehalfOf: forLeader })).toEqual(["badValue"]);
    const clerkForHead = { ...people.clerk, onBehalfOf: { person: "head", post: "unit/head" } };
    expect(escalated().at(now, command("signFor", clerkForHead, "a"))).toEqual(["notYours"]);
  });

  it("is of an escalation: before it there is nothing to acknowledge", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-08"));
    expect(stream.at(at("2021-07-08", "10:00"), command("acknowledge", people.leader, "a"))).toEqual([
      "nothingPending",
    ]);
  });

  it("quiets for ten working days each time; six repetitions at most, then silence is the list's", () => {
    const stream = escalated();
    const escalations = (): string[] => stream.told("rungFired").filter((entry) => entry.includes("escalate"));
    for (const [day, next] of [
      ["2021-07-12", "2021-07-26"],
      ["2021-07-27", "2021-08-10"],
    ] as const) {
      stream.runTo(at(day, "10:00"));
      stream.at(at(day, "10:00"), command("acknowledge", people.leader, "a"));
      stream.runTo(at(next, "08:59"));
      expect(escalations().at(-1)).not.toBe(`rungFired:escalate@${next}`);
      stream.runTo(at(next));
      expect(escalations().at(-1)).toBe(`rungFired:escalate@${next}`);
    }
    stream.runTo(at("2022-12-01"));
    expect(escalations()).toHaveLength(7);
    expect(stream.rows.at(-1)?.payload).toMatchObject({ rung: "escalate", repetition: 6 });
  });

  it("a 批示 on the item is one too", () => {
    const stream = escalated();
    const instruct = command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-07-30" });
    expect(stream.at(now, instruct)).toEqual([]);
    stream.runTo(at("2021-07-23"));
    expect(stream.told("rungFired").filter((entry) => entry.includes("escalate"))).toHaveLength(1);
  });
});

describe("an instruction", () => {
  const instruct = (actor: Actor, more: Record<string, unknown> = {}) =>
    command("instruct", actor, "a", { unit: "unit", replyBy: "2021-07-15", ...more });

  it("is a leader's: the unit that owes the item gives none, the office enters a written one with its scan", () => {
    expect(escalated().at(now, instruct(people.clerk))).toEqual(["notYours"]);
    expect(escalated().at(now, instruct(people.office))).toEqual(["notYours"]);
    const writing = { ...people.office, onBehalfOf: forLeader };
    expect(escalated().at(now, instruct(writing))).toEqual(["badValue"]);
    const stream = escalated();
    expect(stream.at(now, instruct(writing, { scan: "scan-2.pdf" }))).toEqual([]);
    expect(stream.rows.at(-1)).toMatchObject({
      actor: writing,
      payload: { instructorPost: "leader/1", scan: "scan-2.pdf" },
    });
  });

  it("is chased on its own dates, again after its reply was sent back, also on an item not yet assigned", () => {
    const stream = new Stream([{ ...planned("a", "2021-12-31"), assignOn: "2021-12-01" }]);
    const order = instruct(people.leader, { replyBy: "2021-05-14" });
    stream.at(at("2021-05-06", "10:00"), order);
    stream.runTo(at("2021-05-18"));
    expect(stream.told("rungFired")).toEqual(["rungFired:reply1@2021-05-17"]);
    const reply = { instruction: order.key };
    stream.at(at("2021-05-18", "10:00"), command("replyToInstruction", people.clerk, "a", reply));
    stream.runTo(at("2021-05-31"));
    const again = { ...reply, replyBy: "2021-06-04" };
    // The leader gets it once the office has checked it.
    expect(stream.at(at("2021-05-31", "09:30"), command("returnReply", people.leader, "a", again))).toEqual([
      "notYours",
    ]);
    expect(stream.at(at("2021-05-31", "09:45"), command("forwardReply", people.office, "a", reply))).toEqual([]);
    stream.at(at("2021-05-31", "10:00"), command("returnReply", people.leader, "a", again));
    stream.runTo(at("2021-06-30"));
    expect(stream.told("rungFired").slice(1)).toEqual(["rungFired:reply1@2021-06-07", "rungFired:reply3@2021-06-09"]);
  });

  it("a reply is taken by the post that instructed, the liaison or whoever holds its letters; not by who replied", () => {
    const stream = escalated();
    const order = instruct(people.leader);
    const reply = { instruction: order.key };
    stream.at(now, order, command("replyToInstruction", people.clerk, "a", reply));
    stream.at(now, command("forwardReply", people.office, "a", reply));
    const accept = (actor: Actor) => stream.at(now, command("acceptReply", actor, "a", { instruction: order.key }));
    expect(accept({ ...people.clerk, onBehalfOf: forLeader })).toEqual(["ownWork"]);
    expect(accept(people.town)).toEqual(["notYours"]);
    expect(accept(liaison)).toEqual([]);
    expect(item(stream).instructions).toEqual([]);
  });
});

describe("what the office signs", () => {
  const sign = (documentNo: string, ...items: string[]) => ({
    ...command("signInstrument", people.office, "a", { rung: "supervise", documentNo }),
    items,
  });

  it("merges several drafts under one number by one signature", () => {
    const stream = new Stream([planned("a", "2021-06-30"), planned("b", "2021-06-30")]);
    stream.runTo(at("2021-07-05"));
    expect(stream.at(at("2021-07-05", "10:00"), sign("督办〔2021〕1号", "a", "b"))).toEqual([]);
    const signed = stream.rows.filter((row) => row.type === "instrumentSigned");
    expect(signed.map((row) => [row.item, row.cause === signed[0]?.cause, row.payload.documentNo])).toEqual([
      ["a", true, "督办〔2021〕1号"],
      ["b", true, "督办〔2021〕1号"],
    ]);
  });

  it("held with a reason it can still be signed; the escalation comes on its day all the same", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-05"));
    stream.at(at("2021-07-05", "10:00"), command("holdInstrument", people.office, "a", { rung: "supervise" }));
    stream.runTo(at("2021-07-09"));
    expect(stream.told().at(-1)).toBe("rungFired:escalate@2021-07-09");
    expect(stream.at(at("2021-07-12", "10:00"), sign("1", "a"))).toEqual([]);
    expect(stream.at(at("2021-07-12", "10:00"), sign("1", "a"))).toEqual(["nothingPending"]);
  });

  it("left unsigned: an unnumbered 催办 stands for the rung, and the office's delay is on record", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-07"));
    expect(stream.rows.at(-1)).toMatchObject({
      type: "instrumentLapsed",
      payload: { draftedOn: "2021-07-05", due: "2021-07-07", officeDelayDays: 2 },
    });
    expect(stream.rows.at(-1)?.notices).toEqual([
      expect.objectContaining({
        instrument: "urge",
        to: [{ role: "primaryUnitHead" }],
        rung: { runKey: "deadline", id: "supervise", deadlineVersion: 1, repetition: 0 },
        oneUpIfHeldBefore: true,
        facts: expect.not.objectContaining({ documentNo: expect.anything() }),
      }),
    ]);
  });

  it("about its own items the supervision office signs, holds and reviews", () => {
    const stream = new Stream([planned("a", "2021-06-30", "county", "office")]);
    stream.runTo(at("2021-07-05"));
    const acts = [
      ["holdInstrument", { rung: "supervise" }],
      ["signInstrument", { rung: "supervise", documentNo: "1" }],
      ["openCauseReview", {}],
      ["closeCauseReview", {}],
    ] as const;
    for (const [kind, more] of acts) {
      const own = stream.at(at("2021-07-05", "10:00"), command(kind, people.office, "a", more));
      expect(own, kind).not.toEqual([]);
      expect(stream.at(at("2021-07-05", "10:00"), command(kind, people.supervision, "a", more)), kind).toEqual([]);
    }
  });

  it("a talk needs a 督办函 that this very unit left unanswered", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-05"));
    stream.at(at("2021-07-05", "10:00"), sign("1", "a"));
    stream.at(at("2021-07-06", "10:00"), command("reassign", people.office, "a", { primaryUnit: "unit2" }));
    stream.runTo(at("2021-07-21"));
    expect(stream.told().at(-1)).toBe("rungSkipped:talk@2021-07-21");
  });
});

describe("a supporting unit with a sub-deadline", () => {
  const supported = (before = 10): Stream =>
    new Stream([
      { ...planned("a", "2021-06-30"), supporting: [{ unit: "aid", workingDaysBefore: before }, { unit: "other" }] },
    ]);
  const aid: Actor = { person: "helper", post: "aid/desk", unit: "aid" };

  it("is told of the 交办, reminded before its own date and urged after it, until it has reported", () => {
    const stream = supported();
    stream.runTo(at("2021-06-17"));
    expect(stream.rows.find((row) => row.type === "assigned")?.notices?.[0]?.copy.slice(-2)).toEqual([
      { unit: "aid" },
      { unit: "other" },
    ]);
    // Ten working days before 2021-06-30 (12–14 June is a holiday): 2021-06-16.
    expect(stream.told("rungFired").filter((entry) => entry.includes("support"))).toEqual([
      "rungFired:support-5@2021-06-08",
      "rungFired:support1@2021-06-17",
    ]);
    expect(stream.rows.at(-1)?.notices?.[0]).toMatchObject({
      facts: { supportingUnit: "aid", subDeadline: "2021-06-16", ladder: "supporting" },
    });
    expect(stream.at(at("2021-06-17", "10:00"), command("reportSupport", people.clerk, "a"))).toEqual(["notYours"]);
    expect(stream.at(at("2021-06-17", "10:00"), command("reportSupport", aid, "a"))).toEqual([]);
    expect(stream.at(at("2021-06-17", "10:00"), command("reportSupport", aid, "a"))).toEqual(["illegalStep"]);
  });

  it("that reported in time hears no more; a new deadline moves the sub-deadline of one that has not", () => {
    const done = supported();
    done.runTo(at("2021-06-01"));
    done.at(at("2021-06-01", "10:00"), command("reportSupport", aid, "a"));
    done.runTo(at("2021-06-30"));
    expect(done.told("rungFired").filter((entry) => entry.includes("support"))).toEqual([]);

    const moved = supported();
    moved.runTo(at("2021-06-01"));
    moved.at(at("2021-06-01", "10:00"), command("changeReading", people.office, "a", { deadline: "2021-07-30" }));
    moved.runTo(at("2021-07-30"));
    expect(moved.told("rungFired").filter((entry) => entry.includes("support"))).toEqual([
      "rungFired:support-5@2021-07-09",
      "rungFired:support1@2021-07-19",
    ]);
  });

  it("that becomes the 主办 owes the item, not its support", () => {
    const stream = supported();
    stream.runTo(at("2021-05-06"));
    stream.at(at("2021-05-06", "10:00"), command("reassign", people.office, "a", { primaryUnit: "aid" }));
    stream.runTo(at("2021-06-30"));
    expect(stream.told("rungFired").filter((entry) => entry.includes("support"))).toEqual([]);
  });
});
