/** Further acts: figures, evidence, the decision on a talk, a post's handover, and what the plan notes for itself. */
import { describe, expect, it } from "vitest";
import type { PlanCommand, PlanOrder } from "../../../domain/streams/orders.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  type PlanState,
  planOpeningRows,
} from "../../../domain/streams/plan-stream.js";
import type { Actor } from "../../../domain/ledger/record.js";
import { at, command, ruleSet, people, planned, Stream } from "../../support/small-plan.js";

const started = (): Stream => {
  const stream = new Stream([planned("a", "2021-06-30")]);
  stream.runTo(at("2021-04-20"));
  stream.at(at("2021-04-20", "11:00"), command("signFor", people.clerk, "a"));
  return stream;
};
const now = at("2021-04-20", "12:00");
const progress = (stream: Stream, figures: Record<string, number>): string[] =>
  stream.at(now, command("reportProgress", people.clerk, "a", { percent: 30, figures }));

describe("figures", () => {
  it("stand in the ledger, and their total is fixed with its first report", () => {
    const stream = started();
    expect(progress(stream, { done: 12, total: 40 })).toEqual([]);
    expect(stream.rows.at(-1)?.payload).toEqual({ percent: 30, text: "text", figures: { done: 12, total: 40 } });
    expect(progress(stream, { done: 13, total: 30 })).toEqual(["badValue"]);
    expect(progress(stream, { done: 41 })).toEqual(["badValue"]);
    expect(progress(stream, { done: -1 })).toEqual(["badValue"]);
    expect(progress(stream, { done: Number.NaN })).toEqual(["badValue"]);
    expect(progress(stream, { done: 20 })).toEqual([]);
  });
});

describe("evidence", () => {
  const file = (more: Record<string, unknown> = {}) =>
    command("fileEvidence", people.clerk, "a", {
      sha256: "a".repeat(64),
      name: "现场照片.jpg",
      mediaType: "image/jpeg",
      bytes: 1_234,
      effectiveOn: "2021-04-19",
      ...more,
    });

  it("has the day it is of and the day on which it was received; none is of a day to come", () => {
    const stream = started();
    expect(stream.at(now, file())).toEqual([]);
    expect(stream.rows.at(-1)).toMatchObject({
      type: "evidenceFiled",
      payload: { sha256: "a".repeat(64), effectiveOn: "2021-04-19", receivedOn: "2021-04-20" },
    });
    expect(stream.at(now, file({ effectiveOn: "2021-04-21" }))).toEqual(["badDate"]);
    expect(stream.at(now, file({ sha256: "photo" }))).toEqual(["badValue"]);
  });
});

describe("a talk", () => {
  const signed = (): Stream => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.runTo(at("2021-07-05"));
    stream.at(
      at("2021-07-05", "10:00"),
      command("signInstrument", people.office, "a", { rung: "supervise", documentNo: "1" }),
    );
    stream.runTo(at("2021-07-21"));
    stream.at(
      at("2021-07-21", "10:00"),
      command("signInstrument", people.office, "a", { rung: "talk", documentNo: "2" }),
    );
    return stream;
  };
  const day = at("2021-07-22", "10:00");

  it("is decided by the leading group on the office's recommendation, once, and its unit's head is told", () => {
    const stream = signed();
    expect(stream.at(day, command("decideTalk", people.office, "a", { hold: true, on: "2021-07-26" }))).toEqual([
      "notYours",
    ]);
    expect(stream.at(day, command("decideTalk", people.group, "a", { hold: true, on: "2021-07-22" }))).toEqual([
      "badDate",
    ]);
    expect(stream.at(day, command("decideTalk", people.group, "a", { hold: true, on: "2021-07-26" }))).toEqual([]);
    expect(stream.rows.at(-1)).toMatchObject({
      type: "talkDecided",
      payload: { hold: true, on: "2021-07-26" },
      notices: [{ instrument: "talk", to: [{ role: "primaryUnitHead" }], copy: [{ role: "office" }] }],
    });
    expect(stream.at(day, command("decideTalk", people.group, "a", { hold: false }))).toEqual(["nothingPending"]);
  });

  it("that is not held tells nobody", () => {
    const stream = signed();
    expect(stream.at(day, command("decideTalk", people.group, "a", { hold: false }))).toEqual([]);
    expect(stream.rows.at(-1)?.notices).toBeUndefined();
    expect(started().at(day, command("decideTalk", people.group, "a", { hold: false }))).toEqual(["nothingPending"]);
  });
});

describe("a post's handover", () => {
  it("has what the unit has in hand signed for anew, and moves no deadline", () => {
    const stream = started();
    const before = stream.state.items.a;
    const given = command("handOverPost", people.office, "a", { post: "unit/desk", to: "newcomer" });
    expect(stream.at(now, { ...given, actor: people.clerk } as typeof given)).toEqual(["notYours"]);
    expect(stream.at(now, given)).toEqual([]);
    const after = stream.state.items.a;
    expect(after).toMatchObject({ status: "assigned", deadline: "2021-06-30", deadlineVersion: 1, assignments: 2 });
    expect(after?.deadlineRun).toEqual(before?.deadlineRun);
    stream.runTo(at("2021-04-30"));
    expect(stream.told("rungFired")).toContain("rungFired:unsigned3@2021-04-23");
    expect(stream.at(at("2021-04-30", "10:00"), command("signFor", people.clerk, "a"))).toEqual([]);
  });
});

