/** The ledger streams of a plan: one for the plan itself, and one per task, or per township of a task of too many items. */
import type { RoundStreamInfo } from "../ledger/inspection-events.js";
import type { MonthStreamInfo } from "../ledger/month-events.js";
import type { NewItem, TaskHead, TaskStreamInfo } from "../ledger/plan-orders.js";
import type { PlanBundle, PlannedItem } from "../plan/bundle.js";

export type { MonthStreamInfo, NewItem, RoundStreamInfo, TaskHead, TaskStreamInfo };

/** A stream that the plan's own begins: a task's, an inspection round's, or a month's. */
export type StreamInfo = TaskStreamInfo | RoundStreamInfo | MonthStreamInfo;
import { plannedItems } from "../plan/planned-items.js";

export const PLAN_STREAM = "plan";

/** Above this a task is split by township: each part has its own lock, so that they are recorded side by side. */
export const MAX_ITEMS_PER_STREAM = 500;

/** `task/7`, or `task/7/<section>` where the task is split by township. */
export function taskStream(task: number, section: string | null = null): string {
  return section === null ? `task/${task}` : `task/${task}/${section}`;
}

export function isTaskStream(stream: string): boolean {
  return stream.startsWith("task/");
}

/** The task, and the section where it is split, of a task's stream. */
export function taskOfStream(stream: string): { readonly no: number; readonly section: string | null } {
  const [, no = "", section = null] = stream.split("/");
  return { no: Number(no), section };
}

/** The section an item of a split task belongs to: its township, else `county`. */
const sectionOf = (item: Pick<PlannedItem, "township">): string => item.township ?? "county";

/** Whether an item lives in a stream: in its task's, or in its section's of a task that is split. */
export function ownsItem(stream: string, item: Pick<PlannedItem, "task" | "township">): boolean {
  return stream === taskStream(item.task) || stream === taskStream(item.task, sectionOf(item));
}

/** A plan's streams once further items are registered. A task that had none gets one, and so does a section of a split task. */
export function streamsAfter(
  streams: readonly TaskStreamInfo[],
  { tasks, items }: { readonly tasks: readonly TaskHead[]; readonly items: readonly NewItem[] },
  openedAt: number,
): TaskStreamInfo[] {
  const after = [...streams];
  for (const item of items) {
    const at = after.findIndex(({ stream }) => ownsItem(stream, item));
    const known = after[at];
    if (known) {
      const { milestones } = known;
      after[at] = {
        ...known,
        milestones: milestones.includes(item.milestone) ? milestones : [...milestones, item.milestone],
        local: known.local || item.township !== undefined,
      };
      continue;
    }
    const section = after.some(({ task }) => task === item.task) ? sectionOf(item) : null;
    after.push({
      stream: taskStream(item.task, section),
      task: item.task,
      section,
      title: tasks.find(({ no }) => no === item.task)?.title ?? "",
      milestones: [item.milestone],
      local: item.township !== undefined,
      openedAt,
    });
  }
  return after;
}

/** The items of one stream. */
export function itemsOfStream(bundle: PlanBundle, task: number, section: string | null): PlannedItem[] {
  return plannedItems(bundle).filter((item) => item.task === task && (section === null || sectionOf(item) === section));
}

/** Streams of the tasks that have items, in the plan's order. Tasks with standing duties only have none. */
export function taskStreams(bundle: PlanBundle): TaskStreamInfo[] {
  const all = plannedItems(bundle);
  return bundle.plan.tasks.flatMap((task) => {
    const items = all.filter((item) => item.task === task.no);
    const sections =
      items.length > MAX_ITEMS_PER_STREAM ? [...new Set(items.map(sectionOf))] : items.length > 0 ? [null] : [];
    return sections.map((section): TaskStreamInfo => {
      const own = section === null ? items : items.filter((item) => sectionOf(item) === section);
      return {
        stream: taskStream(task.no, section),
        task: task.no,
        section,
        title: task.title,
        milestones: [...new Set(own.map((item) => item.milestone))],
        local: own.some((item) => item.township !== undefined),
      };
    });
  });
}
