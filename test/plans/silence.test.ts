/** The whole seed plan in the domain alone, with nobody doing anything, until every ladder has run out. */
import { describe, expect, it } from "vitest";
import { calendarOf } from "../../domain/plan/calendar.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import { instantAt, dateAt } from "../../domain/plan/plan-date.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import { resolveRecipients } from "../../domain/people/recipients.js";
import { valueOn } from "../../domain/plan/dated.js";
import { packagedUnits } from "../../domain/letters/packages.js";
import type { ItemRow } from "../../domain/items/item-row.js";
import type { NewRow } from "../../domain/ledger/record.js";
import { itemsOfStream, taskStreams } from "../../domain/streams/streams.js";
import { applyRows, decideBatch, emptyTask, nextDue, openingRows } from "../../domain/streams/task-stream.js";
import { seedBundle } from "./seed.js";

const bundle = await seedBundle();
const { plan, roster, policy } = bundle;
const { offsetMinutes } = plan.timeZone;
const calendar = calendarOf(bundle.calendar);
const ruleSet: RuleSet = {
  policies: { [policy.version]: policy },
  calendars: { [bundle.calendar.version]: bundle.calendar },
  bodies: roster.bodies,
  offsetMinutes,
};

/** All rows of a stream to its end, and its items as they stand then. */
function runOut(stream: string, task: number, section: string | null): { rows: NewRow[]; items: Map<string, ItemRow> } {
  const leadUnit = plan.tasks.find((each) => each.no === task)?.leadUnits[0] ?? "";
  const versions = { policy: policy.version, calendar: bundle.calendar.version };
  const opening = openingRows(
    { no: task, leadUnit },
    itemsOfStream(bundle, task, section),
    versions,
    instantAt(plan.start, "08:00", offsetMinutes),
  );
  let state = applyRows(emptyTask(stream), opening, ruleSet);
  const rows = [...opening];
  const items = new Map<string, ItemRow>();
  for (let due = nextDue(state); due !== null; due = nextDue(state)) {
    const decided = decideBatch(state, [], due, ruleSet);
    rows.push(...decided.rows);
    for (const item of decided.changed) items.set(item.state.id, item);
    state = decided.state;
  }
  return { rows, items };
}

const streams = taskStreams(bundle).map(({ stream, task, section }) => runOut(stream, task, section));
const rows = streams.flatMap((stream) => stream.rows);
const places = new Map(plannedItems(bundle).map((item) => [item.id, item]));
const dayOf = (row: NewRow): string => dateAt(row.at, offsetMinutes);

describe("the seed plan in silence", () => {
  it("opens all items of the fourteen tasks with dates", () => {
    expect(streams).toHaveLength(14);
    expect(rows.filter((row) => row.type === "registered")).toHaveLength(1205);
    expect(rows.filter((row) => row.type === "assigned")).toHaveLength(1205);
  });

  it("leaves no unit and no paired seat that the plan names without a 交办 on the opening day", () => {
    const told = new Set(
      rows
        .filter((row) => row.type === "assigned" && dayOf(row) === plan.start)
        .flatMap((row) =>
          (row.notices ?? []).flatMap((notice) => {
            const place = places.get(row.item ?? "");
            if (place === undefined) throw new Error(`no place of ${row.item}`);
            return resolveRecipients(
              roster,
              notice,
              { village: place.village ?? null, township: place.township ?? null, primaryUnit: place.primaryUnit },
              plan.start,
            ).map(({ addressed }) => addressed);
          }),
        ),
    );
    for (const { unit } of packagedUnits(bundle, 2021))
      expect(told, unit).toContain(roster.units.find(({ id }) => id === unit)?.desk);
    for (const { id, pairing } of roster.villages) {
      const seats = valueOn(pairing, plan.start);
      expect(told, id).toContain(seats?.countyLeader);
      expect(told, id).toContain(seats?.departmentHead);
      expect(told, id).toContain(roster.units.find((unit) => unit.id === seats?.helpingUnit)?.desk);
    }
  });

  it("assigns recurring items on the first working day of their year, the others when the plan starts", () => {
    const days = (milestone: string): string[] => [
      ...new Set(rows.filter((row) => row.type === "assigned" && row.item?.startsWith(milestone)).map(dayOf)),
    ];
    expect(days("t07-works-2021")).toEqual(["2021-04-12"]);
    expect(days("t07-works-2022")).toEqual(["2022-01-04"]);
    expect(days("t07-works-2023")).toEqual(["2023-01-03"]);
    expect(days("t09-model-2024")).toEqual(["2024-01-02"]);
    expect(days("t09-model-2025")).toEqual(["2025-01-02"]);
    expect(days("t18-equal")).toEqual(["2021-04-12"]);
    // One package per unit and year: no two assignment days in a year.
    const perYear = new Map<string, Set<string>>();
    for (const row of rows.filter((each) => each.type === "assigned")) {
      const key = `${places.get(row.item ?? "")?.primaryUnit}/${dayOf(row).slice(0, 4)}`;
      perYear.set(key, (perYear.get(key) ?? new Set()).add(dayOf(row)));
    }
    expect([...perYear.values()].every((set) => set.size === 1)).toBe(true);
  });

  it("reaches every village item's own county leader on the seventh working day after its deadline", () => {
    const fired = rows.filter((row) => row.type === "rungFired");
    const first = fired.filter(({ payload }) => payload.rung === "escalate" && payload.repetition === 0);
    const villages = new Map(roster.villages.map((village) => [village.id, village]));
    let reached = 0;
    for (const row of first) {
      const item = places.get(row.item ?? "");
      if (!item) throw new Error(`no item ${row.item}`);
      expect(dayOf(row)).toBe(calendar.addWorkingDays(item.deadline, 7));
      expect(row.payload.overdue).toBe(7);
      if (item.village === undefined) continue;
      const place = { village: item.village, township: item.township ?? null, primaryUnit: item.primaryUnit };
      const [notice] = row.notices ?? [];
      const [to] = notice ? resolveRecipients(roster, notice, place, dayOf(row)) : [];
      const own = valueOn(villages.get(item.village)?.pairing ?? [], dayOf(row))?.countyLeader;
      expect([to?.addressed, to?.post]).toEqual([own, own]);
      expect(to?.person).not.toBeNull();
      reached++;
    }
    expect(reached).toBe(18 * 64 + 8);
    expect(first).toHaveLength(1205);
  });

  it("ends with every item on the long-overdue list, no rung twice, into 2026", () => {
    const items = streams.flatMap((stream) => [...stream.items.values()]);
    expect(items).toHaveLength(1205);
    expect(items.every((item) => item.ladderExhausted && item.state.closedAt === null)).toBe(true);
    expect(items.every((item) => item.state.beyondCalendar === null)).toBe(true);
    const causes = streams.flatMap(({ rows: own }, no) => own.map((row) => `${no}/${row.cause}/${row.causeNo}`));
    expect(new Set(causes).size).toBe(causes.length);
    // 7 + 10 + 20 working days after 2025-12-31, and 10 more to the agenda list, over 2026's Spring Festival.
    expect(rows.map(dayOf).sort().at(-1)).toBe("2026-03-13");
  });
});
