/** What simulated keepers write of the seed plan's registers fits them, goes only forward, and reaches what milestones ask for. */
import { describe, expect, it } from "vitest";
import { rowFault, keyOf } from "../../domain/registers/check-row.js";
import { figuresOf, moved, shownValue } from "../../domain/registers/figures.js";
import { keepersOf } from "../../domain/registers/keeping.js";
import { placesOf } from "../../domain/registers/places.js";
import { Draws } from "../../rehearsal/people/draws.js";
import { filledRows, type Filling } from "../../rehearsal/people/registers/filled-rows.js";
import { planFrom, SEED_PLAN } from "../../scripts/cli.js";

const bundle = await planFrom(SEED_PLAN);
const { registers, roster, plan } = bundle;
if (!registers) throw new Error("the seed plan has no registers");
const milestones = new Map(plan.tasks.flatMap((task) => task.milestones).map((milestone) => [milestone.id, milestone]));
const filling: Filling = { registers, roster, milestones, start: plan.start, draws: new Draws(1), onSchedule: 1 };
/** Those that a figure follows from, and those that want a row of each place. */
const kept = registers.registers.filter(
  ({ id, expects }) => figuresOf(registers, id).length > 0 || expects !== undefined,
);
const DAYS = ["2021-05-21", "2021-11-22", "2022-05-23", "2022-11-21", "2023-11-20", "2025-11-20"];

const valueOn = (figure: string, day: string, scope: string): number | null => {
  const found = registers.figures.find(({ id }) => id === figure);
  const [method] = found?.methods ?? [];
  const register = registers.registers.find(({ id }) => id === found?.register);
  if (!found || !method || !register) throw new Error(`no figure ${figure}`);
  const rows = keepersOf(register, roster).flatMap((unit) => filledRows(register, unit, day, filling));
  const sums = moved(
    [found],
    rows.map((after) => ({ before: null, after })),
  ).find((one) => one.scope === scope && one.method === method.id);
  return sums ? shownValue(method, sums.sums) : null;
};

describe("simulated keepers", () => {
  it.each(kept.map(({ id, ...register }) => [id, { id, ...register }] as const))(
    "write rows of %s that fit",
    (_id, register) => {
      for (const day of DAYS) {
        const rows = keepersOf(register, roster).flatMap((unit) => filledRows(register, unit, day, filling));
        expect(rows.length).toBeGreaterThan(0);
        const faults = rows.flatMap((cells) => rowFault(register, cells, placesOf(roster)) ?? []);
        expect(faults).toEqual([]);
        expect(new Set(rows.map((cells) => keyOf(register, cells))).size).toBe(rows.length);
      }
    },
  );

  it("reach what the plan asks for before it is due", () => {
    expect(valueOn("total-done", "2021-11-22", "")).toBeGreaterThanOrEqual(30);
    expect(valueOn("total-done", "2022-11-21", "")).toBeGreaterThanOrEqual(70);
    expect(valueOn("stable-work", "2021-11-22", "v001")).toBeGreaterThanOrEqual(99);
    expect(valueOn("works-done", "2021-11-22", "v001/2021")).toBe(100);
    expect(valueOn("services-equal", "2022-11-21", "v001")).toBe(100);
    expect(valueOn("stable-work", "2021-05-21", "v001")).toBeLessThan(60);
  });
});
