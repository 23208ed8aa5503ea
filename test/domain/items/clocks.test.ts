/** The clocks of an item: suspension, freezing, extension, outage, the end of the calendar (docs/domain.md, "Clocks"). */
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import { ladderExhausted } from "../../../domain/items/due.js";
import { contextFor } from "../../../domain/ladder/subject.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import { workingDaysOverdue } from "../../../domain/ladder/counted-days.js";
import type { CalendarYear } from "../../../domain/plan/plan.js";
import type { Rung } from "../../../domain/plan/policy.js";
import { decideBatch, nextDue } from "../../../domain/streams/task-stream.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import { at, calendar, command, ruleSet, people, planned, policy, Stream } from "../../support/small-plan.js";
import { said } from "../../support/events.js";

const days = compileCalendar(calendar);
const item = (stream: Stream): ItemState => stream.state.items.a as ItemState;
const exhausted = (stream: Stream): boolean => ladderExhausted(item(stream), contextFor(item(stream), 1, ruleSet));

function working(deadline = "2021-06-30", lib: RuleSet = ruleSet): Stream {
  const stream = new Stream([planned("a", deadline)], undefined, lib);
  stream.runTo(at("2021-04-12"));
  expect(stream.at(at("2021-04-12", "10:00"), command("signFor", people.clerk, "a"))).toEqual([]);
  return stream;
}

/** Plays up to the instant, then acts. */
function act(stream: Stream, day: string, time: string, ...commands: Parameters<Stream["at"]>[1][]): string[] {
  stream.runTo(at(day, time));
  return stream.at(at(day, time), ...commands);
}
const suspend = (until: string) => command("suspend", people.office, "a", { until });
const after = (stream: Stream, type: string): string[] => {
  const told = stream.told();
  return told.slice(told.findLastIndex((entry) => entry.startsWith(`${type}@`)) + 1);
};
const overdueAt = (stream: Stream, rung: string): unknown =>
  stream.rows.filter((row) => row.type === "rungFired").find(({ payload }) => payload.rung === rung)?.payload.overdue;

describe("what is asked at one instant", () => {
  it("leaves the same rows whether it comes together or one by one", () => {
    const report = command("report", people.clerk, "a");
    const goBack = command("returnForRework", people.office, "a");
    const note = command("annotate", people.office, "a");
    const alone = working();
    const together = working();
    const since = together.rows.length;
    for (const stream of [alone, together]) act(stream, "2021-06-21", "10:00", report);
    for (const each of [goBack, note]) act(alone, "2021-06-30", "15:00", each);
    act(together, "2021-06-30", "15:00", goBack, note);
    // What passed while it was with the office is skipped as it goes back, and stands before the note.
    const said = after(together, "returned");
    expect(said.length).toBeGreaterThan(1);
    expect(said.at(-1)).toBe("annotated@2021-06-30");
    expect(together.rows.slice(since)).toEqual(alone.rows.slice(since));
  });
});

