/**
 * The ladder of docs/domain.md, "The ladder", with its distances, holds, answers, repetitions and grace: what each rule says, and
 * what holds for any sequence of events.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workingDaysOverdue } from "../../../domain/ladder/counted-days.js";
import type { NewRow } from "../../../domain/ledger/record.js";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import { addDays, dateAt } from "../../../domain/plan/plan-date.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import { isFrozen, isSuspended, isWithUnit } from "../../../domain/items/work-item.js";
import { said } from "../../support/events.js";
import { none, play, resumedStory, story } from "../../support/stories.js";
import {
  at,
  calendar,
  command,
  OFFSET,
  people,
  planned,
  Stream,
  tablePolicy,
  tableRules,
} from "../../support/small-plan.js";

const days = compileCalendar(calendar);
const runs = { numRuns: 150 };
const dayOf = (row: NewRow): string => dateAt(row.at, OFFSET);
const presses = (row: NewRow): boolean => row.type === "rungFired" || row.type === "instrumentDrafted";
const isDeadlines = (row: NewRow): boolean => said(row).run === "deadline";

function working(rules: RuleSet = tableRules, deadline = "2021-06-30"): Stream {
  const stream = new Stream([planned("a", deadline)], undefined, rules);
  act(stream, "2021-04-12", command("signFor", people.clerk, "a"));
  return stream;
}
/** Plays up to ten o'clock of the day, then acts. */
function act(stream: Stream, day: string, ...commands: Parameters<Stream["at"]>[1][]): string[] {
  stream.runTo(at(day, "10:00"));
  return stream.at(at(day, "10:00"), ...commands);
}
const since = (stream: Stream, day: string): string[] =>
  stream.told().filter((told) => (told.split("@")[1] ?? "") >= day);
const sign = () => command("signInstrument", people.office, "a", { rung: "supervise", documentNo: "督函〔2021〕1号" });
const answer = (promised: string) =>
  command("answer", people.clerk, "a", { cause: "用房未落实", measures: "逐村落实", promised, responsible: "李某" });
const factsOf = (stream: Stream, type: string, rung?: string) =>
  stream.rows.findLast((row) => row.type === type && (rung === undefined || said(row).rung === rung))?.notices?.[0]
    ?.facts;

/** Drafted on +4 and signed on the same day; its reply date is the third working day after. */
function supervised(rules: RuleSet = tableRules): Stream {
  const stream = working(rules);
  expect(act(stream, "2021-07-06", sign())).toEqual([]);
  return stream;
}

describe("the table in silence", () => {
  it("presses on its days, submits three times and ends on the agenda list", () => {
    const stream = working();
    stream.runTo(at("2022-06-01"));
    expect(since(stream, "2021-06-01")).toEqual([
      "rungFired:remind20@2021-06-01",
      "rungFired:remind5@2021-06-23",
      "rungFired:remind1@2021-06-29",
      "rungFired:urge@2021-07-01",
      "instrumentDrafted:supervise@2021-07-06",
      "instrumentLapsed:supervise@2021-07-08",
      "rungFired:escalate@2021-07-09",
      "rungSkipped:talk@2021-07-21",
      "rungFired:escalate@2021-07-23",
      "rungFired:escalate@2021-08-20",
      "agendaListed:escalate@2021-09-03",
    ]);
    expect(factsOf(stream, "rungFired", "remind5")).toMatchObject({ replyBy: "2021-06-30" });
    expect(factsOf(stream, "rungFired", "urge")).toMatchObject({ replyBy: "2021-07-05" });
  });

  it.each([
    ["unanswered", false],
    ["answered, and not yet taken by the leader", true],
  ])("nothing is submitted again while a leader's own 批示 runs, %s", (_name, replies) => {
    const stream = working();
    const order = command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-08-16" });
    act(stream, "2021-07-12", order);
    if (replies)
      act(stream, "2021-07-14", command("replyToInstruction", people.clerk, "a", { instruction: order.key }));
    stream.runTo(at("2021-08-20"));
    expect(stream.told("rungFired").filter((told) => told.includes("escalate"))).toEqual([
      "rungFired:escalate@2021-07-09",
      "rungFired:escalate@2021-08-17",
    ]);
  });
});

