/**
 * For any sequence of events: no rung twice, nothing after the end, the county leader always hears in time, refusals
 * change nothing, and what the rows fold to is what the batches ended in.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import type { Command, CommandKind } from "../../../domain/items/commands.js";
import { evolveItem } from "../../../domain/items/evolve.js";
import { ladderExhausted } from "../../../domain/items/due.js";
import { contextFor } from "../../../domain/ladder/subject.js";
import { ROWS_WITHOUT_LIGHT, statusLight } from "../../../domain/items/light.js";
import { workingDaysOverdue } from "../../../domain/ladder/counted-days.js";
import type { PlannedItem } from "../../../domain/plan/plan.js";
import { addDays, dateAt } from "../../../domain/plan/plan-date.js";
import { resolveRecipients } from "../../../domain/people/recipients.js";
import type { Actor, NewRow } from "../../../domain/ledger/record.js";
import { applyRows, decideBatch, emptyTask, nextDue } from "../../../domain/streams/task-stream.js";
import { isFrozen, isSuspended, isWithUnit, type ItemState } from "../../../domain/items/work-item.js";
import { bundle } from "../../support/small-bundle.js";
import { at, calendar, command, ruleSet, OFFSET, people, planned, policy, Stream } from "../../support/small-plan.js";
import { said } from "../../support/events.js";

const days = compileCalendar(calendar);

interface Act {
  readonly kind: CommandKind;
  readonly actor: Actor;
  readonly more: (today: string, stream: Stream) => Record<string, unknown>;
}
const none = (): Record<string, unknown> => ({});
const instruction = (_today: string, stream: Stream) => ({
  instruction: stream.state.items.a?.instructions[0]?.id ?? "none",
});
/** What people rightly do. */
const ACTS: readonly Act[] = [
  { kind: "signFor", actor: people.clerk, more: none },
  { kind: "reportProgress", actor: people.clerk, more: () => ({ percent: 40 }) },
  { kind: "report", actor: people.clerk, more: none },
  { kind: "report", actor: { ...people.clerk, person: "colleague" }, more: none },
  { kind: "verify", actor: people.office, more: none },
  { kind: "returnForRework", actor: people.office, more: none },
  { kind: "closeOut", actor: people.office, more: none },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 45) }) },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 9) }) },
  { kind: "resume", actor: people.office, more: none },
  { kind: "requestExtension", actor: people.clerk, more: (today) => ({ to: addDays(today, 60) }) },
  { kind: "proposeExtension", actor: people.office, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: false }) },
  { kind: "giveOpinion", actor: people.leader, more: () => ({ supports: true }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, -20) }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, 30) }) },
  { kind: "acknowledge", actor: people.leader, more: none },
  { kind: "signInstrument", actor: people.office, more: () => ({ rung: "supervise", documentNo: "1" }) },
  { kind: "signInstrument", actor: people.office, more: () => ({ rung: "talk", documentNo: "2" }) },
  { kind: "holdInstrument", actor: people.office, more: () => ({ rung: "supervise" }) },
  { kind: "openCauseReview", actor: people.office, more: none },
  { kind: "closeCauseReview", actor: people.office, more: none },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit2" }) },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit" }) },
  { kind: "migratePolicy", actor: people.office, more: () => ({ version: 2 }) },
  { kind: "migratePolicy", actor: people.office, more: () => ({ version: 1 }) },
  { kind: "instruct", actor: people.leader, more: (today) => ({ unit: "unit", replyBy: addDays(today, 8) }) },
  { kind: "replyToInstruction", actor: people.clerk, more: instruction },
  { kind: "acceptReply", actor: people.leader, more: instruction },
  {
    kind: "returnReply",
    actor: people.leader,
    more: (today, stream) => ({ ...instruction(today, stream), replyBy: addDays(today, 5) }),
  },
  { kind: "reportSupport", actor: { person: "helper", post: "aid/desk", unit: "aid" }, more: none },
  { kind: "annotate", actor: people.leader, more: none },
  { kind: "logCall", actor: people.office, more: () => ({ to: "unit/desk" }) },
  { kind: "reportProgress", actor: people.clerk, more: () => ({ percent: 60, figures: { done: 6, total: 10 } }) },
  { kind: "decideTalk", actor: people.group, more: (today) => ({ hold: true, on: addDays(today, 3) }) },
  { kind: "handOverPost", actor: people.office, more: () => ({ post: "unit/desk", to: "newcomer" }) },
  {
    kind: "fileEvidence",
    actor: people.clerk,
    more: (today) => ({
      sha256: "a".repeat(64),
      name: "photo.jpg",
      mediaType: "image/jpeg",
      bytes: 9,
      effectiveOn: today,
    }),
  },
  {
    kind: "assignVerifier",
    actor: people.office,
    more: () => ({ verifier: "officer", verifierPost: "office/desk" }),
  },
  { kind: "assignVerifier", actor: people.office, more: () => ({ verifier: "clerk", verifierPost: "office/head" }) },
  { kind: "assignVerifier", actor: people.office, more: () => ({ verifier: null, verifierPost: null }) },
  // The office's desk, away, has the clerk act for it: who reported must not come to check it this way.
  { kind: "verify", actor: { ...people.office, person: "clerk", substituteFor: "officer" }, more: none },
  { kind: "report", actor: { ...people.clerk, person: "officer", substituteFor: "clerk" }, more: none },
  { kind: "cancel", actor: people.office, more: none },
  { kind: "reopen", actor: people.office, more: (today) => ({ deadline: addDays(today, 40) }) },
];
const KINDS = [...new Set(ACTS.map((act) => act.kind)), "assign", "importRunning", "nonsense"] as CommandKind[];

