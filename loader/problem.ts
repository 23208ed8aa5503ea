/** What is wrong with a plan folder: one entry per mistake, at the place where it is put right. */
export interface Problem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** Keys and indexes from the document's top: `units[3].desk`; empty: the whole of it. Absent: it could not be read. */
  readonly path?: string;
  /** What is wrong and what to write instead, one English sentence. */
  readonly message: string;
}

/** `file:line:column message`, as editors and terminals make it clickable. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.message}`;
}

/** By file in the order given, then from top to bottom; each problem once. */
export function sortProblems(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const rank = (problem: Problem): number => files.indexOf(problem.file);
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
