/**
 * For any sequence of events: no rung twice, nothing after the end, the county leader always hears in time, refusals
 * change nothing, and what the rows fold to is what the batches ended in.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../../domain/plan/calendar.js";
import { evolveItem } from "../../../domain/items/evolve.js";
import { ladderExhausted } from "../../../domain/items/due.js";
import { contextFor } from "../../../domain/ladder/subject.js";
import { ROWS_WITHOUT_LIGHT, statusLight } from "../../../domain/items/light.js";
import { workingDaysOverdue } from "../../../domain/ladder/counted-days.js";
import { addDays, dateAt } from "../../../domain/plan/plan-date.js";
import { resolveRecipients } from "../../../domain/people/recipients.js";
import type { NewRow } from "../../../domain/ledger/record.js";
import { applyRows, decideBatch, emptyTask, nextDue } from "../../../domain/streams/task-stream.js";
import { isFrozen, isSuspended, isWithUnit, type ItemState } from "../../../domain/items/work-item.js";
import { bundle } from "../../support/small-bundle.js";
import { at, calendar, command, ruleSet, OFFSET, people, planned, policy, Stream } from "../../support/small-plan.js";
import { endingStory, ITEM, none, play, story, wildStory } from "../../support/stories.js";
import { said } from "../../support/events.js";

const days = compileCalendar(calendar);

const rungKey = (row: NewRow): string =>
  `${String(said(row).run)}/${String(said(row).rung)}/v${String(said(row).version)}/r${String(said(row).repetition)}`;
const isRung = (row: NewRow): boolean => ["rungFired", "rungSkipped", "instrumentDrafted"].includes(row.type);
const isEscalation = (row: NewRow): boolean => row.type === "rungFired" && said(row).rung === "escalate";
const runs = { numRuns: 100 };

/** The item has another deadline by a decision, or anew: its ladder is climbed from the beginning. */
function beginsClimb(row: NewRow): boolean {
  return (
    row.type === "readingChanged" ||
    row.type === "reopened" ||
    (row.type === "extensionDecided" && said(row).grant === true)
  );
}

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
          // A suspension moves the deadline, and the same climb goes on.
          const climb = stream.rows.slice(stream.rows.findLastIndex(beginsClimb) + 1);
          const submitted = climb.filter((row) => isEscalation(row) && reachesOwnLeader(row));
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
