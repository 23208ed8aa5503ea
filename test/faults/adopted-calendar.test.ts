/**
 * The plan adopts a newer calendar, and everything goes down at once with nobody having heard of it: the worker after its
 * commit, whoever asked, and Temporal with the request. The plan goes on by the new calendar and answers further orders.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../api/sweeper.js";
import { until } from "../../embedded/wait.js";
import { startTemporal, type TemporalHandle } from "../../embedded/temporal.js";
import { unappliedMessages } from "../../prisma/ledger/stream-store.js";
import { addDocument } from "../../prisma/plans/plan-store.js";
import { order } from "../../workflows/messages.js";
import { workflowId } from "../../workflows/names.js";
import { disagreements } from "../support/agreement.js";
import { startCommitGate } from "../support/commit-gate.js";
import { freshDatabase } from "../support/database.js";
import { startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, calendar } from "../support/small-plan.js";
import { startWorkerProcess } from "../support/worker-process.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

let folder: string;
let temporal: TemporalHandle;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "duban-adopted-"));
  chmodSync(folder, 0o755);
  temporal = await startTemporal({ stateDir: path.join(folder, "temporal"), namespace: "duban-adopted" });
});
afterAll(async () => {
  await temporal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const office = { person: "p-office-desk", post: "office/desk", unit: "office" };

it("a calendar adopted unheard", async () => {
  const servers = {
    temporal: { address: temporal.address, namespace: temporal.namespace },
    database: await freshDatabase(),
  };
  const run = await startPlan(bundle, servers);
  const { planId, gateway, client, database } = run;
  const gate = await startCommitGate(database.url);
  const { temporal: target } = servers;
  const first = await startWorkerProcess(run, { name: "first", folder, databaseUrl: gate.url, temporal: target });
  await run.open();
  const clock = await run.store.moveClock(planId, at("2021-04-12"));
  for (const stream of ["task/1", "task/2"]) await gateway.tick(planId, stream, clock);
  const years = calendar.years.map((year) =>
    year.year === 2021 ? { ...year, holidays: [...year.holidays, "2021-07-01"] } : year,
  );
  await addDocument(database.pool, planId, "calendar", 2, { version: 2, years });

  const gaveUp = new AbortController();
  const caught = gate.catchNext("after");
  const adopt = {
    key: "adopt-2",
    actor: office,
    order: { kind: "adoptCalendar", version: 2, reason: "调休" },
  } as const;
  const asked = client.withAbortSignal(gaveUp.signal, () =>
    client.workflow
      .getHandle(workflowId(planId, "plan"))
      .executeUpdate(order, { args: [readCommandKey().sign(planId, "plan", adopt), clock], updateId: adopt.key }),
  );
  asked.catch(() => undefined); // nobody hears
  await caught;
  expect((await run.ledger.readStream(planId, "plan")).map(({ type }) => type)).toEqual([
    "planOpened",
    "packagesAssigned",
    "orderGiven",
  ]);
  gaveUp.abort();
  await first.kill();
  process.kill(temporal.pid(), "SIGKILL");

  const second = await startWorkerProcess(run, { name: "second", folder, temporal: target });
  // As an API does at its start and each minute.
  const swept = async () => {
    await sweep(database.pool, gateway, { first: true });
    return (await unappliedMessages(database.pool, planId)).length === 0;
  };

  await until("every task goes by the new calendar", async () => ((await swept()) ? true : undefined), {
    timeoutMs: 60_000,
    everyMs: 1_000,
  });
  const { rows } = await database.pool.query(
    "SELECT DISTINCT (SELECT payload ->> 'calendar' FROM ledger l WHERE l.plan_id = s.plan_id AND l.stream = s.name AND type = 'calendarChanged') AS calendar FROM stream s WHERE plan_id = $1 AND name <> 'plan'",
    [planId],
  );
  expect(rows).toEqual([{ calendar: "2" }]);
  const further = {
    key: "further",
    actor: office,
    order: {
      kind: "suspendArea",
      townships: ["town1"],
      villages: [],
      until: "2021-05-31",
      reason: "汛情",
      approver: "leader/1",
    },
  } as const;
  expect((await gateway.order(planId, further, clock, 30_000)).items).toEqual(["task/1", "task/2"]);
  await until("the order is applied", async () => ((await swept()) ? true : undefined), {
    timeoutMs: 30_000,
    everyMs: 500,
  });
  for (const stream of ["plan", "task/1", "task/2"]) await gateway.tick(planId, stream, clock);
  expect(await disagreements(run)).toEqual([]);
  await second.stop();
  await gate.close();
  await run.close();
}, 240_000);
