/** The report's model against the ledger it is made from, and what is printed of it. */
import { worded, wordsOf } from "../../domain/plan/words.js";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ITEM_EVENT_TYPES } from "../../domain/ledger/events.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Recipient } from "../../domain/people/recipients.js";
import { displayWidth } from "../../embedded/columns.js";
import { raiseAlarms } from "../../prisma/alarms/alarm-store.js";
import { createPlan } from "../../prisma/plans/plan-store.js";
import { progressCounts } from "../../prisma/reports/report-store.js";
import { buildReport, REPORT_TEXTS, type ReportModel, reportText } from "../../rehearsal/report.js";
import { sumOf } from "../../rehearsal/report/counts.js";
import { acknowledgedDays } from "../../rehearsal/report/lines.js";
import type { StoryEntry } from "../../rehearsal/report/model.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { bundle } from "../support/small-bundle.js";
import { at, OFFSET } from "../support/small-plan.js";
import { LAST_DAY, playSmallPlan, type PlayedPlan } from "./played-plan.js";

const LANGUAGES = ["zh", "en"] as const;
const WIDTHS = [80, 100, 140];

interface LedgerRow {
  readonly item: string | null;
  readonly type: string;
  readonly day: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly recipients: readonly Recipient[];
}

/** Everybody who was told, as the hashed rows have it: another source than the notices the report counts. */
async function ledgerOf({ run }: PlayedPlan): Promise<LedgerRow[]> {
  const { rows } = await run.database.pool.query(
    "SELECT item_id AS item, type, at, payload, recipients FROM ledger WHERE plan_id = $1 ORDER BY stream, seq",
    [run.planId],
  );
  return rows.map((row) => ({ ...row, day: dateAt(row.at, OFFSET), recipients: row.recipients.flat() }));
}

