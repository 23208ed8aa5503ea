/** When simulated people act, who of them, and how their acts are put together. */
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../domain/plan/calendar.js";
import { addDays, dateAt, timeAt } from "../../domain/plan/plan-date.js";
import { rosterUnder } from "../../loader/load-scenario.js";
import { SILENCE } from "../../loader/silence.js";
import { Acts } from "../../rehearsal/people/acts.js";
import { Agenda } from "../../rehearsal/people/agenda.js";
import { Behaviours, isSilent } from "../../rehearsal/people/behaviours.js";
import { Cast } from "../../rehearsal/people/cast.js";
import { Draws } from "../../rehearsal/people/draws.js";
import type { Intent } from "../../rehearsal/people/intents.js";
import { OFFICE_HOURS, OfficeHours } from "../../rehearsal/people/office-hours.js";
import { bundle } from "../support/small-bundle.js";
import { at, calendar, OFFSET, people } from "../support/small-plan.js";
import { diligent, lively } from "../support/small-scenario.js";

const days = compileCalendar(calendar);
const hours = new OfficeHours(calendar, OFFSET, new Draws(1));

describe("draws", () => {
  it("depend on the seed and on what they are about, not on when they are asked for", () => {
    const first = new Draws(1);
    const asked = [first.of("a", 1), first.of("b"), first.of("a", 1)];
    expect(asked[0]).toBe(asked[2]);
    expect(new Draws(1).of("b")).toBe(asked[1]);
    expect(new Draws(2).of("b")).not.toBe(asked[1]);
    // Words are kept apart: what is said in two is not what is said in one.
    expect(first.of("a", "b")).not.toBe(first.of("ab"));
  });

  it("come out evenly", () => {
    const draws = new Draws(3);
    const n = 20_000;
    const each = Array.from({ length: n }, (_, i) => i);
    expect(each.filter((i) => draws.happens(0.3, i)).length / n).toBeCloseTo(0.3, 1);
    const counts = [2, 3, 4].map((value) => each.filter((i) => draws.within([2, 4], i) === value).length / n);
    for (const share of counts) expect(share).toBeCloseTo(1 / 3, 1);
  });
});

describe("office hours", () => {
  const every = Array.from({ length: 400 }, (_, i) => addDays("2021-04-12", i));

  it("lie on working days, at the few hours, and later than what called for them", () => {
    for (const day of every)
      for (const time of ["09:00", "10:00", "15:00", "23:00"])
        for (const n of [0, 1, 7]) {
          const from = at(day, time);
          const when = hours.after(from, n, "unit") as number;
          expect(when).toBeGreaterThan(from);
          expect(days.isWorkingDay(dateAt(when, OFFSET))).toBe(true);
          expect(OFFICE_HOURS).toContain(timeAt(when, OFFSET));
        }
  });

  it("come on the same day only where there is an hour left", () => {
    expect(dateAt(hours.after(at("2021-04-12", "09:00"), 0, "unit") as number, OFFSET)).toBe("2021-04-12");
    expect(dateAt(hours.after(at("2021-04-12", "15:00"), 0, "unit") as number, OFFSET)).toBe("2021-04-13");
    // 2021-04-30 is the last working day before the holidays of May.
    expect(dateAt(hours.after(at("2021-04-30", "15:00"), 0, "unit") as number, OFFSET)).toBe("2021-05-06");
  });

  it("count back from a deadline that is no working day", () => {
    expect(hours.before("2021-10-31", 0)).toBe("2021-10-29");
    expect(hours.before("2021-06-30", 0)).toBe("2021-06-30");
    expect(hours.before("2021-06-30", 2)).toBe("2021-06-28");
  });

  it("are one and the same for all that somebody does on a day", () => {
    const morning = hours.after(at("2021-06-01"), 3, "unit");
    expect(hours.after(at("2021-06-03"), 1, "unit")).toBe(morning);
  });

  it("end with the calendar", () => {
    expect(hours.after(at("2022-12-30"), 5, "unit")).toBeNull();
    expect(hours.following("2023-02-01", 0)).toBeNull();
  });
});