describe("suspended days do not count as overdue", () => {
  it("when the suspension begins on the deadline's own day", () => {
    const stream = working();
    act(stream, "2021-06-30", "10:00", suspend("2021-07-09"));
    stream.runTo(at("2021-07-21"));
    expect(after(stream, "suspended")).toEqual([
      "resumed@2021-07-10",
      "rungFired:urge@2021-07-13",
      "instrumentDrafted:supervise@2021-07-15",
      "instrumentLapsed:supervise@2021-07-19",
      "rungFired:escalate@2021-07-21",
    ]);
    expect(overdueAt(stream, "escalate")).toBe(7);
    // Eight working days were suspended, the deadline's own among them.
    expect(item(stream)).toMatchObject({ deadline: "2021-07-12", originalDeadline: "2021-06-30", deadlineVersion: 2 });
  });

  it("when it covers a holiday only, on whose next working day a rung is due: it fires then, once", () => {
    const stream = working("2021-09-30");
    act(stream, "2021-10-01", "10:00", suspend("2021-10-07"));
    stream.runTo(at("2021-10-11"));
    expect(after(stream, "suspended")).toEqual([
      "resumed@2021-10-08",
      "rungFired:urge@2021-10-08",
      "instrumentDrafted:supervise@2021-10-11",
    ]);
    // 2021-10-09 is a worked Saturday: the 8th, 9th and 11th.
    expect(workingDaysOverdue(item(stream), "2021-10-11", days)).toBe(3);
  });

  it("when it comes twice, also twice on one day", () => {
    const stream = working();
    act(stream, "2021-07-01", "10:00", suspend("2021-07-02"));
    act(stream, "2021-07-05", "10:00", suspend("2021-07-09"));
    act(stream, "2021-07-06", "10:00", command("resume", people.office, "a"), suspend("2021-07-07"));
    stream.runTo(at("2021-07-16"));
    expect(after(stream, "suspended")).toEqual([
      "resumed@2021-07-08",
      "instrumentDrafted:supervise@2021-07-12",
      "instrumentLapsed:supervise@2021-07-14",
      "rungFired:escalate@2021-07-16",
    ]);
    expect(overdueAt(stream, "escalate")).toBe(7);
  });

  it("on none of the item's ladders: signing for, checking, the office's own signature", () => {
    const unsigned = new Stream([planned("a", "2021-06-30")]);
    act(unsigned, "2021-04-13", "10:00", suspend("2021-04-30"));
    unsigned.runTo(at("2021-05-11"));
    expect(after(unsigned, "resumed")).toEqual(["rungFired:unsigned3@2021-05-08", "rungFired:unsigned5@2021-05-11"]);

    const unchecked = working();
    act(unchecked, "2021-06-01", "10:00", command("report", people.clerk, "a"));
    act(unchecked, "2021-06-02", "10:00", suspend("2021-06-18"));
    unchecked.runTo(at("2021-06-30"));
    expect(after(unchecked, "resumed")).toEqual(["rungFired:check5@2021-06-25", "rungFired:check8@2021-06-30"]);

    const draft = working();
    act(draft, "2021-07-05", "11:00", suspend("2021-07-09"));
    const sign = { rung: "supervise", documentNo: "1" };
    expect(act(draft, "2021-07-06", "10:00", command("signInstrument", people.office, "a", sign))).toEqual([
      "suspended",
    ]);
    // The deadline has moved: what was drafted under the old one is withdrawn, and drafted again on its new day.
    draft.runTo(at("2021-07-14"));
    expect(after(draft, "suspended")).toEqual([
      "resumed@2021-07-10",
      "instrumentWithdrawn:supervise@2021-07-10",
      "instrumentDrafted:supervise@2021-07-12",
      "instrumentLapsed:supervise@2021-07-14",
    ]);
  });

  it("and both ends are told to those who work on the item", () => {
    const stream = working();
    act(stream, "2021-06-01", "10:00", suspend("2021-06-04"));
    stream.runTo(at("2021-06-05"));
    const told = stream.rows.filter((row) => row.type === "suspended" || row.type === "resumed");
    expect(told.map((row) => row.notices?.[0]?.instrument)).toEqual(["suspension", "suspension"]);
    expect(told[1]?.notices?.[0]).toMatchObject({
      to: [{ unit: "unit" }],
      copy: [{ role: "township" }, { role: "helpingUnit" }],
      facts: { resumed: true },
    });
  });
});