describe("rungs are two working days apart", () => {
  it("after the ladder stood still, too: the escalation follows the letter, never on its morning", () => {
    const stream = working();
    act(stream, "2021-06-25", command("report", people.clerk, "a"));
    act(stream, "2021-07-07", command("returnForRework", people.office, "a"));
    stream.runTo(at("2021-07-14"));
    expect(since(stream, "2021-07-08")).toEqual([
      "instrumentDrafted:supervise@2021-07-08",
      "instrumentLapsed:supervise@2021-07-12",
      "rungFired:escalate@2021-07-12",
    ]);
  });

  it("around a deadline on a day off", () => {
    const stream = working(tableRules, "2021-10-31");
    stream.runTo(at("2021-11-03"));
    expect(since(stream, "2021-10-28")).toEqual(["rungFired:remind1@2021-10-29", "rungFired:urge@2021-11-02"]);
  });
});

describe("书面答复", () => {
  it("only answers a signed letter, is the owing unit's, and names a day to come", () => {
    expect(act(working(), "2021-07-06", answer("2021-07-20"))).toEqual(["nothingPending"]);
    const stream = supervised();
    const other = { ...answer("2021-07-20"), actor: people.town };
    expect(act(stream, "2021-07-07", other, answer("2021-07-07"))).toEqual(["notYours", "badDate"]);
    expect(act(stream, "2021-07-07", answer("2021-07-20"))).toEqual([]);
    expect(act(stream, "2021-07-08", answer("2021-07-20"))).toEqual(["illegalStep"]);
    expect(act(stream, "2021-07-08", command("acceptAnswer", people.clerk, "a"))).toEqual(["notYours"]);
  });

  it("the letter says by when, and what follows quotes the answer", () => {
    const stream = supervised();
    expect(factsOf(stream, "instrumentSigned")).toMatchObject({ replyBy: "2021-07-09" });
    act(stream, "2021-07-07", answer("2021-07-20"));
    stream.runTo(at("2021-07-09"));
    expect(factsOf(stream, "rungFired", "escalate")).toMatchObject({
      cause: "用房未落实",
      promised: "2021-07-20",
      responsible: "李某",
      answered: "waiting",
      supervisedNo: "督函〔2021〕1号",
      supervisedOn: "2021-07-06",
    });
  });

  it("accepted, stops the talk until the promised day, which is chased", () => {
    const stream = supervised();
    act(stream, "2021-07-07", answer("2021-08-04"));
    act(stream, "2021-07-08", command("acceptAnswer", people.office, "a"));
    stream.runTo(at("2021-08-09"));
    expect(since(stream, "2021-07-20").filter((told) => !told.includes("escalate"))).toEqual([
      "rungFired:promise-1@2021-08-03",
      "rungFired:promise1@2021-08-05",
      // Two working days after the slip that the broken promise brought.
      "instrumentDrafted:talk@2021-08-09",
    ]);
  });

  it("while it waits for the office no talk is proposed; returned it counts as none, and there is a day for another", () => {
    const stream = supervised();
    act(stream, "2021-07-07", answer("2021-08-04"));
    stream.runTo(at("2021-07-26"));
    expect(stream.told("instrumentDrafted")).toHaveLength(1);
    const back = command("returnAnswer", people.office, "a", { reason: "不具体", replyBy: "2021-07-28" });
    expect(act(stream, "2021-07-26", back)).toEqual([]);
    expect(factsOf(stream, "answerReturned")).toMatchObject({ answerReturnedReason: "不具体", replyBy: "2021-07-28" });
    stream.runTo(at("2021-07-29"));
    expect(stream.told("instrumentDrafted").at(-1)).toBe("instrumentDrafted:talk@2021-07-29");
  });

  it("no talk with nobody, and none with a 处级领导: that is submitted", () => {
    const head = (holders: readonly { value: string; to?: string }[], leader = false): RuleSet => ({
      ...tableRules,
      heads: { byUnit: { unit: { holders, leader } }, leaders: [{ value: "p-leader" }] },
    });
    const vacant = supervised(head([{ value: "p-head", to: "2021-07-08" }]));
    vacant.runTo(at("2021-07-21"));
    expect(vacant.rows.at(-1)).toMatchObject({ type: "rungSkipped", payload: { rung: "talk", reason: "headVacant" } });
    for (const rules of [head([{ value: "p-leader" }]), head([{ value: "p-head" }], true)]) {
      const submitted = supervised(rules);
      submitted.runTo(at("2021-07-21"));
      expect(submitted.rows.at(-1)).toMatchObject({
        type: "rungFired",
        payload: { rung: "talk", instrument: "escalate" },
        notices: [{ instrument: "escalate", to: [{ role: "leadingGroup" }] }],
      });
    }
  });
});

