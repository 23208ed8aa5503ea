/**
 * The opening morning of the seed plan, with its letters as they closed: no unit and no seat that the plan names is without its
 * package, nobody gets two, and a unit that has not signed is urged once, in three lines.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LetterModel } from "../../../domain/letters/letter-model.js";
import { packagedUnits } from "../../../domain/letters/packages.js";
import { directoryOf } from "../../../domain/people/directory.js";
import { holderOf } from "../../../domain/people/recipients.js";
import { valueOn } from "../../../domain/plan/dated.js";
import { readLetters, type StoredLetter } from "../../../prisma/letters/letter-models.js";
import { letterForm, renderLetter } from "../../../mail/render.js";
import { seedBundle } from "../../plans/seed.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";

const bundle = await seedBundle();
const { roster } = bundle;
const names = directoryOf(bundle);
const DAY = "2021-04-12";

let database: TestDatabase;
let recorder: Recorder;
beforeAll(async () => {
  database = await freshDatabase();
  recorder = await new Recorder(database.pool, bundle).open();
  await recorder.runTo(recorder.at("2021-04-20", "18:00"));
}, 120_000);
afterAll(() => database?.drop());

async function lettersOf(instrument: string, day: string): Promise<StoredLetter[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT id FROM letter WHERE plan_id = $1 AND instrument = $2 AND plan_day = $3 ORDER BY id",
    [recorder.planId, instrument, day],
  );
  const read = await readLetters(
    database.pool,
    recorder.planId,
    rows.map(({ id }) => id),
    bundle,
  );
  expect(read.unreadable).toEqual([]);
  return [...read.letters];
}

const personAt = (post: string | undefined): string => holderOf(roster, post ?? "", DAY).person ?? "";
const textOf = (says: LetterModel): string => renderLetter(says, "zh").text;

describe("on the opening morning", () => {
  let letters: StoredLetter[];
  let byPerson: Map<string, StoredLetter>;
  beforeAll(async () => {
    letters = await lettersOf("assignment", DAY);
    byPerson = new Map(letters.map((letter) => [letter.person?.id ?? "", letter]));
  });

  it("nobody is named as given a copy of another's", () => {
    for (const { says } of letters) expect([says.copies, says.reports]).toEqual([undefined, undefined]);
  });

  it("nobody gets two letters of 交办", () => {
    expect(byPerson.size).toBe(letters.length);
    expect(byPerson.has("")).toBe(false);
  });

  it("every unit that the plan names has its package, with what it owes in the same letter", () => {
    const packages = packagedUnits(bundle, 2021);
    expect(packages.length).toBeGreaterThan(30);
    for (const own of packages) {
      const letter = byPerson.get(personAt(names.units.get(own.unit)?.desk));
      const section = letter?.says.sections.find((one) => one.package?.unit === own.unit);
      expect(section?.given, own.unit).toMatchObject({ year: 2021, continuing: [] });
      expect(section?.package, own.unit).toEqual(own);
      if (own.owes.length > 0) expect(section?.rows.length, own.unit).toBeGreaterThan(0);
      for (const row of section?.rows ?? []) expect(row.primaryUnitName).toBe(names.unit(own.unit, DAY).name);
      const { subject, text } = renderLetter(letter?.says as LetterModel, "zh");
      expect(subject, own.unit).toContain("年度任务交办清单");
      expect(text, own.unit).toContain("请于4月15日（含当日）前签收本清单。");
      for (const { no } of own.responsible) expect(text, own.unit).toContain(`任务${no}：`);
    }
  });

  it("each of the 64 villages' three seats has the list of its items, with deadline and who owes them", async () => {
    const { rows } = await database.pool.query<{ village: string; count: number }>(
      "SELECT village, count(*)::int AS count FROM item WHERE plan_id = $1 AND village IS NOT NULL AND status = 'assigned' GROUP BY 1",
      [recorder.planId],
    );
    const given = new Map(rows.map(({ village, count }) => [village, count]));
    expect(roster.villages).toHaveLength(64);
    for (const { id, pairing } of roster.villages) {
      const seats = valueOn(pairing, DAY);
      const posts = [seats?.countyLeader, seats?.departmentHead, names.units.get(seats?.helpingUnit ?? "")?.desk];
      for (const post of posts) {
        const letter = byPerson.get(personAt(post));
        const name = names.village(id).name;
        const section = letter?.says.sections.find(({ given: one }) => one?.villages?.includes(name));
        const items = section?.rows.filter(({ village }) => village === name) ?? [];
        expect(items.length, `${id} ${post}`).toBe(given.get(id));
        for (const { deadline, primaryUnitName } of items) {
          expect(deadline).toMatch(/^20\d\d-\d\d-\d\d$/);
          expect(primaryUnitName).not.toBe("");
        }
      }
    }
  });

  it("a leader is submitted to, ordered nothing, and has no other list in the letter", () => {
    const leaders = letters.filter(({ says }) => says.addressee.kind === "leader");
    expect(leaders.length).toBeGreaterThan(10);
    for (const { says } of leaders) {
      const text = textOf(says);
      expect(letterForm(says)).toBe("pairedPackage");
      expect(text).toContain("2021年包抓村年度任务清单");
      expect(text).toMatch(/^呈.+：\n\n呈请阅知。$/m);
      expect(text).not.toMatch(/请于|请督促|请按/);
    }
  });

  it("reads as one document in both languages, and says in English what it is", () => {
    for (const { says } of letters.slice(0, 20)) {
      const { subject, text } = renderLetter(says, "en");
      expect(subject).toMatch(/Yearly (assignment list|list of paired villages)/);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

describe("a unit that has not signed", () => {
  it("is urged once for package and items, in three lines, after 3 working days; its head is told after 5", async () => {
    const third = await lettersOf("urge", "2021-04-15");
    const people = third.map(({ person }) => person?.id);
    expect(new Set(people).size).toBe(people.length);
    for (const { unit } of packagedUnits(bundle, 2021)) {
      const letter = third.find(({ person }) => person?.id === personAt(names.units.get(unit)?.desk));
      if (unit === roster.bodies.office) {
        // The office is not urged by itself: its package stands as 待办 at its desk.
        expect(letter).toBeUndefined();
        continue;
      }
      const text = textOf(letter?.says as LetterModel);
      expect(text, unit).toContain("2021年度任务交办清单（4月12日交办");
      expect(text, unit).not.toContain("附件");
      const rows = letter?.says.sections.flatMap((section) => section.rows) ?? [];
      const own = rows.filter(({ primaryUnitName }) => primaryUnitName === names.unit(unit, "2021-04-15").name);
      expect(
        own.map(({ matter }) => matter),
        unit,
      ).toEqual(["signFor"]);
    }
    // Those who only sit on a seat are not chased.
    const leaders = third.filter(({ says }) => says.addressee.kind === "leader");
    expect(leaders).toEqual([]);
    const fifth = await lettersOf("urge", "2021-04-19");
    const heads = new Set(fifth.map(({ person }) => person?.id));
    for (const { unit } of packagedUnits(bundle, 2021))
      expect(heads.has(personAt(names.units.get(unit)?.head)), unit).toBe(true);
  });
});