describe("after an outage", () => {
  it("a planned end counts on its own day: the same rungs as if the engine had been there", () => {
    const late = working();
    act(late, "2021-07-02", "10:00", suspend("2021-07-15"));
    late.at(at("2021-07-29", "15:00"));
    expect(after(late, "suspended")).toEqual([
      "resumed@2021-07-29",
      "instrumentDrafted:supervise@2021-07-29",
      "rungFired:escalate@2021-07-29",
    ]);
    const due = late.rows.slice(-3).map((row) => said(row).due);
    expect(due).toEqual(["2021-07-16", "2021-07-19", "2021-07-23"]);
    expect(item(late).stops).toEqual([["2021-07-02", "2021-07-16"]]);
  });

  it("rungs of all items fire in the order in which they were due; later rungs keep their nominal days", () => {
    const stream = new Stream([planned("late", "2021-07-02"), planned("early", "2021-06-30")]);
    stream.runTo(at("2021-06-30"));
    stream.at(at("2021-07-12", "15:00"));
    const missed = stream.rows.filter((row) => row.at === at("2021-07-12", "15:00"));
    expect(missed.map((row) => [row.item, said(row).rung, said(row).due])).toEqual([
      ["late", "remind1", "2021-07-01"],
      ["early", "urge", "2021-07-01"],
      ["late", "urge", "2021-07-05"],
      ["early", "supervise", "2021-07-05"],
      ["late", "supervise", "2021-07-07"],
      ["early", "escalate", "2021-07-09"],
    ]);
    stream.runTo(at("2021-07-19"));
    expect(stream.told("rungFired").slice(-3)).toEqual([
      "rungFired:escalate@2021-07-12",
      "rungFired:escalate@2021-07-13",
      "rungFired:escalate@2021-07-16",
    ]);
    expect(stream.told("instrumentLapsed")).toEqual([
      "instrumentLapsed:supervise@2021-07-14",
      "instrumentLapsed:supervise@2021-07-14",
    ]);
  });

  it("an assignment and a lapse are recorded with both dates too", () => {
    const stream = new Stream([planned("a", "2021-06-30")]);
    stream.at(at("2021-04-20", "15:00"));
    expect(stream.rows.at(-1)?.payload).toMatchObject({ on: "2021-04-20", due: "2021-04-12" });
    stream.runTo(at("2021-07-05"));
    stream.at(at("2021-07-08", "15:00"));
    expect(stream.rows.at(-1)).toMatchObject({ type: "instrumentLapsed", payload: { due: "2021-07-07" } });
  });
});

