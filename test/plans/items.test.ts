/** The work items of the seed plan, its policy and its calendar. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { RUN } from "../../embedded/supervisor.js";
import { compileCalendar } from "../../domain/plan/calendar.js";
import type { CalendarYear } from "../../domain/plan/plan.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import { jsonSchemas } from "../../loader/json-schema.js";
import { calendarYaml } from "../../scripts/generate-calendar.js";
import { statutoryHolidays } from "../../scripts/statutory-holidays.js";
import { SEED_FOLDER, seedBundle } from "./seed.js";

const bundle = await seedBundle();
const items = plannedItems(bundle);
const count = (scope: string): number => items.filter((item) => item.scope === scope).length;

describe("planned items", () => {
  it("yields one per county, township, village or area and deadline", () => {
    expect({
      county: count("county"),
      township: count("township"),
      village: count("village"),
      area: count("area"),
    }).toEqual({
      county: 27,
      township: 18,
      village: 18 * 64,
      area: 8,
    });
    expect(items).toHaveLength(1205);
    expect(new Set(items.map((item) => item.id)).size).toBe(1205);
    expect(
      Math.max(
        ...[...new Set(items.map((item) => item.task))].map(
          (task) => items.filter((item) => item.task === task).length,
        ),
      ),
    ).toBe(384);
  });

  it("is in the order task, milestone, target and the same each time", () => {
    expect(plannedItems(bundle)).toEqual(items);
    expect(items[0]?.id).toBe("t01-division/county");
    expect(items.slice(4, 6).map((item) => item.id)).toEqual(["t04-ledger/dongyuan", "t04-ledger/xiqu"]);
    expect(items.map((item) => item.task)).toEqual(items.map((item) => item.task).sort((a, b) => a - b));
  });

  it("assigns a yearly duty on the first working day of its year, all else when the plan starts", () => {
    const on = (id: string): string | undefined => items.find((item) => item.id === id)?.assignOn;
    expect(on("t07-works-2021/v001")).toBe("2021-04-12");
    expect(on("t07-works-2022/v001")).toBe("2022-01-04");
    expect(on("t07-works-2025/v064")).toBe("2025-01-02");
    expect(on("t18-equal/v004")).toBe("2021-04-12");
  });

  it("lets the township owe what the text lays on it", () => {
    const owing = items.filter((item) => item.milestone === "t16-survey" || item.milestone === "t04-ledger");
    expect(owing.every((item) => item.primaryUnit === item.township)).toBe(true);
    expect(items.find((item) => item.milestone === "t12-training")?.primaryUnit).toBe("zuzhibu");
  });
});

describe("the seed policy", () => {
  it("is the default ladder", () => {
    const { village } = bundle.policy.ladders;
    expect(village.map(({ offset, instrument, kind }) => [offset, instrument, kind])).toEqual([
      [-20, "reminder", "auto"],
      [-5, "reminder", "auto"],
      [-1, "reminder", "auto"],
      [1, "urge", "auto"],
      [4, "supervise", "signed"],
      [7, "escalate", "auto"],
      [15, "summonsTalk", "signed"],
    ]);
    expect(village[5]?.repeat).toEqual({
      every: [10, 20],
      times: 2,
      quietAfterAcknowledgement: 10,
      thenAgenda: 10,
    });
  });
});

describe("the calendars", () => {
  it("has 2021's worked weekends", () => {
    expect(bundle.calendar.years[0]?.workedWeekends).toEqual([
      "2021-02-07",
      "2021-02-20",
      "2021-04-25",
      "2021-05-08",
      "2021-09-18",
      "2021-09-26",
      "2021-10-09",
    ]);
  });

  it("covers 2021 to 2026 with the working days that follow from the notices", () => {
    expect(bundle.calendar.years.map((entry) => entry.year)).toEqual([2021, 2022, 2023, 2024, 2025, 2026]);
    const calendar = compileCalendar(bundle.calendar);
    expect(calendar.isWorkingDay("2021-10-09")).toBe(true);
    expect(calendar.isWorkingDay("2021-10-07")).toBe(false);
    expect(calendar.addWorkingDays("2021-04-30", 1)).toBe("2021-05-06");
  });

  it("is what the generator prints, in any time zone", async () => {
    const file = await readFile(path.join(SEED_FOLDER, "calendar.yaml"), "utf8");
    expect(file).toBe(calendarYaml(2021, 2026));
    const script = path.join(SEED_FOLDER, "../../scripts/generate-calendar.ts");
    const elsewhere = spawnSync(process.execPath, [RUN, script, "2021", "2026"], {
      encoding: "utf8",
      env: { ...process.env, TZ: "America/Los_Angeles" },
    });
    expect(elsewhere.stdout).toBe(file);
  });

  it("of a year without notice is provisional: the statutory holidays on their lunar days, no moved weekends", () => {
    const text = calendarYaml(2026, 2027);
    expect(text.match(/provisional: true/g)).toHaveLength(1);
    expect(text.slice(text.indexOf("year: 2027"))).toContain("provisional: true");
    const [, future] = (parse(text) as { years: CalendarYear[] }).years;
    expect(future).toEqual({
      year: 2027,
      provisional: true,
      // New Year's Eve to the third day; 清明, 端午 and 中秋 of 2027 as published by the observatory.
      holidays: "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"
        .split(" ")
        .map((day) => `2027-${day}`),
      workedWeekends: [],
    });
    // Since the rules of 2025, every statutory holiday is a day off in the year's notice.
    for (const { year, holidays } of bundle.calendar.years.filter((entry) => entry.year >= 2025))
      expect(holidays).toEqual(expect.arrayContaining(Object.keys(statutoryHolidays(year))));
  });
});

describe("JSON Schemas", () => {
  it.each([...jsonSchemas()])(
    "%s is up to date (node embedded/run.mjs scripts/generate-schemas.ts)",
    async (name, text) => {
      expect(await readFile(path.join(SEED_FOLDER, "../schema", name), "utf8")).toBe(text);
    },
  );

  it.each(["plan", "roster", "policy", "calendar", "scenarios/silence", "scenarios/typical", "scenarios/diligent"])(
    "%s.yaml names its schema",
    async (name) => {
      const [first] = (await readFile(path.join(SEED_FOLDER, `${name}.yaml`), "utf8")).split("\n");
      const schema = name.startsWith("scenarios/") ? "../../schema/scenario" : `../schema/${name}`;
      expect(first).toBe(`# yaml-language-server: $schema=${schema}.schema.json`);
    },
  );
});
