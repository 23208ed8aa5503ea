/** Reads a plan folder into a PlanBundle, or tells everything that is wrong with it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import type { Milestone, PlanBundle, PlanText } from "../domain/plan.js";
import { check } from "./checks.js";
import { calendarFile, planFile, policyFile, rosterFile } from "./schema.js";
import { type Problem, Source } from "./place.js";

export type { Problem } from "./place.js";

export type Loaded = { readonly ok: true; readonly bundle: PlanBundle } | { readonly ok: false; readonly problems: Problem[] };

const LARGEST = 2 * 1024 * 1024;
const FILES = ["plan", "roster", "policy", "calendar"] as const;

function whole(file: string, message: string): Problem {
  return { file, line: 1, column: 1, message };
}

async function open(file: string): Promise<Source | Problem> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) return whole(file, `the file has ${size} bytes, more than the ${LARGEST} allowed; is it the right file?`);
    return new Source(file, new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return whole(file, "the file is missing; a plan folder has plan.yaml, roster.yaml, policy.yaml and calendar.yaml");
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return whole(file, "the file is not UTF-8 text; save it as UTF-8");
    return whole(file, `the file cannot be read (${error instanceof Error ? error.message : String(error)}); correct it or its permissions`);
  }
}

/** Says in words what zod found. */
function tell(source: Source, issue: z.core.$ZodIssue): void {
  const path = issue.path.filter((key): key is string | number => typeof key !== "symbol");
  const last = path.at(-1);
  const missing = path.length > 0 && !source.has(path);
  if (missing) return source.report(path.slice(0, -1), `"${String(last)}" is missing; add it here`);
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) source.report(path, `"${key}" is not a known key here; remove it or correct its spelling`, key);
      return;
    case "invalid_type":
      return source.report(path, `${last === undefined ? "the file" : `"${String(last)}"`} has the wrong type; write ${issue.expected === "array" ? "a list" : issue.expected === "object" ? "a map of keys and values" : `a ${issue.expected}`}`);
    case "invalid_value":
      return source.report(path, `"${String(last)}" has a value that is not known; write ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`);
    case "too_small":
    case "too_big":
      return source.report(path, issue.message.startsWith("Too") ? `"${String(last)}" is out of range; write a value of ${issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`}` : issue.message);
    default:
      return source.report(path, issue.message);
  }
}

function shape<T>(source: Source | undefined, schema: z.ZodType<T>): T | undefined {
  if (!source?.readable) return undefined;
  const result = schema.safeParse(source.data);
  if (result.success) return result.data;
  for (const issue of result.error.issues) tell(source, issue);
  return undefined;
}

type WrittenMilestone = z.infer<typeof planFile>["tasks"][number]["milestones"][number];

/** A yearly duty is written once and becomes one milestone per deadline, `<id>-<year>`. */
function expand({ deadline, deadlines, ...rest }: WrittenMilestone): Milestone[] {
  if (deadlines) return deadlines.map((day) => ({ ...rest, id: `${rest.id}-${day.slice(0, 4)}`, deadline: day }));
  return deadline === undefined ? [] : [{ ...rest, deadline }];
}

function planText(written: z.infer<typeof planFile>): PlanText {
  return { ...written, tasks: written.tasks.map((task) => ({ ...task, milestones: task.milestones.flatMap(expand) })) };
}

export async function loadPlan(folder: string): Promise<Loaded> {
  const isFolder = await stat(folder).then((found) => found.isDirectory(), () => false);
  if (!isFolder) return { ok: false, problems: [whole(folder, "this is not a folder; name a plan folder such as plans/yimin-zhifu")] };
  const hasPlan = await stat(join(folder, "plan.yaml")).then((found) => found.isFile(), () => false);
  if (!hasPlan) return { ok: false, problems: [whole(folder, "this folder is not a plan: it has no plan.yaml; name a plan folder such as plans/yimin-zhifu")] };

  const problems: Problem[] = [];
  const sources: Partial<Record<(typeof FILES)[number], Source>> = {};
  for (const name of FILES) {
    const opened = await open(join(folder, `${name}.yaml`));
    if (opened instanceof Source) sources[name] = opened;
    else problems.push(opened);
  }
  const plan = shape(sources.plan, planFile);
  const roster = shape(sources.roster, rosterFile);
  const policy = shape(sources.policy, policyFile);
  const calendar = shape(sources.calendar, calendarFile);
  check(sources);
  for (const name of FILES) {
    const found = sources[name]?.problems ?? [];
    problems.push(...found.toSorted((a, b) => a.line - b.line || a.column - b.column));
  }
  if (problems.length > 0 || !plan || !roster || !policy || !calendar) return { ok: false, problems };
  return { ok: true, bundle: { plan: planText(plan), roster, policy, calendar } };
}
