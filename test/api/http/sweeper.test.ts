/** The sweep: rows and messages that no workflow knows of reach it without anybody asking. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../../api/sweeper.js";
import type { AdvanceAnswer, AnyCommand } from "../../../domain/streams/advance.js";
import { messageKey } from "../../../domain/streams/messages.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { endPlan } from "../../../prisma/plans/plan-store.js";
import { type StreamHead, streamHead } from "../../../workflows/messages.js";
import { workflowId } from "../../../workflows/names.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";
import { type PlanRun, startPlan } from "../../support/plan-run.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";

const STREAM = "task/2";
let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
});
afterAll(() => run.close());

const head = (stream: string): Promise<StreamHead> =>
  run.client.workflow.getHandle(workflowId(run.planId, stream)).query(streamHead);

/** Records past the workflow: what a worker leaves that is killed between the commit and its answer. */
const advancePast = (stream: string, commands: readonly AnyCommand[]): Promise<AdvanceAnswer> =>
  new StreamStore({ pool: run.database.pool, commandKey: readCommandKey() }).advance({
    planId: run.planId,
    stream,
    mode: "rehearsal",
    openedAt: run.openedAt,
    now: run.openedAt,
    commands: commands.map((command) => readCommandKey().sign(run.planId, stream, command)),
    messages: [],
    known: null,
  });

/** A tick is answered after the signals sent before it; one at the clock's beginning moves nothing. */
const settled = (stream: string): Promise<StreamHead> =>
  run.gateway.tick(run.planId, stream, { version: 0, now: run.openedAt });

it("goes on from rows recorded past a workflow, whatever that knows", async () => {
  const before = await head(STREAM);
  const moved = command("changeReading", people.office, "works/v1", { deadline: "2021-05-20" });
  const { seq, hash, nextDue } = await advancePast(STREAM, [moved]);
  expect(await head(STREAM)).toEqual(before);
  expect(seq).toBeGreaterThan(before.seq);
  expect(await settled(STREAM)).toEqual({ seq, hash, nextDue });
  // The same request again is answered as it was recorded.
  expect(await run.gateway.act(run.planId, STREAM, moved, null)).toEqual({
    key: moved.key,
    items: ["works/v1"],
    refused: [],
  });
  expect((await head(STREAM)).seq).toBe(seq);
});

it("delivers a message whose sender died before sending it, once", async () => {
  const order: PlanOrder = { kind: "changeReading", milestone: "works", deadline: "2021-07-31", reason: "r" };
  const given = { key: "lost", actor: people.office, order };
  const message = { to: STREAM, key: messageKey(given, STREAM) };
  expect((await advancePast("plan", [given])).messages).toEqual([message]);
  expect(await run.store.unappliedMessages(run.planId)).toMatchObject([message]);

  expect((await sweep(run.database.pool, run.gateway)).delivered).toBe(1);
  await sweep(run.database.pool, run.gateway);
  await settled(STREAM);
  expect(await run.store.unappliedMessages(run.planId)).toEqual([]);
  const rows = (await run.ledger.readStream(run.planId, STREAM)).filter((row) => row.cause === "order/lost");
  expect(rows.map((row) => row.type)).toEqual(["orderApplied", ...Array.from({ length: 4 }, () => "readingChanged")]);
});

it("names the stream it cannot reach, and leaves ended plans alone", async () => {
  const order: PlanOrder = { kind: "changeReading", milestone: "works", deadline: "2021-08-31", reason: "r" };
  await advancePast("plan", [{ key: "unheard", actor: people.office, order }]);
  await run.gateway.workflows.terminate(run.planId, STREAM, "gone");
  const swept = await sweep(run.database.pool, run.gateway);
  expect(swept.failed).toEqual([
    {
      plan: run.planId,
      stream: STREAM,
      reason: expect.stringContaining("it has no running workflow: stop all workers, run npm run rebuild"),
    },
  ]);
  await endPlan(run.database.pool, run.planId);
  expect(await sweep(run.database.pool, run.gateway)).toEqual({ resynced: 0, delivered: 0, failed: [] });
  // Starting the plan again starts what is missing.
  await run.gateway.workflows.terminate(run.planId, "plan", "started again");
  await run.open();
});

it("has every stream of a live plan look at its ledger at a process's start, and those that let an instant pass at any time", async () => {
  const database = await freshDatabase();
  const live = await new Recorder(database.pool, bundle).open("live");
  const resynced: string[] = [];
  const gateway = {
    resync: async (plan: string, stream: string) => void resynced.push(`${plan} ${stream}`),
    deliver: async () => {},
  };
  await database.pool.query("UPDATE stream SET next_due = $1", [Date.now() - 1_000]);
  expect(await sweep(database.pool, gateway)).toEqual({ resynced: 0, delivered: 0, failed: [] });
  await sweep(database.pool, gateway, { first: true });
  expect(resynced).toEqual(["plan", "task/1", "task/2"].map((stream) => `${live.planId} ${stream}`));
  await database.pool.query("UPDATE stream SET next_due = $1 WHERE name = 'task/2'", [Date.now() - 600_000]);
  await sweep(database.pool, gateway);
  expect(resynced.slice(3)).toEqual([`${live.planId} task/2`]);
  await database.drop();
});
