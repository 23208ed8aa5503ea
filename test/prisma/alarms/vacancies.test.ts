/** Vacant posts, reported with the letters of a night: at the change, weekly while it lasts, and when all are filled. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { renderLetter } from "../../../mail/render.js";
import { Letters } from "../../support/letters.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";

let database: TestDatabase;
let letters: Letters;
beforeAll(async () => {
  database = await freshDatabase();
  letters = new Letters(database.pool);
});
afterAll(() => database.drop());

/** The helping unit's desk is filled again in August. */
const filled: PlanBundle = {
  ...bundle,
  roster: {
    ...bundle.roster,
    posts: bundle.roster.posts.map((post) =>
      post.id === "helper/desk"
        ? { ...post, holders: [...post.holders, { value: "p-town1-head", from: "2021-08-01" }] }
        : post,
    ),
  },
};

/** Days of the letters that told the office of vacancies, with how many posts they name. */
async function reports(planId: string): Promise<(readonly [string, number])[]> {
  const { rows } = await database.pool.query(
    `SELECT plan_day AS day, facts FROM notice WHERE plan_id = $1 AND facts ->> 'kind' = 'vacancies' ORDER BY plan_day`,
    [planId],
  );
  return rows.map(({ day, facts }) => [day, facts.vacant.length] as const);
}

/** As the postman's activity does. */
async function close(planId: string, upTo: number): Promise<void> {
  await letters.reportVacancies(planId, upTo);
  await letters.close(planId, upTo);
}

/** Closes what there is to close at each working day's closing, as a live plan's postman does. */
async function nights(plan: Recorder, from: string, until: string): Promise<void> {
  for (let at = plan.at(from, "09:09"); ; ) {
    at = (await letters.nextNight(plan.planId, at)) ?? Number.MAX_SAFE_INTEGER;
    if (at > plan.at(until, "23:59")) return;
    await plan.advance(at);
    await close(plan.planId, at);
  }
}

it("tells the office on the first night, a week later, and when the last is filled; never twice a night", async () => {
  const plan = await new Recorder(database.pool, filled, "nightly").open();
  await nights(plan, "2021-06-28", "2021-08-13");
  // 2021-07-01 is a Thursday; the desk is filled on Sunday, 08-01.
  expect(await reports("nightly")).toEqual([
    ["2021-07-01", 4],
    ["2021-07-08", 4],
    ["2021-07-15", 4],
    ["2021-07-22", 4],
    ["2021-07-29", 4],
    ["2021-08-02", 0],
  ]);
  await close("nightly", plan.at("2021-08-13", "18:00"));
  expect(await reports("nightly")).toHaveLength(6);
});

it("says it in one letter of that day's alarms, by village and seat, and keeps it in the alarm", async () => {
  const listed = (await letters.list("nightly")).filter(
    ({ instrument, planDay }) => instrument === "alarm" && planDay === "2021-07-01",
  );
  expect(listed).toMatchObject([{ person: "p-office-desk", state: "queued" }]);
  const [letter] = await letters.read("nightly", [listed[0]?.id ?? ""]);
  const { text } = renderLetter(letter!.says);
  expect(text).toContain("岗位空缺情况：4个");
  expect(text).toContain("村1：帮扶单位（单位helperhelper经办，2021年7月1日起空缺）");
  const { rows } = await database.pool.query(
    "SELECT count, detail ->> 'on' AS on FROM alarm WHERE plan_id = 'nightly' AND key = 'vacancies'",
  );
  expect(rows).toEqual([{ count: 6, on: "2021-08-02" }]);
});

it("tells no night before the plan was opened, and none where nobody is missing", async () => {
  const plan = await new Recorder(database.pool, filled, "opened").open();
  await close("opened", plan.openedAt);
  await nights(plan, "2021-04-12", "2021-04-30");
  expect(await reports("opened")).toEqual([]);
  // As whoever closes all that there is.
  await close("opened", Number.MAX_SAFE_INTEGER);
  expect(await letters.nextNight("opened", Number.MAX_SAFE_INTEGER)).toBeNull();
  expect(await reports("opened")).toEqual([]);
});

it("looks at the roster on every working day of a live plan, whether letters close or not", async () => {
  const plan = await new Recorder(database.pool, bundle, "live").open();
  const friday = plan.at("2021-04-30", "09:10");
  expect(await letters.nextNight("live", friday - 1)).toBe(friday);
  // 劳动节 to 05-05; 05-08 is a worked Saturday.
  expect(await letters.nextNight("live", friday)).toBe(plan.at("2021-05-06", "09:10"));
  expect(await letters.nextNight("live", plan.at("2021-05-07", "09:10"))).toBe(plan.at("2021-05-08", "09:10"));
});