describe("an application for an extension", () => {
  const request = (to = "2021-09-30") => command("requestExtension", people.clerk, "a", { to });
  const propose = (grant: boolean) => command("proposeExtension", people.office, "a", { grant });
  const decide = (grant: boolean) => command("decideExtension", people.group, "a", { grant });

  it("made on the deadline's day is in time", () => {
    const stream = working();
    expect(act(stream, "2021-06-30", "16:00", request())).toEqual([]);
    expect(item(stream).extension?.late).toBe(false);
    stream.runTo(at("2021-07-30"));
    expect(stream.told("rungFired").filter((entry) => entry.includes("urge"))).toEqual([]);
  });

  it("chases whoever decides: the proposer for three days, then the leading group for three of its own", () => {
    const stream = working();
    act(stream, "2021-06-21", "10:00", request());
    act(stream, "2021-06-25", "10:00", propose(true));
    stream.runTo(at("2021-08-31"));
    const chased = stream.rows.filter((row) => String(said(row).rung).startsWith("decide"));
    expect(
      chased.map((row) => [said(row).rung, said(row).version, said(row).due, row.notices?.[0]?.facts.deciderUnit]),
    ).toEqual([
      ["decide3", 1, "2021-06-24", "office"],
      ["decide3", 2, "2021-06-30", "group"],
      ["decide6", 2, "2021-07-05", "group"],
    ]);
    // Frozen by an application that nobody decides: on the long-overdue list, not forgotten.
    expect(exhausted(stream)).toBe(true);
    act(stream, "2021-09-01", "10:00", decide(false));
    expect(exhausted(stream)).toBe(false);
  });

  it("that is late freezes nothing, blocks no talk, and its refusal changes nothing", () => {
    const stream = working();
    const sign = { rung: "supervise", documentNo: "1" };
    act(stream, "2021-07-05", "10:00", command("signInstrument", people.office, "a", sign));
    act(stream, "2021-07-06", "10:00", request());
    expect(item(stream).extension?.late).toBe(true);
    stream.runTo(at("2021-07-21"));
    expect(stream.told("instrumentDrafted").at(-1)).toBe("instrumentDrafted:talk@2021-07-21");
    const before = item(stream).deadlineRun;
    act(stream, "2021-07-21", "10:00", propose(false), decide(false));
    expect(item(stream).deadlineRun).toEqual(before);
  });

  it("granted: the old deadline stays on record, and those who heard of the delay hear of the time given", () => {
    const stream = working();
    act(stream, "2021-07-12", "10:00", request(), propose(true), decide(true));
    const row = stream.rows.find((each) => each.type === "extensionDecided");
    expect(row?.payload).toMatchObject({ from: "2021-06-30", deadline: "2021-09-30", grant: true });
    expect(row?.notices?.[0]).toMatchObject({
      alsoToPriorRecipients: true,
      facts: { deadline: "2021-09-30", originalDeadline: "2021-06-30", overdue: 0 },
    });
    expect(item(stream)).toMatchObject({ originalDeadline: "2021-06-30", deadlineVersion: 2 });
  });

  it("asks the paired leaders for their opinion; the applicant gives none and decides nothing", () => {
    const stream = working();
    act(stream, "2021-06-21", "10:00", request());
    expect(stream.rows.at(-1)?.notices?.[0]?.copy).toEqual([
      { role: "villageCountyLeader" },
      { role: "villageDepartmentHead" },
    ]);
    const self = { ...people.office, person: "clerk" };
    const opinion = command("giveOpinion", self, "a", { supports: true });
    const forLeader = { person: "x", post: "x", unit: "gov", onBehalfOf: { person: "clerk", post: "leader/1" } };
    expect(stream.at(at("2021-06-22", "10:00"), opinion, command("giveOpinion", forLeader, "a"))).toEqual([
      "ownWork",
      "ownWork",
    ]);
    expect(stream.at(at("2021-06-22", "10:00"), command("proposeExtension", self, "a", { grant: true }))).toEqual([
      "ownWork",
    ]);
    expect(
      stream.at(
        at("2021-06-22", "10:00"),
        command("giveOpinion", people.leader, "a", { supports: true }),
        propose(true),
      ),
    ).toEqual([]);
    const own = { ...people.group, person: "clerk" };
    expect(stream.at(at("2021-06-22", "10:00"), command("decideExtension", own, "a", { grant: true }))).toEqual([
      "ownWork",
    ]);
  });

  it("is withdrawn when the unit reports or the reading changes", () => {
    for (const [kind, actor, more] of [
      ["report", people.clerk, {}],
      ["changeReading", people.office, { deadline: "2021-08-31" }],
    ] as const) {
      const stream = working();
      act(stream, "2021-06-21", "10:00", request(), command(kind, actor, "a", more));
      expect(stream.told("extensionWithdrawn")).toHaveLength(1);
      expect(item(stream).extension).toBeNull();
    }
  });
});

