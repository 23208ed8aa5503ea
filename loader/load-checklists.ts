/** The folder `checklists` of a plan: all its files as one document, checked against the plan. A plan may have none. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { ChecklistLine, Checklists, LineSource } from "../domain/plan/checklists.js";
import { FINDING_MARK } from "../domain/plan/findings.js";
import {
  checklistCommonFile,
  type ChecklistCommonFile,
  type ChecklistFile,
  checklistFile,
  type ChecklistLineEntry,
} from "./checklist-schema.js";
import { requireUnique } from "./roster-ids.js";
import { shapeOf } from "./shape.js";
import { type Path, readSource, type Source } from "./source.js";

export const CHECKLISTS = "checklists";
const COMMON = "common.yaml";

/** What is in the folder, unchecked; null: the plan has no checklists. */
export interface ChecklistSources {
  readonly common: Source;
  readonly lists: readonly Source[];
}

export async function readChecklists(folder: string): Promise<ChecklistSources | null> {
  const names = await readdir(path.join(folder, CHECKLISTS)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith(".yaml")).sort();
  if (files.length === 0) return null;
  const read = (name: string): Promise<Source> => readSource(path.join(folder, CHECKLISTS, name));
  const [common, ...lists] = await Promise.all([
    read(COMMON),
    ...files.filter((name) => name !== COMMON).map((name) => read(name)),
  ]);
  return { common, lists };
}

/** A list's file, in its shape, with the source that its problems are reported to. */
interface ShapedList {
  readonly source: Source;
  readonly file: ChecklistFile;
}

/**
 * The document that the files make; undefined where one is not in its shape. Problems are reported to their sources. `named`: what the
 * lines refer to; while that has faults of its own, what seems to be missing may only be one of these.
 */
export function checkChecklists(
  { common, lists }: ChecklistSources,
  bundle: PlanBundle,
  named: readonly Source[],
): Checklists | undefined {
  const head = shapeOf(common, checklistCommonFile);
  const shaped = lists.flatMap((source): ShapedList[] => {
    const file = shapeOf(source, checklistFile);
    return file ? [{ source, file: file.value }] : [];
  });
  if (!head || shaped.length < lists.length) return undefined;
  checkKeys(shaped);
  if (named.some(({ problems }) => problems.length > 0)) return undefined;
  for (const { source, file } of shaped)
    file.lines.forEach((entry, index) => checkLine(entry, ["lines", index], source, head.value, bundle));
  checkMilestoneIds(bundle, common);
  const { version, causes } = head.value;
  return { version, causes, lines: shaped.flatMap(({ file }) => file.lines.map((entry) => lineOf(entry, bundle))) };
}

/** Keys are unique over all files. */
function checkKeys(shaped: readonly ShapedList[]): void {
  const seen = new Set<string>();
  for (const { source, file } of shaped) {
    requireUnique(
      source,
      "line",
      file.lines.map(({ key }, index) => ({ id: key, path: ["lines", index, "key"] })),
    );
    for (const [index, { key }] of file.lines.entries())
      if (seen.has(key))
        source.report(
          ["lines", index, "key"],
          `line ${key} stands in another file too: give each line a key of its own`,
        );
    for (const { key } of file.lines) seen.add(key);
  }
}

function checkLine(
  { key, task: no, from, causes, rectifier }: ChecklistLineEntry,
  at: Path,
  source: Source,
  common: ChecklistCommonFile,
  { plan, roster }: PlanBundle,
): void {
  const task = plan.tasks.find((one) => one.no === no);
  if (!task) source.report([...at, "task"], `line ${key}: the plan has no task ${no}`);
  const known = new Set(common.causes.map(({ id }) => id));
  causes.forEach((cause, index) => {
    if (!known.has(cause))
      source.report([...at, "causes", index], `line ${key}: ${COMMON} has no class of cause ${cause}: add it there`);
  });
  if (typeof rectifier === "object" && !roster.units.some(({ id }) => id === rectifier.unit))
    source.report([...at, "rectifier", "unit"], `line ${key}: roster.yaml has no unit ${rectifier.unit}`);
  if (!task) return;
  const named = "milestones" in from ? from.milestones : "duties" in from ? from.duties : [];
  const there = new Set(
    "milestones" in from
      ? task.milestones.flatMap(({ id, series }) => (series === undefined ? [id] : [id, series]))
      : task.standingDuties.map(({ id }) => id),
  );
  named.forEach((id, index) => {
    if (!there.has(id))
      source.report(
        [...at, "from", "milestones" in from ? "milestones" : "duties", index],
        `line ${key}: task ${no} has no ${"milestones" in from ? "milestone or series" : "standing duty"} ${id}`,
      );
  });
}

/** What begins so stands for the milestone of a rectification item. */
function checkMilestoneIds({ plan }: PlanBundle, source: Source): void {
  const taken = plan.tasks.flatMap(({ milestones }) => milestones).find(({ id }) => id.startsWith(FINDING_MARK));
  if (taken)
    source.report([], `milestone ${taken.id} of plan.yaml begins with ${FINDING_MARK}, as rectification items do`);
}

function lineOf({ from, rectifier, clause, ...entry }: ChecklistLineEntry, { plan }: PlanBundle): ChecklistLine {
  const task = plan.tasks.find(({ no }) => no === entry.task);
  return {
    ...entry,
    clause: clause ?? task?.clause ?? "",
    from: sourceOf(from),
    rectifier: typeof rectifier === "string" ? { kind: rectifier } : { kind: "unit", unit: rectifier.unit },
  };
}

function sourceOf(from: ChecklistLineEntry["from"]): LineSource {
  if ("milestones" in from) return { kind: "milestone", milestones: from.milestones };
  if ("duties" in from) return { kind: "duty", duties: from.duties };
  return "fourChecks" in from
    ? { kind: "fourChecks", check: from.fourChecks }
    : { kind: "mechanism", name: from.mechanism };
}
