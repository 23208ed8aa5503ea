/** From running checklists back to the files of a plan's folder, to edit and give back. */
import type { ChecklistLine, Checklists, LineSource } from "../domain/plan/checklists.js";
import { stringify } from "yaml";
import type { ChecklistCommonFile, ChecklistFile, ChecklistLineEntry } from "./checklist-schema.js";

/** The texts of the folder `checklists` by file name: the lines in one file, as their order counts and their files are not kept. */
export function checklistTexts({ version, causes, lines }: Checklists): Readonly<Record<string, string>> {
  const common: ChecklistCommonFile = { version, causes: causes.map((cause) => ({ ...cause })) };
  const list: ChecklistFile = { title: "检查清单", lines: lines.map(entryOf) };
  const text = (file: object): string => stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
  return { "common.yaml": text(common), "lines.yaml": text(list) };
}

function entryOf({ from, rectifier, clause, evidence, causes, halves, ...rest }: ChecklistLine): ChecklistLineEntry {
  return {
    ...rest,
    ...(clause === "" ? {} : { clause }),
    from: fromOf(from),
    evidence: [...evidence],
    causes: [...causes],
    rectifier: rectifier.kind === "unit" ? { unit: rectifier.unit } : rectifier.kind,
    ...(halves === undefined ? {} : { halves: [...halves] }),
  };
}

function fromOf(from: LineSource): ChecklistLineEntry["from"] {
  switch (from.kind) {
    case "milestone":
      return { milestones: [...from.milestones] };
    case "duty":
      return { duties: [...from.duties] };
    case "fourChecks":
      return { fourChecks: from.check };
    case "mechanism":
      return { mechanism: from.name };
  }
}
