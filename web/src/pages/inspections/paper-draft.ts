/** What is entered from a paper form, line by line, and the answers that it makes. */
import type { FiledLine } from "../../../../domain/inspections/types.js";
import { tidyText } from "../../../../domain/language/text.js";
import type { FiledRow, Grade, Severity, VisitBundle } from "../../api/types.js";

export interface PaperLine {
  readonly grade: Grade | null;
  readonly text: string;
  readonly cause: string;
  readonly severity: Severity | null;
  readonly highlight: string;
  readonly contradicts: boolean;
  /** Filled in by 其余合格. */
  readonly asRest: boolean;
}
export type PaperDraft = Readonly<Record<string, PaperLine>>;
export type BundleLine = VisitBundle["lines"][number];

export const EMPTY_LINE: PaperLine = {
  grade: null,
  text: "",
  cause: "",
  severity: null,
  highlight: "",
  contradicts: false,
  asRest: false,
};

export const lineIn = (draft: PaperDraft, key: string): PaperLine => draft[key] ?? EMPTY_LINE;

/** The newest that somebody has filed for a line; null: nothing. */
export const newestOf = (filed: readonly FiledRow[], person: string, line: string): FiledRow | null =>
  filed
    .filter((row) => row.person.id === person && row.line === line && !row.conflicting)
    .reduce<FiledRow | null>((newest, row) => (newest && newest.revision > row.revision ? newest : row), null);

/** Failures without what was found or their class of cause. */
export const lacking = (draft: PaperDraft, lines: readonly BundleLine[]): BundleLine[] =>
  lines.filter(({ key }) => {
    const { grade, text, cause } = lineIn(draft, key);
    return grade === "fail" && (tidyText(text) === "" || cause === "");
  });

/** Everything that the inspector has not filed passes as the rest. */
export const withRest = (
  draft: PaperDraft,
  lines: readonly BundleLine[],
  isFiled: (key: string) => boolean,
): PaperDraft =>
  Object.fromEntries(
    lines.flatMap(({ key }) => {
      const line = lineIn(draft, key);
      if (line.grade !== null) return [[key, line]];
      return isFiled(key) ? [] : [[key, { ...line, grade: "pass" as const, asRest: true }]];
    }),
  );

/** `answeredAt`: the form's day, epoch milliseconds. A line that was filed before gets its next revision. */
export function answersOf(
  draft: PaperDraft,
  lines: readonly BundleLine[],
  answeredAt: number,
  before: (key: string) => FiledRow | null,
): FiledLine[] {
  return lines.flatMap(({ key }) => {
    const { grade, text, cause, severity, highlight, contradicts, asRest } = lineIn(draft, key);
    if (grade === null) return [];
    const isFail = grade === "fail";
    const answer: FiledLine = {
      line: key,
      revision: (before(key)?.revision ?? 0) + 1,
      grade,
      text: tidyText(text),
      ...(isFail ? { cause } : {}),
      ...(isFail && severity !== null ? { severity } : {}),
      ...(tidyText(highlight) === "" ? {} : { highlight: tidyText(highlight) }),
      ...(contradicts ? { contradicts } : {}),
      ...(asRest ? { asRest } : {}),
      photos: [],
      answeredAt,
    };
    return [answer];
  });
}
