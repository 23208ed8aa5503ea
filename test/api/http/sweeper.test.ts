/** The sweep: rows and messages that no workflow knows of reach it without anybody asking. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../../api/sweeper.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { decidePlan, messageKey, type PlanState } from "../../../domain/streams/plan-stream.js";
import type { RecordRequest } from "../../../domain/ledger/record.js";
import { decideBatch, nextDue, type TaskState } from "../../../domain/streams/task-stream.js";
import { endPlan, loadLibrary } from "../../../prisma/plans/plan-store.js";
import { unacknowledgedStreams } from "../../../prisma/ledger/stream-store.js";
import { streamState } from "../../../workflows/messages.js";
import { workflowId } from "../../../workflows/names.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";
import { type PlanRun, startPlan } from "../../support/plan-run.js";

const STREAM = "task/2";
let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
});
afterAll(() => run.close());

const known = <S extends { seq: number }>(stream: string): Promise<S> =>
  run.client.workflow.getHandle(workflowId(run.planId, stream)).query(streamState) as unknown as Promise<S>;

/** Records past the workflow: what a worker leaves that is killed between the commit and its answer. */
async function recordPast(stream: string, state: { seq: number }, parts: Partial<RecordRequest>): Promise<void> {
  const nothing = {
    rows: [],
    outcomes: [],
    askedKeys: [],
    nextDue: null,
    items: [],
    messagesOut: [],
    messagesApplied: [],
  };
  const request = { planId: run.planId, stream, expectedSeq: state.seq, ...nothing, ...parts };
  expect((await run.ledger.record(request)).kind).toBe("appended");
}

/** A tick is answered after the signals sent before it; one at the clock's beginning moves nothing. */
const settled = (stream: string): Promise<unknown> =>
  run.gateway.tick(run.planId, stream, { version: 0, now: run.openedAt });

it("tells a workflow of rows recorded past it, and its next due instant with them", async () => {
  const library = await loadLibrary(run.database.pool, run.planId);
  const before = await known<TaskState>(STREAM);
  const instruct = command("changeReading", people.office, "works/v1", { deadline: "2021-05-20" });
  const decided = decideBatch(before, [instruct], run.openedAt, library);
  await recordPast(STREAM, before, {
    rows: decided.rows,
    outcomes: decided.outcomes,
    items: decided.changed,
    nextDue: nextDue(decided.state),
  });
  expect((await known(STREAM)).seq).toBe(before.seq);

  const swept = await sweep(run.database.pool, run.gateway);
  expect(swept.failed).toEqual([]);
  await settled(STREAM);
  expect(await known(STREAM)).toEqual(decided.state);
  // Known now, so the next pass has nothing to tell.
  expect(await unacknowledgedStreams(run.database.pool, run.planId)).toEqual([]);
  expect(await sweep(run.database.pool, run.gateway)).toEqual({ nudged: 0, delivered: 0, failed: [] });
});

it("delivers a message whose sender died before sending it, once", async () => {
  const library = await loadLibrary(run.database.pool, run.planId);
  const before = await known<PlanState>("plan");
  const order: PlanOrder = { kind: "changeReading", milestone: "works", deadline: "2021-07-31", reason: "r" };
  const given = { key: "lost", actor: people.office, order };
  const decided = decidePlan(before, [given], run.openedAt, library);
  await recordPast("plan", before, { rows: decided.rows, outcomes: decided.outcomes, messagesOut: decided.messages });
  expect(await run.store.unappliedMessages(run.planId)).toMatchObject([{ key: messageKey(given, STREAM), to: STREAM }]);

  expect((await sweep(run.database.pool, run.gateway)).delivered).toBe(1);
  await sweep(run.database.pool, run.gateway);
  await settled(STREAM);
  expect(await run.store.unappliedMessages(run.planId)).toEqual([]);
  const rows = (await run.ledger.readStream(run.planId, STREAM)).filter((row) => row.cause === "order/lost");
  expect(rows.map((row) => row.type)).toEqual(["orderApplied", ...Array.from({ length: 4 }, () => "readingChanged")]);
});

it("names the stream it cannot reach, and leaves ended plans alone", async () => {
  const before = await known<TaskState>("task/1");
  await recordPast("task/1", before, {
    rows: [
      { type: "annotated", at: run.openedAt, item: "plan/county", cause: "x", causeNo: 0, payload: { text: "x" } },
    ],
  });
  await run.gateway.terminate(run.planId, "task/1", "gone");
  const swept = await sweep(run.database.pool, run.gateway);
  expect(swept.failed).toEqual([
    {
      plan: run.planId,
      stream: "task/1",
      reason: expect.stringContaining("it has no running workflow: stop all workers, run npm run rebuild"),
    },
  ]);
  await endPlan(run.database.pool, run.planId);
  expect(await sweep(run.database.pool, run.gateway)).toEqual({ nudged: 0, delivered: 0, failed: [] });
  // Starting the plan again starts what is missing.
  await run.gateway.terminate(run.planId, "plan", "started again");
  await run.open();
});

it("has every stream of a live plan look at its ledger at a process's start, so that a restored database is noticed then", async () => {
  const database = await freshDatabase();
  const live = await new Recorder(database.pool, bundle).open("live");
  await database.pool.query("UPDATE stream SET acked_seq = seq");
  const nudged: string[] = [];
  const gateway = {
    nudge: async (plan: string, stream: string) => void nudged.push(`${plan} ${stream}`),
    deliver: async () => {},
  };
  expect(await sweep(database.pool, gateway)).toEqual({ nudged: 0, delivered: 0, failed: [] });
  await sweep(database.pool, gateway, { first: true });
  expect(nudged).toEqual(["plan", "task/1", "task/2"].map((stream) => `${live.planId} ${stream}`));
  await database.drop();
});
