/**
 * A short run of live plans: the real clock, durable timers, people who act all the while, and at each instant at which rungs
 * fall due something is killed. `npm run chaos -- --live` plays it longer, with all faults.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { runChaos } from "../../chaos/run.js";
import { summaryOf } from "../../chaos/report.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-chaos-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("live plans lose nothing and double nothing while workers and PostgreSQL are killed and letters are taken twice", async () => {
  const run = await runChaos({
    seed: 1,
    faults: 3,
    only: ["kill worker 1 + worker 2", "kill postgres", "smtp after"],
    live: { lanes: 3, tasks: 4, minutes: 2, every: 7_500, lead: 12_000 },
    folder,
    log: () => undefined,
  });
  const { findings, escaped, brokenAnswers, faults, due, letters, actions, filed, answered } = summaryOf(run);
  expect(findings).toEqual([]);
  expect(escaped).toEqual([]);
  expect(brokenAnswers).toEqual([]);
  expect(faults).toBe(3);
  // Three plans of four tasks: reminders, drafts, escalations, what was passed over, and the monthly list.
  expect(due).toBeGreaterThan(3 * 4 * 70);
  expect(actions).toBeGreaterThan(3 * 4 * 10);
  expect(letters).toBeGreaterThan(100);
  // In each plan a round of ten villages was filed line by line all the while; a slow machine plays further plans.
  expect(filed).toBeGreaterThanOrEqual(3 * 10 * 4);
  expect(filed % (10 * 4)).toBe(0);
  // And the desks of three units answered the month, one of them twice; the fourth said nothing and was urged.
  expect(answered).toBeGreaterThanOrEqual(3 * 4);
  expect(answered % 4).toBe(0);
}, 300_000);
