/**
 * A policy of the release 4591ca6 is kept as it was: in silence the same steps fall due, each with its cause at its instant, and say
 * at least what they said then. What people do is by newer rules (answers, holds, suspensions that move the deadline): how
 * that release's rows of them are read is old-data.test.ts.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { Deployed } from "../support/deployed.js";
import { expectSameSteps, oldPlan, oldRows, rowsOf } from "../support/old-release.js";

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

it("in the scenario silence", async () => {
  const { bundle, scenario } = await oldPlan("silence");
  const planId = await duban.open(bundle, scenario);
  await duban.play(planId, null);
  expectSameSteps(await rowsOf(database.pool, planId), oldRows("silence"));
  expect((await verifyLedger(database.pool, planId)).broken).toBeNull();
}, 300_000);
