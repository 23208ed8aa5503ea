/** Changes of a running plan on the real parts: what the preview says is what then stands in the ledger. */
import { afterEach, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import { applyChange, ChangeUnderWay } from "../../plan-change/apply.js";
import { type Prepared, prepareChange, type Wanted } from "../../plan-change/change.js";
import { stepOf } from "../../plan-change/forecast.js";
import { takeChangeLock, takeDriverLock } from "../../prisma/database/driver-lock.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { bundle } from "../support/small-bundle.js";
import { at } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

let run: PlanRun | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

async function opened(): Promise<PlanRun> {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  return run;
}

const nothing: Wanted = { bundle: null, handovers: [], adoptPolicy: null, reason: null };
const prepare = ({ database, planId }: PlanRun, wanted: Partial<Wanted>): Promise<Prepared> =>
  prepareChange(database.pool, planId, { ...nothing, ...wanted });
const apply = (on: PlanRun, wanted: Partial<Wanted>) =>
  applyChange({ pool: on.database.pool, gateway: on.gateway }, on.planId, () => prepare(on, wanted));

async function driveTo({ planId, store, gateway }: PlanRun, until: number | null): Promise<void> {
  await drive({ planId, store, gateway, people: NOBODY, until, mayJump: async () => true });
}

async function rowsOf({ ledger, planId }: PlanRun): Promise<LedgerRow[]> {
  return (await Promise.all(["task/1", "task/2"].map((stream) => ledger.readStream(planId, stream)))).flat();
}

/** Rungs earlier and later, another firing time, an earlier escalation. */
const policy: PlanBundle["policy"] = {
  ...bundle.policy,
  version: 2,
  title: "second",
  firingTime: "08:30",
  ladders: {
    ...bundle.policy.ladders,
    village: bundle.policy.ladders.village.map((rung) =>
      rung.id === "urge" ? { ...rung, offset: 2 } : rung.id === "escalate" ? { ...rung, offset: 5 } : rung,
    ),
  },
};
const calendar: PlanBundle["calendar"] = {
  version: 2,
  years: bundle.calendar.years.map((year) =>
    year.year === 2021 ? { ...year, holidays: [...year.holidays, "2021-07-01", "2021-07-02"] } : year,
  ),
};
const read: PlanBundle["plan"] = {
  ...bundle.plan,
  tasks: bundle.plan.tasks.map((task) => ({
    ...task,
    milestones: task.milestones.map((milestone) =>
      milestone.id === "area" ? { ...milestone, deadline: "2021-09-30" } : milestone,
    ),
  })),
};
const STEPS = new Set(["assigned", "rungFired", "instrumentDrafted", "rungSkipped", "instrumentLapsed", "resumed"]);

/** Steps of an item that were recorded from an instant on, by key. */
function recorded(rows: readonly LedgerRow[], item: string, from: number): Map<string, number> {
  const own = rows.filter((row) => row.item === item && row.at >= from && STEPS.has(row.type));
  return new Map(own.map((row) => [`${stepOf(row).key} ${row.type}`, row.at]));
}

describe("a change of a running plan", () => {
  it("moves exactly the steps that its preview names", async () => {
    const on = await opened();
    await driveTo(on, at("2021-06-10", "12:00"));
    const before = await rowsOf(on);
    const wanted: Partial<Wanted> = {
      bundle: { ...bundle, plan: read, policy, calendar },
      handovers: [{ from: "unit", to: "helper" }],
      reason: "机构改革",
    };
    const preview = await prepare(on, wanted);
    expect(preview.refused).toEqual([]);
    expect(preview.needs).toEqual([]);
    expect(await rowsOf(on), "a preview writes nothing").toEqual(before);
    expect(preview.orders.map(({ kind }) => kind)).toEqual([
      "changeDocuments",
      "adoptCalendar",
      "adoptPolicy",
      "changeReading",
      "handOver",
    ]);
    const { items } = preview.moves;
    expect(items.map(({ id }) => id).sort()).toEqual(
      ["area/v4", "ledger/town1", "ledger/town2", "plan/county", "works/v1", "works/v2", "works/v3", "works/v4"].sort(),
    );
    expect(items.find(({ id }) => id === "area/v4")).toMatchObject({
      deadline: { from: "2021-10-31", to: "2021-09-30" },
      primaryUnit: { from: "unit", to: "helper" },
      policy: { from: 1, to: 2 },
    });

    const { made } = await apply(on, wanted);
    expect(made?.orders.map(({ items: count, streams }) => [count, streams])).toEqual([
      [0, 0],
      [0, 2],
      [8, 2],
      [1, 1],
      [5, 2],
    ]);
    const changedAt = at("2021-06-10", "12:00") - 86_400_000;
    await driveTo(on, null);
    const rows = await rowsOf(on);
    for (const { id, steps, next } of items) {
      const stands = recorded(rows, id, changedAt);
      expect(steps.length, id).toBeGreaterThan(0);
      for (const { from, to } of steps) {
        if (to) expect(stands.get(`${to.key} ${to.type}`), `${id} ${to.key}`).toBe(to.at);
        else if (from) expect(stands.has(`${from.key} ${from.type}`), `${id} ${from.key}`).toBe(false);
      }
      if (next?.to) expect([...stands.values()]).toContain(next.to.at);
    }
    await sameRecipients(on, preview);
  });

  it("is refused whole where one part cannot be made, and needs a reason where the domain wants one", async () => {
    const on = await opened();
    const less = { ...bundle, roster: { ...bundle.roster, villages: bundle.roster.villages.slice(1) } };
    expect((await prepare(on, { bundle: less })).refused[0]?.what.en).toBe("village v1 is gone");
    const [first, second] = bundle.plan.tasks;
    if (!first || !second) throw new Error("the small plan has two tasks");
    const led = { ...bundle, plan: { ...bundle.plan, tasks: [first, { ...second, leadUnits: ["lead"] }] } };
    expect((await prepare(on, { bundle: led })).refused[0]?.instead.en).toContain("--handover unit lead");
    // With the handover the folder says what will be.
    expect((await prepare(on, { bundle: led, handovers: [{ from: "unit", to: "lead" }] })).refused).toEqual([]);
    expect((await prepare(on, { handovers: [{ from: "nobody", to: "lead" }] })).refused[0]?.what.en).toBe(
      "there is no unit nobody in the roster",
    );
    expect((await prepare(on, { handovers: [{ from: "helper", to: "lead" }] })).refused[0]?.what.en).toBe(
      "unit helper owes no open item",
    );
    const fewer = { ...calendar, years: calendar.years.slice(0, 1) };
    expect((await prepare(on, { bundle: { ...bundle, calendar: fewer } })).refused[0]).toMatchObject({
      file: "calendar.yaml",
      what: { en: expect.stringContaining("lacks 2022") },
    });
    expect((await prepare(on, { bundle: { ...bundle, plan: read } })).needs[0]?.en).toContain("--reason");
    expect((await rowsOf(on)).filter(({ type }) => type === "orderApplied")).toEqual([]);
  });

  it("waits for nobody: two at once, or a clock that is being moved, are told so", async () => {
    const on = await opened();
    const wanted = { bundle: { ...bundle, policy } };
    const lock = await takeChangeLock(on.database.pool, on.planId);
    await expect(apply(on, wanted)).rejects.toThrow(ChangeUnderWay);
    await lock?.release();
    const driver = await takeDriverLock(on.database.pool, on.planId);
    await expect(apply(on, wanted)).rejects.toThrow(/moving the clock/);
    await driver?.release();
    const both = await Promise.allSettled([apply(on, wanted), apply(on, wanted)]);
    expect(both.some(({ status }) => status === "fulfilled")).toBe(true);
    const given = await on.ledger.readStream(on.planId, "plan");
    expect(given.filter(({ type }) => type === "orderGiven")).toHaveLength(2);
    expect((await apply(on, wanted)).made).toBeNull();
  });

  it("takes some milestones over to a new policy, and the rest when asked", async () => {
    const on = await opened();
    await driveTo(on, at("2021-04-12", "12:00"));
    const wanted = { bundle: { ...bundle, policy } };
    await apply(on, { ...wanted, adoptPolicy: ["works"] });
    const versions = async (): Promise<string[]> => {
      const { rows } = await on.database.pool.query(
        "SELECT DISTINCT milestone || ' ' || (state ->> 'policy') AS said FROM item WHERE plan_id = $1 ORDER BY 1",
        [on.planId],
      );
      return rows.map(({ said }) => said);
    };
    expect(await versions()).toEqual(["area 1", "ledger 1", "plan 1", "works 2"]);
    const same = await prepare(on, wanted);
    expect([same.orders, same.documents]).toEqual([[], []]);
    expect(same.notes.map(({ en }) => en)).toEqual([
      "4 running items stay on an earlier policy version (--adopt-policy all takes them to 2)",
    ]);
    await apply(on, { adoptPolicy: "all" });
    expect(await versions()).toEqual(["area 2", "ledger 2", "plan 2", "works 2"]);
  });
});

/** The next letter of each item goes to whom the preview named. */
async function sameRecipients({ database, planId, openedAt }: PlanRun, preview: Prepared): Promise<void> {
  let compared = 0;
  for (const { id, told, next } of preview.moves.items) {
    if (!told || !next?.to) continue;
    const { rows } = await database.pool.query(
      `SELECT role, post, person FROM notice WHERE plan_id = $1 AND item_id = $2 AND at = $3 ORDER BY role, post`,
      [planId, id, next.to.at],
    );
    expect(rows.length, id).toBeGreaterThan(0);
    expect(rows, id).toEqual(
      [...told.to]
        .map(({ role, post, person }) => ({ role, post, person }))
        .sort((a, b) => (`${a.role} ${a.post}` < `${b.role} ${b.post}` ? -1 : 1)),
    );
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
  expect(openedAt).toBeGreaterThan(0);
}
