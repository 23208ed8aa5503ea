/** What the commands share: where state lies, how a plan is loaded, how a user's mistake is told. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PlanBundle } from "../domain/plan.js";
import { loadPlan } from "../loader/load-plan.js";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const STATE_DIR = path.join(ROOT, ".duban");
export const SEED_PLAN = path.join(ROOT, "plans", "yimin-zhifu");

/** A mistake of the user's: told in words, without a stack trace. */
export class UserError extends Error {}

/** Loads a plan or fails with every problem, one a line. */
export async function planFrom(folder: string): Promise<PlanBundle> {
  const loaded = await loadPlan(path.resolve(folder));
  if (loaded.ok) return loaded.bundle;
  const lines = loaded.problems.map(
    (problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}`,
  );
  throw new UserError(`${folder} is not loaded:\n${lines.join("\n")}`);
}

/** Names of the errors whose message is meant for the user. */
const TOLD = new Set(["UserError", "AlreadyRunning", "PortBusy", "ConfigError", "LockHeld", "MigrationError"]);

/** Runs a command; a user's mistake ends in its message and exit code 1. */
export async function main(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const told =
      error instanceof Error &&
      (TOLD.has(error.constructor.name) || (error as NodeJS.ErrnoException).code === "ERR_PARSE_ARGS_UNKNOWN_OPTION");
    console.error(told ? (error as Error).message : error);
    process.exitCode = 1;
  }
}
