/** A plan on the real parts: what a workflow records reaches readers of the API while they watch. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Item, ItemDetail } from "../../../api/items/schemas.js";
import type { Clock } from "../../../api/operation/schemas.js";
import { createMetrics } from "../../../api/serving/metrics.js";
import { TemporalGateway } from "../../../gateway/temporal-gateway.js";
import { startPlan, type PlanRun } from "../../support/plan-run.js";
import { bundle } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";
import { follow } from "../events.js";
import { actors, type Api, enc, serve } from "../support.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";

let run: PlanRun;
let api: Api;
const metrics = createMetrics();
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  api = await serve(run.database.pool, { metrics });
});
afterAll(async () => {
  await api.close();
  await run.close();
});

it("shows an act as soon as its workflow has recorded it", async () => {
  const plan = `/api/v1/plans/${run.planId}`;
  const gateway = new TemporalGateway({
    client: run.client,
    taskQueue: run.taskQueue,
    commandKey: readCommandKey(),
    observe: metrics.observeUpdate,
  });
  const clock = { version: 1, now: run.openedAt + 2 * 3_600_000 };
  await run.store.moveClock(run.planId, clock.now);
  const before = await api.get(`${plan}/lights`);
  const reader = await follow(`${api.base}${plan}/feed/stream`);
  await reader.take("hearing", 1);

  await gateway.tick(run.planId, "task/2", clock); // 交办 falls due
  expect((await reader.take("row", 1))[0]?.data).toMatchObject({ type: "assigned", at: "2021-04-12T10:00:00+08:00" });
  const outcome = await gateway.act(run.planId, "task/2", command("signFor", actors.unit, "works/v1"), clock);
  expect(outcome.refused).toEqual([]);
  let row;
  do [row] = await reader.take("row", 1);
  while (row?.data.type !== "signedFor");
  expect(row.data).toMatchObject({ item: { id: "works/v1" }, actor: { post: { id: "unit/desk" } } });
  reader.close();

  expect((await api.json<ItemDetail>(`${plan}/items/${enc("works/v1")}`)).status).toBe("signedFor");
  expect((await api.json<{ rows: Item[] }>(`${plan}/items?status=signedFor`)).rows.map(({ id }) => id)).toEqual([
    "works/v1",
  ]);
  const after = await api.get(`${plan}/lights`, { "if-none-match": before.headers.get("etag") ?? "" });
  expect(after.status).toBe(200);
  expect(await api.json<Clock>(`${plan}/clock`)).toMatchObject({ now: "2021-04-12T10:00:00+08:00", version: 1 });
  expect(await (await api.get("/metrics")).text()).toContain(
    'duban_update_seconds_count{update="act",outcome="accepted"} 1',
  );
});
