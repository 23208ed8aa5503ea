/** People act while workers are killed: another one takes over, or the request says so and can be sent again. */
import { mkdtempSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Child, startChild } from "../../embedded/supervisor.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { type Acting, startActing } from "../api/acting.js";
import { bundle } from "../support/small-bundle.js";
import type { PlanRun } from "../support/plan-run.js";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "duban-acting-"));
let acting: Acting;
const workers: Child[] = [];

const startWorkers = async (run: PlanRun, count: number): Promise<void> => {
  for (let no = 0; no < count; no++)
    workers.push(
      await startChild({
        name: `worker ${workers.length + 1}`,
        entry: path.join(root, "worker/main.ts"),
        env: {
          ...process.env,
          DATABASE_URL: run.database.url,
          TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
          TEMPORAL_NAMESPACE: process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"],
          DUBAN_TASK_QUEUE: run.taskQueue,
          DUBAN_STATE_DIR: folder,
        },
        logFile: path.join(folder, "workers.log"),
      }),
    );
};

beforeAll(async () => {
  acting = await startActing(bundle, (run) => startWorkers(run, 2));
  await acting.goTo("2021-04-13");
  await acting.act("p-unit-desk", "signFor", { items: ["works/v1", "works/v2"] });
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await acting.close();
  rmSync(folder, { recursive: true, force: true });
});

const recorded = async (): Promise<number> => {
  const { rows } = await acting.run.database.pool.query(
    "SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1 AND type = 'progressReported'",
    [acting.run.planId],
  );
  return rows[0].n as number;
};
const progress = (percent: number, key?: string) =>
  acting.act("p-unit-desk", "reportProgress", { items: ["works/v1"], percent, text: "进展" }, key);

it("each act is taken and recorded once, whichever worker is killed while it is on its way", async () => {
  let sent = 0;
  for (const [kills, victim] of [...workers, ...workers].entries()) {
    // The other one is up again from its own death.
    while (workers.reduce((sum, worker) => sum + worker.restarts(), 0) < kills)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const acts = Array.from({ length: 12 }, () => progress(++sent % 90));
    // Some are being decided, some have not come yet.
    await acts[2];
    process.kill(victim.pid(), "SIGKILL");
    expect((await Promise.all(acts)).map(({ status }) => status)).toEqual(Array(12).fill(200));
    // The next one meets a worker that is gone, if it was the one that had the workflow in memory.
    expect((await progress(++sent % 90)).status).toBe(200);
  }
  expect(await recorded()).toBe(sent);
  expect((await verifyLedger(acting.run.database.pool, acting.run.planId)).broken).toBeNull();
}, 120_000);

it("without any worker it is answered with 503 in time, and done once when it is sent again under its key", async () => {
  const before = await recorded();
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  const key = randomUUID();
  const away = await progress(77, key);
  expect(away).toMatchObject({ status: 503, body: { code: "notDelivered" } });
  expect(away.headers.get("retry-after")).toBe("2");
  expect(away.body.detail).toContain("用同一Idempotency-Key重发");
  await startWorkers(acting.run, 1);
  const again = await progress(77, key);
  expect(again.status).toBe(200);
  expect((await progress(77, key)).body).toEqual(again.body);
  expect(await recorded()).toBe(before + 1);
}, 120_000);
