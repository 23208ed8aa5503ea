/** Simulated people hold rounds of inspections on the real servers: the same from the same seed, hash for hash, whoever takes it up. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FolderStore } from "../../api/files/store.js";
import type { RoundBehaviour, Scenario } from "../../loader/scenario-schema.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { drive } from "../../rehearsal/driver.js";
import { openPeople } from "../../rehearsal/rehearsal.js";
import { inspectedBundle } from "../support/inspected-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { at } from "../support/small-plan.js";
import { diligent } from "../support/small-scenario.js";

const always = (least: number, most: number) => ({ chance: 1, days: [least, most] as [number, number] });

const inspections: RoundBehaviour = {
  approveScheme: always(0, 2),
  makeVisit: { chance: 0.7, days: [0, 8] },
  fileLate: always(1, 3),
  fail: 0.6,
  findAgain: 0.7,
  mostly: 0.2,
  highlight: 0.3,
  contradict: 1,
  dispute: 0.5,
  photo: 0.8,
  decideDispute: always(0, 1),
  remark: 0.5,
  object: { chance: 0.5, days: [1, 6] },
  decideObjection: always(1, 3),
  grantObjection: 0.5,
  decideSystemic: always(0, 2),
  acceptSystemic: 1,
  decideSeverity: always(0, 2),
  raiseSeverity: 0.5,
  draftBulletin: always(1, 2),
  replyWithin: [2, 3],
  replyBulletin: always(0, 1),
  disagree: 0.5,
  approveBulletin: always(0, 1),
  signBulletin: always(0, 1),
};
const { policy } = inspectedBundle;
/** Every village is visited in each round: what was found there may be found again. */
const bundle: PlanBundle = {
  ...inspectedBundle,
  policy: { ...policy, ...(policy.inspections && { inspections: { ...policy.inspections, sampleShare: 1 } }) },
};
const scenario: Scenario = { ...diligent, id: "inspected", inspections };

const folder = mkdtempSync(path.join(tmpdir(), "duban-rounds-"));
const runs: PlanRun[] = [];
afterAll(async () => {
  for (const run of runs) await run.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Played {
  readonly run: PlanRun;
  readonly head: string;
  readonly refusals: readonly string[];
}

/** `pauses`: plan instants at which other people take over, who know nothing but the ledger. */
async function rehearse(pauses: readonly number[], end: number): Promise<Played> {
  const run = await startPlan(bundle);
  runs.push(run);
  await run.startWorker();
  await run.open();
  const refusals: string[] = [];
  const { planId, store, gateway } = run;
  const { pool } = run.database;
  const files = new FolderStore(folder);
  const options = { scenario, seed: 3, bundle, streams: ["task/1", "task/2"] };
  for (const until of [...pauses, end])
    await drive({
      planId,
      store,
      gateway,
      until,
      people: await openPeople(pool, planId, options, files),
      onRefused: (act, reasons) => refusals.push(`${act.stream}: ${reasons.join("; ")}`),
    });
  const { broken, head } = await verifyLedger(pool, planId);
  expect(broken).toBeNull();
  return { run, head, refusals };
}

describe("rounds with simulated people", () => {
  const end = at("2022-02-28", "18:00");
  let played: Played;
  beforeAll(async () => {
    played = await rehearse([], end);
  }, 240_000);
  const types = async (): Promise<Map<string, number>> => {
    const { rows } = await played.run.database.pool.query<{ type: string; n: number }>(
      "SELECT type, count(*)::int AS n FROM ledger WHERE plan_id = $1 GROUP BY type",
      [played.run.planId],
    );
    return new Map(rows.map(({ type, n }) => [type, n]));
  };

  it("are refused nothing, and end with a bulletin that is signed and sent", async () => {
    expect(played.refusals).toEqual([]);
    const { rows } = await played.run.database.pool.query(
      "SELECT round, status, bulletin FROM inspection_round WHERE plan_id = $1 ORDER BY round",
      [played.run.planId],
    );
    expect(rows).toEqual([
      { round: "2021H1", status: "closed", bulletin: "sent@1" },
      { round: "2021H2", status: "closed", bulletin: "sent@1" },
    ]);
  });

  it("file, differ, are objected to, and find again what had been put right", async () => {
    const counts = await types();
    for (const type of [
      "visitTakenAlong",
      "linesFiled",
      "lineDecided",
      "checkSubmitted",
      "conclusionServed",
      "objectionFiled",
      "objectionDecided",
      "findingRecorded",
      "reopened",
      "bulletinReplied",
    ])
      expect(counts.get(type) ?? 0, type).toBeGreaterThan(0);
  });

  it("store each photo that a submitted check names", async () => {
    const { rows } = await played.run.database.pool.query<{ sha256: string }>(
      "SELECT DISTINCT sha256 FROM inspection_photo WHERE plan_id = $1",
      [played.run.planId],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { sha256 } of rows) expect(readdirSync(path.join(folder, sha256.slice(0, 2)))).toContain(sha256);
  });

  it("have the same ledger from the same seed, whoever takes it up on the way", async () => {
    const again = await rehearse([at("2021-06-21", "12:00"), at("2021-07-13", "10:00")], end);
    expect(again.head).toBe(played.head);
  }, 240_000);
});