describe("暂缓", () => {
  const suspend = (until: string, more = {}) => command("suspend", people.office, "a", { until, ...more });

  it("moves the deadline by its working days; then nothing presses for three, and only the highest rung goes", () => {
    const stream = working();
    act(stream, "2021-07-05", suspend("2021-07-16"));
    expect(factsOf(stream, "suspended")).toMatchObject({
      since: "2021-07-05",
      until: "2021-07-16",
      approver: "chair",
      overdue: 2,
    });
    stream.runTo(at("2021-07-30"));
    // Ten working days from 06-30.
    expect(stream.state.items.a).toMatchObject({ deadline: "2021-07-14", originalDeadline: "2021-06-30" });
    expect(since(stream, "2021-07-06")).toEqual([
      "resumed@2021-07-17",
      "instrumentDrafted:supervise@2021-07-22",
      "instrumentLapsed:supervise@2021-07-26",
      "rungFired:escalate@2021-07-26",
    ]);
    const resumed = stream.rows.find(({ type }) => type === "resumed");
    expect(resumed?.payload).toMatchObject({ from: "2021-06-30", deadline: "2021-07-14", movedBy: 10 });
    expect(resumed?.notices?.[0]?.facts).toMatchObject({
      deadline: "2021-07-14",
      from: "2021-06-30",
      to: "2021-07-14",
    });
  });

  it("or to the day that the order names", () => {
    const stream = working();
    expect(act(stream, "2021-06-15", suspend("2021-07-09", { deadline: "2021-07-01" }))).toEqual(["badDate"]);
    expect(act(stream, "2021-06-15", suspend("2021-07-09", { deadline: "2021-07-26" }))).toEqual([]);
    stream.runTo(at("2021-07-27"));
    expect(stream.state.items.a).toMatchObject({ deadline: "2021-07-26", originalDeadline: "2021-06-30" });
    expect(since(stream, "2021-07-12")).toEqual([
      "rungFired:remind5@2021-07-19",
      "rungFired:remind1@2021-07-23",
      "rungFired:urge@2021-07-27",
    ]);
  });

  const reading = (deadline: string) => command("changeReading", people.office, "a", { deadline });
  it.each([
    ["another reading, past", [reading("2021-06-10")]],
    ["another reading, near", [reading("2021-07-19")]],
    ["a return", [command("report", people.clerk, "a"), command("returnForRework", people.office, "a")]],
    [
      "a review of the cause that ends",
      [command("openCauseReview", people.office, "a"), command("closeCauseReview", people.office, "a")],
    ],
    ["another policy", [command("migratePolicy", people.office, "a", { version: 2 })]],
  ])("the three days are kept through %s", (_name, acts) => {
    const stream = working();
    act(stream, "2021-07-05", suspend("2021-07-16"));
    expect(act(stream, "2021-07-19", ...acts)).toEqual([]);
    stream.runTo(at("2021-07-30"));
    const pressed = stream.rows.filter((row) => presses(row) && dayOf(row) > "2021-07-17");
    expect(pressed.map(dayOf)[0]).toBe("2021-07-22");
  });
});

