/** A tick is answered with where the stream stands after it. */
import { expect, it } from "vitest";
import { streamHeads } from "../../prisma/ledger/stream-store.js";
import { startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at } from "../support/small-plan.js";

it("with the head and the next due instant after what it brought", async () => {
  const run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  const before = await run.ledger.readStream(run.planId, "task/2");
  const clock = await run.store.moveClock(run.planId, at("2021-04-12"));
  for (const stream of ["task/1", "task/2"]) {
    const answer = await run.gateway.tick(run.planId, stream, clock);
    const head = (await streamHeads(run.database.pool, run.planId)).find((each) => each.stream === stream);
    expect(answer).toEqual({ seq: head?.seq, hash: head?.hash, nextDue: head?.nextDue });
  }
  expect((await run.ledger.readStream(run.planId, "task/2")).length).toBeGreaterThan(before.length);
  await run.close();
});
