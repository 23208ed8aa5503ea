/** The same plan in the domain alone and on the real server and database: the same ledger, row for row. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandRefused } from "../../gateway/failures.js";
import { messageKey } from "../../domain/streams/messages.js";
import type { PlanOrder } from "../../domain/streams/orders.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { workflowId } from "../../workflows/names.js";
import { bundle } from "../support/small-bundle.js";
import { alone, bare } from "../support/alone.js";
import { at, command, people } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

async function silence(): Promise<{ run: PlanRun; jumps: number }> {
  const run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  const report = await drive({
    planId: run.planId,
    store: run.store,
    gateway: run.gateway,
    people: NOBODY,
    until: null,
  });
  return { run, jumps: report.jumps };
}

describe("a plan nobody cares for", () => {
  let first: PlanRun;
  let second: PlanRun;
  beforeAll(async () => {
    first = (await silence()).run;
    second = (await silence()).run;
  });
  afterAll(async () => {
    await first.close();
    await second.close();
  });

  it.each([1, 2])("task %i has the ledger it has without a server", async (no) => {
    const recorded = await first.ledger.readStream(first.planId, `task/${no}`);
    expect(recorded.length).toBeGreaterThan(30);
    expect(bare(recorded)).toEqual(bare(alone(bundle, no, first.openedAt)));
  });

  it("the same plan run again has the same hashes", async () => {
    const [a, b] = [
      await verifyLedger(first.database.pool, first.planId),
      await verifyLedger(second.database.pool, second.planId),
    ];
    expect(a.broken).toBeNull();
    expect(a.rows).toBeGreaterThan(60);
    expect(b.head).toBe(a.head);
  });

  it("every overdue village item reached its own county leader", async () => {
    const { rows } = await first.database.pool.query(
      `SELECT i.id, i.target, n.post, n.plan_day FROM item i JOIN notice n ON n.item_id = i.id AND n.plan_id = i.plan_id
       WHERE i.plan_id = $1 AND i.scope = 'village' AND n.instrument = 'escalate' AND n.role = 'to' AND n.repetition = 0 ORDER BY i.id`,
      [first.planId],
    );
    expect(rows.map((row) => [row.target, row.post, row.plan_day])).toEqual([
      ["v1", "leader/1", "2021-07-09"],
      ["v2", "leader/2", "2021-07-09"],
      ["v3", "leader/1", "2021-07-09"],
      ["v4", "leader/2", "2021-07-09"],
    ]);
  });
});

describe("the plan's own workflow", () => {
  let run: PlanRun;
  beforeAll(async () => {
    run = await startPlan(bundle);
    await run.startWorker();
    await run.open();
  });
  afterAll(() => run.close());

  const until = (day: string): ReturnType<typeof drive> =>
    drive({
      planId: run.planId,
      store: run.store,
      gateway: run.gateway,
      people: NOBODY,
      until: at(day, "23:59"),
    });

  it("sends an order to every task it concerns, applied once though it arrives twice", async () => {
    await until("2021-05-10");
    const clock = await run.store.moveClock(run.planId, at("2021-05-10", "10:00"));
    const order: PlanOrder = {
      kind: "suspendArea",
      townships: ["town1"],
      villages: ["v4"],
      until: "2021-05-21",
      reason: "防汛",
      approver: "leader/1",
    };
    const command = { key: "flood", actor: people.office, order };
    const answered = await run.gateway.order(run.planId, command, clock);
    expect(answered).toEqual({ key: "flood", items: ["task/1", "task/2"], refused: [] });
    for (const stream of answered.items)
      await run.gateway.deliver(run.planId, stream, messageKey(command, stream), clock);
    // A tick is answered after what was sent before it.
    for (const stream of answered.items) await run.gateway.tick(run.planId, stream, clock);
    expect(await run.store.unappliedMessages(run.planId)).toEqual([]);
    const applied = (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.cause === "order/flood");
    expect(applied.map((row) => [row.type, row.item])).toEqual([
      ["orderApplied", undefined],
      ["suspended", "works/v1"],
      ["suspended", "works/v2"],
      ["suspended", "works/v4"],
      ["suspended", "area/v4"],
    ]);
    const again = await run.gateway.order(run.planId, command, clock);
    expect(again).toEqual(answered);
    expect((await run.ledger.readStream(run.planId, "plan")).filter((row) => row.type === "orderGiven")).toHaveLength(
      1,
    );
  });

  it("refuses an order that is not the office's", async () => {
    const order: PlanOrder = { kind: "changeReading", milestone: "works", deadline: "2021-07-31", reason: "r" };
    const refused = run.gateway.order(run.planId, { key: "not-mine", actor: people.clerk, order }, null);
    await expect(refused).rejects.toThrow(/given by unit office, not unit/);
  });

  it("lists what stays open on the first working day of each month, with what stands on it", async () => {
    await until("2021-12-31");
    const { rows } = await run.database.pool.query(
      `SELECT n.plan_day, n.post, n.facts ->> 'items' AS items, jsonb_array_length(n.list) AS lines FROM notice n
       WHERE n.plan_id = $1 AND n.instrument = 'longOverdueList' AND n.post IN ('group/head', 'leader/1') ORDER BY n.plan_day, n.post`,
      [run.planId],
    );
    expect(rows.map((row) => `${row.plan_day} ${row.post} ${row.items}/${row.lines}`)).toEqual([
      // The plan of 31 May first; then what was not suspended in May, and in September the rest, whose deadline moved.
      "2021-08-02 group/head 1/1",
      "2021-09-01 group/head 3/3",
      "2021-09-01 leader/1 1/1",
      "2021-10-08 group/head 7/7",
      "2021-10-08 leader/1 2/2",
      "2021-11-01 group/head 7/7",
      "2021-11-01 leader/1 2/2",
      "2021-12-01 group/head 7/7",
      "2021-12-01 leader/1 2/2",
    ]);
    const listed = (await run.ledger.readStream(run.planId, "plan")).filter((row) => row.type === "longOverdueListed");
    expect(listed.map((row) => row.payload.month)).toEqual(
      ["05", "06", "07", "08", "09", "10", "11", "12"].map((month) => `2021-${month}`),
    );
  });

  it("leaves the tasks' workflows alone when it is started again", async () => {
    const before = await run.client.workflow.getHandle(workflowId(run.planId, "task/1")).describe();
    await run.gateway.workflows.terminate(run.planId, "plan", "lost");
    await run.open();
    const after = await run.client.workflow.getHandle(workflowId(run.planId, "task/1")).describe();
    expect(after.runId).toBe(before.runId);
    expect(after.status.name).toBe("RUNNING");
    expect((await run.ledger.readStream(run.planId, "plan")).filter((row) => row.type === "planOpened")).toHaveLength(
      1,
    );
  });
});

describe("people acting on a running plan", () => {
  let run: PlanRun;
  beforeAll(async () => {
    run = await startPlan(bundle);
    await run.startWorker();
    await run.open();
    const clock = await run.store.moveClock(run.planId, at("2021-04-12"));
    await Promise.all([run.gateway.tick(run.planId, "task/1", clock), run.gateway.tick(run.planId, "task/2", clock)]);
  });
  afterAll(() => run.close());

  it("answers after the ledger has it, and the same key again with the first answer", async () => {
    const clock = await run.store.moveClock(run.planId, at("2021-04-13", "10:00"));
    const sign = command("signFor", people.clerk, "works/v1");
    const outcome = await run.gateway.act(run.planId, "task/2", sign, clock);
    expect(outcome).toEqual({ key: sign.key, items: ["works/v1"], refused: [] });
    expect(await run.ledger.findOutcome(run.planId, sign.key)).toEqual(outcome);
    expect(await run.gateway.act(run.planId, "task/2", sign, clock)).toEqual(outcome);
    const rows = (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.cause === `cmd/${sign.key}`);
    expect(rows).toHaveLength(1);
  });

  it("refuses with the reason and records nothing", async () => {
    const clock = await run.store.moveClock(run.planId, at("2021-04-13", "11:00"));
    const before = (await run.ledger.readStream(run.planId, "task/2")).length;
    const refusal = run.gateway.act(run.planId, "task/2", command("closeOut", people.office, "works/v2"), clock);
    await expect(refusal).rejects.toThrow(CommandRefused);
    await expect(refusal).rejects.toThrow(/works\/v2 is assigned/);
    expect(await run.ledger.readStream(run.planId, "task/2")).toHaveLength(before);
  });

  it("takes many at once, each once, in one stream", async () => {
    const clock = await run.store.moveClock(run.planId, at("2021-04-14", "10:00"));
    const notes = Array.from({ length: 60 }, () => command("annotate", people.clerk, "works/v3"));
    await Promise.all(notes.map((note) => run.gateway.act(run.planId, "task/2", note, clock)));
    const rows = (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.type === "annotated");
    expect(new Set(rows.map((row) => row.cause)).size).toBe(60);
    expect(rows).toHaveLength(60);
  });
});
