/** The same plan, scenario and seed give the rows that the release 4591ca6 recorded: every one, in order, its content alike. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { Deployed } from "../support/deployed.js";
import { expectSameRows, oldPlan, oldRows, rowsOf } from "../support/old-release.js";

let duban: Deployed;
let database: TestDatabase;
beforeAll(async () => {
  duban = await Deployed.start("test-same-rows");
  database = await freshDatabase();
  duban.databaseUrl = database.url;
  await duban.startWorker();
}, 120_000);
afterAll(async () => {
  await duban?.stop();
  await database?.drop();
});

it.each(["silence", "lively"] as const)(
  "in the scenario %s",
  async (name) => {
    const { bundle, scenario } = await oldPlan(name);
    const planId = await duban.open(bundle, scenario);
    await duban.play(planId, null);
    expectSameRows(await rowsOf(database.pool, planId), oldRows(name));
    expect((await verifyLedger(database.pool, planId)).broken).toBeNull();
  },
  300_000,
);