const taskOf = (item: string): number => (/^(plan|ledger)\//.test(item) ? 1 : 2);
const widest = (text: string): number => Math.max(...text.split("\n").map(displayWidth));
const terminal = (columns: number, colours = false) => ({ isTTY: true, columns, hasColors: () => colours });

describe("a small plan that was played", () => {
  let played: PlayedPlan;
  let again: PlayedPlan;
  let ledger: LedgerRow[];
  let model: ReportModel;

  beforeAll(async () => {
    played = await playSmallPlan();
    again = await playSmallPlan();
    ledger = await ledgerOf(played);
    model = await buildReport(played.run.database.pool, played.run.planId, { day: LAST_DAY, scenarioTitle: "试验" });
  });
  afterAll(async () => {
    await played.run.close();
    await again.run.close();
  });

  const told = (): LedgerRow[] => ledger.filter((row) => row.type !== "instrumentDrafted");
  const count = (type: string): number => ledger.filter((row) => row.type === type).length;
  const line = <T extends object>(lines: readonly T[], key: keyof T, value: unknown): T => {
    const found = lines.find((each) => each[key] === value);
    if (!found) throw new Error(`no line with ${String(key)} ${String(value)}`);
    return found;
  };

  it("says how its items stand", () => {
    expect(played.refused).toBe(0);
    expect(model.items).toEqual({
      total: 8,
      open: 4,
      closed: 3,
      cancelled: 1,
      overdue: 4,
      suspended: 0,
      notStarted: 0,
      everOverdue: 6,
    });
    expect(model.period).toEqual({ from: "2021-04-12", to: LAST_DAY });
  });

  it("counts every notice once, by instrument, month, quarter, recipient and task", () => {
    const all = told().reduce((sum, row) => sum + row.recipients.length, 0);
    expect(all).toBeGreaterThan(100);
    expect(sumOf(model.notices)).toBe(all);
    expect(model.timeline.months.reduce((sum, { notices }) => sum + notices, 0)).toBe(all);
    expect(model.timeline.quarters.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(all);
    expect(model.timeline.recipients.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(all);
    // A 久拖未决清单 is one notice about items of many tasks, and so is a year's package.
    expect(model.notices.longOverdueList ?? 0).toBeGreaterThan(0);
    const ofNoItem = told().reduce((sum, row) => sum + (row.item === null ? row.recipients.length : 0), 0);
    expect(ofNoItem).toBeGreaterThan(model.notices.longOverdueList ?? 0);
    expect(model.tasks.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(all - ofNoItem);
    for (const task of model.tasks) {
      const days = told().flatMap((row) =>
        row.item !== null && row.recipients.length > 0 && taskOf(row.item) === task.no ? [row.day] : [],
      );
      expect([task.first, task.last]).toEqual([days.sort()[0], days.sort().at(-1)]);
    }
    const inVillages = model.townships.flatMap(({ villages }) => villages);
    const ofVillages = told().filter((row) => /\/v\d$/.test(row.item ?? ""));
    expect(inVillages.reduce((sum, { notices }) => sum + notices, 0)).toBe(
      ofVillages.reduce((sum, row) => sum + row.recipients.length, 0),
    );
  });

  it("says whether overdue village items reached their own county leader, when, and why not", () => {
    const own = (item: string): string => (Number(item.at(-1)) % 2 === 0 ? "leader/2" : "leader/1");
    const first = new Map<string, number>();
    for (const row of ledger) {
      const reached = row.recipients.some((each) => each.role === "to" && each.addressed === own(row.item ?? ""));
      if (row.payload.instrument !== "escalate" || !/\/v\d$/.test(row.item ?? "") || !reached) continue;
      if (!first.has(row.item as string)) first.set(row.item as string, row.payload.overdue as number);
    }
    expect([...first.keys()].sort()).toEqual(["works/v1", "works/v2", "works/v3"]);
    expect(model.ownLeader).toMatchObject({
      villageItems: 5,
      everOverdue: 4,
      reached: first.size,
      workingDays: { median: 7, max: Math.max(...first.values()) },
      limit: 7,
      withinLimit: 3,
      fellBack: 0,
      missing: { reportedBefore: 1, stopped: 0, deadlineMoved: 0, notYetDue: 0, unexplained: 0 },
    });
  });

  it("counts what the office and others did", () => {
    const [supervise] = model.drafts;
    expect(supervise).toEqual({
      instrument: "supervise",
      drafted: count("instrumentDrafted"),
      signed: 1,
      lapsed: count("instrumentLapsed"),
      withdrawn: 1,
      held: 0,
      waiting: 0,
    });
    expect(model.course).toMatchObject({
      extensions: { requested: 3, late: 1, granted: 2, refused: 1, withdrawn: 0, pending: 0 },
      returns: 1,
      suspensions: 1,
      resumed: 1,
      acknowledged: 1,
      instructions: { given: 1, replied: 0, accepted: 0 },
    });
    const { made, sent, failed, noticesWithoutLetter } = model.letters;
    expect({ failed, noticesWithoutLetter }).toEqual({ failed: 1, noticesWithoutLetter: 0 });
    expect(sent).toBe(made - 1);
    expect(model.alarms).toMatchObject([
      { kind: "letterFailed", error: "550 no such mailbox", count: 1 },
      // Vacant from July: what was copied to the helping unit went to its head.
      { kind: "vacantPost", count: 2 },
    ]);
  });

  it("has a line for each unit that owes, each county leader and each village", () => {
    expect(line(model.units, "unit", "unit")).toMatchObject({
      total: 5,
      closed: 2,
      overdue: 2,
      escalatedItems: 3,
      returns: 1,
    });
    expect(line(model.units, "unit", "town1")).toMatchObject({ extensionsRequested: 1, extensionsGranted: 1 });
    expect(line(model.otherUnits, "unit", "office").name).toBe("乡村振兴局");
    const second = line(model.leaders, "post", "leader/2");
    expect(second).toMatchObject({ acknowledged: 1, first: "2021-07-09" });
    expect(second.items).toBe(
      new Set(
        ledger.flatMap((row) =>
          row.payload.instrument === "escalate" && row.recipients.some((each) => each.post === "leader/2")
            ? [row.item]
            : [],
        ),
      ).size,
    );
    expect(model.townships.map(({ villages }) => villages.map(({ village }) => village))).toEqual([
      ["v1", "v2"],
      ["v3", "v4"],
    ]);
  });

  it("tells in whose hands the longest overdue items were, day for day", () => {
    expect(model.longest).toHaveLength(5); // works/v4 was overdue, but not by its later deadline
    expect(model.longest[0]).toMatchObject({ overdue: 105, endedOn: null, acknowledgedOn: null });
    for (const each of model.longest) {
      const sum = (holdings: typeof each.holdings): number => holdings.reduce((days, held) => days + held.days, 0);
      const counted = each.holdings.filter(({ step }) => step !== "suspended");
      if (each.endedOn === null) expect(sum(counted), each.item).toBe(each.overdue);
      // Days on which the checkers had the last report are not overdue; those before a return are.
      const units = counted.filter(({ step }) => step !== "verify" && step !== "close");
      expect(each.overdue, each.item).toBeLessThanOrEqual(sum(counted));
      expect(each.overdue, each.item).toBeGreaterThanOrEqual(sum(units));
    }
    // A suspension moved the deadline: none of its days lie after it.
    expect(line(model.longest, "item", "works/v3").holdings.map(({ step }) => step)).not.toContain("suspended");
    expect(line(model.longest, "item", "works/v2")).toMatchObject({
      endedOn: "2021-07-22",
      acknowledgedOn: "2021-07-12",
    });
  });

  it("tells the whole way of the village item that met the most instruments", () => {
    const { story } = model;
    expect(story?.item).toBe("works/v2");
    const escalated = story?.entries.find(({ instrument }) => instrument === "escalate");
    expect(escalated).toMatchObject({
      day: "2021-07-09",
      fromDeadline: 7,
      to: [{ title: "县领导2", person: "p-leader-2" }],
    });
    expect(story?.entries.at(-1)).toMatchObject({ type: "closed", day: "2021-07-22", fromDeadline: 16 });
  });

  it("is the same for the same plan and acts, played twice", async () => {
    const second = await buildReport(again.run.database.pool, again.run.planId, {
      day: LAST_DAY,
      scenarioTitle: "试验",
    });
    expect(again.run.planId).not.toBe(played.run.planId);
    expect(second).toEqual(model);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model); // plain data, for any page
    expect(reportText(second, "zh")).toBe(reportText(model, "zh"));
  });

  it("agrees with what the progress bar counts", async () => {
    const counts = await progressCounts(played.run.database.pool, played.run.planId, LAST_DAY);
    const { open, overdue, closed } = model.items;
    expect(counts).toEqual({ open, overdue, closed, lettersSent: model.letters.sent });
  });

  it.each(LANGUAGES)("fits its columns (%s)", (lang) => {
    const stretched = stretch(model);
    for (const width of WIDTHS) {
      expect(widest(reportText(model, lang, terminal(width)))).toBeLessThanOrEqual(width);
      expect(widest(reportText(stretched, lang, terminal(width)))).toBeLessThanOrEqual(width);
    }
    expect(widest(reportText(model, lang))).toBe(100); // a rule goes all the way
    expect(widest(reportText(model, lang, terminal(40)))).toBe(80);
    expect(widest(reportText(model, lang, terminal(400)))).toBe(140);
  });

  it.each(LANGUAGES)("has every part, in order, with nothing unsaid (%s)", (lang) => {
    const text = reportText(model, lang);
    const places = Object.values(worded(REPORT_TEXTS[lang].sections, wordsOf({}, lang))).map((heading) =>
      text.indexOf(`\n${heading}\n`),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
    if (lang === "en") expect(text).not.toMatch(/逾期|呈阅|催办单/);
  });

  it("aligns figures under their heads, Chinese or not", () => {
    const lines = reportText(model, "zh").split("\n");
    const from = lines.indexOf(REPORT_TEXTS.zh.notes.byQuarter) + 1;
    const rows = lines.slice(from, lines.indexOf("", from));
    expect(rows).toHaveLength(model.timeline.quarters.length + 2);
    expect(new Set(rows.map(displayWidth)).size).toBe(1);
  });

  it("colours for a terminal that wants it, and says the same without", () => {
    const coloured = reportText(model, "zh", terminal(100, true));
    expect(coloured).toContain("\u001b[31m");
    expect(stripVTControlCharacters(coloured)).toBe(reportText(model, "zh"));
    expect(reportText(model, "zh", terminal(100))).not.toContain("\u001b");
    expect(reportText(model, "zh", { isTTY: false, columns: 90, hasColors: () => true })).toBe(reportText(model, "zh"));
  });

  it("does not let a name steer the terminal", () => {
    const named = { ...model, plan: { ...model.plan, title: "方案\u001b[2J\r\n坏" } };
    // oxlint-disable-next-line no-control-regex
    expect(reportText(named, "zh")).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it("names vacant posts and people whom nothing reaches, the gravest first", async () => {
    const { pool } = played.run.database;
    const alarm = (kind: string, detail: object, n: number) => ({
      key: `${kind}/x`,
      kind,
      planAt: at("2021-07-01"),
      detail: { ...detail },
      count: n,
    });
    await raiseAlarms(pool, played.run.planId, [
      alarm("vacantPost", { post: "helper/desk", fellTo: "helper/head" }, 3),
      alarm("unreachable", { person: "p-town2-desk", letter: "x" }, 2),
    ]);
    const { alarms } = await buildReport(pool, played.run.planId, { day: LAST_DAY });
    expect(alarms.map(({ kind, subject, instead, count: n }) => [kind, subject, instead, n])).toEqual([
      ["unreachable", "p-town2-desk", null, 2],
      ["letterFailed", expect.any(String), null, 1],
      ["vacantPost", "单位helperhelper经办", "单位helperhelper主要负责人", 5],
    ]);
    expect(reportText({ ...model, alarms }, "zh")).toContain("岗位空缺：单位helperhelper经办（5件，转送");
  });
});

/** Names far too long and numbers far too large for their columns. */
function stretch(model: ReportModel): ReportModel {
  const long = "十分冗长的单位名称";
  const many = (counts: object): object =>
    Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, Number(value) * 99_999]));
  return {
    ...model,
    tasks: model.tasks.map((task) => ({ ...task, title: long.repeat(6), counts: many(task.counts) })),
    units: model.units.map((unit) => ({ ...unit, name: long.repeat(4), counts: many(unit.counts) })),
    leaders: model.leaders.map((leader) => ({ ...leader, title: long.repeat(3) })),
    longest: model.longest.map((each) => ({ ...each, milestone: long.repeat(9) })),
    story: model.story && { ...model.story, milestone: long.repeat(20) },
  };
}

describe("a plan without a single item", () => {
  let database: TestDatabase;
  const empty: PlanBundle = {
    ...bundle,
    plan: { ...bundle.plan, tasks: bundle.plan.tasks.map((task) => ({ ...task, milestones: [] })) },
    roster: { ...bundle.roster, villages: [], townships: [] },
  };
  beforeAll(async () => {
    database = await freshDatabase();
    const row = { id: "empty", slug: "small", title: "空", mode: "rehearsal", scenario: null, seed: null } as const;
    await createPlan(database.pool, { ...row, openedAt: at("2021-04-12", "08:00") }, empty);
  });
  afterAll(() => database.drop());

  it.each(LANGUAGES)("says so (%s)", async (lang) => {
    const model = await buildReport(database.pool, "empty", { day: "2021-04-12" });
    expect(model).toMatchObject({ items: { total: 0 }, longest: [], story: null, alarms: [], townships: [] });
    expect(model.tasks.every(({ standing }) => standing)).toBe(true);
    const text = reportText(model, lang, terminal(80));
    expect(widest(text)).toBe(80);
    expect(text).toContain(REPORT_TEXTS[lang].standing);
    expect(text).toContain(REPORT_TEXTS[lang].nothingOverdue);
    expect(text).toContain(REPORT_TEXTS[lang].noStory);
    expect(text).not.toMatch(/undefined|NaN|Infinity|null/);
  });

  it("is written within the calendar, however far it was played", async () => {
    const model = await buildReport(database.pool, "empty", { day: "2099-01-01" });
    expect(model.period.to).toBe("2022-12-31");
  });

  it("names a plan that is not there", async () => {
    await expect(buildReport(database.pool, "nowhere", { day: "2021-04-12" })).rejects.toThrow(
      "there is no plan nowhere in this database",
    );
  });
});

it.each(LANGUAGES)("has a sentence for every type of ledger row (%s)", (lang) => {
  const entry: Omit<StoryEntry, "type"> = {
    day: "2021-07-01",
    fromDeadline: 1,
    ladder: "deadline",
    instrument: "supervise",
    to: [],
    copy: [],
    actor: null,
    onBehalfOf: null,
    facts: {},
    repeats: null,
  };
  expect(ITEM_EVENT_TYPES.length).toBeGreaterThan(25);
  for (const type of ITEM_EVENT_TYPES) expect(REPORT_TEXTS[lang].entry({ ...entry, type })).not.toBe(type);
});

it("takes a liaison's acknowledgement for the leader's", () => {
  const roster = {
    ...bundle.roster,
    posts: bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "helper/desk" } : post)),
  };
  const days = acknowledgedDays({
    bundle: { ...bundle, roster },
    offsetMinutes: OFFSET,
    acknowledgements: [
      { item: "works/v2", post: "helper/desk", at: at("2021-07-12") },
      { item: "works/v2", post: "leader/2", at: at("2021-07-20") },
    ],
  });
  expect(days).toEqual(new Map([["works/v2 leader/2", ["2021-07-12", "2021-07-20"]]]));
});
