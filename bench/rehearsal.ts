/** `rehearsal`: the seed plan's five years, until every ladder has run out and every letter is accepted. */
import { fileURLToPath } from "node:url";
import type { Stack } from "../embedded/stack.js";
import type { Summary } from "../rehearsal/summary.js";
import { withChild } from "./children.js";
import { atMost } from "./aims.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { round } from "./statistics.js";

const ENTRY = fileURLToPath(new URL("./rehearsal-child.ts", import.meta.url));

export interface RehearsalSettings {
  readonly scenario: string;
  /** The last plan day; null: the whole plan. */
  readonly until: string | null;
  readonly stateDir: string;
  readonly stack: Pick<Stack, "databaseUrl" | "temporal" | "smtpUrl" | "mailboxUrl">;
}

const SCENARIOS = ["silence", "typical"] as const;

interface Played extends Summary {
  readonly transitionsPerItem: number;
}

export async function rehearse(bench: Bench, scenario: string, until: string | null): Promise<Played> {
  const { databaseUrl, temporal, smtpUrl, mailboxUrl } = bench.stack;
  const stack = { databaseUrl, temporal, smtpUrl, mailboxUrl };
  const settings: RehearsalSettings = { scenario, until, stateDir: bench.stateDir, stack };
  const played = (await withChild(ENTRY, settings, bench.signal, (answer) => answer())) as Summary;
  return { ...played, transitionsPerItem: round(played.temporalStateTransitions / played.items, 2) };
}

async function run(bench: Bench): Promise<Report> {
  const figures: Record<string, Played> = {};
  for (const scenario of SCENARIOS) {
    const until = bench.size === "full" ? null : "2021-04-20";
    figures[scenario] = await bench.progress.step(`rehearsal, ${scenario}`, () => rehearse(bench, scenario, until));
  }
  const { silence, typical } = figures as Record<(typeof SCENARIOS)[number], Played>;
  return {
    figures,
    tables: [
      {
        title: "Five years of the seed plan, letters accepted included",
        columns: [
          "scenario",
          "seconds",
          "items",
          "ledger rows",
          "letters",
          "transitions per item",
          "history KB",
          "peak memory MB",
        ],
        rows: [silence, typical].map((each) => [
          each.scenario,
          each.seconds,
          each.items,
          each.ledgerRows,
          each.letters,
          each.transitionsPerItem,
          Math.round(each.temporalHistoryBytes / 1024),
          each.peakMemoryMb,
        ]),
      },
    ],
    aims: [
      atMost("silence", silence.seconds, 35, "s"),
      atMost("silence, state transitions per item", silence.transitionsPerItem, 5, ""),
      atMost("silence, peak memory", silence.peakMemoryMb, 600, "MB"),
    ],
  };
}

export const rehearsalBenchmark: Benchmark = {
  name: "rehearsal",
  about: "five years of the seed plan in silence and typical: seconds, state transitions per item, peak memory",
  run,
};