describe("when a ladder goes on", () => {
  it("a reminder is no use any more on the day on which the first 催办 is due", () => {
    const stream = working();
    act(stream, "2021-06-25", "10:00", command("requestExtension", people.clerk, "a", { to: "2021-09-30" }));
    const refuse = { grant: false };
    act(
      stream,
      "2021-06-30",
      "16:00",
      command("proposeExtension", people.office, "a", refuse),
      command("decideExtension", people.group, "a", refuse),
    );
    stream.runTo(at("2021-07-01"));
    expect(after(stream, "extensionDecided")).toEqual(["rungSkipped:remind1@2021-06-30", "rungFired:urge@2021-07-01"]);
  });

  it("the escalation is not passed over for a talk that may follow", () => {
    const stream = working();
    const sign = { rung: "supervise", documentNo: "1" };
    act(stream, "2021-07-05", "10:00", command("signInstrument", people.office, "a", sign));
    act(stream, "2021-07-06", "10:00", command("report", people.clerk, "a"));
    act(stream, "2021-08-30", "10:00", command("returnForRework", people.office, "a"));
    stream.runTo(at("2021-09-07"));
    // What was returned has five working days: only then has the letter gone unanswered again.
    expect(after(stream, "returned")).toEqual([
      "rungFired:escalate@2021-08-31",
      "instrumentDrafted:talk@2021-09-07",
      "rungFired:escalate@2021-09-07",
    ]);
  });

  it("the escalation of a deadline that moved into the past while the item was suspended comes after its end", () => {
    const stream = working();
    const moved = command("changeReading", people.office, "a", { deadline: "2021-05-31" });
    act(stream, "2021-06-15", "10:00", suspend("2021-06-25"), moved);
    stream.runTo(at("2021-07-05"));
    expect(after(stream, "resumed").filter((entry) => entry.includes("escalate"))).toEqual([
      "rungFired:escalate@2021-06-28",
      "rungFired:escalate@2021-07-05",
    ]);
    expect(stream.rows.find((row) => said(row).rung === "escalate")).toMatchObject({ payload: { due: "2021-06-28" } });
  });

  it("by a new policy with another ladder for its scope", () => {
    const ladderByScope = { ...policy.ladderByScope, village: "county" } as const;
    const both = { ...ruleSet, policies: { "1": policy, "2": { ...policy, version: 2, ladderByScope } } };
    const stream = working("2021-06-30", both);
    act(stream, "2021-06-30", "10:00", command("migratePolicy", people.office, "a", { version: 2 }));
    stream.runTo(at("2021-07-09"));
    expect(stream.rows.at(-1)?.notices?.[0]?.to).toEqual([{ role: "leaderInCharge" }]);
  });

  it("by a new policy, each ladder goes on with its highest rung passed", () => {
    const sooner = (rung: Rung): Rung => ({ ...rung, id: `${rung.id}b`, offset: rung.offset - 2 });
    const ladders = { ...policy.ladders, signFor: policy.ladders.signFor.map(sooner) };
    const both = { ...ruleSet, policies: { "1": policy, "2": { ...policy, version: 2, ladders } } };
    const stream = new Stream([planned("a", "2021-06-30")], undefined, both);
    act(stream, "2021-04-15", "10:00", command("migratePolicy", people.office, "a", { version: 2 }));
    stream.runTo(at("2021-04-30"));
    expect(after(stream, "policyMigrated")).toEqual([
      "rungSkipped:unsigned3b@2021-04-15",
      "rungFired:unsigned5b@2021-04-16",
    ]);
    expect(stream.at(at("2021-05-06", "10:00"), command("migratePolicy", people.office, "a", { version: 9 }))).toEqual([
      "badValue",
    ]);
  });

  it("a repetition that was due meanwhile fires once, and the next one counts from there", () => {
    const stream = working();
    act(stream, "2021-07-12", "10:00", command("report", people.clerk, "a"));
    act(stream, "2021-08-16", "10:00", command("returnForRework", people.office, "a"));
    stream.runTo(at("2021-08-24"));
    expect(after(stream, "returned").filter((entry) => entry.includes("escalate"))).toEqual([
      "rungFired:escalate@2021-08-17",
      "rungFired:escalate@2021-08-24",
    ]);
  });
});

describe("another reading of the deadline", () => {
  it("is told to all who work on the item, and to those who were told of trouble", () => {
    const stream = working();
    act(stream, "2021-06-02", "10:00", command("changeReading", people.office, "a", { deadline: "2021-07-31" }));
    const row = stream.rows.findLast((each) => each.type === "readingChanged");
    expect(row?.notices?.[0]).toMatchObject({
      instrument: "deadlineChange",
      to: [{ unit: "unit" }],
      copy: [{ role: "township" }, { role: "helpingUnit" }],
      alsoToPriorRecipients: true,
      facts: { deadline: "2021-07-31", from: "2021-06-30", to: "2021-07-31" },
    });
    // Of the new version's rungs none lies before the change; nothing of the old one fires any more.
    stream.runTo(at("2021-07-30"));
    expect(after(stream, "readingChanged")).toEqual([
      "rungFired:remind20@2021-07-05",
      "rungFired:remind5@2021-07-26",
      "rungFired:remind1@2021-07-30",
    ]);
  });
});

