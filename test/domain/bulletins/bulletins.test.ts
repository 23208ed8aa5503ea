/** A round's bulletin: every number equals a recount of ledger rows, leads to its rows, and ranks no leader. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type BulletinContent,
  contentHash,
  DOCUMENTS,
  figuresByKey,
  filledText,
  keysIn,
  unsourcedNumbers,
} from "../../../domain/bulletins/content.js";
import { draftBulletinOf } from "../../../domain/bulletins/draft.js";
import { repeatedSentences } from "../../../domain/bulletins/problems.js";
import { isQueryName, rowsOf } from "../../../domain/bulletins/queries.js";
import { appraisalAnnex } from "../../../domain/bulletins/tables.js";
import { findingFact } from "../../../domain/bulletins/finding-facts.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import { addDays } from "../../../domain/plan/plan-date.js";
import { rulesOf } from "../inspections/played.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { seedBundle } from "../../plans/seed.js";
import { type HalfYear, playHalfYears } from "./half-years.js";
import { recount } from "./recount.js";

let bundle: PlanBundle;
let played: HalfYear[];
beforeAll(async () => {
  bundle = await seedBundle();
  played = playHalfYears(bundle, 7);
}, 60_000);

const last = (): HalfYear => played.at(-1) as HalfYear;

/** Every text of a content, in both languages. */
const textsOf = (content: BulletinContent, language: "zh" | "en" = "zh"): string[] => [
  ...DOCUMENTS.flatMap((name) =>
    content[name].sections.flatMap(({ paragraphs }) => paragraphs.map((one) => one[language] ?? "")),
  ),
  ...content.steps.map((step) => step[language] ?? ""),
];

function checkAgainstRecount(halves: readonly HalfYear[]): void {
  halves.forEach(({ drafted, taskRows, day }, index) => {
    const counted = recount(
      bundle,
      halves.slice(0, index + 1).map((half) => half.played.rows),
      taskRows,
      day,
    );
    const { figures } = drafted.content;
    expect(figures.length).toBeGreaterThan(100);
    expect(figures.map(({ key, value }) => [key, value])).toEqual(figures.map(({ key }) => [key, counted.value(key)]));
  });
}

