/**
 * `rehearsal`: the seed plan's five years, until every ladder has run out and every letter is accepted; and the same without its
 * inspections and monthly requests, which is what the aims of seconds are set for.
 */
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
  /** Its tasks alone: no inspections, no monthly requests. */
  readonly tasksOnly: boolean;
  /** The last plan day; null: the whole plan. */
  readonly until: string | null;
  readonly stateDir: string;
  readonly stack: Pick<Stack, "databaseUrl" | "temporal" | "smtpUrl" | "mailboxUrl">;
}

const PLAYS = [
  { name: "silence", scenario: "silence", tasksOnly: false },
  { name: "silenceTasks", scenario: "silence", tasksOnly: true },
  { name: "typical", scenario: "typical", tasksOnly: false },
  { name: "typicalTasks", scenario: "typical", tasksOnly: true },
] as const;
type PlayName = (typeof PLAYS)[number]["name"];
type What = Pick<RehearsalSettings, "scenario" | "tasksOnly" | "until">;

interface Played extends Summary {
  readonly transitionsPerItem: number;
}

export async function rehearse(bench: Bench, what: What): Promise<Played> {
  const { databaseUrl, temporal, smtpUrl, mailboxUrl } = bench.stack;
  const stack = { databaseUrl, temporal, smtpUrl, mailboxUrl };
  const settings: RehearsalSettings = { ...what, stateDir: bench.stateDir, stack };
  const played = (await withChild(ENTRY, settings, bench.signal, (answer) => answer())) as Summary;
  return { ...played, transitionsPerItem: round(played.temporalStateTransitions / played.items, 2) };
}

const titleOf = ({ scenario, tasksOnly }: Omit<What, "until">): string =>
  tasksOnly ? `${scenario}, tasks alone` : scenario;

async function run(bench: Bench): Promise<Report> {
  const played = new Map<PlayName, Played>();
  for (const { name, ...what } of PLAYS) {
    const until = bench.size === "full" ? null : "2021-04-20";
    const step = (): Promise<Played> => rehearse(bench, { ...what, until });
    played.set(name, await bench.progress.step(`rehearsal, ${titleOf(what)}`, step));
  }
  const figures = Object.fromEntries(played) as Record<PlayName, Played>;
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
        rows: PLAYS.map((what) => {
          const each = figures[what.name];
          return [
            titleOf(what),
            each.seconds,
            each.items,
            each.ledgerRows,
            each.letters,
            each.transitionsPerItem,
            Math.round(each.temporalHistoryBytes / 1024),
            each.peakMemoryMb,
          ];
        }),
      },
    ],
    aims: [
      atMost("silence, tasks alone", figures.silenceTasks.seconds, 20, "s"),
      atMost("typical, tasks alone", figures.typicalTasks.seconds, 45, "s"),
      atMost("silence, state transitions per item", figures.silence.transitionsPerItem, 5, ""),
      atMost("silence, tasks alone, peak memory", figures.silenceTasks.peakMemoryMb, 400, "MB"),
    ],
  };
}

export const rehearsalBenchmark: Benchmark = {
  name: "rehearsal",
  about: "five years of the seed plan in silence and typical: seconds, state transitions per item, peak memory",
  run,
};
