/**
 * A live plan goes by real, durable timers. The synthetic plan's time zone is laid so that its 09:00 comes some seconds
 * from now: no clock is turned, nothing is ticked.
 */
import { describe, expect, it } from "vitest";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import { dueAt } from "../support/due-plan.js";
import { command, people } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

async function assigned(run: PlanRun, from: number): Promise<LedgerRow[]> {
  for (const deadline = from + 15_000; ; ) {
    const rows = (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.type === "assigned");
    if (rows.length > 0 || Date.now() > deadline) return rows;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("a live plan", () => {
  it("fires at its instant by itself, and takes people's acts in real time", async () => {
    const due = Date.now() + 3_000;
    const { plan, today } = dueAt(due);
    const run = await startPlan(plan, undefined, { mode: "live" });
    await run.startWorker();
    await run.open();
    const rows = await assigned(run, due);
    expect(rows.map((row) => row.item)).toEqual(["works/v1", "works/v2", "works/v3", "works/v4", "area/v4"]);
    for (const { at } of rows) {
      expect(at).toBeGreaterThanOrEqual(due);
      expect(dateAt(at, plan.plan.timeZone.offsetMinutes)).toBe(today);
    }
    const signed = command("signFor", people.clerk, "works/v1");
    const before = Date.now();
    expect((await run.gateway.act(run.planId, "task/2", signed, null)).items).toEqual(["works/v1"]);
    const row = (await run.ledger.readStream(run.planId, "task/2")).find(({ cause }) => cause === `cmd/${signed.key}`);
    expect(row?.at).toBeGreaterThanOrEqual(before);
    await run.close();
  });

  it("whose worker was away at its instant fires once the worker is back, and once only", async () => {
    const due = Date.now() + 8_000;
    const { plan } = dueAt(due);
    const run = await startPlan(plan, undefined, { mode: "live" });
    await run.startWorker();
    await run.open();
    await run.stopWorker();
    expect(Date.now(), "the worker must be away before the instant").toBeLessThan(due);
    await new Promise((resolve) => setTimeout(resolve, due - Date.now() + 1_000));
    expect(await run.ledger.readStream(run.planId, "task/2")).toHaveLength(6);
    const back = Date.now();
    await run.startWorker();
    const rows = await assigned(run, back);
    expect(rows).toHaveLength(5);
    for (const { at } of rows) expect(at).toBeGreaterThanOrEqual(back);
    await run.close();
  });
});
