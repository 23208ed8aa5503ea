/**
 * A live plan changed on the real clock. The synthetic plan's time zone is laid so that its firing time comes some seconds
 * from now (see test/workflows/live.test.ts).
 */
import { afterEach, describe, expect, it } from "vitest";
import type { Item } from "../../api/items/schemas.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Unit } from "../../domain/plan/roster.js";
import { addDays, dateAt, dayNumber } from "../../domain/plan/plan-date.js";
import type { LedgerRow } from "../../domain/ledger/record.js";
import { until } from "../../embedded/wait.js";
import { applyChange } from "../../plan-change/apply.js";
import { type Prepared, prepareChange, type Wanted } from "../../plan-change/change.js";
import { serve } from "../api/support.js";
import { startSmtp } from "../support/smtp.js";
import { bundle } from "../support/small-bundle.js";
import { command } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { said } from "../support/events.js";

const DAY = 86_400_000;

/** The small plan with `time` (HH:MM) of its first day at `instant`, and every day a working day. */
function laid(instant: number, time: string, change: (today: string, plan: PlanBundle) => PlanBundle): PlanBundle {
  const today = new Date(instant).toISOString().slice(0, 10);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const offsetMinutes = (dayNumber(today) * DAY - instant) / 60_000 + hours * 60 + minutes;
  const first = Number(today.slice(0, 4));
  const years = [first - 1, first, first + 1].map((year) => {
    const workedWeekends: string[] = [];
    for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = addDays(day, 1))
      if ((dayNumber(day) + 3) % 7 > 4) workedWeekends.push(day);
    return { year, holidays: [], workedWeekends };
  });
  const plan = { ...bundle.plan, start: today, timeZone: { name: "synthetic", offsetMinutes } };
  return change(today, { ...bundle, plan, calendar: { version: 1, years } });
}

function withDeadline(plan: PlanBundle, deadline: string): PlanBundle {
  const tasks = plan.plan.tasks.map((task) => ({
    ...task,
    milestones: task.milestones.map((milestone) => ({ ...milestone, deadline })),
  }));
  return { ...plan, plan: { ...plan.plan, tasks } };
}

const nothing: Wanted = { bundle: null, handovers: [], adoptPolicy: null, reason: null };
let run: PlanRun | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

async function live(plan: PlanBundle, mailboxUrl?: string): Promise<PlanRun> {
  run = await startPlan(plan, undefined, {
    mode: "live",
    openedAt: Date.now(),
    ...(mailboxUrl === undefined ? {} : { mail: { mailboxUrl } }),
  });
  await run.startWorker();
  await run.open();
  return run;
}

const prepare = (on: PlanRun, wanted: Partial<Wanted>): Promise<Prepared> =>
  prepareChange(on.database.pool, on.planId, { ...nothing, ...wanted });
const apply = (on: PlanRun, wanted: Partial<Wanted>) =>
  applyChange({ pool: on.database.pool, gateway: on.gateway }, on.planId, () => prepare(on, wanted));

const rowsOf = (on: PlanRun, type: string): Promise<LedgerRow[]> =>
  on.ledger.readStream(on.planId, "task/2").then((rows) => rows.filter((row) => row.type === type));

function seen(what: string, look: () => Promise<boolean>): Promise<boolean> {
  return until(what, async () => ((await look()) ? true : undefined), { timeoutMs: 25_000 });
}