describe("暂缓呈阅", () => {
  const hold = (more = {}) => command("holdEscalation", people.office, "a", { days: 5, reason: "正在协调", ...more });

  it("puts one 呈阅 off for five working days at most, with the reason in it", () => {
    const stream = working();
    expect(act(stream, "2021-06-30", hold())).toEqual(["nothingPending"]);
    expect(act(stream, "2021-07-08", { ...hold(), actor: people.clerk }, hold({ days: 6 }))).toEqual([
      "notYours",
      "badValue",
    ]);
    expect(act(stream, "2021-07-08", hold(), hold())).toEqual(["illegalStep"]);
    stream.runTo(at("2021-07-16"));
    expect(stream.told().at(-1)).toBe("rungFired:escalate@2021-07-16");
    expect(factsOf(stream, "rungFired", "escalate")).toMatchObject({
      heldFrom: "2021-07-09",
      heldDays: 5,
      heldReason: "正在协调",
      overdue: 12,
    });
  });

  it("counts from the day on which it would go: later than the seventh where the ladder stood still", () => {
    const stream = working();
    act(stream, "2021-06-25", command("report", people.clerk, "a"));
    act(stream, "2021-07-07", command("returnForRework", people.office, "a"));
    expect(act(stream, "2021-07-09", hold())).toEqual([]);
    stream.runTo(at("2021-07-30"));
    expect(stream.told("rungFired").filter((told) => told.includes("escalate"))[0]).toBe(
      "rungFired:escalate@2021-07-19",
    );
    expect(factsOf(stream, "rungFired", "escalate")).toMatchObject({ heldFrom: "2021-07-12", heldDays: 5 });
  });
});

describe("批示", () => {
  it("is answered by what the unit reported and the office checked, never by the note of whoever closes it", () => {
    const stream = working();
    act(
      stream,
      "2021-07-12",
      command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-07-30", text: "请抓紧。" }),
    );
    act(stream, "2021-07-14", command("report", people.clerk, "a", { text: "网点已建成。" }));
    act(stream, "2021-07-15", command("verify", people.office, "a"));
    act(stream, "2021-07-16", command("closeOut", people.office, "a", { text: "同意销号。" }));
    const reply = stream.rows.at(-1)?.notices?.find(({ instrument }) => instrument === "instructionReply");
    expect(reply?.facts).toMatchObject({
      text: "网点已建成。",
      instructionText: "请抓紧。",
      instructionOn: "2021-07-12",
    });
  });

  it("what is sent back says why in the words of whoever sent it back, beside the 批示 itself", () => {
    const stream = working();
    const order = command("instruct", people.leader, "a", { unit: "unit", replyBy: "2021-07-30", text: "请抓紧。" });
    act(stream, "2021-07-12", order);
    const about = { instruction: order.key };
    act(stream, "2021-07-14", command("replyToInstruction", people.clerk, "a", about));
    expect(
      act(
        stream,
        "2021-07-15",
        command("returnReply", people.office, "a", { ...about, reason: "不具体", replyBy: "2021-07-20" }),
      ),
    ).toEqual([]);
    const facts = factsOf(stream, "instructionReturned");
    expect(facts).toMatchObject({ returnReason: "不具体", instructionText: "请抓紧。", replyBy: "2021-07-20" });
    expect(facts).not.toHaveProperty("text");
  });
});

it("an item counts as overdue until its unit reported; what the checkers take is theirs", () => {
  const stream = working();
  act(stream, "2021-07-06", command("report", people.clerk, "a"));
  act(stream, "2021-07-20", command("verify", people.office, "a"));
  expect(factsOf(stream, "verified") ?? { overdue: 4 }).toMatchObject({ overdue: 4 });
  act(stream, "2021-07-21", command("closeOut", people.office, "a"));
  expect(factsOf(stream, "closed")).toMatchObject({ overdue: 4 });
});

