/** plan.yaml against the running plan: dates may be read anew and texts corrected; what its items were made from is fixed. */
import type { Milestone, PlanDate, PlanText, Task } from "../domain/plan/plan.js";
import { pairs, same } from "./entries.js";
import type { Change, Differences, RefusedChange, Said } from "./said.js";
import { dayZh } from "../domain/language/dates.js";

const FILE = "plan.yaml";

const NEW_PLAN: Said = {
  zh: "运行中的方案不能改这一项：请恢复原值；确需改的，用新的 id 另开一个方案",
  en: "this cannot be changed while the plan runs: put the old value back, or open another plan under another id",
};
const ENDED: Said = {
  zh: "运行中的方案不能删减：请写回原样，其事项由办公室逐项撤销并写明理由",
  en: "nothing can be taken out of a running plan: put it back, and have the office cancel its items with a reason",
};
const ADDED: Said = {
  zh: "运行中的方案不能新增任务：请归入已有任务，或另开一个方案",
  en: "a running plan takes no new task: put its milestones under one that is there, or open another plan",
};

/** A milestone whose date is read anew. */
export interface NewReading {
  readonly milestone: string;
  readonly from: PlanDate;
  readonly to: PlanDate;
}

interface Found {
  readonly changes: Change[];
  readonly refused: RefusedChange[];
  readonly readings: NewReading[];
}

export function comparePlan(
  running: PlanText,
  wanted: PlanText,
): Differences & { readonly readings: readonly NewReading[] } {
  const found: Found = { changes: [], refused: [], readings: [] };
  for (const name of ["id", "start", "timeZone"] as const) {
    if (same(running[name], wanted[name])) continue;
    const [from, to] = [text(running[name]), text(wanted[name])];
    found.refused.push({
      file: FILE,
      what: { zh: `${name}：${from} 改为 ${to}`, en: `${name}: ${from} to ${to}` },
      instead: NEW_PLAN,
    });
  }
  const tasks = pairs(running.tasks, wanted.tasks, (task) => task.no);
  for (const [no, before, after] of tasks) {
    if (before && after) compareTask(before, after, found);
    else found.refused.push(gone({ zh: `任务${no}`, en: `task ${no}` }, after !== undefined));
  }
  const rest = (
    ["title", "shortTitle", "groups", "planDuties", "kpis", "attachments", "openQuestions"] as const
  ).filter((name) => !same(textsOf(running, name), textsOf(wanted, name)));
  const answered = answersIn(running, wanted);
  found.changes.push(...answered.map((what) => ({ file: FILE, what })));
  if (rest.length > 0)
    found.changes.push({
      file: FILE,
      what: {
        zh: `文字修订：${rest.map((name) => PART_NAMES[name]).join("、")}`,
        en: `texts changed: ${rest.join(", ")}`,
      },
    });
  return found;
}

const PART_NAMES = {
  title: "标题",
  shortTitle: "简称",
  groups: "专项",
  planDuties: "保障事项",
  kpis: "指标",
  attachments: "附件",
  openQuestions: "待定问题",
} as const;

/** A part without what is told answer by answer. */
function textsOf(plan: PlanText, name: keyof typeof PART_NAMES): unknown {
  if (name === "openQuestions") return plan.openQuestions.map(({ chosen: _chosen, ...rest }) => rest);
  if (name === "planDuties") return plan.planDuties.map(({ frequency: _frequency, ...rest }) => rest);
  return plan[name];
}

/** Open questions that are answered, and duties that are given a frequency. */
function answersIn(running: PlanText, wanted: PlanText): Said[] {
  const answers = pairs(running.openQuestions, wanted.openQuestions, ({ id }) => id).flatMap(([, before, after]) =>
    before && after && before.chosen !== after.chosen
      ? [
          {
            zh: `待定问题“${after.question}”选定：${after.chosen ?? "（未定）"}`,
            en: `the question “${after.question}” is answered: ${after.chosen ?? "(open again)"}`,
          },
        ]
      : [],
  );
  const frequencies = pairs(running.planDuties, wanted.planDuties, ({ id }) => id).flatMap(([, before, after]) =>
    before && after && before.frequency !== after.frequency
      ? [
          {
            zh: `保障事项“${after.title}”的频次：${after.frequency ?? "（未定）"}`,
            en: `frequency of “${after.title}”: ${after.frequency ?? "(not decided)"}`,
          },
        ]
      : [],
  );
  return [...answers, ...frequencies];
}

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function gone(what: Said, added: boolean): RefusedChange {
  return {
    file: FILE,
    what: added
      ? { zh: `新增了${what.zh}`, en: `${what.en} is new` }
      : { zh: `删去了${what.zh}`, en: `${what.en} is gone` },
    instead: added ? ADDED : ENDED,
  };
}

function compareTask(before: Task, after: Task, found: Found): void {
  for (const [id, old, young] of pairs(before.milestones, after.milestones, (milestone) => milestone.id)) {
    if (old && young) compareMilestone(old, young, found);
    else if (young)
      found.changes.push({
        file: FILE,
        what: {
          zh: `任务${before.no}新增时限事项 ${id}“${young.title}”，时限 ${young.deadline}`,
          en: `task ${before.no} has a new milestone ${id}, “${young.title}”, due ${young.deadline}`,
        },
      });
    else found.refused.push(gone({ zh: `时限事项 ${id}`, en: `milestone ${id}` }, false));
  }
  const { milestones: _old, ...task } = before;
  const { milestones: _young, ...changed } = after;
  if (!same(task, changed))
    found.changes.push({
      file: FILE,
      what: { zh: `任务${before.no}的文字、单位名单修订`, en: `task ${before.no}: its texts or lists of units` },
    });
}

/** What the items of a milestone were made from. Who owes them is looked at item by item (`owing.ts`). */
const FIXED = ["scope", "series", "supporting", "adHoc"] as const;

function compareMilestone(before: Milestone, after: Milestone, found: Found): void {
  const { id } = before;
  for (const name of FIXED) {
    if (same(before[name], after[name])) continue;
    found.refused.push({
      file: FILE,
      what: {
        zh: `时限事项 ${id} 的 ${name}：${text(before[name] ?? null)} 改为 ${text(after[name] ?? null)}`,
        en: `${name} of milestone ${id}: ${text(before[name] ?? null)} to ${text(after[name] ?? null)}`,
      },
      instead: NEW_PLAN,
    });
  }
  if (before.deadline !== after.deadline) {
    const [from, to] = [before.deadline, after.deadline];
    found.readings.push({ milestone: id, from, to });
    found.changes.push({
      file: FILE,
      what: {
        zh: `时限事项 ${id} 的时限重新认定：${dayZh(from)} → ${dayZh(to)}`,
        en: `the date of milestone ${id} is read anew: ${from} → ${to}`,
      },
    });
  }
  const texts = (milestone: Milestone): object => {
    const { deadline: _, scope: _s, series: _e, supporting: _u, adHoc: _a, targets: _t, ...rest } = milestone;
    return rest;
  };
  if (!same(texts(before), texts(after)))
    found.changes.push({
      file: FILE,
      what: { zh: `时限事项 ${id} 的文字修订`, en: `milestone ${id}: its texts` },
    });
}
