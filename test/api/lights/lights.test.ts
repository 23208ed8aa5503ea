/** Lights and items on any day: as the domain folds them by hand, filtered, sorted and paged without gaps or doubles. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Item, ItemDetail, Items } from "../../../api/items/schemas.js";
import type { ItemLight, Lights, LightTrend } from "../../../api/lights/schemas.js";
import { History, versionAt } from "../../../api/views/history.js";
import { Present } from "../../../api/views/present.js";
import { dayAsked, endOf } from "../../../api/views/standings.js";
import { lightOn } from "../../../domain/items/history.js";
import { STATUS_LIGHTS, worstLight } from "../../../domain/items/light.js";
import { addDays } from "../../../domain/plan/plan-date.js";
import { plannedItems } from "../../../domain/plan/planned-items.js";
import type { LedgerRow } from "../../../domain/ledger/record.js";
import { readRows } from "../../../prisma/ledger/stream-rows.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { ruleSet } from "../../support/small-plan.js";
import { type Api, enc, playStory, serve, TODAY } from "../support.js";

let database: TestDatabase;
let api: Api;
/** The whole ledger of the tasks, by stream. */
const ledger = new Map<string, LedgerRow[]>();
const plan = "/api/v1/plans/story";
const items = plannedItems(bundle);

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool);
  for (const stream of ["task/1", "task/2"]) ledger.set(stream, await readRows(database.pool, "story", stream));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const rowsOf = (task: number): LedgerRow[] => ledger.get(`task/${task}`) ?? [];

async function allItems(query = ""): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor = ""; ; ) {
    const page = await api.json<Items>(`${plan}/items?${query}${cursor}`);
    found.push(...page.rows);
    if (page.next === null) return found;
    cursor = `&cursor=${page.next}`;
  }
}

/** Days on which something changes, those beside them, and the ends. */
const DAYS = [
  "2021-04-12",
  "2021-04-13",
  "2021-05-04",
  "2021-05-05",
  "2021-05-10",
  "2021-06-14",
  "2021-06-15",
  "2021-06-20",
];
DAYS.push(
  "2021-06-22",
  "2021-06-23",
  "2021-06-24",
  "2021-06-30",
  "2021-07-01",
  "2021-07-15",
  "2021-08-31",
  "2021-09-01",
  TODAY,
);

