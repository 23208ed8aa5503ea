/** What a process reads and prepares before anybody looks is what the first look then finds. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { getLights } from "../../../api/lights/routes.js";
import type { Lights } from "../../../api/lights/schemas.js";
import { ROUTES } from "../../../api/routes.js";
import { Answers } from "../../../api/serving/answers.js";
import { warmUp } from "../../../api/views/warm-up.js";
import { plannedItems } from "../../../domain/plan/planned-items.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { type Api, playStory, serve } from "../support.js";

const LIGHTS = "/api/v1/plans/story/lights";
const answers = new Answers("build");
/** How often the lights were made. */
let made = 0;
const counted: typeof getLights = {
  ...getLights,
  answer(call) {
    made++;
    return getLights.answer(call);
  },
};

let database: TestDatabase;
let api: Api;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool, { answers, routes: ROUTES.map((each) => (each === getLights ? counted : each)) });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it("the lights of each plan are made once, before whoever sees all of it asks", async () => {
  const warmed = await warmUp(api.services, 60_000, (plan) => answers.prepare(counted, plan, api.services));
  expect(warmed).toEqual({ plans: 1, of: 1 });
  expect(made).toBe(1);

  const { counts } = await api.json<Lights>(LIGHTS);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(plannedItems(bundle).length);
  expect(made).toBe(1);
});

it("another day's are made when they are asked for", async () => {
  await api.json<Lights>(`${LIGHTS}?on=2021-05-04`);
  expect(made).toBe(2);
});

it("what cannot be prepared keeps nobody from being ready", async () => {
  const warmed = await warmUp(api.services, 60_000, () => Promise.reject(new Error("as asked")));
  expect(warmed).toEqual({ plans: 0, of: 1 });
});