describe("a bulletin's figures", () => {
  it("equal an independent recount of the ledger's rows, on generated half-years", () => {
    checkAgainstRecount(played);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 0, max: 14 }), (seed, visits) => {
        checkAgainstRecount(playHalfYears(bundle, seed, visits));
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  it("lead to their rows: as many as the number says", () => {
    for (const { drafted, records } of played)
      for (const { key, value, rows, whole, before, sum } of drafted.content.figures) {
        if (sum || whole || before) continue;
        const { query, params } = rows;
        if (!isQueryName(query)) throw new Error(`${key} asks a month`);
        expect([key, rowsOf({ query, params }, records).length]).toEqual([key, value]);
      }
  });

  it("are what every number in text and table is: no other digit stands in the draft", () => {
    for (const { drafted } of played) {
      const figures = figuresByKey(drafted.content);
      const zh = textsOf(drafted.content);
      for (const text of [...zh, ...textsOf(drafted.content, "en")])
        for (const key of keysIn(text)) expect(figures.has(key)).toBe(true);
      expect(zh.flatMap(unsourcedNumbers)).toEqual([]);
      for (const name of DOCUMENTS)
        for (const { rows, columns, id } of drafted.content[name].tables)
          for (const row of rows) {
            expect(row).toHaveLength(columns.length);
            for (const cell of row) if ("figure" in cell) expect([id, figures.has(cell.figure)]).toEqual([id, true]);
          }
    }
  });

  it("say open = all − closed, for the round, each unit and each township", () => {
    const figures = figuresByKey(last().drafted.content);
    const value = (key: string): number => figures.get(key)?.value ?? Number.NaN;
    const parts = [
      "findings",
      ...last().drafted.units.map(({ key }) => key),
      ...last().drafted.townships.map(({ key }) => key),
    ];
    for (const part of parts)
      expect([part, value(`${part}.open`)]).toEqual([part, value(`${part}.all`) - value(`${part}.closed`)]);
    expect(value("findings.open")).toBeGreaterThan(0);
    expect(value("findings.closed")).toBeGreaterThan(0);
    expect(value("findings.overdue")).toBeGreaterThan(0);
    expect(value("findings.again")).toBeGreaterThan(value("findings.reopened"));
    expect(value("findings.reopened")).toBeGreaterThan(0);
  });

  it("freeze the days over at the closing, and go on counting those of what is open", () => {
    const { records, day } = last();
    const isLate = (): boolean => false;
    const later = (item: string): number => {
      const state = last().items.find(({ id }) => id === item) as ItemState;
      const at = { state, calendar: bundle.calendar.version };
      return findingFact(at, addDays(day, 30), rulesOf(bundle), isLate)?.daysOver ?? Number.NaN;
    };
    const closed = records.findings.filter(({ status, daysOver }) => status === "closed" && daysOver > 0);
    const open = records.findings.filter(({ status, daysOver }) => status === "open" && daysOver > 0);
    expect(closed.length).toBeGreaterThan(0);
    for (const { item, daysOver } of closed) expect(later(item)).toBe(daysOver);
    for (const { item, daysOver } of open) expect(later(item)).toBeGreaterThan(daysOver);
  });

  it("never count what was not checked as passed, nor what came late", () => {
    for (const { record, drafted } of played) {
      const out = new Set(record.visits.filter(({ counts }) => counts !== "inTime").map(({ visit }) => visit));
      expect(record.visits.some(({ counts }) => counts === "late")).toBe(true);
      expect(record.lines.filter(({ visit, grade }) => out.has(visit) && grade !== null)).toEqual([]);
      const value = (key: string): number => figuresByKey(drafted.content).get(key)?.value ?? Number.NaN;
      const graded = ["pass", "mostly", "fail", "notApplicable"].reduce(
        (sum, grade) => sum + value(`lines.${grade}`),
        0,
      );
      expect(graded).toBe(value("lines.checked"));
      expect(value("lines.asked")).toBe(value("lines.checked") + value("lines.unchecked"));
    }
  });

  it("tell nothing to rank from zero: a round of which nothing was filed has no share and no order", () => {
    const [empty] = playHalfYears(bundle, 1, 0, 1) as [HalfYear];
    const figures = figuresByKey(empty.drafted.content);
    expect(figures.get("lines.rate")?.value).toBeNull();
    expect(figures.get("lines.pass")?.value).toBe(0);
    expect(empty.drafted.townships.every(({ rank }) => rank === null)).toBe(true);
    expect(filledText("合格率{lines.rate}", figures, "zh")).toBe("合格率无数据");
    expect(textsOf(empty.drafted.content).join("")).toContain("未查{lines.unchecked}项次，不计为合格");
  });
});

describe("a bulletin", () => {
  it("names no leader, in text, order or table; they stand by themselves in 任职 order, unranked", () => {
    const leaders = bundle.roster.posts.filter(({ level }) => level === "countyLeader");
    const names = leaders.flatMap(({ holders }) =>
      holders.map(({ value }) => bundle.roster.persons.find(({ id }) => id === value)?.name ?? value),
    );
    const { content, units, townships } = last().drafted;
    const all = JSON.stringify(content);
    for (const name of names) expect(all).not.toContain(name);
    const ranked = [...units, ...townships].map(({ id }) => id);
    expect(leaders.filter(({ id }) => ranked.includes(id))).toEqual([]);
    const { table } = appraisalAnnex(last().records, bundle, last().day);
    expect(table.rows.length).toBeGreaterThan(1);
    expect(table.columns.map(({ title }) => title.zh)).not.toContain("位次");
    const listed = table.rows.map(([cell]) => (cell && "text" in cell ? cell.text : ""));
    const inOrder = [...leaders].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    const expected = inOrder.map(
      ({ holders }) => bundle.roster.persons.find(({ id }) => id === holders[0]?.value)?.name,
    );
    expect(listed).toEqual(expected.filter((name) => listed.includes(name ?? "")));
  });

  it("has good practice from 亮点 only, in the inspectors' words, which make no figure of their own", () => {
    const { content } = last().drafted;
    const practice = content.bulletin.sections.find(({ id }) => id === "goodPractice");
    const highlights = last().record.lines.filter(({ highlight }) => highlight !== null);
    // What all of them say in the same words is said once, of all their places.
    expect(new Set(highlights.map(({ highlight }) => highlight)).size).toBe(1);
    const places = new Set(highlights.map(({ place }) => place.id));
    expect(places.size).toBeGreaterThan(1);
    expect(practice?.paragraphs.map(({ lead }) => lead?.split("、").length)).toEqual([places.size]);
    for (const { zh } of practice?.paragraphs ?? []) {
      expect(keysIn(zh)).toEqual([]);
      expect(zh).toBe("“本村有3条做法｛lines.fail｝值得‘推广’”。");
    }
  });

  it("says of each problem unit, fact, number, cause and what changed since last time", () => {
    const [first, second] = played as [HalfYear, HalfYear];
    expect(first.drafted.problems.every(({ trend }) => trend === "unknown")).toBe(true);
    const trends = new Set(second.drafted.problems.map(({ trend }) => trend));
    expect(trends.size).toBeGreaterThan(1);
    for (const problem of second.drafted.problems) {
      if (problem.running < 2) continue;
      const key = (p: typeof problem): string => `${p.unit}/${p.line}/${p.cause}`;
      expect(first.drafted.problems.map(key)).toContain(key(problem));
    }
    const text = second.drafted.content.bulletin.sections.find(({ id }) => id === "problems")?.paragraphs[0];
    expect(text?.lead).toBeTruthy();
    expect(text?.zh).toMatch(/^“.+”一项不合格\{problem\..+\.count\}处（.+），原因为.+。/u);
  });

  it("flags a sentence that is said the third time running, whatever its numbers", () => {
    const said = (n: number): string[] => [`有${n}个村的水渠管护不到位，整改不力。路灯已修好。`];
    expect(repeatedSentences(said(9), [said(3), said(4)])).toEqual(["有#个村的水渠管护不到位，整改不力"]);
    expect(repeatedSentences(said(9), [said(3), ["别的话已经说过了吗"]])).toEqual([]);
    expect(repeatedSentences(said(9), [said(3)])).toEqual([]);
  });

  it("is the same of the same, by its hash, and made within three seconds", () => {
    const begun = performance.now();
    const again = draftBulletinOf(last().of);
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(contentHash(again.content)).toBe(contentHash(last().drafted.content));
  });
});