describe("lights", () => {
  it.each(DAYS)("on %s are what the ledger folded by hand gives", async (on) => {
    const lights = await api.json<Lights>(`${plan}/lights?on=${on}`);
    const listed = await allItems(`on=${on}`);
    expect(listed.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    for (const item of listed) {
      const byHand = lightOn(rowsOf(item.task), item.id, on, ruleSet);
      expect([item.light, item.rule, item.workingDaysOverdue, item.workingDaysLeft], `${item.id} on ${on}`).toEqual([
        byHand?.light,
        byHand?.rule,
        byHand?.workingDaysOverdue,
        byHand?.workingDaysLeft,
      ]);
    }
    // Every cell holds just the items of its place, and its light is the worst of theirs.
    for (const task of lights.tasks) {
      const cells = [
        { cell: task.county, own: (item: Item) => item.village === null && item.township === null },
        ...lights.townships.map(({ id }, at) => ({
          cell: task.townships[at],
          own: (item: Item) => item.village === null && item.township?.id === id,
        })),
        ...lights.villages.map(({ id }, at) => ({
          cell: task.villages[at],
          own: (item: Item) => item.village?.id === id,
        })),
      ];
      for (const { cell, own } of cells) {
        const there = listed.filter((item) => item.task === task.no && own(item));
        expect(cell?.total).toBe(there.length);
        expect(cell?.light).toBe(worstLight(there) ?? "none");
        for (const light of STATUS_LIGHTS)
          expect(cell?.counts[light]).toBe(there.filter((item) => item.light === light).length);
      }
    }
    expect(Object.values(lights.counts).reduce((sum, n) => sum + n, 0)).toBe(items.length);
  });

  it("have seen every colour in this story", async () => {
    const seen = new Set<string>();
    for (const on of DAYS) for (const { rule } of await allItems(`on=${on}`)) seen.add(rule);
    for (const rule of ["closed", "cancelled", "suspended", "overdue", "dueSoon", "behindSchedule", "onSchedule"])
      expect(seen).toContain(rule);
  });

  it("of today are the same from the item rows and from the ledger", async () => {
    const view = await api.services.plans.view("story");
    const sorted = <T extends { item: { id: string } }>(list: T[]): T[] =>
      list.toSorted((a, b) => (a.item.id < b.item.id ? -1 : 1));
    const present = await new Present(database.pool, "story").items(view);
    const folded = await new History(database.pool, "story").items(view, endOf(TODAY, view));
    // What lies in the state beside the light's inputs is the item row's alone.
    const bare = (list: typeof present) =>
      sorted(list).map(({ item, calendar }) => ({ item: { ...item, extension: item.extension !== null }, calendar }));
    expect(bare(folded)).toEqual(bare(present));
  });

  it("follow the ledger as it grows, stream by stream", async () => {
    const other = await playStory(database.pool, "growing");
    const history = new History(database.pool, "growing");
    const present = new Present(database.pool, "growing");
    for (const day of ["2021-10-15", "2021-11-20", "2021-12-31"]) {
      await other.runTo(other.at(day, "18:00"));
      const view = await api.services.plans.view("growing");
      const [grown, fresh] = [
        await history.items(view, endOf(day, view)),
        await new History(database.pool, "growing").items(view, endOf(day, view)),
      ];
      expect(grown).toEqual(fresh);
      expect((await present.items(view)).length).toBe(items.length);
      const again = await api.json<Lights>("/api/v1/plans/growing/lights");
      expect([again.on, again.today]).toEqual([day, day]);
    }
  });

  it("find the newest version at an instant", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (instants, at) => {
        const versions = instants.toSorted((a, b) => a - b).map((instant, value) => ({ at: instant, value }));
        expect(versionAt(versions, at)).toBe(versions.findLast((version) => version.at <= at)?.value);
      }),
    );
  });

  it("are counted over a span of days: the Mondays of the plan, and the last one", async () => {
    const trend = await api.json<LightTrend>(`${plan}/lights/trend?from=2021-05-30&to=2021-07-01&every=7`);
    expect(trend).toMatchObject({ from: "2021-05-30", to: "2021-07-01", every: 7 });
    expect(trend.days.map(({ on }) => on)).toEqual([
      "2021-05-31",
      "2021-06-07",
      "2021-06-14",
      "2021-06-21",
      "2021-06-28",
      "2021-07-01",
    ]);
    for (const { on, counts } of trend.days)
      expect(counts).toEqual((await api.json<Lights>(`${plan}/lights?on=${on}`)).counts);
    const { days } = await api.json<LightTrend>(`${plan}/lights/trend`);
    expect([days.length, days[0]?.on, days.at(-1)?.on]).toEqual([85, "2021-06-23", TODAY]);
    expect(days.at(-1)?.counts).toEqual((await api.json<Lights>(`${plan}/lights`)).counts);
  });

  it("are not counted backwards, beyond the plan, or over too many days", async () => {
    for (const [query, parameter] of [
      ["from=2021-07-02&to=2021-07-01", "from"],
      ["to=2021-12-01", "to"],
      ["from=2021-01-01", "from"],
    ])
      expect(await api.problem(`${plan}/lights/trend?${query}`)).toMatchObject({ code: "dateOutOfRange", parameter });
    for (const every of ["0", "-1", "367", "1.5", "x"])
      expect((await api.problem(`${plan}/lights/trend?every=${every}`)).code).toBe("invalidParameter");
  });

  it("are refused for days that the plan has not been through", async () => {
    const view = await api.services.plans.view("story");
    expect(() => dayAsked(addDays(view.today, 1), view)).toThrow("2021-09-16");
    expect(() => dayAsked(addDays(view.from, -1), view)).toThrow("2021-04-11");
    expect(await api.problem(`${plan}/lights?on=2022-01-01`)).toMatchObject({
      from: "2021-04-12",
      to: TODAY,
      parameter: "on",
    });
  });
});

