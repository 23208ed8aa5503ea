/** No data, no right and zero are three things, wherever lights are counted (decision 0071). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Items } from "../../../api/items/schemas.js";
import type { TaskDetail, Tasks } from "../../../api/items/task-schemas.js";
import type { Lights, LightTrend } from "../../../api/lights/schemas.js";
import type { Milestone } from "../../../domain/plan/plan.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundleWithIdleTask } from "../../support/small-bundle.js";
import { asked, byPerson } from "../people.js";
import { type Api, serve } from "../support.js";

const DAY = "2021-07-14";
const plan = "/api/v1/plans/reach";

/** With works of the next year, which are registered and not assigned yet. */
const [first, works, ...others] = bundleWithIdleTask.plan.tasks;
const nextYear = { ...(works?.milestones[0] as Milestone), id: "works22", deadline: "2022-12-31", series: "works" };
const bundle: PlanBundle = {
  ...bundleWithIdleTask,
  plan: {
    ...bundleWithIdleTask.plan,
    tasks: [first, works && { ...works, milestones: [...works.milestones, nextYear] }, ...others].filter(
      (task) => task !== undefined,
    ),
  },
};

let database: TestDatabase;
let recorder: Recorder;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  recorder = await new Recorder(database.pool, bundle, "reach").open();
  await recorder.runTo(recorder.at(DAY, "10:00"));
  api = await serve(database.pool, { authenticate: byPerson(bundle, DAY) });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const lightsOf = (person: string): Promise<Lights> => asked<Lights>(api, person, `${plan}/lights`);
const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, n) => total + n, 0);

describe("the map of lights", () => {
  it("shows one's own villages, and how many there are besides", async () => {
    const leader = await lightsOf("p-leader-2");
    expect(leader.villages.map(({ id }) => id)).toEqual(["v2", "v4"]);
    expect(leader.townships.map(({ id }) => id)).toEqual(["town1", "town2"]);
    expect(leader.outside.villages).toBe(2);
    const township = await lightsOf("p-town1-desk");
    expect(township.villages.map(({ id }) => id)).toEqual(["v1", "v2"]);
    expect(township.townships.map(({ id }) => id)).toEqual(["town1"]);
    const office = await lightsOf("p-office-desk");
    expect(office.villages).toHaveLength(4);
    expect(office.outside).toEqual({ items: 0, villages: 0 });
    // What one sees and what one doesn't are the whole plan.
    expect(sum(leader.counts) + leader.outside.items).toBe(sum(office.counts));
  });

  it("says of each empty cell why it is empty", async () => {
    const office = await lightsOf("p-office-desk");
    // Helps all villages, and has nothing to do with what townships and the county owe.
    const leader = await lightsOf("p-helper-head");
    const task = (map: Lights, no: number) => map.tasks.find((one) => one.no === no);
    // Dated and beyond one's reach: it is no standing duty, nor is there nothing.
    expect(task(leader, 1)).toMatchObject({
      standing: false,
      outside: 3,
      county: { empty: "outside", total: 0, outside: 1 },
    });
    expect(task(office, 1)).toMatchObject({
      standing: false,
      outside: 0,
      county: { empty: null, total: 1, outside: 0 },
    });
    // Dated, and the plan asks nothing of villages.
    expect(task(leader, 1)?.villages.map(({ empty }) => empty)).toEqual(Array(4).fill("nothing"));
    // Standing by the plan, for whoever looks: inspected village by village.
    for (const map of [office, leader])
      expect(task(map, 3)).toMatchObject({ standing: true, outside: 0, county: { empty: "nothing" } });
    expect(task(leader, 3)?.villages.map(({ empty }) => empty)).toEqual(Array(4).fill("standing"));
  });

  it("says of a place that nothing was registered there yet", async () => {
    await new Recorder(database.pool, bundle, "unopened").open();
    // The plan was opened, its first task not yet.
    await database.pool.query("DELETE FROM item WHERE plan_id = 'unopened' AND task = 1");
    const map = await asked<Lights>(api, "p-office-desk", "/api/v1/plans/unopened/lights");
    expect(map.tasks[0]).toMatchObject({
      standing: false,
      outside: 0,
      county: { empty: "notYet", light: "none", total: 0 },
    });
  });

  it("counts what has not begun apart, and lets it stand for no cell that holds anything else", async () => {
    const office = await lightsOf("p-office-desk");
    expect(office.counts.notStarted).toBe(4);
    const works = office.tasks.find(({ no }) => no === 2);
    // Overdue this year, not begun for the next.
    expect(works?.villages[0]).toMatchObject({ light: "red", total: 2, counts: { red: 1, notStarted: 1, green: 0 } });
    const { rows, counts, total } = await asked<Items>(api, "p-office-desk", `${plan}/items?light=notStarted`);
    expect([total, counts.notStarted]).toEqual([4, 4]);
    expect(new Set(rows.map(({ rule, status }) => `${rule} ${status}`))).toEqual(new Set(["notAssigned registered"]));
  });
});

