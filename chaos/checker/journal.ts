/** Reads what the driver wrote down: requests asked and answers got. */
import { readFileSync } from "node:fs";

export interface Asked {
  readonly key: string;
  readonly stream: string;
  readonly kind: string;
  readonly items: readonly string[];
  readonly rung: string | null;
  readonly at: number;
  /** Items on which the answer says that it took effect; null: no answer. */
  readonly taken: readonly string[] | null;
  /** Why it, or part of it, was refused. */
  readonly refused: string | null;
}

export interface PlanJournal {
  readonly plan: string;
  readonly asked: readonly Asked[];
  /** Where the driver ended; null: it did not come to its end. */
  readonly finished: { readonly clock: number; readonly closedUpTo: number } | null;
}

type Line =
  | (Omit<Asked, "taken" | "refused"> & { readonly line: "asked"; readonly plan: string })
  | {
      readonly line: "answered";
      readonly plan: string;
      readonly key: string;
      readonly items: readonly string[];
      readonly refused: readonly { readonly item: string; readonly reason: string }[];
    }
  | { readonly line: "refused"; readonly plan: string; readonly key: string; readonly reason: string }
  | { readonly line: "finished"; readonly plan: string; readonly clock: number; readonly closedUpTo: number };

export function readLines<T>(file: string): T[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

/** The journal of each plan, by plan. */
export function readJournal(file: string): Map<string, PlanJournal> {
  const asked = new Map<string, Map<string, Asked>>();
  const finished = new Map<string, PlanJournal["finished"]>();
  for (const line of readLines<Line>(file)) {
    const own = asked.get(line.plan) ?? new Map<string, Asked>();
    asked.set(line.plan, own);
    if (line.line === "finished") finished.set(line.plan, line);
    else if (line.line === "asked") own.set(line.key, { ...line, taken: null, refused: null });
    else {
      const before = own.get(line.key);
      if (!before) throw new Error(`the journal answers ${line.key}, which was never asked`);
      if (line.line === "refused") own.set(line.key, { ...before, taken: [], refused: line.reason });
      else own.set(line.key, { ...before, taken: line.items, refused: line.refused[0]?.reason ?? null });
    }
  }
  return new Map(
    [...asked].map(([plan, own]) => [plan, { plan, asked: [...own.values()], finished: finished.get(plan) ?? null }]),
  );
}