describe("an item's light", () => {
  const why = (item: string, on: string) => api.json<ItemLight>(`${plan}/items/${enc(item)}/light?on=${on}`);

  it("says how late it is and with whom it is stuck", async () => {
    expect(await why("works/v2", "2021-07-16")).toMatchObject({
      light: "red",
      rule: "overdue",
      stuck: { step: "work", unit: { id: "unit", name: "单位unit" }, since: "2021-04-13" },
      sentence: {
        zh: expect.stringMatching(
          /^逾期12个工作日（时限2021年6月30日），现由单位unit办理（办理中，2021年4月13日起，已\d+个工作日）。$/,
        ) as string,
        en: expect.stringMatching(
          /^12 working days overdue \(due 30 June 2021\); stuck with 单位unit, working on it since 13 April 2021/,
        ) as string,
      },
      inputs: { deadline: "2021-06-30", workingDaysOverdue: 12, suspendedWorkingDays: 0 },
      decidedBy: { type: "signedFor", stream: "task/2" },
    });
  });

  it("tells of the day asked for, not of today", async () => {
    expect(await why("works/v1", "2021-06-21")).toMatchObject({
      rule: "dueSoon",
      stuck: { step: "verify", unit: { id: "office", name: "扶贫办" } },
    });
    expect(await why("works/v1", "2021-06-23")).toMatchObject({ stuck: { step: "closeOut", since: "2021-06-22" } });
    expect(await why("works/v1", TODAY)).toMatchObject({
      light: "blue",
      stuck: null,
      sentence: { zh: "2021年6月24日销号。" },
    });
    expect(await why("works/v3", "2021-06-01")).toMatchObject({
      rule: "suspended",
      sentence: { zh: "2021年5月10日起暂缓至8月31日，暂缓期间不计逾期。" },
    });
    // Back from its suspension on 2021-09-01: it moved the deadline by its working days, and nothing is overdue.
    expect((await why("works/v3", "2021-09-03")).inputs).toMatchObject({
      workingDaysOverdue: 0,
      suspendedWorkingDays: 0,
    });
    expect(await why("works/v4", "2021-06-12")).toMatchObject({
      stuck: { step: "decideExtension", unit: { id: "group" } },
    });
    expect(await why("plan/county", "2021-06-12")).toMatchObject({
      light: "grey",
      sentence: { en: "Cancelled on 5 May 2021." },
    });
  });

  it("is explained whole: the clause, the dates, the missed steps and their working days", async () => {
    const late = await why("works/v2", "2021-07-14");
    expect(late.clause).toBe("二");
    expect(late.missed).toEqual([{ step: "report", dueOn: "2021-06-30", doneOn: null, workingDaysLate: 10 }]);
    expect(late.explanation).toEqual({
      zh: `依据方案二：“事项works”，2021-06-30，时限2021年6月30日。${late.sentence.zh}未按时办理的步骤：应于2021年6月30日前反馈办结，至今未办，已超10个工作日。`,
      en: `Clause 二 of the plan: “事项works”, 2021-06-30, due 30 June 2021. ${late.sentence.en} Steps missed: reporting completion was due by 30 June 2021 and is not done, 10 working days late.`,
    });
    // Never signed for, and with another unit from July on: what it had to sign for begins anew.
    expect((await why("area/v4", "2021-06-30")).missed).toMatchObject([
      { step: "signFor", dueOn: "2021-04-15", doneOn: null },
    ]);
    expect((await why("area/v4", "2021-07-06")).missed).toEqual([]);
    // Done in time, and on a day before anything was due, nothing was missed.
    expect((await why("works/v1", TODAY)).missed).toEqual([]);
    expect((await why("works/v2", "2021-04-20")).missed).toEqual([]);
    const moved = await why("works/v4", "2021-07-01");
    expect(moved.explanation.zh).toContain("时限2021年9月30日（原时限2021年6月30日）");
  });
});

