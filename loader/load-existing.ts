/** Loads `existing.yaml` of a plan folder: how items stood when a live plan takes them over. The file may be absent. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ExistingItem } from "../domain/items/existing.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import type { Problem } from "./problem.js";
import { sortProblems } from "./problem.js";
import { nearest } from "./roster-ids.js";
import { date, id, line, text } from "./schema-parts.js";
import { shapeOf } from "./shape.js";
import { readSource } from "./source.js";

export const EXISTING_FILE = "existing.yaml";

const entry = z.strictObject({
  item: z.exactOptional(line).meta({ description: "Item id, e.g. t07-works-2026/v012" }),
  milestone: z.exactOptional(id).meta({ description: "All items of a milestone; an entry with `item` overrides it" }),
  status: z.enum(["assigned", "signedFor", "inProgress", "closed", "cancelled"], {
    error: "must be assigned, signedFor, inProgress, closed or cancelled",
  }),
  percent: z.exactOptional(z.number().min(0).max(100)),
  deadline: z.exactOptional(date).meta({ description: "Where the deadline had been moved before" }),
  text: z.exactOptional(text),
});

/** existing.yaml */
export const existingFile = z.strictObject({ items: z.array(entry) });

export type ExistingResult =
  | { readonly ok: true; readonly existing: Readonly<Record<string, ExistingItem>> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export async function loadExistingItems(folder: string, bundle: PlanBundle): Promise<ExistingResult> {
  const file = path.join(folder, EXISTING_FILE);
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (!there) return { ok: true, existing: {} };
  const source = await readSource(file);
  const shaped = shapeOf(source, existingFile);
  const items = plannedItems(bundle);
  const ids = new Set(items.map((item) => item.id));
  const milestones = new Set(items.map((item) => item.milestone));
  const existing: Record<string, ExistingItem> = {};
  const named: [string, ExistingItem][] = [];
  for (const [index, given] of (shaped?.value.items ?? []).entries()) {
    const { item, milestone, status, percent, deadline, text: words } = given;
    const at = ["items", index];
    const state: ExistingItem = {
      status,
      percent: percent ?? (status === "closed" ? 100 : 0),
      ...(deadline === undefined ? {} : { deadline }),
      text: words ?? "",
    };
    if ((item === undefined) === (milestone === undefined))
      source.report(at, "names both an item and a milestone, or none: write exactly one of item: and milestone:");
    else if (item !== undefined && !ids.has(item))
      source.report([...at, "item"], `unknown item ${item}${nearest(item, ids)}: write one that the plan has`);
    else if (milestone !== undefined && !milestones.has(milestone))
      source.report(
        [...at, "milestone"],
        `unknown milestone ${milestone}${nearest(milestone, milestones)}: write one that the plan has`,
      );
    else if (item !== undefined) named.push([item, state]);
    else for (const one of items) if (one.milestone === milestone) existing[one.id] = state;
  }
  for (const [item, state] of named) existing[item] = state;
  const problems = sortProblems(source.problems, [file]);
  return problems.length === 0 && shaped ? { ok: true, existing } : { ok: false, problems };
}
