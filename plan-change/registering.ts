/** 立项 while a plan runs: items that the wanted documents yield and that were never registered. */
import type { TaskHead } from "../domain/streams/streams.js";
import type { Milestone } from "../domain/plan/plan.js";
import type { PlanBundle, PlannedItem } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import { calendarOf } from "../domain/plan/calendar.js";
import { MAX_ITEMS_PER_STREAM, ownsItem } from "../domain/streams/streams.js";
import type { Asked } from "./asked.js";
import type { RunningPlan } from "./running.js";
import { dayZh } from "../domain/language/dates.js";

/** Items of one order: it travels whole in a message to each of its streams. */
const MOST = 500;

const some = (ids: readonly string[]): string => `${ids.slice(0, 3).join(", ")}${ids.length > 3 ? " …" : ""}`;

/** Adds the order that registers what is new, or why it cannot be. `policyOf`: other versions than the newest, by milestone. */
export function register(
  running: RunningPlan,
  bundle: PlanBundle,
  policyOf: Readonly<Record<string, number>>,
  reason: string,
  asked: Asked,
): void {
  const planned = plannedItems(bundle).filter(({ id }) => !running.registered.has(id));
  if (planned.length === 0) return;
  const before = new Set(plannedItems(running.bundle).map(({ id }) => id));
  const { today } = running;
  const late = planned.filter(({ deadline }) => deadline <= today);
  tellLate(running, late, before, asked);
  // What was planned before and is over by now stays unregistered, silently.
  const items = planned.filter(({ deadline }) => deadline > today);
  if (items.length === 0) return;
  if (!roomFor(running, items, asked)) return;
  const firstDay = calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(today);
  const tasks = bundle.plan.tasks
    .filter(({ no }) => items.some(({ task }) => task === no))
    .map(
      ({ no, title, leadUnits }): TaskHead => ({ no, title, leadUnit: leadUnits[0] ?? bundle.roster.bodies.office }),
    );
  asked.orders.push({
    kind: "registerItems",
    tasks,
    items: items.map((item) => ({
      ...item,
      // Its time begins now, not when the plan did: else it would lie behind its schedule from its first day on.
      assignOn: item.assignOn > firstDay ? item.assignOn : firstDay,
      policy: policyOf[item.milestone] ?? bundle.policy.version,
    })),
    reason,
  });
  const ids = items.map(({ id }) => id);
  asked.changes.push({
    file: "plan.yaml, roster.yaml",
    what: {
      zh: `立项 ${items.length} 个事项（${some(ids)}）`,
      en: `${items.length} items are registered (${some(ids)})`,
    },
  });
}

/** A new duty that is due already is a mistake; a new place simply has no part in what is over. */
function tellLate(running: RunningPlan, late: readonly PlannedItem[], before: ReadonlySet<string>, asked: Asked): void {
  const known = new Map(
    running.bundle.plan.tasks.flatMap(({ milestones }) => milestones.map((one): [string, Milestone] => [one.id, one])),
  );
  const fresh = late.filter(({ id }) => !before.has(id));
  for (const milestone of new Set(fresh.map((item) => item.milestone))) {
    const own = fresh.filter((item) => item.milestone === milestone);
    const [first] = own;
    if (!known.has(milestone) && first)
      asked.refused.push({
        file: "plan.yaml",
        what: {
          zh: `新事项 ${milestone} 的时限${dayZh(first.deadline)}不晚于今天（${dayZh(running.today)}）`,
          en: `the new milestone ${milestone} is due on ${first.deadline}, not later than today (${running.today})`,
        },
        instead: { zh: "请写今天以后的时限", en: "write a deadline later than today" },
      });
    else
      asked.notes.push({
        zh: `${milestone} 已到期，新增的 ${own.length} 处不再立项`,
        en: `${milestone} is due already: its ${own.length} new places are not registered`,
      });
  }
}

/** A stream's state travels whole with every new run of its workflow: it must not grow without end. */
function roomFor(running: RunningPlan, items: readonly PlannedItem[], asked: Asked): boolean {
  const full = [...running.streams.tasks].filter(([stream, { items: open }]) => {
    const more = items.filter((item) => ownsItem(stream, item)).length;
    return more > 0 && Object.keys(open).length + more > 2 * MAX_ITEMS_PER_STREAM;
  });
  for (const [stream, { items: open }] of full)
    asked.refused.push({
      file: "plan.yaml, roster.yaml",
      what: {
        zh: `${stream} 已有 ${Object.keys(open).length} 个在办事项，新增后超过 ${2 * MAX_ITEMS_PER_STREAM} 个`,
        en: `${stream} has ${Object.keys(open).length} open items and would have more than ${2 * MAX_ITEMS_PER_STREAM}`,
      },
      instead: { zh: "请分到其他任务，或另开一个方案", en: "give them to another task, or open another plan" },
    });
  if (items.length > MOST)
    asked.refused.push({
      file: "plan.yaml, roster.yaml",
      what: { zh: `一次立项 ${items.length} 个事项`, en: `${items.length} items at once` },
      instead: { zh: `一次最多 ${MOST} 个，请分次办理`, en: `at most ${MOST} at a time: do it in several changes` },
    });
  return full.length === 0 && items.length <= MOST;
}
