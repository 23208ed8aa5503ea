/** The last inspection's grade of a task at a village: what its cell shows where the task has standing duties only. */
import type { Grade } from "../../domain/plan/checklists.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { CheckedLine } from "../../prisma/inspections/read-rounds.js";
import type { Cell } from "./schemas.js";

type CellGrade = NonNullable<Cell["grade"]>;

/** From the worst. */
const WORST_FIRST: readonly Grade[] = ["fail", "mostly", "pass", "notApplicable"];
const isWorse = (a: Grade, b: Grade): boolean => WORST_FIRST.indexOf(a) < WORST_FIRST.indexOf(b);

/** The task that a line is about: its key means the same in every version. */
function tasksOfLines({ checklists = {} }: Pick<RuleSet, "checklists">): Map<string, number> {
  return new Map(Object.values(checklists).flatMap(({ lines }) => lines.map(({ key, task }) => [key, task] as const)));
}

/** By `<task> <village>` the worst grade of the task's lines in the last round that checked some of them there. */
export function gradesByCell(checked: readonly CheckedLine[], ruleSet: RuleSet): Map<string, CellGrade> {
  const tasks = tasksOfLines(ruleSet);
  const grades = new Map<string, CellGrade>();
  for (const { place, line, grade, round, on } of checked) {
    const key = `${tasks.get(line)} ${place}`;
    const known = grades.get(key);
    const isLater = !known || on > known.on;
    const isSame = known?.round === round && isWorse(grade, known.grade);
    if (isLater && known?.round !== round) grades.set(key, { grade, round, on });
    else if (isSame) grades.set(key, { grade, round, on: known.on > on ? known.on : on });
  }
  return grades;
}
