/** All tasks of the seed plan run to their end in silence, on the real server and in the domain alone, with equal ledgers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLAN_STREAM, taskStreams } from "../../domain/streams/streams.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { buildReport } from "../../rehearsal/report.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { seedBundle } from "../plans/seed.js";
import { alone, bare } from "../support/alone.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

const bundle = await seedBundle();
const withItems = taskStreams(bundle).map(({ task }) => task);
const HALVES = [2021, 2022, 2023, 2024, 2025].flatMap((year) => [`${year}H1`, `${year}H2`]);
let run: PlanRun;

beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  const { planId, store, gateway } = run;
  await drive({ planId, store, gateway, people: NOBODY, until: null });
}, 180_000);
afterAll(() => run.close());

describe("the seed plan in silence", () => {
  it("has a stream for each task with milestones; the others are standing duties only", () => {
    const standing = bundle.plan.tasks.map(({ no }) => no).filter((no) => !withItems.includes(no));
    expect(standing).toEqual([3, 10, 11, 15]);
    expect(bundle.plan.tasks).toHaveLength(18);
  });

  it.each(withItems)("task %i has the ledger it has without a server", async (no) => {
    const recorded = await run.ledger.readStream(run.planId, `task/${no}`);
    expect(recorded.length).toBeGreaterThan(5);
    expect(bare(recorded)).toEqual(bare(alone(bundle, no, run.openedAt)));
  });

  it("reaches every village item's own county leader, and lists what stays open to the last", async () => {
    const { villageItems, reached } = (await buildReport(run.database.pool, run.planId, { day: "2026-06-30" }))
      .ownLeader;
    expect(villageItems).toBeGreaterThan(1_000);
    expect(reached).toBe(villageItems);
    const group = bundle.roster.units.find(({ id }) => id === bundle.roster.bodies.leadingGroup)?.head;
    const { rows } = await run.database.pool.query(
      `SELECT jsonb_array_length(list) AS lines FROM notice WHERE plan_id = $1 AND instrument = 'longOverdueList'
       AND addressed_post = $2 ORDER BY plan_day DESC LIMIT 1`,
      [run.planId, group],
    );
    const { rows: open } = await run.database.pool.query(
      "SELECT count(*)::int AS n FROM item WHERE plan_id = $1 AND closed_at IS NULL",
      [run.planId],
    );
    expect(rows[0].lines).toBe(open[0].n);
  });

  it("opens ten rounds of inspections on their days, and chases each that nobody approves", async () => {
    const rows = await run.ledger.readStream(run.planId, PLAN_STREAM);
    const begun = rows.flatMap((row) => (row.type === "roundAnnounced" ? [row.payload] : []));
    expect(begun.map(({ round: { round } }) => round)).toEqual(HALVES);
    // Findings on tasks that have standing duties only stand on streams that begin with the first round.
    expect(begun.map(({ streams }) => streams.map(({ task }) => task))).toEqual([
      [3, 10, 11, 15],
      ...HALVES.slice(1).map(() => []),
    ]);
    for (const { round } of begun) {
      const own = await run.ledger.readStream(run.planId, round.stream);
      expect(own[0]).toMatchObject({ type: "roundOpened", at: round.openedAt });
      // A rung that had passed when the round opened is skipped, and said so.
      const told = own.slice(1).map(({ type }) => type);
      expect(told, round.round).toContain("inspectionChased");
      expect(
        told.filter((type) => type !== "inspectionChased" && type !== "inspectionChaseSkipped"),
        round.round,
      ).toEqual([]);
    }
  });

  /** From May 2021 to December 2025. */
  const MONTHS = 56;

  it("leaves unbroken chains", async () => {
    const verified = await verifyLedger(run.database.pool, run.planId);
    expect(verified.broken).toBeNull();
    expect(verified.streams).toBe(bundle.plan.tasks.length + HALVES.length + MONTHS + 1);
    expect((await run.ledger.readStream(run.planId, PLAN_STREAM)).length).toBeGreaterThan(50);
  });
});