describe("for any sequence of events", () => {
  const played = (events: Parameters<typeof play>[0], everyDay: Parameters<typeof play>[1] = none) =>
    play(events, everyDay, undefined, tableRules);

  it("no letter asks for something by a date that is past", () => {
    fc.assert(
      fc.property(story, (events) => {
        for (const row of played(events).rows)
          for (const { facts, instrument } of row.notices ?? []) {
            const letter = days.firstWorkingDayOnOrAfter(dayOf(row));
            const { replyBy } = facts;
            if (replyBy !== undefined)
              expect(String(replyBy) >= letter, `${instrument} of ${letter} by ${replyBy}`).toBe(true);
          }
      }),
      runs,
    );
  });

  it("every reminder, slip, supervision letter and return says by when", () => {
    const asking = [
      "reminder",
      "urge",
      "supervise",
      "returned",
      "verificationRequest",
      "assignment",
      "extensionRequest",
      "instruction",
    ];
    fc.assert(
      fc.property(story, (events) => {
        for (const row of played(events).rows)
          for (const { facts, instrument } of row.notices ?? [])
            if (asking.includes(instrument))
              expect(facts.replyBy, `${row.type}: ${instrument}`).toMatch(/^\d{4}-\d\d-\d\d$/);
      }),
      runs,
    );
  });

  it.each([
    ["any", story],
    ["a resumed", resumedStory],
  ])("nothing presses on an item that is suspended, or within three working days after, in %s story", (_name, told) => {
    fc.assert(
      fc.property(told, (events) => {
        let suspended = false;
        let quietUntil = "";
        for (const row of played(events).rows) {
          if (row.type === "suspended") suspended = true;
          if (row.type === "resumed") {
            suspended = false;
            quietUntil = days.addWorkingDays(addDays(String(said(row).on ?? dayOf(row)), -1), 3);
          }
          // Work begun anew has days of its own.
          if (row.type === "reopened") [suspended, quietUntil] = [false, ""];
          if (!presses(row) && row.type !== "instrumentLapsed") continue;
          expect(suspended, `${row.type} while suspended`).toBe(false);
          const ofUnits = isDeadlines(row) || String(said(row).run).startsWith("supporting/");
          if (presses(row) && ofUnits) expect(dayOf(row) > quietUntil, `${dayOf(row)} in grace`).toBe(true);
        }
      }),
      runs,
    );
  });

  it("rungs of one climb are two working days apart, and in their order", () => {
    const order = tablePolicy.ladders.village.map(({ id }) => id);
    fc.assert(
      fc.property(story, (events) => {
        let before: { day: string; place: number } | null = null;
        for (const row of played(events).rows) {
          if (row.type === "readingChanged" || row.type === "reopened" || row.type === "extensionDecided")
            before = null;
          if (!presses(row) || !isDeadlines(row)) continue;
          const place = order.indexOf(String(said(row).rung));
          const day = dayOf(row);
          const again = Number(said(row).repetition) > 0;
          if (before && !again) {
            expect(days.workingDaysBetween(before.day, day), `${before.day} and ${day}`).toBeGreaterThanOrEqual(2);
            expect(place >= before.place || said(row).rung === "supervise").toBe(true);
          }
          if (!again) before = { day, place };
        }
      }),
      runs,
    );
  });

  it("an overdue village item reaches its own county leader by the seventh working day, held by the twelfth", () => {
    fc.assert(
      fc.property(story, (events) => {
        let inHand = 0;
        let anew = 0;
        played(events, (stream, today) => {
          const item = stream.state.items.a;
          const begun = stream.rows.findLastIndex(
            ({ type, payload }) =>
              type === "readingChanged" ||
              type === "reopened" ||
              type === "resumed" ||
              (type === "extensionDecided" && "grant" in payload && payload.grant),
          );
          if (!item || !isWithUnit(item) || isFrozen(item) || isSuspended(item) || begun !== anew) {
            [inHand, anew] = [0, begun];
            return;
          }
          if (days.isWorkingDay(today)) inHand++;
          const held = item.deadlineRun?.hold?.repetition === 0 ? 5 : 0;
          // After a stop: three days of grace, the distance to the rung that went first, and the hold from the day that it makes.
          if (inHand < 7 + held || workingDaysOverdue(item, today, days) < 7 + held) return;
          const start = stream.rows.findLastIndex(
            ({ type, payload }) =>
              type === "readingChanged" ||
              type === "reopened" ||
              (type === "extensionDecided" && "grant" in payload && payload.grant),
          );
          const submitted = stream.rows
            .slice(start + 1)
            .filter((row) => row.type === "rungFired" && said(row).rung === "escalate");
          expect(submitted.length, `on ${today} never submitted`).toBeGreaterThan(0);
        });
      }),
      runs,
    );
  });

  it("folding the rows gives the state the batches ended in, and missed instants change no rung", () => {
    fc.assert(
      fc.property(story, (events) => {
        const stream = played(events);
        const again = new Stream([planned("a", "2021-06-30")], undefined, tableRules);
        expect(again.fold(stream.rows)).toEqual(stream.state);
      }),
      { numRuns: 60 },
    );
  });
});
