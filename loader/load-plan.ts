/** Loads a plan folder: all of it, checked, or every problem that is in the way. */
import { stat } from "node:fs/promises";
import path from "node:path";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { CHECKLISTS, checkChecklists, readChecklists } from "./load-checklists.js";
import { checkRegisters, readRegisters } from "./load-registers.js";
import { checkSources } from "./check-sources.js";
import { type Problem, sortProblems } from "./problem.js";
import { readSource, type Source } from "./source.js";

export type { Problem } from "./problem.js";

/** The files that every plan folder has; registers.yaml and the folder of inspections' checklists stand beside them, where there are any. */
export const PLAN_FILES = ["plan.yaml", "roster.yaml", "policy.yaml", "calendar.yaml"] as const;

export type LoadResult =
  | { readonly ok: true; readonly bundle: PlanBundle }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Loads a plan folder. Never throws for what a user can get wrong; either the whole plan comes back or none of it. */
export async function loadPlan(folder: string): Promise<LoadResult> {
  const noPlan = await notAPlan(folder);
  if (noPlan !== undefined) return { ok: false, problems: [{ file: folder, line: 1, column: 1, message: noPlan }] };
  const [plan, roster, policy, calendar] = (await Promise.all(
    PLAN_FILES.map((name) => readSource(path.join(folder, name))),
  )) as [Source, Source, Source, Source];
  const checklistSources = await readChecklists(folder);
  const core = checkSources({ plan, roster, policy, calendar });
  const checklists = core && checklistSources ? checkChecklists(checklistSources, core, [plan, roster]) : undefined;
  if (core?.policy.inspections && !checklistSources)
    policy.report(["inspections"], `rounds go by checklists, and there is no folder ${CHECKLISTS} beside it`, "key");
  const registersSource = await readRegisters(folder);
  const registers = core && registersSource ? checkRegisters(registersSource, core, [plan, roster]) : undefined;
  const bundle = core && { ...core, ...(checklists && { checklists }), ...(registers && { registers }) };
  const sources = [
    plan,
    roster,
    policy,
    calendar,
    ...(checklistSources ? [checklistSources.common, ...checklistSources.lists] : []),
    ...(registersSource ? [registersSource] : []),
  ];
  const problems = sortProblems(
    sources.flatMap((source) => source.problems),
    sources.map((source) => source.file),
  );
  return bundle !== undefined && problems.length === 0 ? { ok: true, bundle } : { ok: false, problems };
}

async function isKind(file: string, kind: "isFile" | "isDirectory"): Promise<boolean> {
  return stat(file).then(
    (info) => info[kind](),
    () => false,
  );
}

/** Why a folder is no plan at all, which needs one sentence rather than one per file. */
async function notAPlan(folder: string): Promise<string | undefined> {
  if (!(await isKind(folder, "isDirectory"))) {
    return (await isKind(folder, "isFile"))
      ? "is a file: name the plan's folder, which holds plan.yaml, roster.yaml, policy.yaml and calendar.yaml"
      : "does not exist: name a plan's folder, e.g. plans/yimin-zhifu";
  }
  const present = await Promise.all(PLAN_FILES.map((name) => isKind(path.join(folder, name), "isFile")));
  if (present.some(Boolean)) return undefined;
  return `is not a plan: it holds none of ${PLAN_FILES.join(", ")}; name a plan's folder, e.g. plans/yimin-zhifu`;
}
