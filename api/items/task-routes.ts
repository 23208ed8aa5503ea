/** The plan's tasks with their milestones. */
import type { Milestone, Task } from "../../domain/plan/plan.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { Named } from "../http/schema-parts.js";
import { inWords, wordsOf } from "../../domain/plan/words.js";
import { taskDetail, taskParams, tasks, tasksQuery } from "./task-schemas.js";
import { isStanding } from "../lights/view.js";
import { countLights } from "../views/count-lights.js";
import { dayAsked, type LitItem } from "../views/standings.js";

/** Stand for all townships where the plan's text says so. */
const TOWNSHIPS: Readonly<Record<string, string>> = { townships: "各{{township}}", township: "所在{{township}}" };

function unitView(id: string, day: string, plan: PlanView): Named {
  const all = TOWNSHIPS[id];
  return all !== undefined && !plan.names.units.has(id)
    ? { id, name: inWords(all, wordsOf(plan.bundle.plan, "zh")) }
    : plan.names.unitRef(id, day);
}

function taskView(task: Task, items: readonly LitItem[], beyond: number, day: string, plan: PlanView) {
  const group = plan.bundle.plan.groups.find(({ id }) => id === task.group);
  return {
    no: task.no,
    title: task.title,
    clause: task.clause,
    group: { id: task.group, no: group?.no ?? 0, title: group?.title ?? task.group },
    leadUnits: task.leadUnits.map((id) => unitView(id, day, plan)),
    responsibleUnits: task.responsibleUnits.map((id) => unitView(id, day, plan)),
    items: items.length,
    lights: countLights(items),
    outside: beyond,
    standing: isStanding(task),
  };
}

function owesView({ owes }: Milestone, task: Task, day: string, plan: PlanView): Named {
  if (owes.kind === "unit") return unitView(owes.unit, day, plan);
  return unitView(owes.kind === "township" ? "township" : (task.leadUnits[0] ?? ""), day, plan);
}

export const getTasks = planRoute({
  method: "get",
  path: "/tasks",
  tag: "plans",
  summary: "All tasks with their lights 任务列表",
  query: tasksQuery,
  response: tasks,
  problems: ["dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, query, sight }) {
    const on = dayAsked(query.on, plan);
    const { items, outside } = await sight.standing(on);
    const byTask = groupBy(items, ({ item }) => item.task);
    const beyond = groupBy(outside, ({ item }) => item.task);
    return {
      on,
      tasks: plan.bundle.plan.tasks.map((task) => ({
        ...taskView(task, byTask.get(task.no) ?? [], beyond.get(task.no)?.length ?? 0, on, plan),
        standingDuties: task.standingDuties.length,
        milestones: task.milestones.length,
      })),
    };
  },
});

export const getTask = planRoute({
  method: "get",
  path: "/tasks/{no}",
  tag: "plans",
  summary: "A task with its duties and milestones 任务详情",
  params: taskParams,
  query: tasksQuery,
  response: taskDetail,
  problems: ["unknownTask", "dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, params: { no }, query, sight }) {
    const on = dayAsked(query.on, plan);
    const task = plan.names.task(no);
    if (!task) {
      const last = plan.bundle.plan.tasks.length;
      throw new ProblemError("unknownTask", {
        zh: `方案共有${last}项任务，没有任务${no}。`,
        en: `The plan has ${last} tasks, and none numbered ${no}.`,
      });
    }
    const standing = await sight.standing(on);
    const items = standing.items.filter(({ item }) => item.task === no);
    const outside = standing.outside.filter(({ item }) => item.task === no);
    const byMilestone = groupBy(items, ({ item }) => item.milestone);
    const beyond = groupBy(outside, ({ item }) => item.milestone);
    return {
      on,
      ...taskView(task, items, outside.length, on, plan),
      standingDuties: task.standingDuties.map(({ id, text, clause, source = "plan", overtaken }) => ({
        id,
        text,
        clause,
        source,
        overtaken: overtaken ? { by: overtaken.by, since: overtaken.since, note: overtaken.note ?? null } : null,
      })),
      milestones: task.milestones.map((milestone) => ({
        id: milestone.id,
        title: milestone.title,
        deadline: milestone.deadline,
        reading: {
          text: milestone.reading.text,
          basis: milestone.reading.basis,
          note: milestone.reading.note ?? null,
          alternative: milestone.reading.alternative ?? null,
        },
        scope: milestone.scope,
        owes: owesView(milestone, task, on, plan),
        supporting: milestone.supporting.map(({ unit, workingDaysBefore, part, jointly }) => ({
          unit: unitView(unit, on, plan),
          workingDaysBefore: workingDaysBefore ?? null,
          part: part ?? null,
          leads: jointly === true || task.leadUnits.includes(unit),
        })),
        owesBasis: milestone.owes.basis ?? null,
        owesNote: milestone.owes.note ?? null,
        closeCriteria: milestone.closeCriteria,
        criteriaSource: milestone.criteriaSource ?? "office",
        evidence: [...milestone.evidence],
        evidenceSource: milestone.evidenceSource ?? "office",
        metric: milestone.metric ? { ...milestone.metric } : null,
        clause: milestone.clause,
        series: milestone.series ?? null,
        items: byMilestone.get(milestone.id)?.length ?? 0,
        lights: countLights(byMilestone.get(milestone.id) ?? []),
        outside: beyond.get(milestone.id)?.length ?? 0,
      })),
    };
  },
});
