/** 交办清单: whoever the plan names hears of it, in the capacity in which it is named. */
import { describe, expect, it } from "vitest";
import { lastPackageYear, packageHolders } from "../../domain/letters/package-holders.js";
import { unitPackage, packagedUnits } from "../../domain/letters/packages.js";
import { calendarOf } from "../../domain/plan/calendar.js";
import { valueOn } from "../../domain/plan/dated.js";
import { seedBundle } from "./seed.js";

const bundle = await seedBundle();
const { plan, roster } = bundle;
const YEAR = 2021;

describe("the packages of the seed plan", () => {
  const packages = packagedUnits(bundle, YEAR);
  const of = (unit: string) => packages.find((one) => one.unit === unit);

  it("hold every one of the 96 relations of responsible units, save where the unit leads the task too", () => {
    const named = plan.tasks.flatMap(({ no, responsibleUnits }) =>
      responsibleUnits.filter((unit) => unit !== "townships").map((unit) => ({ no, unit })),
    );
    expect(named).toHaveLength(96);
    const told = packages
      .filter(({ unit }) => !roster.townships.some(({ id }) => id === unit))
      .flatMap(({ unit, responsible }) => responsible.map(({ no }) => ({ no, unit })));
    const leadsToo = named.filter(({ no, unit }) => plan.tasks[no - 1]?.leadUnits.includes(unit));
    expect(leadsToo).toEqual([
      { no: 1, unit: "fupinban" },
      { no: 16, unit: "minzhengju" },
    ]);
    const key = ({ no, unit }: { no: number; unit: string }): string => `${no} ${unit}`;
    expect([...told, ...leadsToo].map(key).sort()).toEqual(named.map(key).sort());
  });

  it("are there for each unit that the plan names, and for each township", () => {
    const named = new Set(plan.tasks.flatMap(({ leadUnits, responsibleUnits }) => [...leadUnits, ...responsibleUnits]));
    named.delete("townships");
    for (const unit of [...named, ...roster.townships.map(({ id }) => id)]) expect(of(unit), unit).toBeDefined();
    for (const { id } of roster.townships) expect(of(id)?.responsible).toHaveLength(18);
  });

  it("name each lead unit of a task as owing or as leading with others, with a part of its own", () => {
    for (const { no, leadUnits, milestones } of plan.tasks)
      for (const unit of leadUnits) {
        const own = of(unit);
        const owes = own?.owes.some((task) => task.no === no) === true;
        const beside = own?.leads.find((task) => task.no === no);
        const standing = own?.standing.find((task) => task.no === no);
        expect(owes || beside !== undefined || standing?.as === "lead", `${no} ${unit}`).toBe(true);
        if (milestones.length > 0)
          for (const { id, part } of beside?.milestones ?? [])
            expect(part?.length ?? 0, `${id} ${unit}`).toBeGreaterThan(3);
      }
  });

  it("tell 卫生健康局 of task 10, which has no date, as one that it leads", () => {
    const own = of("weijianju");
    expect(own?.leads.map(({ no }) => no)).toContain(10);
    expect(own?.standing.find(({ no }) => no === 10)?.duties.join()).toContain("三级医疗机构");
  });

  it("leave out what another year's package says, and clauses that were overtaken", () => {
    const works = (year: number) =>
      unitPackage(bundle, "zhujianju", year)?.owes.flatMap(({ milestones }) =>
        milestones.map(({ id }) => id).filter((id) => id.startsWith("t07-works")),
      );
    expect(works(2021)).toEqual(["t07-works-2021"]);
    expect(works(2022)).toEqual(["t07-works-2022"]);
    const births = packages.flatMap(({ standing }) => standing.flatMap(({ duties }) => duties));
    expect(births.some((duty) => duty.includes("计划生育"))).toBe(false);
  });
});

describe("whom a year's packages go to", () => {
  const first = calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(plan.start);
  const { units, seats } = packageHolders(bundle, YEAR, first);
  const unit = (id: string) => units.find((one) => one.unit === id);
  const seat = (post: string) => seats.find((one) => one.post === post);

  it("are all units that the plan names, each once", () => {
    expect(units.filter(({ named }) => named).map((one) => one.unit)).toEqual(
      packagedUnits(bundle, YEAR).map((one) => one.unit),
    );
    expect(new Set(units.map((one) => one.unit)).size).toBe(units.length);
    for (const task of plan.tasks)
      for (const id of [...task.leadUnits, ...task.responsibleUnits])
        if (id !== "townships") expect(unit(id)?.named, `${task.no} ${id}`).toBe(true);
  });

  it("are the three seats of each of the 64 villages", () => {
    expect(roster.villages).toHaveLength(64);
    for (const { id, pairing } of roster.villages) {
      const paired = valueOn(pairing, first);
      if (!paired) throw new Error(`${id} is paired with nobody on ${first}`);
      expect(seat(paired.countyLeader)?.villages, id).toContain(id);
      expect(seat(paired.departmentHead)?.villages, id).toContain(id);
      expect(unit(paired.helpingUnit)?.villages, id).toContain(id);
    }
    expect(seats.reduce((sum, { villages }) => sum + villages.length, 0)).toBe(2 * 64);
    expect(units.reduce((sum, { villages }) => sum + villages.length, 0)).toBe(64);
  });

  it("end with the plan's last year", () => {
    expect(lastPackageYear(bundle)).toBe(2025);
  });
});