describe("what the plan notes for itself", () => {
  const opening = planOpeningRows([], { policy: 1, calendar: 1 }, at("2021-04-12", "08:00"));
  const state = applyPlanRows(emptyPlan("plan"), opening, ruleSet);
  const give = (order: PlanOrder, actor: Actor) => {
    const given: PlanCommand = { key: "k", actor, order };
    const { rows, outcomes, messages } = decidePlan(state, [given], now, ruleSet);
    return { type: rows[0]?.type, refused: outcomes[0]?.refused[0]?.code, messages: messages.length };
  };
  const delegate: PlanOrder = {
    kind: "delegate",
    post: "unit/desk",
    principal: "clerk",
    substitute: "colleague",
    from: "2021-04-21",
    until: "2021-05-10",
    reason: "出差",
  };
  const noted = { type: "orderGiven", refused: undefined, messages: 0 };

  it("names a substitute for one's own post, or by the office; never a substitute's own substitute", () => {
    expect(give(delegate, people.clerk)).toEqual(noted);
    expect(give(delegate, people.office)).toEqual(noted);
    expect(give(delegate, people.lead).refused).toBe("notYours");
    expect(give(delegate, { ...people.clerk, person: "x", substituteFor: "clerk" }).refused).toBe("notYours");
    expect(give({ ...delegate, substitute: "clerk" }, people.clerk).refused).toBe("badValue");
    expect(give({ ...delegate, until: "2021-04-20" }, people.clerk).refused).toBe("badDate");
    expect(give({ ...delegate, from: "2021-04-01", until: "2021-04-10" }, people.clerk).refused).toBe("badDate");
    expect(give({ ...delegate, until: "soon" }, people.clerk).refused).toBe("badDate");
    const ended: PlanOrder = { kind: "endDelegation", delegation: "k", post: "unit/desk", reason: "已返岗" };
    expect(give(ended, people.clerk)).toEqual(noted);
    expect(give(ended, people.lead).refused).toBe("notYours");
  });

  it("names nobody for a post that has a substitute, nor the one who gives the order", () => {
    const after = (orders: readonly [PlanOrder, Actor][]) =>
      orders.reduce<PlanState>((before, [order, actor], no) => {
        const decided = decidePlan(before, [{ key: `k${no}`, actor, order }], now, ruleSet);
        expect(decided.outcomes[0]?.refused).toEqual([]);
        return decided.state;
      }, state);
    const refusal = (before: PlanState, order: PlanOrder, actor: Actor) =>
      decidePlan(before, [{ key: "next", actor, order }], now, ruleSet).outcomes[0]?.refused[0]?.code;
    const one = after([[delegate, people.clerk]]);
    expect(refusal(one, { ...delegate, substitute: "other" }, people.clerk)).toBe("badValue");
    expect(refusal(one, { ...delegate, from: "2021-05-10", until: "2021-06-01" }, people.clerk)).toBe("badValue");
    expect(refusal(one, { ...delegate, from: "2021-05-11", until: "2021-06-01" }, people.clerk)).toBeUndefined();
    expect(refusal(one, { ...delegate, post: "unit/head" }, people.office)).toBeUndefined();
    const ended = after([
      [delegate, people.clerk],
      [{ kind: "endDelegation", delegation: "k0", post: "unit/desk", reason: "已返岗" }, people.clerk],
    ]);
    expect(refusal(ended, { ...delegate, substitute: "other" }, people.clerk)).toBeUndefined();
    expect(refusal(state, { ...delegate, substitute: people.office.person }, people.office)).toBe("badValue");
  });

  it("confirms what waits for the holder's consent by the holder in person, once", () => {
    const named: PlanOrder = { ...delegate, awaitsConsent: true };
    const waiting = decidePlan(state, [{ key: "k", actor: people.office, order: named }], now, ruleSet).state;
    const confirm: PlanOrder = { kind: "confirmDelegation", delegation: "k", post: "unit/desk" };
    const by = (actor: Actor, before = waiting) =>
      decidePlan(before, [{ key: "c", actor, order: confirm }], now, ruleSet);
    expect(by(people.office).outcomes[0]?.refused[0]?.code).toBe("notYours");
    expect(by(people.lead).outcomes[0]?.refused[0]?.code).toBe("notYours");
    const liaison = { ...people.clerk, onBehalfOf: { person: "clerk", post: "unit/desk" } };
    expect(by(liaison).outcomes[0]?.refused[0]?.code).toBe("notYours");
    const confirmed = by(people.clerk);
    expect(confirmed.outcomes[0]?.refused).toEqual([]);
    expect(confirmed.rows[0]).toMatchObject({ type: "orderGiven", payload: { order: confirm, streams: [] } });
    expect(by(people.clerk, confirmed.state).outcomes[0]?.refused[0]?.code).toBe("nothingPending");
    expect(by(people.clerk, state).outcomes[0]?.refused[0]?.code).toBe("nothingPending");
  });

  it("logs a visit that has been made", () => {
    const visit: PlanOrder = {
      kind: "logVisit",
      village: "v1",
      on: "2021-04-19",
      what: "visit",
      text: "入户",
      items: [],
    };
    expect(give(visit, people.leader)).toEqual(noted);
    expect(give({ ...visit, on: "2021-04-21" }, people.leader).refused).toBe("badDate");
  });
});
