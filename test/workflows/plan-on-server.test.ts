/** The same plan in the domain alone and on the real server and database: the same ledger, row for row. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { taskPlan } from "../../activities/plans.js";
import { CommandRefused } from "../../api/temporal-gateway.js";
import type { Library } from "../../domain/library.js";
import type { NewRow } from "../../domain/record.js";
import { applyRows, decideBatch, emptyTask, nextDue, openingRows } from "../../domain/task-stream.js";
import { verifyLedger } from "../../prisma/verify.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, OFFSET, people } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

const library: Library = {
  policies: { "1": bundle.policy },
  calendars: { "1": bundle.calendar },
  bodies: bundle.roster.bodies,
  offsetMinutes: OFFSET,
};

/** The task's whole story in silence, decided without a server. */
function alone(no: number, openedAt: number): NewRow[] {
  const plan = taskPlan(bundle, no);
  const rows = openingRows(
    { no, leadUnit: plan.leadUnit },
    plan.items,
    { policy: plan.policy, calendar: plan.calendar },
    openedAt,
  );
  let state = applyRows(emptyTask(`task/${no}`), rows, library);
  for (let due = nextDue(state); due !== null; due = nextDue(state)) {
    const decided = decideBatch(state, [], due, library);
    rows.push(...decided.rows);
    state = decided.state;
  }
  return rows;
}

const bare = (rows: readonly NewRow[]): unknown[] =>
  rows.map(({ type, item, at: when, cause, causeNo, payload }) => ({ type, item, when, cause, causeNo, payload }));

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
    isRefusal: () => false,
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
    const expected = alone(no, first.openedAt);
    expect(recorded.length).toBeGreaterThan(30);
    expect(bare(recorded)).toEqual(JSON.parse(JSON.stringify(bare(expected))));
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
