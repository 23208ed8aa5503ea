/** What a run tells: each fault with its effect and recovery, medians by kind, and what the checker found. */
import { groupBy } from "../domain/plan/group-by.js";
import { lineOf } from "./checker/findings.js";
import type { ChaosRun } from "./run.js";
import type { Struck } from "./strike.js";

export interface Summary {
  readonly ok: boolean;
  readonly seed: number;
  readonly seconds: number;
  readonly faults: number;
  readonly storms: number;
  readonly actions: number;
  /** Lines of rounds of inspections in the ledger. */
  readonly filed: number;
  readonly answered: number;
  readonly sentAgain: number;
  readonly ledgerRows: number;
  readonly due: number;
  readonly letters: number;
  readonly repeats: number;
  readonly refused: number;
  readonly rungHashes: readonly string[];
  readonly findings: readonly string[];
  readonly escaped: readonly string[];
  readonly brokenAnswers: readonly string[];
  readonly kinds: readonly KindSummary[];
  readonly quota: string;
}

interface KindSummary {
  readonly kind: string;
  readonly count: number;
  /** Milliseconds; null where nothing was disturbed. */
  readonly nextMedian: number | null;
  readonly doneMedian: number | null;
  readonly doneMost: number | null;
  readonly backMedian: number | null;
}

const sum = <T>(list: readonly T[], of: (each: T) => number): number =>
  list.reduce((total, each) => total + of(each), 0);

function middle(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const found = sorted[Math.floor((sorted.length - 1) / 2)];
  return found === undefined ? null : Math.round(found);
}

const present = (list: readonly (number | null)[]): number[] => list.filter((each) => each !== null);

function kindsOf(faults: readonly Struck[]): KindSummary[] {
  return [...groupBy(faults, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, own]) => ({
      kind,
      count: own.length,
      nextMedian: middle(present(own.map(({ next }) => next))),
      doneMedian: middle(own.map(({ done }) => done)),
      doneMost: Math.round(Math.max(...own.map(({ done }) => done))),
      backMedian: middle(present(own.map(({ back }) => back))),
    }));
}

export function summaryOf({ seed, seconds, played, checked, quota, brokenAnswers }: ChaosRun): Summary {
  const faults = played.flatMap((each) => each.faults);
  const findings = checked.findings.map(lineOf);
  const escaped = played.flatMap((each) => each.escaped);
  return {
    ok: findings.length === 0 && brokenAnswers.length === 0 && escaped.length === 0,
    seed,
    seconds: Math.round(seconds * 10) / 10,
    faults: faults.length,
    storms: sum(played, ({ storms }) => storms),
    actions: sum(played, ({ acts }) => acts),
    filed: sum(checked.plans, ({ filed }) => filed),
    answered: sum(checked.plans, ({ answered }) => answered),
    sentAgain: sum(played, ({ sentAgain }) => sentAgain),
    ledgerRows: sum(checked.plans, ({ rows }) => rows),
    due: sum(checked.plans, ({ due }) => due),
    letters: sum(checked.plans, ({ sent }) => sent),
    repeats: sum(checked.plans, ({ repeats }) => repeats),
    refused: sum(checked.plans, ({ refused }) => refused),
    rungHashes: checked.plans.map(({ rungHash }) => rungHash),
    findings,
    escaped,
    brokenAnswers,
    kinds: kindsOf(faults),
    quota,
  };
}

const ms = (value: number | null): string => (value === null ? "-" : String(Math.round(value)));

/** Columns padded to their widest cell; the last is not. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join("  "),
    )
    .join("\n");
}

export function chaosReport(run: ChaosRun): string {
  const summary = summaryOf(run);
  const faults = run.played.flatMap((each) => each.faults);
  const rows = faults.map((fault) => [
    String(fault.no),
    fault.name,
    fault.day,
    `${fault.during}+${fault.after}`,
    String(fault.lasting),
    String(fault.inFlight),
    ms(fault.next),
    ms(fault.done),
    ms(fault.back),
    fault.effect,
  ]);
  const kinds = summary.kinds.map(({ kind, count, nextMedian, doneMedian, doneMost, backMedian }) => [
    kind,
    String(count),
    ms(nextMedian),
    ms(doneMedian),
    ms(doneMost),
    ms(backMedian),
  ]);
  const { findings, escaped, brokenAnswers } = summary;
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          `${title}:`,
          ...lines.slice(0, 200).map((line) => `  ${line}`),
          ...(lines.length > 200 ? [`  … ${lines.length - 200} more`] : []),
          "",
        ];
  return [
    table([
      [
        "no",
        "fault",
        run.live ? "instant" : "plan day",
        "at (ms)",
        "lasting",
        "in flight",
        "next",
        "all done",
        "back",
        "effect",
      ],
      ...rows,
    ]),
    "",
    "in flight: requests without an answer when it fell. Milliseconds from its onset: next: until the next of the kind it",
    "disturbs was acknowledged; all done: until everything asked for was; back: until the killed parts were started again.",
    "",
    table([["kind", "count", "next (median)", "all done (median)", "all done (most)", "back (median)"], ...kinds]),
    "",
    `${run.live ? "live plans" : "rehearsals"}, seed ${summary.seed}: ${summary.faults} faults in ${summary.seconds} s, ${summary.storms} storms, ${summary.actions} actions, ${summary.sentAgain} requests sent again under their key`,
    `checked: ${summary.ledgerRows} rows of ledger, ${summary.due} steps that were due, ${summary.letters} letters sent (${summary.repeats} messages again under the same Message-ID), ${summary.refused} refused for good`,
    `data directories: ${summary.quota}`,
    ...(run.live
      ? []
      : [
          `rungs: ${summary.rungHashes.map((hash) => hash.slice(0, 16)).join(" ")} (the same for the same seed; rows of actions may stand in another order)`,
        ]),
    "",
    ...list("FOUND by the checker", findings),
    ...list("ERRORS that callers should not have seen", escaped),
    ...list("ANSWERS of the API that it must not give", brokenAnswers),
    summary.ok
      ? "nothing lost, nothing doubled, nothing after closing"
      : `FAILED: ${findings.length} findings, ${escaped.length} errors, ${brokenAnswers.length} wrong answers`,
  ].join("\n");
}
