/** For any sequence of events: no rung twice, nothing after the end, and the county leader always hears in time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../domain/calendar.js";
import type { Command, CommandKind } from "../../domain/commands.js";
import { workingDaysOverdue } from "../../domain/overdue.js";
import { addDays, dateAt } from "../../domain/plan-date.js";
import type { Actor, NewRow } from "../../domain/record.js";
import { applyRows, emptyTask } from "../../domain/task-stream.js";
import { isFrozen, isSuspended, isWithUnit } from "../../domain/work-item.js";
import { at, calendar, command, library, OFFSET, people, planned, Stream } from "../support/small-plan.js";

const days = compileCalendar(calendar);

interface Act {
  readonly kind: CommandKind;
  readonly actor: Actor;
  readonly more: (today: string) => Record<string, unknown>;
}
const none = (): Record<string, unknown> => ({});
const ACTS: readonly Act[] = [
  { kind: "signFor", actor: people.clerk, more: none },
  { kind: "reportProgress", actor: people.clerk, more: () => ({ percent: 40 }) },
  { kind: "report", actor: people.clerk, more: none },
  { kind: "verify", actor: people.office, more: none },
  { kind: "returnForRework", actor: people.office, more: none },
  { kind: "closeOut", actor: people.supervision, more: none },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 45) }) },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 9) }) },
  { kind: "resume", actor: people.office, more: none },
  { kind: "requestExtension", actor: people.clerk, more: (today) => ({ to: addDays(today, 60) }) },
  { kind: "proposeExtension", actor: people.office, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: false }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, -20) }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, 30) }) },
  { kind: "acknowledge", actor: people.leader, more: none },
  { kind: "signInstrument", actor: people.office, more: () => ({ rung: "supervise", documentNo: "1" }) },
  { kind: "holdInstrument", actor: people.office, more: () => ({ rung: "supervise" }) },
  { kind: "openCauseReview", actor: people.office, more: none },
  { kind: "closeCauseReview", actor: people.office, more: none },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit2" }) },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit" }) },
  { kind: "migratePolicy", actor: people.office, more: () => ({ version: 2 }) },
  { kind: "cancel", actor: people.office, more: none },
];

const story = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 25 }), act: fc.constantFrom(...ACTS) }), {
  maxLength: 24,
});

/** Plays a story and looks at the state at the end of every plan day. */
function play(
  events: readonly { wait: number; act: Act }[],
  everyDay: (stream: Stream, today: string) => void,
): Stream {
  const stream = new Stream([planned("a", "2021-06-30")]);
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
    const given: Command = command(act.kind, act.actor, "a", act.more(today));
    stream.at(at(today, "10:00"), given);
  }
  for (const end = addDays(today, 60); today < end; today = addDays(today, 1)) live();
  return stream;
}

const rungKey = (row: NewRow): string =>
  `${String(row.payload.run)}/${String(row.payload.rung)}/v${String(row.payload.version)}/r${String(row.payload.repetition)}`;
const isRung = (row: NewRow): boolean => ["rungFired", "rungSkipped", "instrumentDrafted"].includes(row.type);

describe("for any sequence of events", () => {
  it("no rung is fired or skipped twice for one version and repetition", () => {
    fc.assert(
      fc.property(story, (events) => {
        const keys = play(events, none).rows.filter(isRung).map(rungKey);
        expect(new Set(keys).size).toBe(keys.length);
        const causes = play(events, none).rows.map((row) => `${row.cause}#${row.causeNo}`);
        expect(new Set(causes).size).toBe(causes.length);
      }),
      { numRuns: 150 },
    );
  });

  it("nothing fires after the end", () => {
    fc.assert(
      fc.property(story, (events) => {
        const { rows } = play(events, none);
        const end = rows.findIndex((row) => row.type === "closed" || row.type === "cancelled");
        expect(end === -1 ? [] : rows.slice(end + 1)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("an overdue item has reached its county leader within 7 working days in the unit's hands", () => {
    fc.assert(
      fc.property(story, (events) => {
        // Days in the unit's hands since the deadline version began or the ladder last stood still.
        let inHand = 0;
        let version = 1;
        play(events, (stream, today) => {
          const item = stream.state.items.a;
          if (!item || !isWithUnit(item) || isFrozen(item) || isSuspended(item) || item.deadlineVersion !== version) {
            inHand = 0;
            version = item?.deadlineVersion ?? version;
            return;
          }
          if (today > item.deadline && days.isWorkingDay(today)) inHand++;
          if (inHand <= 7 || workingDaysOverdue(item, today, days) < 7) return;
          const told = stream.rows.some(
            (row) =>
              row.type === "rungFired" &&
              row.payload.rung === "escalate" &&
              row.payload.version === item.deadlineVersion,
          );
          expect(
            told,
            `overdue ${workingDaysOverdue(item, today, days)} working days on ${today}, never escalated`,
          ).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("folding the rows gives the state the batches ended in", () => {
    fc.assert(
      fc.property(story, (events) => {
        const stream = play(events, none);
        expect(applyRows(emptyTask("task/6"), stream.rows, library)).toEqual(stream.state);
      }),
      { numRuns: 80 },
    );
  });

  it("deciding step by step or late in one batch names the same rungs", () => {
    const daily = new Stream([planned("a", "2021-06-30")]);
    daily.runTo(at("2021-12-01"));
    const late = new Stream([planned("a", "2021-06-30")]);
    late.runTo(at("2021-04-12"));
    late.at(at("2021-12-01"));
    expect(late.rows.filter(isRung).map(rungKey)).toEqual(daily.rows.filter(isRung).map(rungKey));
    expect(dateAt(late.rows.at(-1)?.at ?? 0, OFFSET)).toBe("2021-12-01");
  });
});
