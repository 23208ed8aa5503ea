/** Plans to measure with: the seed plan's roster, policy and calendar under a plan text of as many items as are wanted. */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { calendarOf } from "../domain/plan/calendar.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";

/** Villages of the seed plan: the items of one village milestone. */
export const VILLAGES = 64;
/** 25 milestones × 64 villages = 1,600 items, over all 18 tasks. */
export const STORM_MILESTONES = 25;

interface PlanFile {
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
}

/** Working days from the plan's first day to its deadline: one more than its first rung lies before it. */
const DAYS_TO_DEADLINE = 21;

/**
 * A plan whose items all have the same deadline, so that the first thing due on it is the first rung of all of them at one
 * instant: village milestones, dealt out over the seed plan's tasks in turn. Written as files and loaded as anybody's plan
 * is, with every check.
 */
export async function stormPlan(folder: string, milestones: number): Promise<PlanBundle> {
  const seed = parse(await readFile(path.join(SEED_PLAN, "plan.yaml"), "utf8")) as PlanFile;
  const { plan, calendar } = await planFrom(SEED_PLAN);
  const deadline = calendarOf(calendar).addWorkingDays(plan.start, DAYS_TO_DEADLINE);
  const tasks = seed.tasks.map((task, no) => ({
    ...task,
    milestones: Array.from({ length: milestones }, (_, index) => index)
      .filter((index) => index % seed.tasks.length === no)
      .map((index) => milestone(index, deadline, String(task.clause))),
  }));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "plan.yaml"), stringify({ ...seed, id: "storm", tasks, openQuestions: [] }));
  for (const name of ["roster.yaml", "calendar.yaml"])
    await copyFile(path.join(SEED_PLAN, name), path.join(folder, name));
  // Its milestones are no line's of the seed's checklists: a plan without rounds.
  const {
    inspections: _rounds,
    ladders,
    ...policy
  } = parse(await readFile(path.join(SEED_PLAN, "policy.yaml"), "utf8")) as {
    readonly inspections: object;
    readonly ladders: Readonly<Record<string, unknown>>;
  };
  const { inspection: _late, ...climbed } = ladders;
  await writeFile(path.join(folder, "policy.yaml"), stringify({ ...policy, ladders: climbed }));
  try {
    return await planFrom(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function milestone(index: number, deadline: string, clause: string): object {
  return {
    id: `storm-${String(index + 1).padStart(2, "0")}`,
    title: `第${index + 1}批同日到期事项`,
    deadline,
    reading: { text: deadline, basis: "literal" },
    scope: "village",
    owes: "firstLead",
    supporting: [],
    closeCriteria: "完成",
    evidence: ["照片"],
    clause,
  };
}
