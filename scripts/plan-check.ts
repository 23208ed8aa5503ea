/** `npm run plan:check -- [folder]`: one line per problem and exit code 1, or one summary line. */
import { plannedItems } from "../domain/planned-items.js";
import { loadPlan } from "../loader/load-plan.js";

const folder = process.argv[2] ?? "plans/yimin-zhifu";
const loaded = await loadPlan(folder);
if (loaded.ok) {
  const { plan, roster, calendar } = loaded.bundle;
  const milestones = plan.tasks.reduce((sum, task) => sum + task.milestones.length, 0);
  const years = calendar.years.map((entry) => entry.year);
  console.log(
    `${folder}: ok: ${plan.groups.length} groups, ${plan.tasks.length} tasks, ${milestones} milestones, ${roster.villages.length} villages, ` +
      `${plannedItems(loaded.bundle).length} items, calendar ${Math.min(...years)}-${Math.max(...years)}`,
  );
} else {
  for (const { file, line, column, message } of loaded.problems) console.log(`${file}:${line}:${column} ${message}`);
  process.exitCode = 1;
}
