/** Edits that make items: a duty that came up in the plan's course, or a place that a duty of the plan had left out. */
import type { AdHoc, AdHocKind, Milestone, PlanDate, Scope, SupportingUnit, Task } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import { changed, type EditRefusal, known, listed, refuse } from "./edit-parts.js";
import { dayZh } from "../domain/language/dates.js";

export type ItemEdit =
  /** 交办事项, of a task that is there: an item for the county, or for each of the places named. */
  | {
      readonly kind: "addItem";
      readonly task: number;
      readonly title: string;
      /** Where it comes from: a 批示, a meeting. */
      readonly source: string;
      /** Its kind, number, leader and day, where it has them. */
      readonly document?:
        | {
            readonly kind: AdHocKind;
            readonly no?: string | undefined;
            readonly leader?: string | undefined;
            readonly given?: PlanDate | undefined;
          }
        | undefined;
      readonly primaryUnit: string;
      readonly supporting: readonly SupportingUnit[];
      readonly scope: Exclude<Scope, "area">;
      readonly targets: readonly string[];
      readonly deadline: PlanDate;
      /** Assigned on this day; today unless told. */
      readonly assignOn?: PlanDate | undefined;
      readonly closeCriteria: string;
      readonly evidence: readonly string[];
      /** Policy version; the newest unless told. */
      readonly policy?: number | undefined;
      readonly metric?: { readonly name: string; readonly target: number; readonly formula: string } | undefined;
    }
  /** A milestone of the plan for a place that has no item of it. */
  | { readonly kind: "addTarget"; readonly milestone: string; readonly target: string };

type MadeItem = { readonly bundle: PlanBundle; readonly milestone: string } | EditRefusal;

export function addItem(bundle: PlanBundle, edit: Extract<ItemEdit, { kind: "addItem" }>, today: PlanDate): MadeItem {
  const task = bundle.plan.tasks.find(({ no }) => no === edit.task);
  if (!task) return refuse("task", `方案没有任务${edit.task}`, `the plan has no task ${edit.task}`);
  const refusal = badItem(bundle, edit, today);
  if (refusal) return refusal;
  const { title, source, primaryUnit, supporting, scope, targets, deadline, closeCriteria, evidence, metric } = edit;
  const milestone: Milestone = {
    id: freeId(bundle, task),
    title,
    deadline,
    reading: { text: source, basis: "literal" },
    scope,
    owes: { kind: "unit", unit: primaryUnit },
    supporting,
    ...(metric ? { metric: { ...metric, unit: "%" } } : {}),
    closeCriteria,
    evidence,
    clause: task.clause,
    ...(scope === "county" ? {} : { targets }),
    adHoc: { source, on: edit.assignOn ?? today, ...documentOf(edit.document) },
  };
  return { bundle: withMilestones(bundle, task, [...task.milestones, milestone]), milestone: milestone.id };
}

function documentOf(document: Extract<ItemEdit, { kind: "addItem" }>["document"]): Omit<AdHoc, "source" | "on"> {
  if (document === undefined) return {};
  const { kind, no, leader, given } = document;
  return {
    kind,
    ...(no === undefined ? {} : { no }),
    ...(leader === undefined ? {} : { leader }),
    ...(given === undefined ? {} : { given }),
  };
}

function badItem(
  { roster, policy }: PlanBundle,
  edit: Extract<ItemEdit, { kind: "addItem" }>,
  today: PlanDate,
): EditRefusal | null {
  const { primaryUnit, supporting, scope, targets, deadline, assignOn = today } = edit;
  const places: readonly { readonly id: string }[] = scope === "township" ? roster.townships : roster.villages;
  const unknown =
    known(roster.units, "primaryUnit", primaryUnit) ??
    supporting.map(({ unit }) => known(roster.units, "supporting", unit)).find((one) => one !== null) ??
    (scope === "county" ? null : targets.map((id) => known(places, "targets", id)).find((one) => one !== null));
  if (unknown) return unknown;
  if (supporting.some(({ unit }) => unit === primaryUnit))
    return refuse("supporting", "主办单位不能同时协办", "the unit that owes it cannot support it");
  if ((scope === "county") !== (targets.length === 0))
    return scope === "county"
      ? refuse("targets", "全县事项不分地点", "an item of the county has no places")
      : refuse("targets", "请写明乡镇或村", "name the townships or villages");
  if (assignOn < today)
    return refuse(
      "assignOn",
      `交办日期不得早于今天（${dayZh(today)}）`,
      `it cannot be assigned before today (${today})`,
    );
  if (deadline <= assignOn)
    return refuse(
      "deadline",
      `时限应晚于今天和交办日期（${assignOn}）`,
      `the deadline must be later than ${assignOn}, when it is assigned`,
    );
  return edit.policy !== undefined && edit.policy > policy.version
    ? refuse("policy", `没有第${edit.policy}版督办规则`, `there is no policy version ${edit.policy}`)
    : null;
}

export function addTarget(
  bundle: PlanBundle,
  { milestone, target }: Extract<ItemEdit, { kind: "addTarget" }>,
): MadeItem {
  const task = bundle.plan.tasks.find(({ milestones }) => listed(milestones, milestone));
  const found = task && listed(task.milestones, milestone);
  if (!task || !found) return refuse("milestone", `没有时限事项“${milestone}”`, `there is no milestone ${milestone}`);
  const { roster } = bundle;
  if (found.scope === "county")
    return refuse("milestone", "全县事项只有一项", "a milestone of the county is one item, which is there");
  const places: readonly { readonly id: string }[] = found.scope === "township" ? roster.townships : roster.villages;
  const unknown = known(places, "target", target);
  if (unknown) return unknown;
  const own = plannedItems(bundle).filter((item) => item.milestone === milestone);
  if (own.some((item) => item.target === target))
    return refuse("target", `“${target}”已有该事项`, `${target} has an item of it already`);
  const milestones = changed(task.milestones, milestone, (one) => ({
    ...one,
    targets: [...own.map((item) => item.target), target],
  }));
  return { bundle: withMilestones(bundle, task, milestones), milestone };
}

const withMilestones = (bundle: PlanBundle, task: Task, milestones: readonly Milestone[]): PlanBundle => ({
  ...bundle,
  plan: { ...bundle.plan, tasks: bundle.plan.tasks.map((one) => (one === task ? { ...task, milestones } : one)) },
});

/** `t06-j01`: 交办 of task 6, by number. */
function freeId({ plan }: PlanBundle, { no }: Task): string {
  const taken = new Set(plan.tasks.flatMap(({ milestones }) => milestones.map(({ id }) => id)));
  const two = (count: number): string => String(count).padStart(2, "0");
  for (let count = 1; ; count++) {
    const id = `t${two(no)}-j${two(count)}`;
    if (!taken.has(id)) return id;
  }
}