describe("who acts", () => {
  const day = "2021-06-01";
  const desk = { kind: "unit", unit: "town2", level: "desk" } as const;

  it("the desk, else the head of the same unit, else nobody", () => {
    expect(new Cast(bundle.roster).actor(desk, day)).toEqual({
      person: "p-town2-desk",
      post: "town2/desk",
      unit: "town2",
    });
    const vacant = rosterUnder(lively, bundle.roster);
    expect(new Cast(vacant).actor(desk, day)?.post).toBe("town2/head");
    const empty = {
      ...vacant,
      posts: vacant.posts.map((post) => (post.id === "town2/head" ? { ...post, holders: [] } : post)),
    };
    // The chain ends at the office, which must not act for the unit it checks.
    expect(new Cast(empty).actor(desk, day)).toBeNull();
  });

  it("never somebody who is left out", () => {
    expect(new Cast(bundle.roster).actor({ ...desk, not: ["p-town2-desk"] }, day)?.person).toBe("p-town2-head");
  });

  it("a leader by the liaison or by the office, with both names", () => {
    const posts = bundle.roster.posts.map((post) =>
      post.id === "leader/2" ? { ...post, liaison: "helper/desk" } : post,
    );
    const cast = new Cast({ ...bundle.roster, posts });
    const onBehalfOf = { person: "p-leader-2", post: "leader/2" };
    expect(cast.actor({ kind: "for", post: "leader/2", through: "liaison" }, day)).toMatchObject({
      person: "p-helper-desk",
      onBehalfOf,
    });
    expect(cast.actor({ kind: "for", post: "leader/2", through: "office" }, day)).toMatchObject({
      unit: "office",
      onBehalfOf,
    });
    // The liaison's post is vacant from July: the leader acts in person.
    expect(cast.actor({ kind: "for", post: "leader/2", through: "liaison" }, "2021-07-05")).toEqual({
      person: "p-leader-2",
      post: "leader/2",
      unit: "leader/2",
    });
  });

  it("as the exceptions have it", () => {
    const behaviours = new Behaviours(lively, bundle.roster);
    expect(behaviours.ofUnit("town2").reportInTime.chance).toBe(0);
    expect(behaviours.ofUnit("town2").verify).toEqual(lively.behaviour.verify);
    expect(behaviours.ofUnit("town1").reportInTime).toEqual(lively.behaviour.reportInTime);
    expect(behaviours.ofPost("leader/2").acknowledge.days).toEqual([5, 9]);
    expect(isSilent(SILENCE)).toBe(true);
    expect(isSilent(diligent)).toBe(false);
    expect(isSilent({ ...SILENCE, events: lively.events })).toBe(false);
  });
});

describe("acts of one instant", () => {
  const report = { kind: "report", text: "完成", evidence: [] } as const;
  const rank = (item: string): number => Number(item.slice(1));

  it("of one person and kind on one stream are one command, whatever the order they came in", () => {
    const put = (items: string[]) => {
      const acts = new Acts(7, 1000);
      for (const item of items) acts.add("task/1", item, people.clerk, report);
      acts.add("task/2", "i9", people.clerk, report);
      return acts.commands(rank);
    };
    const commands = put(["i3", "i1", "i2"]);
    expect(commands.map(({ stream, command }) => [stream, command.items])).toEqual([
      ["task/1", ["i1", "i2", "i3"]],
      ["task/2", ["i9"]],
    ]);
    expect(put(["i2", "i3", "i1"])).toEqual(commands);
    expect(new Set(commands.map(({ command }) => command.key)).size).toBe(2);
  });

  it("never meet on an item, save for receipt before what follows it", () => {
    const acts = new Acts(7, 1000);
    expect(acts.add("task/1", "i1", people.clerk, { kind: "signFor" })).toBe(true);
    expect(acts.add("task/1", "i1", people.clerk, report)).toBe(true);
    expect(acts.add("task/1", "i1", people.office, { kind: "verify", text: "" })).toBe(false);
    expect(acts.add("task/1", "i1", people.leader, { kind: "acknowledge", text: "阅" })).toBe(true);
    expect(acts.commands(rank).map(({ command }) => command.kind)).toEqual(["signFor", "acknowledge", "report"]);
  });
});

describe("the agenda", () => {
  const intent = (when: number, item: string, more: Partial<Intent> = {}): Intent => ({
    at: when,
    stream: "task/1",
    item,
    act: { kind: "signFor" },
    by: { kind: "post", post: "unit/desk" },
    restsWhileSuspended: true,
    still: () => true,
    ...more,
  });

  it("gives the earliest instant and forgets what is over", () => {
    const agenda = new Agenda();
    agenda.add([intent(30, "a"), intent(10, "b"), intent(20, "a"), intent(10, "a")]);
    expect(agenda.earliest()).toBe(10);
    expect(agenda.at(10)).toHaveLength(2);
    agenda.dropBefore(20);
    expect(agenda.earliest()).toBe(20);
    agenda.forget("a");
    expect(agenda.earliest()).toBeNull();
  });

  it("lays work aside while an item rests, and takes it up again", () => {
    const agenda = new Agenda();
    agenda.add([intent(20, "a"), intent(60, "a"), intent(30, "a", { restsWhileSuspended: false }), intent(25, "b")]);
    agenda.layAside("a", 15);
    agenda.add([intent(40, "a")]);
    expect([20, 25, 30, 40, 60].filter((when) => agenda.at(when).length > 0)).toEqual([25, 30]);
    agenda.takeUp("a", 50, (resting) => resting.at + 50);
    expect([20, 40, 60, 70, 90].filter((when) => agenda.at(when).length > 0)).toEqual([60, 70, 90]);
  });
});
