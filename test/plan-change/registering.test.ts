/** Items registered while a plan runs: they live like the others, also in a task that had none, and through crash and rebuild. */
import { afterEach, describe, expect, it } from "vitest";
import type { Activities } from "../../activities/contract.js";
import type { Milestone } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { applyChange } from "../../plan-change/apply.js";
import { type Prepared, prepareChange, type Wanted } from "../../plan-change/change.js";
import { rebuildPlan } from "../../prisma/rebuild/rebuild.js";
import { streamsAnnounced, readClock } from "../../prisma/ledger/stream-store.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { bundleWithIdleTask as bundle } from "../support/small-bundle.js";
import { at, command } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

const adHoc = (id: string, more: Partial<Milestone> = {}): Milestone => ({
  id,
  title: `交办${id}`,
  deadline: "2021-07-30",
  reading: { text: "会议纪要", basis: "literal" },
  scope: "county",
  owes: { kind: "unit", unit: "unit" },
  supporting: [],
  closeCriteria: "完成",
  evidence: ["照片"],
  clause: "交办",
  adHoc: { source: "专题会议", on: "2021-06-10" },
  ...more,
});

function withMilestones(added: Readonly<Record<number, readonly Milestone[]>>, of: PlanBundle = bundle): PlanBundle {
  const tasks = of.plan.tasks.map((task) => ({ ...task, milestones: [...task.milestones, ...(added[task.no] ?? [])] }));
  return { ...of, plan: { ...of.plan, tasks } };
}

let run: PlanRun | undefined;
afterEach(async () => {
  await run?.gateway.workflows.terminate(run.planId, "task/3", "the test is over");
  await run?.close();
  run = undefined;
});

async function opened(wrap?: (activities: Activities) => Activities): Promise<PlanRun> {
  run = await startPlan(bundle);
  await run.startWorker(wrap);
  await run.open();
  await driveTo(run, at("2021-06-10", "12:00"));
  return run;
}

const nothing: Wanted = { bundle: null, handovers: [], adoptPolicy: null, reason: null };
const prepare = ({ database, planId }: PlanRun, wanted: Partial<Wanted>): Promise<Prepared> =>
  prepareChange(database.pool, planId, { ...nothing, ...wanted });
const apply = (on: PlanRun, wanted: Partial<Wanted>) =>
  applyChange({ pool: on.database.pool, gateway: on.gateway }, on.planId, () => prepare(on, wanted));

async function driveTo({ planId, store, gateway }: PlanRun, until: number): Promise<void> {
  await drive({ planId, store, gateway, people: NOBODY, until, mayJump: async () => true });
}

const story = async ({ ledger, planId }: PlanRun, stream: string, item: string): Promise<string[]> =>
  (await ledger.readStream(planId, stream))
    .filter((row) => row.item === item)
    .map(({ type, payload }) => ("rung" in payload ? `${type}:${payload.rung}` : type));

const items = {
  2: [adHoc("x1", { scope: "village", targets: ["v1", "v4"], supporting: [{ unit: "helper", workingDaysBefore: 5 }] })],
  3: [adHoc("x2")],
};
const wanted = { bundle: withMilestones(items), reason: "专题会议要求" };