/** What anybody might send: any kind, anybody, values of any sort. */
const wildAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...KINDS),
  actor: fc.constantFrom(...Object.values(people)),
  more: fc
    .dictionary(
      fc.constantFrom(
        "until",
        "to",
        "deadline",
        "replyBy",
        "reason",
        "percent",
        "primaryUnit",
        "rung",
        "version",
        "unit",
        "status",
        "evidence",
        "grant",
        "instruction",
        "text",
      ),
      fc.oneof(
        fc.constantFrom("2021-08-31", "2031-12-31", "2021-02-30", "", "unit", "unit2", "supervise"),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
      ),
      { maxKeys: 4 },
    )
    .map((values) => () => values),
});

interface Event {
  readonly wait: number;
  readonly act: Act;
}
const storyOf = (acts: fc.Arbitrary<Act>): fc.Arbitrary<Event[]> =>
  fc.array(fc.record({ wait: fc.integer({ min: 0, max: 25 }), act: acts }), { maxLength: 20 });
const story = storyOf(fc.constantFrom(...ACTS));
/** Stories that often come to an end, and go on after it. */
const ENDING = ["signFor", "report", "verify", "closeOut", "reopen", "cancel"];
const endingStory = storyOf(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ACTS.filter(({ kind }) => ENDING.includes(kind))) },
    { weight: 1, arbitrary: fc.constantFrom(...ACTS) },
  ),
);
const wildStory = storyOf(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ACTS) }, { weight: 1, arbitrary: wildAct }),
);

const ITEM: PlannedItem = { ...planned("a", "2021-06-30"), supporting: [{ unit: "aid", workingDaysBefore: 10 }] };

/** Plays a story and looks at the state at the end of every plan day. */
function play(
  events: readonly Event[],
  everyDay: (stream: Stream, today: string) => void = none,
  aroundAct: (stream: Stream, act: () => string[]) => void = (_stream, act) => act(),
): Stream {
  const stream = new Stream([ITEM]);
  let today = "2021-04-12";
  const live = (): void => {
    stream.runTo(at(today, "23:59"));
    everyDay(stream, today);
  };
  for (const { wait, act } of events) {
    for (let day = 0; day < wait; day++) {
      live();
      today = addDays(today, 1);
    }
    stream.runTo(at(today, "10:00"));
    const given: Command = command(act.kind, act.actor, "a", act.more(today, stream));
    aroundAct(stream, () => stream.at(at(today, "10:00"), given));
  }
  for (const end = addDays(today, 60); today < end; today = addDays(today, 1)) live();
  return stream;
}

const rungKey = (row: NewRow): string =>
  `${String(said(row).run)}/${String(said(row).rung)}/v${String(said(row).version)}/r${String(said(row).repetition)}`;