describe("a ladder that has run out", () => {
  it("puts on the long-overdue list what waits for the unit, the verifier or the end of a review", () => {
    const silent = working();
    silent.runTo(at("2021-08-19"));
    expect(exhausted(silent)).toBe(false);
    silent.runTo(at("2021-12-31"));
    expect(exhausted(silent)).toBe(true);
    act(silent, "2022-01-04", "10:00", command("report", people.clerk, "a"));
    expect(exhausted(silent)).toBe(false);
    silent.runTo(at("2022-01-31"));
    expect(exhausted(silent)).toBe(true);

    const reviewed = working();
    const sign = { rung: "supervise", documentNo: "1" };
    act(reviewed, "2021-07-05", "10:00", command("signInstrument", people.office, "a", sign));
    act(reviewed, "2021-07-06", "10:00", command("openCauseReview", people.office, "a"));
    reviewed.runTo(at("2021-12-31"));
    expect(exhausted(reviewed)).toBe(true);
    act(reviewed, "2021-12-31", "10:00", command("closeCauseReview", people.office, "a"));
    expect(exhausted(reviewed)).toBe(false);
  });

  it("but not what is suspended", () => {
    const stream = working();
    act(stream, "2021-12-31", "10:00", suspend("2022-03-31"));
    expect(exhausted(stream)).toBe(false);
  });
});

describe("a rung that waits for a review", () => {
  it("holds up neither the escalation after it nor that one's repetitions", () => {
    const early = (rungs: readonly Rung[]): Rung[] =>
      rungs.map((rung) => (rung.id === "talk" ? { ...rung, offset: 5 } : rung)).sort((a, b) => a.offset - b.offset);
    const ladders = { ...policy.ladders, village: early(policy.ladders.village) };
    const stream = working("2021-06-30", { ...ruleSet, policies: { "1": { ...policy, ladders } } });
    const sign = { rung: "supervise", documentNo: "1" };
    act(stream, "2021-07-05", "10:00", command("signInstrument", people.office, "a", sign));
    act(stream, "2021-07-06", "10:00", command("openCauseReview", people.office, "a"));
    stream.runTo(at("2021-07-16"));
    expect(after(stream, "causeReviewOpened")).toEqual([
      "rungFired:escalate@2021-07-09",
      "rungFired:escalate@2021-07-16",
    ]);
    act(stream, "2021-07-19", "10:00", command("closeCauseReview", people.office, "a"));
    stream.runTo(at("2021-07-20"));
    expect(after(stream, "causeReviewClosed")).toEqual(["instrumentDrafted:talk@2021-07-20"]);
  });
});

describe("beyond the calendar", () => {
  it("no date is taken whose ladder could not be counted", () => {
    const stream = working();
    const now = at("2021-05-06", "10:00");
    expect(stream.at(now, command("changeReading", people.office, "a", { deadline: "2031-06-30" }))).toEqual([
      "badDate",
    ]);
    expect(item(stream).deadline).toBe("2021-06-30");
  });

  it("an item that gets there with time waits, marked, can still be worked on, and goes on with the new calendar", () => {
    const wider: CalendarYear = { year: 2023, holidays: ["2023-01-01", "2023-01-02"], workedWeekends: [] };
    const both: RuleSet = {
      ...ruleSet,
      calendars: { "1": calendar, "2": { version: 2, years: [...calendar.years, wider] } },
    };
    const stream = working("2022-12-20", both);
    stream.runTo(at("2022-12-31"));
    expect(item(stream)).toMatchObject({ nextDue: null, beyondCalendar: 2023 });
    expect(stream.told("rungFired").at(-1)).toBe("rungFired:escalate@2022-12-29");
    const late = decideBatch(stream.state, [command("report", people.clerk, "a")], at("2023-02-01", "10:00"), both);
    expect(late.outcomes[0]?.refused).toEqual([]);
    expect(late.state.items.a).toMatchObject({ status: "reported", beyondCalendar: 2023 });
    const actor = people.office;
    const order = { kind: "adoptCalendar", version: 2, reason: "2023年放假安排" } as const;
    const adopted = decideBatch(stream.state, [], at("2022-12-30", "10:00"), both, [{ key: "o", actor, order }]);
    expect(adopted.state.items.a?.beyondCalendar).toBeNull();
    expect(nextDue(adopted.state)).toBe(at("2023-01-06"));
  });
});