describe("items registered while the plan runs", () => {
  it("are previewed, refused when bad, and then live like the others", async () => {
    const on = await opened();
    const preview = await prepare(on, wanted);
    expect(preview.refused).toEqual([]);
    expect(preview.orders.map(({ kind }) => kind)).toEqual(["changeDocuments", "registerItems"]);
    expect(preview.moves.items).toEqual([]);
    expect(preview.moves.registered.map(({ id, assignOn, assigned }) => [id, assignOn, assigned])).toEqual([
      ["x1/v1", "2021-06-10", true],
      ["x1/v4", "2021-06-10", true],
      ["x2/county", "2021-06-10", true],
    ]);
    expect((await prepare(on, { ...wanted, reason: null })).needs[0]?.en).toContain("new items need their reason");
    const past = withMilestones({ 2: [adHoc("x3", { deadline: "2021-06-10" })] });
    expect((await prepare(on, { bundle: past, reason: "补立" })).refused[0]?.what.en).toBe(
      "the new milestone x3 is due on 2021-06-10, not later than today (2021-06-10)",
    );

    const { made } = await apply(on, wanted);
    expect(made?.orders.map(({ items: count, streams }) => [count, streams])).toEqual([
      [0, 0],
      [3, 2],
    ]);
    expect(await story(on, "task/3", "x2/county")).toEqual(["registered", "assigned"]);
    const rows = await on.ledger.readStream(on.planId, "task/2");
    const row = rows.find((each) => each.item === "x1/v1");
    expect(row).toMatchObject({
      type: "registered",
      actor: { person: "p-office-desk", post: "office/desk" },
      payload: { reason: "专题会议要求", leadUnit: "unit", assignOn: "2021-06-10", policy: 1 },
    });
    // Asked for again, there is nothing to do; taken out again, it is refused.
    expect((await apply(on, wanted)).made).toBeNull();
    expect((await prepare(on, { bundle, reason: "撤" })).refused.map(({ what }) => what.en)).toContain(
      "milestone x1 is gone",
    );

    const clerk = { person: "p-unit-desk", post: "unit/desk", unit: "unit" };
    const sign = { ...command("signFor", clerk, "x2/county"), key: "sign-x2" };
    await on.gateway.act(on.planId, "task/3", sign, await readClock(on.database.pool, on.planId));
    await driveTo(on, at("2021-08-10", "12:00"));
    expect(await story(on, "task/3", "x2/county")).toEqual([
      "registered",
      "assigned",
      "signedFor",
      "rungFired:remind20",
      "rungFired:remind5",
      "rungFired:remind1",
      "rungFired:urge",
      "instrumentDrafted:supervise",
      "instrumentLapsed:supervise",
      "rungFired:escalate",
    ]);
    expect(await story(on, "task/2", "x1/v4")).toContain("rungFired:support1");
    const { rows: told } = await on.database.pool.query(
      "SELECT DISTINCT post FROM notice WHERE plan_id = $1 AND item_id = 'x1/v4' AND instrument = 'escalate'",
      [on.planId],
    );
    expect(told).toEqual([{ post: "leader/2" }]);
  });

  it("come of places that are new or flagged, for what is not yet over", async () => {
    const on = await opened();
    await driveTo(on, at("2021-07-01", "12:00"));
    const v9 = { ...bundle.roster.villages[0], id: "v9", name: "村9" } as PlanBundle["roster"]["villages"][number];
    const villages = [
      ...bundle.roster.villages.map((one) => (one.id === "v1" ? { ...one, concentratedArea: true } : one)),
      v9,
    ];
    const more = { bundle: { ...bundle, roster: { ...bundle.roster, villages } }, reason: "区划调整" };
    const preview = await prepare(on, more);
    expect(preview.refused).toEqual([]);
    expect(preview.notes.map(({ en }) => en)).toContain("works is due already: its 1 new places are not registered");
    expect(preview.moves.registered.map(({ id }) => id)).toEqual(["area/v1"]);
    await apply(on, more);
    expect(await story(on, "task/2", "area/v1")).toEqual(["registered", "assigned"]);
    expect((await apply(on, more)).made).toBeNull();
  });

  it("survive a worker that dies between the order's record and what follows it, each once", async () => {
    let dies = true;
    const on = await opened((activities) => ({
      ...activities,
      async advance(request) {
        const result = await activities.advance(request);
        // The plan's stream has the order; its workflow never hears of it from this attempt.
        if (dies && request.commands.some((command) => "order" in command && command.order.kind === "registerItems")) {
          dies = false;
          throw new Error("the worker dies here");
        }
        return result;
      },
    }));
    await apply(on, wanted);
    expect(dies).toBe(false);
    expect(await story(on, "task/3", "x2/county")).toEqual(["registered", "assigned"]);
    const given = (await on.ledger.readStream(on.planId, "plan")).filter(({ type }) => type === "orderGiven");
    expect(given).toHaveLength(2);
  });

  it("stand after a rebuild from the ledger alone, and go on from there", async () => {
    const on = await opened();
    await apply(on, wanted);
    const rebuilt = await rebuildPlan(on.database.pool, on.planId, { mode: "replace" });
    expect(rebuilt).toMatchObject({ equal: true, replaced: true });
    const streams = await streamsAnnounced(on.database.pool, on.planId);
    expect(streams.tasks.map(({ stream }) => stream)).toEqual(["task/1", "task/2", "task/3"]);
    await on.gateway.workflows.restart(
      { planId: on.planId, mode: "rehearsal", openedAt: on.openedAt },
      streams,
      "small",
    );
    await driveTo(on, at("2021-08-03", "12:00"));
    expect(await story(on, "task/3", "x2/county")).toEqual([
      "registered",
      "assigned",
      "rungFired:unsigned3",
      "rungFired:unsigned5",
      "rungFired:remind20",
      "rungFired:remind5",
      "rungFired:remind1",
      "rungFired:urge",
    ]);
  });
});
