/** A copy of the seed plan with something broken in it. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadPlan } from "../../loader/load-plan.js";
import type { Problem } from "../../loader/problem.js";
import { SEED_FOLDER } from "../plans/seed.js";

/** One replacement in one file; the text must be there. */
export type Edit = readonly [file: string, from: string | RegExp, to: string];

export async function withCopy<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "duban-plan-"));
  try {
    await cp(SEED_FOLDER, folder, { recursive: true });
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes the edits; answers the line each one starts on. */
export async function edit(folder: string, edits: readonly Edit[]): Promise<number[]> {
  const lines: number[] = [];
  for (const [name, from, to] of edits) {
    const file = path.join(folder, name);
    const text = await readFile(file, "utf8");
    const at = typeof from === "string" ? text.indexOf(from) : text.search(from);
    if (at === -1) throw new Error(`${name} does not contain ${from}`);
    lines.push(text.slice(0, at).split("\n").length);
    await writeFile(
      file,
      text.replace(from, () => to),
    );
  }
  return lines;
}

export interface Found {
  readonly lines: readonly number[];
  /** Problems with the file's bare name. */
  readonly problems: readonly Problem[];
}

export async function problemsAfter(...edits: readonly Edit[]): Promise<Found> {
  return withCopy(async (folder) => {
    const lines = await edit(folder, edits);
    const loaded = await loadPlan(folder);
    const problems = loaded.ok
      ? []
      : loaded.problems.map((problem) => ({ ...problem, file: path.basename(problem.file) }));
    return { lines, problems };
  });
}
