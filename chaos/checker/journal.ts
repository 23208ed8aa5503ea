/** Reads what the driver wrote down: requests asked and answers got. */
import { readFileSync } from "node:fs";

export interface Asked {
  readonly key: string;
  readonly stream: string;
  readonly kind: string;
  readonly items: readonly string[];
  readonly rung: string | null;
  /** Lines of a visit that it filed, by the SHA-256 of what they say. */
  readonly filed: readonly { readonly visit: string; readonly line: string; readonly content: string }[];
  /** A rehearsal: plan instant of the clock that it carried. A live plan: the machine's time when it was asked. */
  readonly at: number;
  /** The machine's time of the answer; infinite without one. */
  readonly heard: number;
  /** Items on which the answer says that it took effect; null: no answer. */
  readonly taken: readonly string[] | null;
  /** Why it, or part of it, was refused. */
  readonly refused: string | null;
}

/** From when until when (machine's time) something was broken on purpose. */
export interface Outage {
  readonly from: number;
  readonly until: number;
}

/** Where a workflow believed its stream to end; a member it does not have is undefined. */
export interface WorkflowHead {
  readonly stream: string;
  readonly head: { readonly seq?: number; readonly hash?: string; readonly nextDue?: number | null };
}

/** A photo that was acknowledged as stored; `bytes`: how many it has. */
export interface StoredPhoto {
  readonly round: string;
  readonly visit: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface PlanJournal {
  readonly plan: string;
  readonly asked: readonly Asked[];
  readonly photos: readonly StoredPhoto[];
  readonly outages: readonly Outage[];
  /** What the plan's workflows answered at the end. */
  readonly heads: readonly WorkflowHead[];
  /** Where the driver ended; null: it did not come to its end. */
  readonly finished: { readonly clock: number; readonly closedUpTo: number } | null;
}

type Line =
  | (Omit<Asked, "taken" | "refused" | "heard" | "filed"> &
      Partial<Pick<Asked, "filed">> & { readonly line: "asked"; readonly plan: string })
  | {
      readonly line: "answered";
      readonly plan: string;
      readonly key: string;
      readonly items: readonly string[];
      readonly refused: readonly { readonly item: string; readonly reason: string }[];
      readonly heard: number;
    }
  | {
      readonly line: "refused";
      readonly plan: string;
      readonly key: string;
      readonly reason: string;
      readonly heard: number;
    }
  | (Outage & { readonly line: "outage"; readonly plan: string | null })
  | (StoredPhoto & { readonly line: "photo"; readonly plan: string })
  | (WorkflowHead & { readonly line: "head"; readonly plan: string })
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
  const outages: Extract<Line, { line: "outage" }>[] = [];
  const heads: Extract<Line, { line: "head" }>[] = [];
  const photos: Extract<Line, { line: "photo" }>[] = [];
  for (const line of readLines<Line>(file)) {
    if (line.line === "outage") outages.push(line);
    else if (line.line === "head") heads.push(line);
    else if (line.line === "photo") photos.push(line);
    else if (line.line === "finished") finished.set(line.plan, line);
    else {
      const own = asked.get(line.plan) ?? new Map<string, Asked>();
      asked.set(line.plan, own);
      own.set(line.key, line.line === "asked" ? unanswered(line) : answered(own.get(line.key), line));
    }
  }
  return new Map(
    [...asked].map(([plan, own]) => [
      plan,
      {
        plan,
        asked: [...own.values()],
        outages: outages.filter((outage) => outage.plan === null || outage.plan === plan),
        photos: photos.filter((photo) => photo.plan === plan),
        heads: heads.filter((head) => head.plan === plan),
        finished: finished.get(plan) ?? null,
      },
    ]),
  );
}

const unanswered = (line: Extract<Line, { line: "asked" }>): Asked => ({
  ...line,
  filed: line.filed ?? [],
  taken: null,
  refused: null,
  heard: Number.POSITIVE_INFINITY,
});

function answered(before: Asked | undefined, line: Extract<Line, { line: "answered" | "refused" }>): Asked {
  if (!before) throw new Error(`the journal answers ${line.key}, which was never asked`);
  const { heard } = line;
  if (line.line === "refused") return { ...before, taken: [], refused: line.reason, heard };
  return { ...before, taken: line.items, refused: line.refused[0]?.reason ?? null, heard };
}
