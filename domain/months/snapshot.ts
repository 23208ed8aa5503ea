/** A month's figures as they stand when it closes: who answered, the lights of each task, what lags behind. */
import { statusLight } from "../items/light.js";
import type { MonthSnapshot } from "../ledger/month-events.js";
import { dateAt } from "../plan/plan-date.js";
import { calendarVersion, policyOf, type RuleSet } from "../plan/rule-set.js";
import type { EndedItems, StandingFacts } from "./acts.js";
import { keepingRules, registersClosed } from "./kept-registers.js";
import type { MonthState } from "./month-state.js";

/** `facts`: open items in the plan's order, what has ended, what stands in registers. */
export function snapshotOf(
  state: MonthState,
  { items, kept, ended }: StandingFacts,
  now: number,
  ruleSet: RuleSet,
): MonthSnapshot {
  const day = dateAt(now, ruleSet.offsetMinutes);
  const calendar = calendarVersion(ruleSet, state.calendar);
  const tasks = new Map<number, Record<string, number>>();
  const behind: MonthSnapshot["behind"][number][] = [];
  for (const { state: item } of items) {
    const { light, rule, percent, scheduledPercent, workingDaysOverdue } = statusLight(
      item,
      day,
      calendar,
      policyOf(ruleSet, item.policy),
      ruleSet.bodies,
    );
    const lights = tasks.get(item.task) ?? {};
    tasks.set(item.task, { ...lights, [light]: (lights[light] ?? 0) + 1 });
    if (light !== "red" && rule !== "behindSchedule") continue;
    behind.push({
      item: item.id,
      unit: item.primaryUnit,
      light: light === "red" ? "red" : "yellow",
      percent,
      scheduled: scheduledPercent,
      overdue: workingDaysOverdue,
    });
  }
  const requests = Object.values(state.requests);
  const registers = registersClosed(requests, kept, keepingRules(ruleSet));
  return {
    units: requests.map(({ unit, rows, status, confirmations, late }) => {
      // What was confirmed stands, with its day, though another version was sent since and waits.
      const last = confirmations.at(-1);
      return {
        unit,
        asked: rows.length,
        state: last ? "confirmed" : status,
        ...(last ? { confirmedOn: dateAt(last.at, ruleSet.offsetMinutes) } : {}),
        late: !last || late,
      };
    }),
    tasks: [...tasks].sort(([a], [b]) => a - b).map(([task, lights]) => ({ task, lights })),
    behind,
    ...(ended === null ? {} : { ended: endedOf(ended, ruleSet) }),
    ...(registers === undefined ? {} : { registers }),
  };
}

const endedOf = (
  { since, closed, tasks }: EndedItems,
  { offsetMinutes }: RuleSet,
): NonNullable<MonthSnapshot["ended"]> => ({
  since: dateAt(since, offsetMinutes),
  closed: closed.map(({ closedAt, ...item }) => ({ ...item, on: dateAt(closedAt, offsetMinutes) })),
  tasks,
});