const isRung = (row: NewRow): boolean => ["rungFired", "rungSkipped", "instrumentDrafted"].includes(row.type);
const isEscalation = (row: NewRow): boolean => row.type === "rungFired" && said(row).rung === "escalate";
const runs = { numRuns: 100 };

/** The village's own county leader is among those the row's notices go to. */
function reachesOwnLeader(row: NewRow): boolean {
  const place = { village: "v1", township: "town1", primaryUnit: "unit" };
  const day = dateAt(row.at, OFFSET);
  return (row.notices ?? []).some((notice) =>
    resolveRecipients(bundle.roster, notice, place, day).some(
      ({ role, addressed, post, person }) =>
        role === "to" && addressed === "leader/1" && post === "leader/1" && person === "p-leader-1",
    ),
  );
}

describe("for any sequence of events", () => {
  it("no rung is fired or skipped twice for one version and repetition", () => {
    fc.assert(
      fc.property(wildStory, (events) => {
        const { rows } = play(events);
        const keys = rows.filter(isRung).map(rungKey);
        expect(new Set(keys).size).toBe(keys.length);
        const causes = rows.map((row) => `${row.cause}#${row.causeNo}`);
        expect(new Set(causes).size).toBe(causes.length);
      }),
      runs,
    );
  });

  it("nothing is recorded after the end, but that a closed item is reopened", () => {
    fc.assert(
      fc.property(endingStory, (events) => {
        const rows = play(events).rows.filter(({ item }) => item === "a");
        for (const [index, { type }] of rows.entries()) {
          const next = rows[index + 1]?.type;
          if (type === "cancelled") expect(next).toBeUndefined();
          if (type === "closed" && next !== undefined) expect(next).toBe("reopened");
          if (type === "reopened") expect(rows[index - 1]?.type).toBe("closed");
        }
      }),
      runs,
    );
  });

  it("an item seven working days overdue in the unit's hands has been submitted to its own county leader", () => {
    fc.assert(
      fc.property(story, (events) => {
        // Working days at whose end the unit had it in hand: from the second on the ladder has had a firing time.
        let inHand = 0;
        let version = 1;
        play(events, (stream, today) => {
          const item = stream.state.items.a;
          if (!item || !isWithUnit(item) || isFrozen(item) || isSuspended(item) || item.deadlineVersion !== version) {
            inHand = 0;
            version = item?.deadlineVersion ?? version;
            return;
          }
          if (days.isWorkingDay(today)) inHand++;
          const overdue = workingDaysOverdue(item, today, days);
          if (inHand < 2 || overdue < 7) return;
          const submitted = stream.rows.filter(
            (row) => isEscalation(row) && said(row).version === item.deadlineVersion && reachesOwnLeader(row),
          );
          expect(submitted.length, `overdue ${overdue} working days on ${today}, never submitted`).toBeGreaterThan(0);
        });
      }),
      runs,
    );
  });

  it("the ladder stands still while the item is suspended, frozen or with the verifier", () => {
    fc.assert(
      fc.property(story, (events) => {
        const stream = play(events);
        let state = emptyTask("task/6");
        for (const row of stream.rows) {
          const item: ItemState | undefined = state.items.a;
          const presses =
            (row.type === "rungFired" || row.type === "instrumentDrafted") && said(row).run === "deadline";
          if (item && (presses || row.type === "instrumentLapsed")) {
            expect([isWithUnit(item), isFrozen(item), isSuspended(item)]).toEqual([true, false, false]);
          }
          state = applyRows(state, [row], ruleSet);
        }
      }),
      runs,
    );
  });

  it("escalations repeat six times at most, five working days apart at least, ten after an acknowledgement", () => {
    fc.assert(
      fc.property(story, (events) => {
        const { rows } = play(events);
        let before: NewRow | undefined;
        let quietFrom: string | undefined;
        for (const row of rows) {
          const day = dateAt(row.at, OFFSET);
          if (row.type === "acknowledged" || row.type === "instructed") quietFrom = before && day;
          if (row.type === "extensionDecided" || row.type === "readingChanged" || row.type === "reopened")
            [before, quietFrom] = [undefined, undefined];
          if (!isEscalation(row)) continue;
          expect(Number(said(row).repetition)).toBeLessThanOrEqual(6);
          expect(Number(said(row).overdue)).toBeGreaterThanOrEqual(7);
          if (before && Number(said(row).repetition) > 0) {
            expect(days.workingDaysBetween(dateAt(before.at, OFFSET), day)).toBeGreaterThanOrEqual(5);
            if (quietFrom) expect(days.workingDaysBetween(quietFrom, day)).toBeGreaterThanOrEqual(10);
          }
          before = row;
        }
      }),
      runs,
    );
  });

  it("what is overdue and in the unit's hands has something to come, a review, or its place on the list", () => {
    fc.assert(
      fc.property(story, (events) => {
        play(events, (stream) => {
          const item = stream.state.items.a;
          if (!item || item.nextDue !== null) return;
          expect(ladderExhausted(item, contextFor(item, 1, ruleSet)), JSON.stringify(item)).toBe(true);
        });
      }),
      runs,
    );
  });

  it("a refusal changes nothing, whatever was sent, and no instant is left behind", () => {
    fc.assert(
      fc.property(wildStory, (events) => {
        play(events, none, (stream, act) => {
          const before = { state: stream.state, rows: stream.rows.length };
          const refused = act();
          const last = stream.rows.at(-1)?.at ?? 0;
          const due = nextDue(stream.state);
          expect(due === null || due > last).toBe(true);
          if (refused.length === 0) return;
          expect(stream.rows).toHaveLength(before.rows);
          expect(stream.state).toEqual(before.state);
        });
      }),
      runs,
    );
  });

  it.each([
    ["any", wildStory],
    ["an ended", endingStory],
  ])("folding the rows gives the state the batches ended in (%s story)", (_name, stories) => {
    fc.assert(
      fc.property(stories, (events) => {
        const stream = play(events);
        expect(applyRows(emptyTask("task/6"), stream.rows, ruleSet)).toEqual(stream.state);
      }),
      { numRuns: 80 },
    );
  });

  it("the rows without a light can be left out: every day's light is the same", () => {
    const lightOf = (rows: readonly NewRow[], day: string) => {
      const item = rows.reduce<ItemState | null>(
        (state, row) => (row.item === undefined ? state : evolveItem(state, row, 1, ruleSet)),
        null,
      );
      return item && statusLight(item, day, days, policy, ruleSet.bodies);
    };
    fc.assert(
      fc.property(wildStory, (events) => {
        const rows = play(events).rows.filter((row) => row.item === "a");
        for (const day of new Set(rows.map((row) => dateAt(row.at, OFFSET)))) {
          const until = rows.filter((row) => dateAt(row.at, OFFSET) <= day);
          const few = until.filter((row) => !ROWS_WITHOUT_LIGHT.includes(row.type));
          expect(lightOf(few, day), day).toEqual(lightOf(until, day));
        }
      }),
      runs,
    );
  });
});