describe("lists", () => {
  it("say how many there are beyond one's reach, never how these stand", async () => {
    const list = (query: string, person = "p-leader-2") => asked<Items>(api, person, `${plan}/items?${query}`);
    const all = await list("task=2");
    expect(all.outside).toBeGreaterThan(0);
    for (const query of ["light=red", "status=assigned", "overdue=true", "q=nothing"])
      expect((await list(`task=2&${query}`)).outside, query).toBe(all.outside);
    expect(await list("task=1", "p-helper-head")).toMatchObject({ rows: [], total: 0, outside: 3 });
    expect((await asked<Items>(api, "p-office-desk", `${plan}/items`)).outside).toBe(0);
  });

  it("tell of tasks, villages and units what is seen, what is beyond, and what stands without a date", async () => {
    const { tasks } = await asked<Tasks>(api, "p-helper-head", `${plan}/tasks`);
    expect(tasks.map(({ no, standing, items, outside }) => [no, standing, items > 0, outside > 0])).toEqual([
      [1, false, false, true],
      [2, false, true, false],
      [3, true, false, false],
    ]);
    const task = await asked<TaskDetail>(api, "p-helper-head", `${plan}/tasks/1`);
    expect(task.milestones.map(({ items, outside }) => [items, outside])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    const { villages } = await asked<{ villages: { id: string; items: number; outside: number }[] }>(
      api,
      "p-leader-2",
      `${plan}/villages`,
    );
    expect(villages.map(({ id, items, outside }) => [id, items, outside])).toEqual([
      ["v1", 0, 2],
      ["v2", 2, 0],
      ["v3", 0, 2],
      ["v4", 3, 0],
    ]);
  });
});

describe("the trend", () => {
  const trendOf = (person: string, query = ""): Promise<LightTrend> =>
    asked<LightTrend>(api, person, `${plan}/lights/trend?from=2021-04-12&every=7${query}`);

  it("says what it counted of, and what is beyond one's reach", async () => {
    const office = await trendOf("p-office-desk");
    const leader = await trendOf("p-leader-2");
    for (const [at, { total, outside, counts }] of leader.days.entries()) {
      expect(total).toBe(sum(counts));
      expect(total + outside).toBe(office.days[at]?.total);
      expect(outside).toBeGreaterThan(0);
    }
  });

  it("has the same days and figures however far the clock has gone", async () => {
    const before = await trendOf("p-office-desk");
    await recorder.runTo(recorder.at("2021-07-15", "10:00"));
    const next = await trendOf("p-office-desk");
    await recorder.runTo(recorder.at("2021-07-22", "10:00"));
    const after = await trendOf("p-office-desk");
    const past = before.days.slice(0, -1);
    expect(past.length).toBeGreaterThan(12);
    expect(next.days.slice(0, past.length)).toEqual(past);
    expect(after.days.slice(0, past.length)).toEqual(past);
    expect([before.days[0]?.on, before.days[1]?.on, before.days.at(-1)?.on]).toEqual(["2021-04-12", "2021-04-19", DAY]);
    expect(after.days.slice(-2).map(({ on }) => on)).toEqual(["2021-07-19", "2021-07-22"]);
  });
});