describe("a live plan that is changed", () => {
  it("fires at the instant to which the preview said the next rung moves", async () => {
    // Reminders are due at 10:00, an hour after the plan's 09:00, which comes in some seconds.
    const nine = Math.ceil((Date.now() + 12_000) / 1_000) * 1_000;
    const plan = laid(nine, "09:00", (today, whole) => {
      const late = { ...whole, policy: { ...whole.policy, firingTime: "10:00", closingTime: "10:10" } };
      return {
        ...withDeadline(late, addDays(today, 1)),
        plan: { ...withDeadline(late, addDays(today, 1)).plan, start: addDays(today, -1) },
      };
    });
    const on = await live(plan);
    expect((await rowsOf(on, "imported")).map(({ item }) => item)).toHaveLength(5);
    const policy = { ...plan.policy, version: 2, firingTime: "09:00", closingTime: "09:10" };
    const wanted = { bundle: { ...plan, policy } };
    const preview = await prepare(on, wanted);
    expect(Date.now(), "the change must be made before the new instant").toBeLessThan(nine - 3_000);
    const works = preview.moves.items.filter(({ milestone }) => milestone === "works");
    expect(works).toHaveLength(4);
    for (const { next } of works)
      expect(next).toMatchObject({
        from: { key: "deadline/remind1/0", at: nine + 3_600_000 },
        to: { key: "deadline/remind1/0", at: nine },
      });
    await apply(on, wanted);
    await seen("the reminders fire", async () => (await rowsOf(on, "rungFired")).length >= 5);
    const fired = await rowsOf(on, "rungFired");
    expect(fired.map((row) => `${row.item} ${String(said(row).rung)}`).sort()).toEqual(
      ["area/v4", "works/v1", "works/v2", "works/v3", "works/v4"].map((item) => `${item} remind1`),
    );
    for (const { at } of fired) expect(at - nine).toBeLessThan(3_000);
    for (const { at } of fired) expect(at).toBeGreaterThanOrEqual(nine);
  });

  it("fires nothing for the time before it was taken over, whatever is changed", async () => {
    const nine = Math.ceil((Date.now() + 8_000) / 1_000) * 1_000;
    // Overdue for two months when this plan begins: the whole ladder lies in the past.
    const plan = laid(nine, "09:00", (today, whole) => ({
      ...withDeadline(whole, addDays(today, -60)),
      plan: { ...withDeadline(whole, addDays(today, -60)).plan, start: addDays(today, -90) },
    }));
    const on = await live(plan);
    const [first, ...rest] = plan.plan.tasks;
    const [, second] = plan.plan.tasks;
    if (!first || !second || rest.length === 0) throw new Error("the small plan has two tasks");
    const earlier = addDays(second.milestones[0]?.deadline ?? "", -5);
    const tasks = [
      first,
      { ...second, milestones: second.milestones.map((milestone) => ({ ...milestone, deadline: earlier })) },
    ];
    const policy = {
      ...plan.policy,
      version: 2,
      ladders: {
        ...plan.policy.ladders,
        village: plan.policy.ladders.village.map((rung) => ({ ...rung, offset: rung.offset + 1 })),
      },
    };
    const wanted = { bundle: { ...plan, policy, plan: { ...plan.plan, tasks } }, reason: "原期限录入有误" };
    const preview = await prepare(on, wanted);
    expect(preview.moves.items.flatMap(({ next }) => (next?.to ? [next.to.key] : []))).toEqual([]);
    await apply(on, wanted);
    expect(Date.now()).toBeLessThan(nine);
    await seen("the firing time passes", async () => Date.now() > nine + 2_000);
    expect(await rowsOf(on, "rungFired")).toEqual([]);
    expect(await rowsOf(on, "instrumentDrafted")).toEqual([]);
    expect((await rowsOf(on, "rungSkipped")).length).toBeGreaterThan(0);
  });

  it("hands items over to a unit whose posts get the letters, under its new name, and shows it to a running API", async () => {
    const smtp = await startSmtp();
    const nine = Math.ceil((Date.now() + 10_000) / 1_000) * 1_000;
    const plan = laid(nine, "09:00", (today, whole) => withDeadline(whole, addDays(today, 60)));
    const on = await live(plan, smtp.url);
    const api = await serve(on.database.pool);
    const path = `/api/v1/plans/${on.planId}`;
    const primary = async (): Promise<string[]> =>
      (await api.json<{ rows: Item[] }>(`${path}/items?task=2`)).rows.map(({ primaryUnit }) => primaryUnit.name);
    expect(new Set(await primary())).toEqual(new Set(["单位unit"]));
    await seen("交办", async () => (await rowsOf(on, "assigned")).length === 5);

    const today = dateAt(Date.now(), plan.plan.timeZone.offsetMinutes);
    const units = plan.roster.units.map(
      (unit): Unit =>
        unit.id === "helper"
          ? {
              ...unit,
              names: [
                { value: "单位helper", to: today },
                { value: "新名称局", from: today },
              ],
            }
          : unit,
    );
    const posts = plan.roster.posts.map((post) =>
      post.id === "helper/desk" ? { ...post, holders: [{ value: "p-helper-head" }] } : post,
    );
    const wanted = {
      bundle: { ...plan, roster: { ...plan.roster, units, posts } },
      handovers: [{ from: "unit", to: "helper" }],
      reason: "机构改革，职责划转",
    };
    const preview = await prepare(on, wanted);
    const told = new Set(preview.moves.atOnce.flatMap((row) => row.told.map(({ person }) => person)));
    const before = smtp.arrivals.length;
    await apply(on, wanted);
    const row = (await rowsOf(on, "reassigned")).find(({ item }) => item === "works/v1");
    expect(row).toMatchObject({ payload: { from: "unit", primaryUnit: "helper", reason: "机构改革，职责划转" } });
    await seen("the handover's letters arrive", async () =>
      smtp.arrivals
        .slice(before)
        .some(({ to, subject }) => to === "p-helper-head@sample.invalid" && subject.includes("移交")),
    );
    const people = new Set(
      smtp.arrivals
        .slice(before)
        .filter(({ subject }) => subject.includes("移交"))
        .map(({ to }) => to.replace(/@.*/, "")),
    );
    expect(people).toEqual(told);
    const letter = smtp.arrivals.slice(before).find(({ to }) => to === "p-helper-head@sample.invalid");
    expect(letter?.text).toContain("新名称局");
    expect(new Set(await primary()), "the API that was running before").toEqual(new Set(["新名称局"]));
    const holder = { person: "p-helper-head", post: "helper/desk", unit: "helper" };
    const signed = await on.gateway.act(on.planId, "task/2", command("signFor", holder, "works/v1"), null);
    expect(signed.items).toEqual(["works/v1"]);
    const letters = await on.database.pool.query(
      "SELECT DISTINCT n.person FROM notice n WHERE n.plan_id = $1 AND n.instrument = 'handover' AND n.role = 'to' ORDER BY 1",
      [on.planId],
    );
    expect(letters.rows.map(({ person }) => person)).toEqual(["p-helper-head", "p-unit-desk"]);
    await api.close();
    await smtp.stop();
  });
});
