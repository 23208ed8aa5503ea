/** The seed plan as loaded, for tests that compare it with the text. */
import { fileURLToPath } from "node:url";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { loadPlan } from "../../loader/load-plan.js";
import { formatProblem } from "../../loader/problem.js";

export const SEED_FOLDER = fileURLToPath(new URL("../../plans/yimin-zhifu", import.meta.url));

export async function seedBundle(): Promise<PlanBundle> {
  const loaded = await loadPlan(SEED_FOLDER);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  return loaded.bundle;
}
