/** `npm run plan:export -- [folder]`: the plan as JSON on standard output, with units named as in the plan's text. */
import { plannedItems } from "../domain/planned-items.js";
import type { PlanBundle } from "../domain/plan.js";
import { valueOn } from "../domain/recipients.js";
import { loadPlan } from "../loader/load-plan.js";

function exported(bundle: PlanBundle): unknown {
  const { plan, roster } = bundle;
  const units = new Map(roster.units.map((unit) => [unit.id, unit.names[0]?.value ?? unit.id]));
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  const persons = new Map(roster.persons.map((person) => [person.id, person.name]));
  const townships = new Map(roster.townships.map((township) => [township.id, township.name]));
  const unitName = (id: string): string => (id === "townships" ? "各乡镇<街道>" : (units.get(id) ?? id));
  const seat = (id: string | undefined): string | null => {
    const post = id === undefined ? undefined : posts.get(id);
    const holder = post && valueOn(post.holders, plan.start);
    if (!post) return null;
    return holder === undefined ? post.title : `${post.title} ${persons.get(holder) ?? holder}`;
  };
  return {
    id: plan.id,
    title: plan.title,
    sample: roster.sample,
    groups: plan.groups,
    tasks: plan.tasks.map((task) => ({
      no: task.no,
      title: task.title,
      group: task.group,
      leadUnits: task.leadUnits.map(unitName),
      responsibleUnits: task.responsibleUnits.map(unitName),
      standingDuties: task.standingDuties,
      milestones: task.milestones.map(({ id, title, deadline, reading, scope, metric, clause }) => ({
        id,
        title,
        deadline,
        basis: reading.basis,
        reading: reading.text,
        alternative: reading.alternative ?? null,
        scope,
        metric: metric ?? null,
        clause,
      })),
    })),
    villages: roster.villages.map((village) => {
      const pairing = valueOn(village.pairing, plan.start);
      return {
        id: village.id,
        name: village.name,
        township: townships.get(village.township) ?? village.township,
        countyLeader: seat(pairing?.countyLeader),
        departmentHead: seat(pairing?.departmentHead),
        helpingUnit: pairing ? unitName(pairing.helpingUnit) : null,
      };
    }),
    items: plannedItems(bundle).map(({ id, task, milestone, target, primaryUnit, deadline }) => ({ id, task, milestone, target, primaryUnit: unitName(primaryUnit), deadline })),
  };
}

const folder = process.argv[2] ?? "plans/yimin-zhifu";
const loaded = await loadPlan(folder);
if (loaded.ok) {
  process.stdout.write(`${JSON.stringify(exported(loaded.bundle), null, 2)}\n`);
} else {
  for (const { file, line, column, message } of loaded.problems) process.stderr.write(`${file}:${line}:${column} ${message}\n`);
  process.exitCode = 1;
}
