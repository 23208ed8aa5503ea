/** npm run -s plan:check -- FOLDER: prints every problem of a plan with file, line and what to write instead. */
import { plannedItems } from "../domain/plan/planned-items.js";
import { loadPlan } from "../loader/load-plan.js";
import { loadScenario, scenarioNames } from "../loader/load-scenario.js";
import { formatProblem, type Problem } from "../loader/problem.js";
import { folderCommand } from "./folder-command.js";

async function check(folder: string): Promise<number> {
  const loaded = await loadPlan(folder);
  if (!loaded.ok) return complain(loaded.problems);
  const { bundle } = loaded;
  const names = await scenarioNames(folder);
  const scenarios = await Promise.all(names.map((name) => loadScenario(folder, name, bundle)));
  const problems = scenarios.flatMap((scenario) => (scenario.ok ? [] : scenario.problems));
  if (problems.length > 0) return complain(problems);
  const { plan, roster, calendar } = bundle;
  const years = calendar.years.map((entry) => entry.year);
  const provisional = calendar.years.filter((entry) => entry.provisional).map((entry) => entry.year);
  process.stdout.write(
    `${folder}: good. ${plan.tasks.length} tasks, ${plan.tasks.flatMap((task) => task.milestones).length} deadlines, ${plannedItems(bundle).length} items, ` +
      `${roster.villages.length} villages, ${roster.units.length} units, calendars ${Math.min(...years)}–${Math.max(...years)}${provisional.length > 0 ? ` (${provisional.join(", ")} provisional)` : ""}, ` +
      `scenarios ${names.length > 0 ? names.join(", ") : "none"}\n`,
  );
  return 0;
}

function complain(problems: readonly Problem[]): number {
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  process.stderr.write(`${problems.length} ${problems.length === 1 ? "problem" : "problems"}\n`);
  return 1;
}

await folderCommand("plan:check", "every problem with file, line and what to write instead", check);
