/** Formats of a plan's checklists (checklists/*.yaml): common.yaml with version and classes of cause, and one file for each list. */
import { z } from "zod";
import { FOUR_CHECKS, LINE_SCOPES, SEVERITIES } from "../domain/plan/checklists.js";
import { TEXT_SOURCES } from "../domain/plan/plan.js";
import { id, ids, line, text } from "./schema-parts.js";

/** checklists/common.yaml */
export const checklistCommonFile = z.strictObject({
  version: z.int().min(1).meta({ description: "Raised with every change of any checklist" }),
  causes: z
    .array(z.strictObject({ id, title: line }))
    .min(1)
    .meta({ description: "原因类别" }),
});
export type ChecklistCommonFile = z.infer<typeof checklistCommonFile>;

const from = z
  .union([
    z.strictObject({ milestones: ids.min(1) }),
    z.strictObject({ duties: ids.min(1) }),
    z.strictObject({ fourChecks: z.enum(FOUR_CHECKS) }),
    z.strictObject({ mechanism: line }),
  ])
  .meta({
    description: "Milestones by id or series, standing duties, one of 四查四补, or a mechanism that the plan names",
  });

const checklistLine = z.strictObject({
  key: id.max(40).meta({ description: "Unique in the plan, and the same for ever: findings are known by it" }),
  task: z.int().min(1),
  text: line,
  textSource: z.exactOptional(z.enum(TEXT_SOURCES)),
  clause: z.exactOptional(line).meta({ description: "Where the plan says it; absent: the task's clause" }),
  from,
  scope: z.enum(LINE_SCOPES).meta({ description: "visit: in the village; desk: at the unit that owes it" }),
  guidance: text,
  good: text,
  evidence: z
    .array(line)
    .meta({ description: "The least that proves the grade, existing papers first; []: seeing is enough" }),
  causes: ids.min(1),
  severity: z.enum(SEVERITIES),
  rectifier: z.union([z.enum(["firstLead", "township"]), z.strictObject({ unit: id })]),
  halves: z.exactOptional(z.array(z.enum(["H1", "H2"])).min(1)),
});

/** checklists/<name>.yaml */
export const checklistFile = z.strictObject({ title: line, lines: z.array(checklistLine).min(1) });
export type ChecklistFile = z.infer<typeof checklistFile>;
export type ChecklistLineEntry = z.infer<typeof checklistLine>;