describe("items", () => {
  it("are filtered as told, and counted whole", async () => {
    const all = await allItems();
    const cases: [string, (item: Item) => boolean][] = [
      ["task=2", (item) => item.task === 2],
      ["task=1&task=2", () => true],
      ["milestone=works", (item) => item.milestone === "works"],
      ["village=v3", (item) => item.village?.id === "v3"],
      ["township=town1", (item) => item.township?.id === "town1"],
      ["unit=lead", (item) => item.primaryUnit.id === "lead"],
      ["status=closed&status=cancelled", (item) => ["closed", "cancelled"].includes(item.status)],
      ["light=red", (item) => item.light === "red"],
      ["light=blue&light=grey", (item) => ["blue", "grey"].includes(item.light)],
      ["scope=county", (item) => item.scope === "county"],
      ["scope=township&scope=area", (item) => item.scope === "township" || item.scope === "area"],
      ["overdue=true", (item) => item.light === "red"],
      ["overdue=false&task=2", (item) => item.light !== "red" && item.task === 2],
      ["q=%E6%9D%91%E4%BA%8C", () => false],
      ["q=%E6%9D%912", (item) => item.village?.name === "村2"],
      ["q=WORKS%20%E9%95%872", (item) => item.milestone === "works" && item.township?.name === "镇2"],
      ["task=9", () => false],
      ["village=nowhere", () => false],
    ];
    for (const [query, own] of cases) {
      const page = await api.json<Items>(`${plan}/items?${query}&limit=200`);
      const wanted = all.filter(own);
      expect(page.rows, query).toEqual(wanted);
      expect(page.total, query).toBe(wanted.length);
      // Which lights are asked for is no filter of what is counted by light.
      const counted = query.startsWith("light=") ? all : wanted;
      expect(page.counts.red, query).toBe(counted.filter(({ light }) => light === "red").length);
    }
  });

  it("are paged in every order without gaps or doubles, on any day", async () => {
    for (const sort of ["task", "deadline", "overdue", "village"] as const) {
      for (const order of ["asc", "desc"]) {
        for (const on of [TODAY, "2021-07-16"]) {
          const whole = await api.json<Items>(`${plan}/items?sort=${sort}&order=${order}&on=${on}&limit=200`);
          for (const limit of [1, 2, 5])
            expect((await allItems(`sort=${sort}&order=${order}&on=${on}&limit=${limit}`)).map(({ id }) => id)).toEqual(
              whole.rows.map(({ id }) => id),
            );
        }
      }
    }
    const overdue = (await api.json<Items>(`${plan}/items?sort=overdue&order=desc`)).rows.map(
      (item) => item.workingDaysOverdue,
    );
    expect(overdue).toEqual(overdue.toSorted((a, b) => b - a));
    const deadlines = (await api.json<Items>(`${plan}/items?sort=deadline`)).rows.map((item) => item.deadline);
    expect(deadlines).toEqual(deadlines.toSorted());
    const villages = (await api.json<Items>(`${plan}/items?sort=village`)).rows.map((item) => item.village?.id ?? "~");
    expect(villages).toEqual(villages.toSorted());
  });

  it("keep their day over the pages, and refuse a cursor of another query", async () => {
    const first = await api.json<Items>(`${plan}/items?on=2021-07-16&limit=2`);
    expect((await api.json<Items>(`${plan}/items?on=2021-07-16&limit=2&cursor=${first.next}`)).on).toBe("2021-07-16");
    for (const other of ["limit=2&task=2", "limit=2&sort=village", "limit=2"])
      expect(await api.problem(`${plan}/items?${other}&cursor=${first.next}`)).toMatchObject({ code: "badCursor" });
  });

  it("tell everything about one", async () => {
    expect(await api.json<ItemDetail>(`${plan}/items/${enc("works/v4")}`)).toMatchObject({
      title: "事项works",
      deadline: "2021-09-30",
      originalDeadline: "2021-06-30",
      deadlineVersion: 2,
      light: "yellow",
      owes: {
        unit: { id: "unit" },
        desk: { person: { id: "p-unit-desk" } },
        leaderInCharge: { post: { id: "leader/2" } },
      },
      pairing: {
        countyLeader: { post: { id: "leader/2" }, person: { id: "p-leader-2" } },
        helpingUnit: { id: "helper" },
      },
      next: { kind: "fire", instrument: "reminder", at: expect.stringMatching(/T09:00:00\+08:00$/) as string },
      why: { rule: "dueSoon" },
      extension: null,
      sampleRoster: true,
    });
    const closed = await api.json<ItemDetail>(`${plan}/items/${enc("works/v1")}`);
    expect(closed).toMatchObject({
      status: "closed",
      closedOn: "2021-06-24",
      next: null,
      statusWords: { zh: "已销号" },
    });
    const red = await api.json<ItemDetail>(`${plan}/items/${enc("works/v2")}`);
    expect(red.notices.find(({ instrument }) => instrument === "escalate")?.count).toBeGreaterThan(0);
    // Its deadline was moved by the suspension: what comes next reminds the unit of it.
    const moved = await api.json<ItemDetail>(`${plan}/items/${enc("works/v3")}`);
    expect(moved.next).toMatchObject({
      kind: "fire",
      instrument: "reminder",
      to: [{ person: { id: "p-unit-desk" } }],
    });
    expect(moved.next?.words).toEqual({
      zh: expect.stringMatching(/^提醒.*p-unit-desk/) as string,
      en: expect.stringMatching(/^Reminder.*p-unit-desk/) as string,
    });
    const returned = await api.json<ItemDetail>(`${plan}/items/${enc("ledger/town1")}`);
    expect(returned).toMatchObject({ returns: 1, status: "inProgress", leadUnit: { id: "lead" } });
  });
});
