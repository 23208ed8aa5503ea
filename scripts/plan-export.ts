/** npm run -s plan:export -- FOLDER: prints the plan as loaded, as JSON for scripts. Units and people go by name. */
import type { Dated } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import { valueOn } from "../domain/plan/dated.js";
import { unitNameOn } from "../domain/people/directory.js";
import { loadPlan } from "../loader/load-plan.js";
import { formatProblem } from "../loader/problem.js";
import { folderCommand } from "./folder-command.js";

async function printed(folder: string): Promise<number> {
  const loaded = await loadPlan(folder);
  if (!loaded.ok) {
    process.stderr.write(loaded.problems.map((problem) => `${formatProblem(problem)}\n`).join(""));
    return 1;
  }
  process.stdout.write(`${JSON.stringify(exported(loaded.bundle), null, 2)}\n`);
  return 0;
}

/** The export's fields are a contract with scripts: names as the plan's text has them, people as on its first day. */
function exported(bundle: PlanBundle): object {
  const { plan, roster } = bundle;
  const textName = (unit: string): string =>
    roster.units.find((candidate) => candidate.id === unit)?.names[0]?.value ?? unit;
  const onStart = <T>(values: readonly Dated<T>[]): T | undefined => valueOn(values, plan.start);
  const holder = (post: string): string => {
    const person = onStart(roster.posts.find((candidate) => candidate.id === post)?.holders ?? []);
    return roster.persons.find((candidate) => candidate.id === person)?.name ?? post;
  };
  const group = new Map(plan.groups.map((entry) => [entry.id, entry.title]));
  const township = new Map(roster.townships.map((entry) => [entry.id, entry.name]));
  return {
    tasks: plan.tasks.map((task) => ({
      no: task.no,
      title: task.title,
      group: group.get(task.group),
      leadUnits: task.leadUnits.map(textName),
      responsibleUnits: task.responsibleUnits.map(textName),
      standingDuties: task.standingDuties.map((duty) => duty.text),
      milestones: task.milestones.map(({ id, title, deadline, reading, scope, metric, clause }) => ({
        id,
        title,
        deadline,
        basis: reading.basis,
        scope,
        metric: metric ?? null,
        clause,
      })),
    })),
    villages: roster.villages.map((village) => {
      const pairing = onStart(village.pairing);
      return {
        id: village.id,
        name: village.name,
        township: township.get(village.township),
        countyLeader: pairing && holder(pairing.countyLeader),
        departmentHead: pairing && holder(pairing.departmentHead),
        helpingUnit: pairing && unitNameOn(roster, pairing.helpingUnit, plan.start),
      };
    }),
    items: plannedItems(bundle).map(({ id, task, milestone, target, primaryUnit, deadline }) => ({
      id,
      task,
      milestone,
      target,
      primaryUnit: textName(primaryUnit),
      deadline,
    })),
  };
}

// A closed pipe (`| head`) is the reader's choice, not an error.
process.stdout.on("error", () => process.exit());
await folderCommand("plan:export", "the plan as loaded, as JSON", printed);
