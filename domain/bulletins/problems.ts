/** Problems (问题) as a bulletin names them: by unit, line and class of cause, in how many places, and what changed since last time. */
import { groupBy } from "../plan/group-by.js";
import { compareText } from "../ledger/canonical.js";
import { SEVERITIES, type Severity } from "../plan/checklists.js";
import type { LineFact, Records, RoundRecord } from "./facts.js";
import type { FigureMaker } from "./figures.js";

export interface Problem {
  readonly unit: string;
  readonly task: number;
  readonly line: string;
  readonly cause: string;
  /** The worst of them. */
  readonly severity: Severity;
  /** Where it was found, in the order of the visits. */
  readonly places: readonly LineFact[];
  /** Keys of the figures: in how many places, and how many more than in the round before. */
  readonly count: string;
  readonly change: string;
  /** `unknown`: the round before did not look at it, or there was none. */
  readonly trend: "more" | "fewer" | "same" | "new" | "unknown";
  /** Rounds running in which it was named, this one among them. */
  readonly running: number;
}

/** What makes two problems the same from round to round. */
export const problemKey = ({ unit, line, cause }: Pick<Problem, "unit" | "line" | "cause">): string =>
  `${unit}/${line}/${cause}`;

/** Keys of all problems of a round. */
export function problemKeys({ lines }: Pick<RoundRecord, "lines">): Set<string> {
  return new Set(
    lines.flatMap(({ grade, unit, line, cause }) =>
      grade === "fail" && unit !== null && cause !== null ? [problemKey({ unit, line, cause })] : [],
    ),
  );
}

const severityOf = ({ severity }: LineFact): number => SEVERITIES.indexOf(severity ?? "minor");

/**
 * The round's problems, the worst first, then those in most places.
 * @param earlier keys of the problems of earlier rounds, the last one first: the round before, the one before that …
 */
export function problemsOf(records: Records, figures: FigureMaker, earlier: readonly ReadonlySet<string>[]): Problem[] {
  const groups = groupBy(records.current.lines, ({ grade, unit, line, cause }) =>
    grade !== "fail" || unit === null || cause === null ? null : problemKey({ unit, line, cause }),
  );
  return [...groups]
    .map(([key, places]) => problemOf(key, places, figures, earlier))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        b.places.length - a.places.length ||
        a.task - b.task ||
        compareText(problemKey(a), problemKey(b)),
    );
}

function problemOf(
  key: string,
  places: readonly LineFact[],
  figures: FigureMaker,
  earlier: readonly ReadonlySet<string>[],
): Problem {
  const [first] = places;
  if (first === undefined || first.unit === null || first.cause === null) throw new Error(`${key} has no place`);
  const { unit, line, task, cause } = first;
  const of = { unit, line, cause, grade: "fail" };
  const name = `problem.${unit}.${line}.${cause}`;
  const count = figures.count(`${name}.count`, "place", "lines", of);
  const change = figures.change(`${name}.change`, "place", "lines", of, { unit, line, judged: "yes" });
  const missing = earlier.findIndex((keys) => !keys.has(key));
  return {
    unit,
    task,
    line,
    cause,
    severity: SEVERITIES[Math.max(...places.map(severityOf))] ?? "minor",
    places,
    count,
    change,
    trend: trendOf(figures.value(change), places.length),
    running: 1 + (missing === -1 ? earlier.length : missing),
  };
}

function trendOf(change: number | null, now: number): Problem["trend"] {
  if (change === null) return "unknown";
  if (change === now) return "new";
  return change > 0 ? "more" : change < 0 ? "fewer" : "same";
}

/** From so many rounds running on the office is told that a bulletin says the same again. */
export const SAME_AGAIN = 3;

const SENTENCE_END = /[。；]/u;
/** Sentences of texts, without their figures: what is compared from bulletin to bulletin. */
export const sentencesIn = (texts: readonly string[]): Set<string> =>
  new Set(
    texts.flatMap((text) =>
      text
        .replace(/\{[^}]*\}|\d+(?:\.\d+)?/g, "#")
        .split(SENTENCE_END)
        .map((sentence) => sentence.trim())
        .filter((sentence) => sentence.length >= 8),
    ),
  );

/** Sentences that stand in this text and in each of the two bulletins before it. */
export function repeatedSentences(texts: readonly string[], earlier: readonly (readonly string[])[]): string[] {
  const before = earlier.slice(0, SAME_AGAIN - 1).map(sentencesIn);
  if (before.length < SAME_AGAIN - 1) return [];
  return [...sentencesIn(texts)].filter((sentence) => before.every((sentences) => sentences.has(sentence)));
}
