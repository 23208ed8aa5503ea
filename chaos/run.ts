/** A whole run: the stage set, one plan after another played under faults, everything checked, everything ended. */
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { check, type Checked } from "./checker/check.js";
import { type Played, playEpisode } from "./episode.js";
import { deal } from "./faults.js";
import { Journal } from "./journal.js";
import { TASKS } from "./plan.js";
import { setStage, type Stage } from "./stage.js";
import { Watch } from "./watch.js";

export interface ChaosOptions {
  readonly seed: number;
  readonly faults: number;
  /** Beginnings of faults' names; empty: all. */
  readonly only: readonly string[];
  /** Where data, logs, mailbox, journal and report lie. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export interface ChaosRun {
  readonly seed: number;
  readonly seconds: number;
  readonly played: readonly Played[];
  readonly checked: Checked;
  /** How the data directories were filled, or why they were not. */
  readonly quota: string;
  /** What the API answered that it must not. */
  readonly brokenAnswers: readonly string[];
}

/** Faults in one plan's play; more are played on further plans. */
const FAULTS_A_PLAN = 100;

export class NoSuchFault extends Error {}

export async function runChaos({ seed, faults, only, folder, log }: ChaosOptions): Promise<ChaosRun> {
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
      for (let from = 0; from < dealt.length; from += FAULTS_A_PLAN) {
        const episode = await playEpisode(stage, watch, journal, dealt.slice(from, from + FAULTS_A_PLAN), log);
        played.push(episode);
        await endPlan(stage, episode.planId);
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

async function endPlan(stage: Stage, planId: string): Promise<void> {
  const streams = [PLAN_STREAM, "postman", ...Array.from({ length: TASKS }, (_, index) => `task/${index + 1}`)];
  for (const stream of streams)
    await stage.gateway.terminate(planId, stream, "the chaos run goes on with another plan");
}

function quotaWords({ quotas, noQuota }: Stage): string {
  const ways = Object.entries(quotas).map(([server, quota]) => `${server}: ${quota.by}`);
  return noQuota === null ? ways.join("; ") : `not filled: ${noQuota}`;
}
