/** A whole run: the stage set, one plan after another played under faults, everything checked, everything ended. */
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { endPlan as markEnded } from "../prisma/plans/plan-store.js";
import { streamsAnnounced } from "../prisma/ledger/stream-store.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { check, type Checked } from "./checker/check.js";
import { type Played, playEpisode } from "./episode.js";
import { deal } from "./faults.js";
import { Journal } from "./journal.js";
import { playRound, type RoundPlayed, type Shape } from "./live/round.js";
import { TASKS } from "./plan.js";
import { setStage, type Stage } from "./stage.js";
import { Watch } from "./watch.js";

export interface ChaosOptions {
  readonly seed: number;
  readonly faults: number;
  /** Beginnings of faults' names; empty: all. */
  readonly only: readonly string[];
  /** Live plans on the machine's clock, in rounds of this shape; null: rehearsals. */
  readonly live: Shape | null;
  /** Where data, logs, mailbox, journal and report lie. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export interface ChaosRun {
  readonly live: boolean;
  readonly seed: number;
  readonly seconds: number;
  readonly played: readonly Played[];
  readonly checked: Checked;
  /** How the data directories were filled, or why they were not. */
  readonly quota: string;
  /** What the API answered that it must not. */
  readonly brokenAnswers: readonly string[];
}

/** A run's plans side by side by default: an instant every seven and a half seconds for most of six minutes. */
export const LIVE: Shape = { lanes: 6, tasks: 9, minutes: 6, every: 7_500, lead: 30_000 };
/** More than any machine should need to open a round's plans (milliseconds). */
const LONGEST_LEAD = 300_000;
/** Faults in one plan's play; more are played on further plans. */
const FAULTS_A_PLAN = 100;

export class NoSuchFault extends Error {}

export async function runChaos({ seed, faults, only, live, folder, log }: ChaosOptions): Promise<ChaosRun> {
  const since = performance.now();
  mkdirSync(folder, { recursive: true });
  const journalFile = path.join(folder, "actions.jsonl");
  const stage = await setStage(folder, (line) =>
    appendFileSync(path.join(folder, "parts.log"), `${new Date().toISOString()} ${line}\n`),
  );
  try {
    const dealt = deal({ seed, faults, only, disk: stage.quotas });
    if (dealt.length === 0) throw new NoSuchFault(`no fault that this machine allows begins with ${only.join(" or ")}`);
    log(`stage set after ${((performance.now() - since) / 1_000).toFixed(1)} s: ${folder}`);
    const watch = new Watch();
    stage.smtp.onAccepted(() => watch.note("letter"));
    watch.start();
    const played: Played[] = [];
    try {
      const journal = new Journal(journalFile);
      let shape = live;
      for (let left = dealt; left.length > 0; ) {
        const play = await (shape === null
          ? playOne(stage, watch, journal, left, log)
          : playRound(stage, watch, journal, left, shape, log));
        played.push(...play.played);
        for (const { planId } of play.played) await endPlan(stage, planId);
        // Its instants had passed before all plans were open: a machine with other work needs longer for that.
        if (shape !== null && play.left.length === left.length) shape = { ...shape, lead: shape.lead * 2 };
        if (shape !== null && shape.lead > LONGEST_LEAD)
          throw new Error("this machine is too slow: no instant was left for any fault");
        left = [...play.left];
      }
    } finally {
      await watch.stop();
    }
    const checked = await check({
      databaseUrl: stage.databaseUrl,
      journal: journalFile,
      mailbox: path.join(folder, "mailbox"),
    });
    return {
      live: live !== null,
      seed,
      seconds: (performance.now() - since) / 1_000,
      played,
      checked,
      quota: quotaWords(stage),
      brokenAnswers: watch.broken,
    };
  } finally {
    await stage.stop();
  }
}

async function playOne(...[stage, watch, journal, faults, log]: Parameters<typeof playEpisode>): Promise<RoundPlayed> {
  const played = await playEpisode(stage, watch, journal, faults.slice(0, FAULTS_A_PLAN), log);
  return { played: [played], left: faults.slice(FAULTS_A_PLAN) };
}

async function endPlan(stage: Stage, planId: string): Promise<void> {
  const { rounds, months } = await streamsAnnounced(stage.pool, planId);
  const tasks = Array.from({ length: TASKS }, (_, index) => `task/${index + 1}`);
  const streams = [PLAN_STREAM, "postman", ...tasks, ...[...rounds, ...months].map(({ stream }) => stream)];
  for (const stream of streams)
    await stage.gateway.workflows.terminate(planId, stream, "the chaos run goes on with another plan");
  await markEnded(stage.pool, planId);
}

function quotaWords({ quotas, noQuota }: Stage): string {
  const ways = Object.entries(quotas).map(([server, quota]) => `${server}: ${quota.by}`);
  return noQuota === null ? ways.join("; ") : `not filled: ${noQuota}`;
}