describe("whenever the engine was away", () => {
  it("it names the same rungs in the same order, each with the day it was due and not before it", () => {
    const wake = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
    const deadlines = fc.array(fc.integer({ min: 10, max: 200 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(deadlines, wake, (offsets, wakes) => {
        const items = offsets.map((offset, no) => planned(`i${no}`, addDays("2021-04-12", offset)));
        const daily = new Stream(items);
        daily.runTo(at("2022-06-30"));
        const late = new Stream(items);
        late.runTo(at("2021-04-12"));
        for (const day of [...wakes].sort((a, b) => a - b)) late.at(at(addDays("2021-04-13", day), "15:00"));
        late.at(at("2022-06-30"));
        const rungs = (stream: Stream): unknown[] =>
          stream.rows.filter(isRung).map((row) => [row.item, rungKey(row), said(row).due]);
        // On one instant, the order of the items; else that of the days on which they were due.
        expect(rungs(late)).toEqual(rungs(daily));
        for (const row of late.rows.filter(isRung)) expect(dateAt(row.at, OFFSET) >= String(said(row).due)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("nothing in a batch depends on how the commands before it were batched", () => {
    const events = ["signFor", "reportProgress", "report"] as const;
    const one = new Stream([ITEM]);
    one.runTo(at("2021-04-12"));
    const commands = events.map((kind) => command(kind, people.clerk, "a", { percent: 10 }));
    const together = decideBatch(one.state, commands, at("2021-04-12", "10:00"), ruleSet);
    for (const each of commands) one.at(at("2021-04-12", "10:00"), each);
    expect(together.state).toEqual(one.state);
  });
});
